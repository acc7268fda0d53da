"""The text of a fragment, one line a block, and the way back from its characters to the source."""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.html.source import Event, Source
from cleaner.html.tags import BLOCKS, HIDDEN

BLANKS: Final = frozenset(" \t\r\n\f\ufeff")
__all__ = ["Boundary", "Line", "Run", "Text", "text_of"]

# Blanks fold into one, as on a page; a no-break space is no blank, a mark of the file is.
# Names of characters have at most 32 letters.
_SPECIAL: Final = re.compile(r"[ \t\r\n\f\ufeff]+|&(?:#[0-9xX][0-9a-fA-F]{0,8}|[a-zA-Z][a-zA-Z0-9]{0,31});?")


class Run(NamedTuple):
    """Characters `at:at + length` of the text come from `start:end` of the source: one by one, or as a whole."""

    at: int
    length: int
    start: int
    end: int


class Line(NamedTuple):
    """A line of the text: its number there, its characters, its stretch of the source, and how much of it is linked."""

    number: int
    at: int
    end: int
    start: int
    stop: int
    linked: int


class Boundary(NamedTuple):
    """A tag that ends one line and begins another."""

    start: int
    end: int
    name: str


class Text(NamedTuple):
    """The text with the maps. Lines stand a blank line apart, or none where a single `br` separates them."""

    text: str
    lines: list[Line]
    runs: list[Run]
    boundaries: list[Boundary]


def text_of(source: Source) -> Text:
    """Read the lines of a fragment."""
    writer = _Writer(source)
    for event in source.events:
        writer.take(event)
    writer.flush()
    return Text("".join(writer.parts), writer.lines, writer.runs, writer.boundaries)


class _Writer:
    def __init__(self, source: Source) -> None:
        self.parts: list[str] = []
        self.lines: list[Line] = []
        self.runs: list[Run] = []
        self.boundaries: list[Boundary] = []
        self._html = source.html
        self._elements = iter(source.elements)
        self._next = next(self._elements, None)
        self._linked_to = self._hidden_to = 0
        self._size = 0
        self._number = 0
        self._since: list[str] = []  # what stands between the last line and this one
        self._first = 0  # the first run of the line being written
        self._linked = 0
        self._blank: tuple[int, int] | None = None

    def take(self, event: Event) -> None:
        while self._next is not None and self._next.start <= event.start:
            if self._next.name == "a":
                self._linked_to = max(self._linked_to, self._next.end)
            elif (
                self._next.name in HIDDEN and self._next.content_end < self._next.end
            ):  # never closed, it hides nothing
                self._hidden_to = max(self._hidden_to, self._next.end)
            self._next = next(self._elements, None)
        if event.start < self._hidden_to:
            return
        if event.kind == "text":
            for start, end, text in _tokens(self._html, event.start, event.end):
                self._put(start, end, text, linked=event.start < self._linked_to)
        elif event.name == "br" or event.name in BLOCKS:
            self.flush()
            self.boundaries.append(Boundary(event.start, event.end, event.name))
            self._since.append(event.name)

    def _put(self, start: int, end: int, text: str, *, linked: bool) -> None:
        if text == " ":
            if self._first < len(self.runs) and self._blank is None:
                self._blank = (start, end)
            return
        if self._first == len(self.runs):
            self._begin()
        elif self._blank is not None:
            self._write(" ", *self._blank, linked=linked)
        self._blank = None
        self._write(text, start, end, linked=linked)

    def _begin(self) -> None:
        if self.lines:
            breaks = 1 if self._since == ["br"] else 2
            self.parts.append("\n" * breaks)
            self._size += breaks
            self._number += breaks
        self._since = []

    def _write(self, text: str, start: int, end: int, *, linked: bool) -> None:
        self.runs.append(Run(self._size, len(text), start, end))
        self.parts.append(text)
        self._size += len(text)
        self._linked += len(text) if linked else 0

    def flush(self) -> None:
        if self._first < len(self.runs):
            first, last = self.runs[self._first], self.runs[-1]
            self.lines.append(Line(self._number, first.at, self._size, first.start, last.end, self._linked))
        self._first = len(self.runs)
        self._linked = 0
        self._blank = None


def _tokens(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Stretches of the source with what they read; " " for blanks."""
    at = start
    for m in _SPECIAL.finditer(source, start, end):
        raw = m.group()
        if raw == " " and m.end() < end and at < m.start():
            continue  # a single blank inside a text reads as itself
        text = html.unescape(raw) if raw[0] == "&" else " "
        if text == raw and raw[0] == "&":
            continue
        if at < m.start():
            yield at, m.start(), source[at : m.start()]
        yield m.start(), m.end(), " " if text in BLANKS else text
        at = m.end()
    if at < end:
        yield at, end, source[at:end]
