"""The lines of an article, as far as they stay, in their places: paragraphs, headings, code, tables."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.article import Decision
from cleaner.html.body import Line
from cleaner.html.markdown.inline import PLAIN, Piece, heading, line
from cleaner.html.markdown.layout import Chunk, laid_out
from cleaner.html.markdown.places import Place, Places
from cleaner.html.markdown.runs import Run, runs_of
from cleaner.html.markdown.tables import Cells, is_table, table

__all__ = ["markdown_of"]

_TOP: Final = 2  # the level of the highest heading: the title stands above it
_LOWEST: Final = 6
_BLANK: Final = Piece(" ", PLAIN)


class _Kept(NamedTuple):
    """What stays of a line. `raw` is how it is written, if all of it stays; `breaks` part it from the line before."""

    pieces: tuple[Piece, ...]
    raw: str
    place: Place
    node: int
    breaks: int
    rule: bool


def markdown_of(lines: Sequence[Line], decisions: Iterable[Decision], base: str = "") -> str:
    """The lines without what the decisions remove, as Markdown. Offsets are those of the lines joined by their gaps.

    Relative links are resolved against `base`. Words and their order are those of the clean text.
    """
    kept = list(_kept(lines, decisions, Places(base)))
    levels = [k.place.heading for k in kept if k.place.heading]
    shift = _TOP - min(levels, default=_TOP)
    return laid_out(_chunks(kept, shift))


def _kept(lines: Sequence[Line], decisions: Iterable[Decision], places: Places) -> Iterator[_Kept]:
    found = _Found(places)
    gone = [(d.start, d.end) for d in decisions if d.removes]
    start = next_gone = 0
    for number, item in enumerate(lines):
        end = start + len(item.text)
        while next_gone < len(gone) and gone[next_gone][1] <= start:
            next_gone += 1
        run, breaks = found.run(number, item)
        pieces: list[Piece] = []
        at = start
        for i in range(next_gone, len(gone)):
            if gone[i][0] >= end:
                break
            pieces += _cut(run.pieces, at - start, gone[i][0] - start)
            at = max(at, gone[i][1])
        whole = at == start
        pieces += _cut(run.pieces, at - start, end - start)
        text = "".join(piece.text for piece in pieces)
        if text.strip():
            place = places.of(item.node) if item.node is not None else Place()
            node = item.node.mem_id if item.node is not None else -number
            found.stays(number)
            yield _Kept(tuple(pieces), run.raw if whole else text, place, node, breaks, item.rule)
        start = end + len(item.gap)


def _cut(pieces: Iterable[Piece], start: int, stop: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        text = piece.text[max(start - at, 0) : max(stop - at, 0)]
        if text:
            yield piece._replace(text=text)
        at += len(piece.text)


class _Found:
    """Which run of its element each line is: the next one with the same text."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._runs: dict[int, list[Run]] = {}
        self._where: dict[int, dict[str, list[int]]] = {}
        self._last: dict[int, int] = {}  # the last run of each element that is a line
        self._before = (-1, -1, 0)  # element and run of the last line that stayed, and its number
        self._now = (-1, -1)

    def run(self, number: int, item: Line) -> tuple[Run, int]:
        """The run of a line, and how many breaks part it from the last line that stayed; 0 is not the same element.

        A line that is no run of its element is its text.
        """
        plain = Run(item.text, item.text, (Piece(item.text, PLAIN),), 0)
        self._now = (-1, -1)
        if item.node is None:
            return plain, 0
        key = item.node.mem_id
        if key not in self._runs:
            self._read(item.node)
        waiting = self._where[key].get(item.text, [])
        while waiting and waiting[-1] <= self._last[key]:
            waiting.pop()
        if not waiting:
            return plain, 0
        i = self._last[key] = waiting.pop()
        self._now = (key, i)
        return self._runs[key][i], self._runs[key][i].breaks if self._before == (key, i - 1, number - 1) else 0

    def stays(self, number: int) -> None:
        """Note that the line asked for last is in the Markdown."""
        self._before = (*self._now, number)

    def _read(self, node: LexborNode) -> None:
        key = node.mem_id
        place = self._places.of(node)
        runs = self._runs[key] = runs_of(node, (place.style, place.column), self._places.link, self._places.column)
        where = self._where[key] = {}
        for i in range(len(runs) - 1, -1, -1):
            where.setdefault(runs[i].text, []).append(i)
        self._last[key] = -1


def _chunks(kept: Sequence[_Kept], shift: int) -> Iterator[Chunk]:
    for (code, number), group in groupby(kept, key=lambda k: (k.place.code, k.place.table)):
        lines = list(group)
        if lines[0] is not kept[0]:
            yield from _rule(lines[0])
        if code:
            yield Chunk(lines[0].place.containers, _code(lines))
        elif number and is_table(cells := [Cells(k.pieces, k.place) for k in lines]):
            yield Chunk(lines[0].place.outside, table(cells))
        else:
            yield from _text(lines, shift)


def _rule(before: _Kept) -> Iterator[Chunk]:
    """The rule before a line. In lists and quotations it would be one around them."""
    if before.rule and not before.place.containers:
        yield Chunk((), ["---"])


def _text(lines: Sequence[_Kept], shift: int) -> Iterator[Chunk]:
    """Paragraphs and headings. What only a line break parts is one."""
    paragraph: list[_Kept] = []
    for k in lines:
        if paragraph and k.breaks != 1:
            yield _paragraph(paragraph, shift)
            paragraph = []
        if k is not lines[0]:
            yield from _rule(k)
        paragraph.append(k)
    if paragraph:
        yield _paragraph(paragraph, shift)


def _paragraph(lines: Sequence[_Kept], shift: int) -> Chunk:
    place = lines[0].place
    if not place.heading:
        texts = [line(k.pieces) for k in lines]
        return Chunk(place.containers, [f"{text}\\" for text in texts[:-1]] + texts[-1:], tight=True)
    pieces = [piece for k in lines for piece in (*k.pieces, _BLANK)]
    return Chunk(place.containers, [heading(min(place.heading + shift, _LOWEST), pieces)])


def _code(lines: Sequence[_Kept]) -> list[str]:
    """A fenced block, with the blanks and the empty lines of the page."""
    text: list[str] = []
    for k in lines:
        text += [""] * (k.breaks - 1)
        text += [raw.rstrip() for raw in k.raw.strip("\r\n").split("\n")]
    longest = max((len(t) - len(t.lstrip("`")) for t in map(str.strip, text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}{lines[0].place.language}", *text, fence]
