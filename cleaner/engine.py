"""The cleaner: compiled once, immutable, and the same for every record."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from os import PathLike
from typing import Any, Final

from cleaner.article import Action, Article, Author, Byline, Decision, Document, Note
from cleaner.decide import Outcome, Settings, decide
from cleaner.documents import checked
from cleaner.errors import ConfigError, RecordError, WrongTypeError
from cleaner.fields import DateStamp, parse_byline
from cleaner.language import Guess, detect
from cleaner.many import clean_each
from cleaner.removal import apply
from cleaner.rules import COMMON, about, load_own, load_pack, resolve
from cleaner.rules import languages as known_languages
from cleaner.rules.schema import Rule
from cleaner.scan import Scanner
from cleaner.scan.gate import Gate
from cleaner.scan.page import Page
from cleaner.signals import captions, residue
from cleaner.signals.finding import Given
from cleaner.signals.head import dateline_of
from cleaner.signals.markup import NO_MARKUP, Markup
from cleaner.spans import decisions_of

__all__ = ["Cleaner"]

CREDIT_CHARS: Final = 200
ALWAYS: Final = (COMMON, "en")  # English chrome stands on pages of any language
_LISTED: Final = "[,|，、،;；]"
BOM: Final = "\ufeff"
# The language of a text is looked at again when something went; it settles at once, but for texts made to trick it.
MAX_GUESSES: Final = 3


class Cleaner:
    """Cleans articles with one mode, one policy and one set of rules.

    Immutable and picklable, and safe to share between threads. The first text of a language pays for compiling its
    rules (tens of ms); after that a text costs 0.04 to 0.1 us a character (`bench/speed.py`).
    """

    __slots__ = ("_allowed", "_files", "_languages", "_own", "_settings")

    def __init__(
        self,
        mode: str = "balanced",
        policy: Mapping[str, Action] | None = None,
        languages: Iterable[str] | None = None,
        rules: Iterable[str | PathLike[str]] = (),
    ) -> None:
        """`policy` overrides the default action per category; `rules` are paths of rule files of your own.

        `languages` limits the packs that may be used; None is all that there are. Raises `ConfigError` or `RuleError`.
        """
        for name, value in (("languages", languages), ("rules", rules)):
            if isinstance(value, str):
                raise ConfigError(f"{name} is a list of strings, not one string: [{value!r}]")
        policy = {} if policy is None else policy
        if not isinstance(policy, Mapping):
            raise ConfigError(f"policy is a mapping from category to action, not {policy!r}")
        self._settings = Settings.chosen(mode, policy)
        self._languages = tuple(languages) if languages is not None else None
        for language in self._languages or ():
            load_pack(resolve(language))
        self._allowed = frozenset(map(resolve, self._languages if self._languages is not None else known_languages()))
        self._files = tuple(str(path) for path in rules)
        self._own = load_own(self._files)

    def __reduce__(self) -> tuple[Any, ...]:
        return Cleaner, (self._settings.mode, dict(self._settings.policy), self._languages, self._files)

    def __repr__(self) -> str:
        return f"Cleaner(mode={self._settings.mode!r}, languages={self._languages}, rules={self._files})"

    def clean(self, text: str, title: str | None = None, language: str | None = None) -> Article:
        """Clean one text. A `title` is evidence: lines that repeat it go."""
        return self.clean_document(Document(text, title=title, language=language))

    def clean_html(
        self,
        html: str,
        url: str | None = None,
        *,
        given: Document | None = None,
        engine: str = "auto",
        markdown: bool = False,
    ) -> Article:
        """Clean a whole page: its metadata, the body of its article, and that cleaned as a text is.

        With `markdown`, `Article.markdown` is the same text with its headings, lists, quotations, tables and links.
        `given` holds what is known beforehand and wins over what the page says. Needs the `html` extra; raises
        `InputError` if the page holds no article. A page costs about ten times what parsing it alone does.
        """
        if not isinstance(html, str):
            raise WrongTypeError(f"a page is a string, not {type(html).__name__}; see cleaner.html.decode for bytes")
        try:
            from cleaner.html.pages import clean_page  # noqa: PLC0415 - a text needs no parser of pages
        except ModuleNotFoundError as e:
            raise ConfigError(f"pages need {e.name}: pip install 'article-cleaner[html]'") from e
        known = given or Document("")
        known = checked(known._replace(url=url) if url else known)
        return clean_page(html, self.clean_document, self._settings, known, engine, markdown)

    def clean_many(
        self,
        documents: Iterable[str | Mapping[str, Any] | Document],
        jobs: int = 1,
        seconds: float | None = None,
    ) -> Iterator[Article | RecordError]:
        """Clean one document after another, in order. What cannot be cleaned comes back as a `RecordError` value.

        With `jobs` above 1 that many processes clean, a few hundred documents are read ahead, and a document that
        kills its process or takes longer than `seconds` costs itself alone. They start as those of `multiprocessing`
        do: a script keeps its own work below `if __name__ == "__main__":`.
        """
        return clean_each(self, documents, jobs, seconds)

    def clean_document(self, document: Document, markup: Markup = NO_MARKUP) -> Article:
        """Clean one document. `markup` is what is known of its lines beside their text."""
        text = checked(document).text
        if text[:1] == BOM:  # a mark of the file, no part of its first line
            rest = self.clean_document(document._replace(text=text[1:]), markup)
            shifted = tuple(d._replace(start=d.start + 1, end=d.end + 1) for d in rest.decisions)
            return rest._replace(text=BOM + rest.text, source=text, decisions=shifted)
        if document.language is not None:
            return self._cleaned(document, Guess(document.language, certain=True), markup)
        return self._settled(document, markup)

    def _settled(self, document: Document, markup: Markup) -> Article:
        """Clean a text whose language nobody gave.

        The language is that of the clean text: what went may have been in another, and cleaning again must find the
        same.
        """
        guess = detect(document.text)
        for _ in range(MAX_GUESSES):
            article = self._cleaned(document, guess, markup)
            again = detect(article.text) if article.decisions else guess
            if again == guess:
                return article
            guess = again
        return self._cleaned(document, guess, markup)

    def _cleaned(self, document: Document, guess: Guess, markup: Markup) -> Article:
        text = document.text
        document = document._replace(language=guess.code)
        language = resolve(guess.code) if guess.code else None
        scanner, rules = _compiled(self._packs(language, certain=guess.certain), self._own)
        page = Page(text, scanner)
        raw = page.raw
        outcome = decide(page, Given(document.title, language), self._settings, rules, markup)
        decisions = decisions_of(text, raw, outcome.verdicts)
        return _article(document, page, outcome, decisions, rules)

    def action_on(self, category: str, claim: str) -> Action | None:
        """What this cleaner does to something that a structural claim says is of a category; None is nothing."""
        return self._settings.action_on(category, claim)

    def _packs(self, language: str | None, *, certain: bool) -> tuple[str, ...]:
        """The common rules, English, and the language's own.

        An experimental pack needs a language that is given or certain.
        """
        own = [language] if language in known_languages() else []
        if own and not certain and about(own[0]).status == "experimental":
            own = []
        return tuple(code for code in dict.fromkeys((*ALWAYS, *own)) if code == COMMON or code in self._allowed)


@lru_cache(maxsize=64)
def _compiled(packs: tuple[str, ...], own: tuple[Rule, ...]) -> tuple[Scanner, dict[str, Rule]]:
    rules = [rule for pack in packs for rule in load_pack(pack)] + list(own)
    shared = tuple(pack for pack in packs if pack in ALWAYS)
    gates = [_gate(shared), *(_gate((pack,)) for pack in packs if pack not in ALWAYS), *([Gate(own)] if own else ())]
    return Scanner(rules, (*captions.CUES, *residue.CUES), gates), {rule.id: rule for rule in rules}


@lru_cache(maxsize=64)
def _gate(packs: tuple[str, ...]) -> Gate:
    """The gate of packs that texts of many languages share, or of one language."""
    return Gate([rule for pack in packs for rule in load_pack(pack)])


def _article(
    document: Document, page: Page, outcome: Outcome, decisions: tuple[Decision, ...], rules: Mapping[str, Rule]
) -> Article:
    bylines = (*outcome.bylines, *_signed(decisions, document.language))
    stamps = outcome.stamps
    authors = document.authors or _authors(bylines)
    dateline = dateline_of(page, outcome.zones, document.language)
    agencies = [a.name for a in (*authors, *_credited(decisions, document.language)) if a.kind == "agency"]
    if dateline and dateline.agency:
        agencies.append(dateline.agency)
    dated: tuple[Byline | DateStamp, ...] = (*bylines, *stamps)
    return Article(
        text=apply(document.text, decisions) if decisions else document.text,
        source=document.text,
        title=document.title or outcome.title,
        authors=authors,
        agencies=tuple(dict.fromkeys(agencies)),
        dateline=dateline,
        published=document.published or next((d.published for d in dated if d.published), None),
        updated=next((d.updated for d in dated if d.updated), None),
        reading_minutes=next((d.reading_minutes for d in dated if d.reading_minutes), None),
        language=document.language,
        tags=_tags(decisions, rules),
        notes=tuple(_notes(decisions, rules)),
        truncated=any(rules[r].effect == "truncates" for d in decisions for r in d.rules),
        guard=outcome.guard,
        decisions=decisions,
    )


def _authors(bylines: Iterable[Byline]) -> tuple[Author, ...]:
    """Everybody named, once. A line with a role alone gives it to the name above."""
    found: dict[str, Author] = {}
    last = ""
    for byline in bylines:
        if not byline.authors and not byline.cue and last and not found[last].role and byline.raw:
            found[last] = found[last]._replace(role=byline.raw.strip())
        for author in byline.authors:
            last = author.name.casefold()
            found.setdefault(last, author)
    return tuple(found.values())


def _signed(decisions: Iterable[Decision], language: str | None) -> Iterator[Byline]:
    """The bylines that a rule found inside a line."""
    for d in decisions:
        if d.category == "byline" and d.rules and len(d.text) <= CREDIT_CHARS:
            byline = parse_byline(d.text.strip(), language, bare=True)
            if byline:
                yield byline


def _credited(decisions: Iterable[Decision], language: str | None) -> Iterator[Author]:
    """Who is named in credit lines ("With inputs from PTI")."""
    for d in decisions:
        if d.category == "credit" and len(d.text) <= CREDIT_CHARS:
            byline = parse_byline(d.text.strip(), language, bare=True)
            yield from byline.authors if byline else ()


def _tags(decisions: tuple[Decision, ...], rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """What a "Tags: a, b" line lists."""
    for d in decisions:
        if d.rules and rules[d.rules[0]].effect == "tags":
            _, _, listed = d.text.strip().replace("\uff1a", ":").partition(":")
            return tuple(tag for piece in re.split(_LISTED, listed) if (tag := piece.strip(" #")))
    return ()


def _notes(decisions: tuple[Decision, ...], rules: Mapping[str, Rule]) -> Iterator[Note]:
    """Corrections, disclosures and credits, which are moved, never lost."""
    for d in decisions:
        if d.category in ("note", "credit") and d.action == "move":
            default = "credit" if d.category == "credit" else "editor_note"
            kind = (rules[d.rules[0]].note if d.rules else "") or default
            yield Note(kind, d.text.strip())  # type: ignore[arg-type]  # the schema holds notes to NoteKind
