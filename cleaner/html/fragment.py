"""A fragment of HTML (feed content, an export of a CMS) in, the same markup out without the boilerplate."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol

from cleaner.article import Action, Article, Decision, Document
from cleaner.decide import CLAIMS
from cleaner.errors import WrongTypeError
from cleaner.html.cutting import Cut, Ledger, cuts_of, gone_lines, marked
from cleaner.html.evidence import Claimed, evidence_of
from cleaner.html.lines import text_of
from cleaner.html.source import Source, read
from cleaner.html.tags import MEDIA
from cleaner.removal import apply
from cleaner.signals.markup import Markup

__all__ = ["CleansDocuments", "Fragment", "clean_fragment"]

# A picture without text goes with a widget only if that is surely one, or if such pictures are its buttons.
PICTURED: Final = frozenset({"share", "ad", "media"})
# A link to another page whose words go takes the picture that it shows of that page.
TEASERS: Final = frozenset({"related", "promo", "ad", "share", "nav"})


class Fragment(NamedTuple):
    """What comes out of a fragment.

    `html` is `source` without the stretches of `decisions`, character for character; their offsets refer to `source`.
    `article` is the same as data: its text, its fields, and the decisions on the text.
    """

    html: str
    source: str
    article: Article
    decisions: tuple[Decision, ...]


class CleansDocuments(Protocol):
    """What is asked of a cleaner."""

    def clean_document(self, document: Document, markup: Markup) -> Article:
        """Clean the text of a fragment, knowing what its markup says."""

    def action_on(self, category: str, claim: str) -> Action | None:
        """What happens to a widget without text."""


def clean_fragment(
    html: str, cleaner: CleansDocuments, title: str | None = None, language: str | None = None
) -> Fragment:
    """Clean a fragment with a cleaner's rules, mode and policy. `title` and `language` are as for `Cleaner.clean`."""
    if not isinstance(html, str):
        raise WrongTypeError(f"a fragment is a string, not {type(html).__name__}; decode bytes first")
    source = read(html)
    text = text_of(source)
    evidence = evidence_of(source, text)
    article = cleaner.clean_document(Document(text.text, title=title, language=language), evidence.markup)
    gone = gone_lines(text, article.decisions)
    ledger = Ledger(text, article.decisions)
    taken = dict(_widgets(source, evidence.claimed, ledger, gone, cleaner))
    cuts = cuts_of(source, text, ledger, gone, taken, evidence.anchors)
    places = sorted((*cuts, *marked(text, article.decisions, cuts)), key=lambda cut: cut.start)
    decisions = tuple(_decision(html, cut) for cut in places)
    return Fragment(apply(html, decisions), html, article, decisions)


def _widgets(
    source: Source, claimed: list[Claimed], ledger: Ledger, gone: list[Decision | None], cleaner: CleansDocuments
) -> Iterator[tuple[int, Decision]]:
    """The elements that go with all that is in them: their lines all go, or they have no text."""
    media = [e.start for e in source.elements if e.name in MEDIA]
    for link in source.elements:
        why = ledger.why(link) if link.name == "a" and ledger.emptied(link) else None
        if why is not None and why.category in TEASERS:
            yield link.start, why
    for c in claimed:
        action = cleaner.action_on(c.category, c.claim)
        if action not in ("drop", "move") or c.category == "caption" or c.claim == "html-aside":
            continue
        if not ledger.emptied(c.element):
            continue
        lines = gone[c.first : c.behind]
        if (lines and None not in lines) or c.claim == "html-widget" or c.category in PICTURED or not _any(media, c):
            own = Decision(0, 0, c.category, action, CLAIMS[c.claim], (), (c.claim, c.signal), "")
            yield c.element.start, ledger.why(c.element) or own


def _any(places: list[int], c: Claimed) -> bool:
    return bisect_left(places, c.element.start) < bisect_left(places, c.element.end)


def _decision(html: str, cut: Cut) -> Decision:
    return cut.why._replace(start=cut.start, end=cut.end, text=html[cut.start : cut.end])
