"""The lines between the headline and the text, where bylines and dates stand."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.html.metadata.values import one_line

__all__ = ["ELSEWHERE", "OUTSIDE", "Line", "lines_below", "text_of"]

_MAX_NODES: Final = 350
_MAX_LINES: Final = 60
_MAX_LINE: Final = 400
_MAX_ELEMENT: Final = 120
# So many paragraphs of running text may stand before the byline: a standfirst, the caption of a picture.
_MAX_PROSE: Final = 3
_PROSE: Final = 160
BAR: Final = "|"

_BLOCKS: Final = frozenset(
    {"address", "article", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
     "li", "main", "ol", "p", "section", "table", "td", "time", "tr", "ul", "button", "img"}
)  # fmt: skip
_SILENT: Final = frozenset(
    {
        "script",
        "style",
        "noscript",
        "svg",
        "template",
        "select",
        "iframe",
        "form",
        "video",
        "audio",
        "object",
        "-comment",
    }
)
OUTSIDE: Final = frozenset({"aside", "footer", "nav", "figure", "figcaption", "blockquote"})
_UNREAD: Final = _SILENT | OUTSIDE
# Class words of boxes in which other articles, pictures and readers have their authors.
ELSEWHERE: Final = (
    r"comment|related|recommend|teaser|widget|sidebar|popular|promo|newsletter|caption|quote|trending|carousel|slider"
    r"|photo|recirc|gallery|most-read|read-more|menu"
)
# All of these are looked for in small letters: `re` takes several times as long to ignore case itself.
_ELSEWHERE: Final = re.compile(ELSEWHERE)
_MARK: Final = re.compile(
    r"byline|author(?!i[tsz])|autor(?!i[tsz])|auteur|writer|verfasser|redakteur|contributor|journalist"
)


class Line(NamedTuple):
    """A line of the page, or all lines of one element marked as byline with bars between them.

    `named` says that the markup calls the words themselves an author, `moment` is what a `time` on the line gives.
    """

    text: str
    marked: bool
    named: bool
    moment: str


# Addresses of pages about one member of a staff.
_PROFILE: Final = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|writers?|people|persons?|profiles?|staff|team|contributors?|reporters?|journalists?"
    r"|columnists?|correspondents?|editors?|redakteure?|users?|by|bio|byline|producers|newsteam|voices)/[^/?#]"
)


class _Gatherer:
    """Collects words into lines while the walk enters and leaves elements."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.size = 0
        self.marked: LexborNode | None = None
        self.named = False
        self.profiled = False
        self.moment = ""
        self.done: list[Line] = []

    def add(self, words: str) -> None:
        if words and self.size <= _MAX_LINE:
            self.words.append(words)
            self.size += len(words)

    def edge(self) -> None:
        """A block begins or ends: in a byline a bar, elsewhere the end of the line."""
        if self.marked is None:
            self.flush()
        elif self.words and self.words[-1] != BAR:
            self.words.append(BAR)

    def flush(self) -> None:
        text = _joined(self.words)
        if text or self.moment:
            self.done.append(Line(text, self.marked is not None or self.profiled, self.named, self.moment))
        self.words, self.size, self.named, self.profiled, self.moment = [], 0, False, False, ""


def lines_below(headline: LexborNode) -> Iterator[Line]:
    """The lines after a headline, down to the text of the article."""
    gatherer = _Gatherer()
    lines = prose = 0
    for _ in _walk(headline, gatherer):
        for line in gatherer.done:
            lines += 1
            prose += len(line.text) > _PROSE and not line.marked
            yield line
        gatherer.done.clear()
        if lines > _MAX_LINES or prose >= _MAX_PROSE:
            return
    gatherer.flush()
    yield from gatherer.done


def _walk(start: LexborNode, gatherer: _Gatherer) -> Iterator[None]:
    """Passes everything behind a node in the order of the page; yields after each node."""
    at: LexborNode | None = start
    down = False
    for _ in range(_MAX_NODES):
        if at is None:
            return
        child = at.child if down else None
        at = child or _next(at, gatherer)
        if at is not None:
            down = _enter(at, gatherer)
        yield


def _next(node: LexborNode, gatherer: _Gatherer) -> LexborNode | None:
    """What follows a node that is done with, leaving the elements that end with it."""
    at: LexborNode | None = node
    while at is not None and (tag := at.tag) != "body":
        if gatherer.marked is not None and at.mem_id == gatherer.marked.mem_id:  # `==` would compare their markup
            gatherer.flush()
            gatherer.marked = None
        elif tag in _BLOCKS:
            gatherer.edge()
        following = at.next
        if following is not None:
            return following
        at = at.parent
    return None


def _enter(node: LexborNode, gatherer: _Gatherer) -> bool:
    """Takes in a node; whether the walk goes down into it."""
    tag = node.tag
    if tag == "-text":
        gatherer.add(_words(node))
        return False
    if tag in _UNREAD:
        return False
    attributes = node.attributes
    label = attributes.get("class") or ""
    if label and _ELSEWHERE.search(label.lower()):
        return False
    if gatherer.marked is None and _is_mark(label, attributes):
        gatherer.flush()
        gatherer.marked = node
    elif tag in _BLOCKS:
        gatherer.edge()
    if tag == "a" and _PROFILE.search((attributes.get("href") or "").lower()):
        gatherer.profiled = True
    if gatherer.marked is not None and _is_name(attributes):
        gatherer.named = True
    if tag == "time" and not gatherer.moment:
        gatherer.moment = one_line(attributes.get("datetime"))
    return True


def _is_mark(label: str, attributes: dict[str, str | None]) -> bool:
    if _is_name(attributes):
        return True
    return any(
        _MARK.search(text.lower()) for text in (label, attributes.get("data-testid"), attributes.get("id")) if text
    )


def _is_name(attributes: dict[str, str | None]) -> bool:
    called = attributes.get("rel"), attributes.get("itemprop")
    return any("author" in text.casefold().split() for text in called if text)


def _words(node: LexborNode) -> str:
    """What a text node says."""
    text = node.text_content
    return one_line(text) if text and not text.isspace() else ""


def _joined(words: list[str]) -> str:
    while words and words[-1] == BAR:
        words.pop()
    return " ".join(words).replace(" ,", ",")


def text_of(node: LexborNode) -> str:
    """The words of an element, its blocks parted by bars; "" if there are too many for a byline."""
    gatherer = _Gatherer()
    gatherer.marked = node
    depths = 0
    for depths, child in enumerate(node.traverse(include_text=True)):
        if depths > _MAX_ELEMENT or gatherer.size > _MAX_LINE:
            return ""
        tag = child.tag
        if tag == "-text":
            around = child.parent
            if around is None or around.tag not in _SILENT:
                gatherer.add(_words(child))
        elif tag in _BLOCKS:
            gatherer.edge()
    return _joined(gatherer.words).lstrip(" |")
