"""A bs4 tree whose tags know where they stand in the source, and the source as a flat list of events.

The parsers that bs4 brings do not tell where an element ends, and what they write is not what they read. Cuts are made
in the source itself, so the reading here keeps offsets. It follows the HTML standard where the outcome shows in a
fragment: implied ends, raw text, quotes. Every step goes forward only: unclosed quotes, comments and raw text swallow
the rest, as in a browser, so that no input takes more than linear time.
"""

import html
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from cleaner.errors import ConfigError
from cleaner.html.tags import BLOCKS, CELLS, ENDED_BY, ITEMS, KEEPS_P, LISTS, RAW, TABLE, VOID

try:
    from bs4 import BeautifulSoup
    from bs4.builder import HTMLTreeBuilder
    from bs4.element import Tag
except ImportError as error:
    raise ConfigError("HTML needs more packages: pip install 'article-cleaner[html]'") from error

__all__ = ["Element", "Event", "Source", "read"]

MAX_DEPTH: Final = 512  # browsers stop here too

_OPEN: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_STEP: Final = re.compile(r">|=[ \t\r\n\f]*[\"']")
_ATTRIBUTE: Final = re.compile(r"([^\s\"'<>/=]+)(?:[ \t\r\n\f]*=[ \t\r\n\f]*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")


class Element(Tag):
    """A tag with its place: its opening tag is `start:content`, its closing one `content_end:end`, or nothing."""

    start: int = 0
    content: int = 0
    content_end: int = 0
    end: int = 0


class Event(NamedTuple):
    """A piece of the source: "text", "open", "close", "void", "raw" (unseen) or "stray" (a closing tag of nothing)."""

    kind: str
    start: int
    end: int
    name: str
    parent: Element


class Source(NamedTuple):
    """A fragment as read: the elements by their opening tags, and all pieces, in the order of the source."""

    html: str
    elements: list[Element]
    events: list[Event]


def read(source: str) -> Source:
    """Read a fragment. No string raises."""
    builder = _Builder(source)
    BeautifulSoup("", builder=builder, element_classes={Tag: Element})
    return Source(source, builder.elements, builder.events)


class _Builder(HTMLTreeBuilder):
    """Feeds a soup from the source. It needs the source itself, which bs4 would hand over changed."""

    def __init__(self, source: str) -> None:
        super().__init__(preserve_whitespace_tags=set(), string_containers={})
        self.source = source
        self.elements: list[Element] = []
        self.events: list[Event] = []
        self._stack: list[Element] = []
        self._open: dict[str, int] = {}

    def feed(self, markup: Any) -> None:  # noqa: ARG002 - the source is known
        for closing, name, start, end in _pieces(self.source):
            if not name:
                self._event("text" if closing is None else "raw", start, end, "")
            elif closing:
                self._close(name, start, end)
            else:
                self._start(name, start, end)
        while self._stack:
            self._pop(len(self.source), len(self.source))

    def _event(self, kind: str, start: int, end: int, name: str) -> None:
        parent = self._stack[-1] if self._stack else self.soup
        self.events.append(Event(kind, start, end, name, parent))  # type: ignore[arg-type]  # the soup is the root

    def _start(self, name: str, start: int, end: int) -> None:
        self._imply(name, start)
        void = name in VOID or len(self._stack) >= MAX_DEPTH
        self._event("void" if void else "open", start, end, name)
        attributes = dict(_attributes(self.source[start + 1 + len(name) : end]))
        tag = self.soup.handle_starttag(name, None, None, attributes)  # type: ignore[union-attr]  # set while feeding
        assert isinstance(tag, Element)  # noqa: S101 - the class that `read` asks for
        tag.start, tag.content, tag.content_end, tag.end = start, end, end, end
        self.elements.append(tag)
        if void:
            self.soup.handle_endtag(name)  # type: ignore[union-attr]
        else:
            self._stack.append(tag)
            self._open[name] = self._open.get(name, 0) + 1

    def _imply(self, name: str, at: int) -> None:
        """End what an opening tag ends without saying so."""
        if name in ENDED_BY:
            for other in ENDED_BY[name]:
                self._end_in_scope(other, at, at)
        elif name in BLOCKS and name not in KEEPS_P:
            self._end_in_scope("p", at, at)

    def _end_in_scope(self, name: str, at: int, end: int) -> bool:
        """Close the nearest open element of a name with all in it, unless a barrier stands between."""
        if not self._open.get(name):
            return False
        barriers = _barriers(name)
        for depth in range(len(self._stack) - 1, -1, -1):
            tag = self._stack[depth]
            if tag.name == name:
                while len(self._stack) > depth + 1:
                    self._pop(at, at)
                self._pop(at, end)
                return True
            if tag.name in barriers:
                return False
        return False

    def _close(self, name: str, start: int, end: int) -> None:
        event = len(self.events)
        self._event("close", start, end, name)
        if not self._end_in_scope(name, start, end):
            self.events[event] = self.events[event]._replace(kind="stray")

    def _pop(self, at: int, end: int) -> None:
        tag = self._stack.pop()
        tag.content_end, tag.end = at, end
        self._open[tag.name] -= 1
        self.soup.handle_endtag(tag.name)  # type: ignore[union-attr]


def _barriers(name: str) -> frozenset[str]:
    """What a closing tag does not reach through."""
    if name in TABLE:
        return frozenset({"table"})
    if name in ITEMS:
        return CELLS | LISTS
    return CELLS if name in BLOCKS else BLOCKS


def _pieces(source: str) -> Iterator[tuple[bool | None, str, int, int]]:
    """Tags as (closing, name, start, end); text as (None, "", ...); comments and raw text as (False, "", ...)."""
    at = text = 0
    size = len(source)
    while True:
        at = source.find("<", at)
        if at < 0:
            break
        tag = _OPEN.match(source, at)
        if tag is None and source[at + 1 : at + 2] not in ("!", "?", "/"):
            at += 1
            continue
        if text < at:
            yield None, "", text, at
        if tag is None:
            end = _comment_end(source, at)
            yield False, "", at, end
        else:
            name = tag.group(2).lower()
            end = _tag_end(source, tag.end())
            yield bool(tag.group(1)), name, at, end
            if name in RAW and not tag.group(1) and end < size:
                closing = _raw_end(source, name, end)
                if end < closing:
                    yield False, "", end, closing
                end = closing
        at = text = end
    if text < size:
        yield None, "", text, size


def _tag_end(source: str, at: int) -> int:
    while True:
        step = _STEP.search(source, at)
        if step is None:
            return len(source)
        if step.group() == ">":
            return step.end()
        closing = source.find(source[step.end() - 1], step.end())
        if closing < 0:
            return len(source)
        at = closing + 1


def _comment_end(source: str, at: int) -> int:
    if source.startswith("<!--", at):
        if source.startswith((">", "->"), at + 4):
            return source.index(">", at) + 1
        end = source.find("-->", at + 4)
        return end + 3 if end >= 0 else len(source)
    end = source.find(">", at)
    return end + 1 if end >= 0 else len(source)


def _raw_end(source: str, name: str, at: int) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
    return found.start() if found else len(source)


def _attributes(tag: str) -> Iterator[tuple[str, str]]:
    for m in _ATTRIBUTE.finditer(tag):
        name, *values = m.groups()
        yield name.lower(), html.unescape(next((value for value in values if value is not None), ""))
