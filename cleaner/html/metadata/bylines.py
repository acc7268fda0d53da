"""The byline as readers see it: lines below the headline, then elements that say so by their markup."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.article import Byline
from cleaner.fields import parse_authors, parse_byline
from cleaner.fields.tokens import match, tokens
from cleaner.fields.words import Words, fold, load_words
from cleaner.html.metadata.below import BAR, ELSEWHERE, OUTSIDE, Line, text_of

__all__ = ["from_elements", "from_lines", "read_in"]

_SELECTOR: Final = 'h1,[rel~="author"],[itemprop~="author"],[class*="byline" i],[class*="author" i],[class*="autor" i]'
_MAX_CANDIDATES: Final = 40
_MAX_DEPTH: Final = 40
_MAX_PIECES: Final = 6
_MAX_NAME_WORDS: Final = 5
_MAX_CUE: Final = 40
_MAX_UNMARKED: Final = 160
_WHOLE: Final = frozenset({"html", "body", "main", "article"})
# Beyond the head of the article these too hold the authors of others.
_FARTHER: Final = re.compile(
    ELSEWHERE + r"|card|footer|latest|credit|navi|listing|feed|image|video|product|archive|suggest"
)


def from_lines(lines: Sequence[Line], language: str | None) -> Iterator[Byline]:
    """Bylines among the lines below the headline."""
    words = load_words(language)
    cue = ""
    for line in lines:
        text = f"{cue} {line.text}" if cue else line.text
        byline = _marked(text, language, words, named=line.named) if line.marked or cue else None
        byline = byline or _unmarked(text, language, words)
        if byline and byline.authors:
            yield byline
        # A cue alone on its line belongs to the next.
        cue = line.text if not cue and _is_cue(line.text, words) else ""


def from_elements(tree: LexborHTMLParser, language: str | None) -> Iterator[Byline]:
    """Bylines anywhere, in the order of the page, those below the headline first."""
    words = load_words(language)
    before: list[LexborNode] = []
    after: list[LexborNode] = []
    headed = False
    for node in tree.css(_SELECTOR):
        if node.tag == "h1":
            headed = True
        elif len(after) < _MAX_CANDIDATES:
            (after if headed else before).append(node)
    known: dict[int, bool | None] = {}
    for node in (*after, *reversed(before[-_MAX_CANDIDATES:])):
        if node.tag not in _WHOLE and not _is_elsewhere(node, known):
            named = "author" in (node.attributes.get("rel") or "") or node.attributes.get("itemprop") == "author"
            byline = _marked(text_of(node), language, words, named=named)
            if byline and byline.authors:
                yield byline


def read_in(text: str, language: str | None, words: Words) -> tuple[str | None, Words]:
    """The language to read a byline in: that of the page, or English if it opens with a word for "by" of English."""
    english = load_words(None)
    if words is english:
        return language, words
    first = fold(text.split(None, 1)[0]) if text.strip() else ""
    return (None, english) if first in english.lone_cues and first not in words.lone_cues else (language, words)


def _is_cue(text: str, words: Words) -> bool:
    """Whether the line is nothing but a word for "by"."""
    if not 0 < len(text) <= _MAX_CUE:
        return False
    toks = tokens(text.strip(" :|"), words)
    alone = len(toks) == 1 and toks[0].key in words.by_words
    return alone or (bool(toks) and match(words.cues, toks, 0) == len(toks))


def _unmarked(text: str, language: str | None, words: Words) -> Byline | None:
    """A line that no markup vouches for: a word for "by" has to."""
    if not text or len(text) > _MAX_UNMARKED:
        return None
    language, words = read_in(text, language, words)
    first = fold(text.split(None, 1)[0])
    foreign = first in words.by_words and first not in words.lone_cues
    if foreign and len(text.split()) < 3:
        return None
    return parse_byline(_raised(text) if foreign else text, language, bare=foreign)


def _marked(text: str, language: str | None, words: Words, *, named: bool) -> Byline | None:
    """The longest beginning of the pieces that is a byline; what the markup calls an author may be any short name."""
    language, words = read_in(text, language, words)
    pieces = text.split(f" {BAR} ")[:_MAX_PIECES]
    first, _, rest = pieces[0].partition(" ")
    if fold(first) in words.by_words:
        # "Von Meike" has no family name that "Von" could belong to.
        pieces[0] = _raised(pieces[0]) if " " in rest else rest
    for size in range(len(pieces), 0, -1):
        byline = parse_byline(f" {BAR} ".join(pieces[:size]), language, bare=True)
        if byline and byline.authors:
            return byline
    if named and len(pieces) == 1 and 0 < len(text.split()) <= _MAX_NAME_WORDS:
        return Byline(parse_authors(text, language), raw=text)
    return None


def _raised(text: str) -> str:
    """With a capital first, as bylines of languages without a data file are read."""
    return text[:1].upper() + text[1:]


def _is_elsewhere(node: LexborNode, known: dict[int, bool | None]) -> bool:
    """Whether an element, or one around it, is a box of something else.

    `known` has what the elements around candidates say, since many candidates stand in the same ones.
    """
    at: LexborNode | None = node
    for _ in range(_MAX_DEPTH):
        if at is None:
            return False
        place = at.mem_id
        if place not in known:
            known[place] = _says_elsewhere(at)
        says = known[place]
        if says is not None:
            return says
        at = at.parent
    return False


def _says_elsewhere(node: LexborNode) -> bool | None:
    """None if the element does not say, and those around it have to be asked."""
    tag = node.tag
    if tag in _WHOLE:
        return False
    label = node.attributes.get("class")
    return True if tag in OUTSIDE or (label and _FARTHER.search(label.lower())) else None
