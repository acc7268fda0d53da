"""The title: what readers see above the article, if the page's other titles bear it out."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from cleaner.html.metadata.head import Head
from cleaner.html.metadata.jsonld import Node
from cleaner.html.metadata.values import folded, is_same_text, one_line

__all__ = ["Titles", "choose_title", "read_titles"]

_WORD: Final = re.compile(r"\w+")
_SEAM: Final = re.compile(
    r" (?:[\u2013\u2014\u00b7\u2022\u00bb\u00ab:]|--?|//?) |[|_]"
)  # on one line, blanks are single
_MAX_SEAMS: Final = 3
# Of the words of a headline on the page so many stand in another title of the same article, however that was rewritten.
_SHARED: Final = 0.5
_SHORTEST: Final = 3
_LONG: Final = 20
_META: Final = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title")


class Titles(NamedTuple):
    """What the page calls its article beside the text (JSON-LD, meta tags, `title`), and in its headings."""

    given: list[str]
    headings: list[str]

    def every(self) -> tuple[str, ...]:
        """Each once, in order of trust."""
        found: dict[str, str] = {}
        for title in (*self.given, *self.headings):
            found.setdefault(folded(title), title)
        return tuple(found.values())


def read_titles(nodes: Sequence[Node], head: Head, names: frozenset[str]) -> Titles:
    """The titles without the site's name; the site's name alone is no title."""
    linked = [one_line(node.get("headline") or node.get("name")) for node in nodes]
    given = (*linked, *map(head.first, _META), *head.titles)
    return Titles(
        *(
            [t for t in (without_site(t, names) for t in dict.fromkeys(some)) if folded(t) not in ("", *names)]
            for some in (given, head.headings)
        )
    )


def choose_title(titles: Titles) -> str | None:
    """The heading that another title agrees with, else what is trusted most.

    JSON-LD and meta titles are often written for search engines; the heading is what the article is called.
    """
    given, headings = titles
    others = [(folded(t), frozenset(_WORD.findall(t.casefold()))) for t in dict.fromkeys(given)]
    best = max(headings, key=lambda h: _agreement(h, others), default=None)
    if best and _agreement(best, others) >= _SHARED:
        # A label that stands in the heading is no part of the title.
        whole = folded(best)
        return next((t for t in given if len(folded(t)) > _LONG and whole.endswith(folded(t))), best)
    return next(iter((*given, *headings)), None)


def _agreement(heading: str, others: Sequence[tuple[str, frozenset[str]]]) -> float:
    """How far another title bears the heading out: 2 if it says the same, else the share of common words."""
    whole, words = folded(heading), frozenset(_WORD.findall(heading.casefold()))
    return max((2.0 if is_same_text(whole, text) else _overlap(words, own) for text, own in others), default=0.0)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= _SHORTEST else 0.0


def without_site(title: str, names: frozenset[str]) -> str:
    """The title without the site's name before or after it: "Ferry Returns | News | The Courier"."""
    for _ in range(_MAX_SEAMS):
        seams = list(_SEAM.finditer(title))
        if not seams:
            break
        if folded(title[seams[-1].end() :]) in names:
            title = title[: seams[-1].start()]
        elif folded(title[: seams[0].start()]) in names:
            title = title[seams[0].end() :]
        else:
            break
    return title.strip()
