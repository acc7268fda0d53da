"""Decisions on the text into cuts in the source: the rest of the markup stays as it was written."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, pairwise
from typing import Final, NamedTuple

from cleaner.article import Decision
from cleaner.html.lines import Boundary, Run, Text
from cleaner.html.source import Element, Source
from cleaner.html.tags import BLOCKS, MEDIA

__all__ = ["Cut", "Ledger", "cuts_of", "gone_lines", "marked"]

BLANKS: Final = " \t\r\n\f"
# Without its cell a row would shift, and these make the page itself.
SHELLS: Final = frozenset({"td", "th", "html", "body", "head"})
_WP_OPEN: Final = re.compile(r"<!-- wp:(\S+) (?:[^-]|-(?!->))*-->\s*")
_WP_CLOSE: Final = re.compile(r"\s*<!-- /wp:(\S+) -->")


class Cut(NamedTuple):
    """A stretch of the source that goes, the decision behind it, and the element that it is, if it is one."""

    start: int
    end: int
    why: Decision
    element: Element | None = None


class Ledger:
    """How much of the text of each element the decisions take. `pieces` are their characters in the source."""

    def __init__(self, text: Text, decisions: Iterable[Decision]) -> None:
        self.pieces = list(_pieces(text.runs, [d for d in decisions if d.removes]))
        self._runs = [run.start for run in text.runs]
        self._text = [0, *accumulate(run.end - run.start for run in text.runs)]
        self._starts = [piece.start for piece in self.pieces]
        self._cut = [0, *accumulate(piece.end - piece.start for piece in self.pieces)]

    def emptied(self, element: Element) -> bool:
        """Whether an element has no text, or loses all that it has."""
        first, behind = bisect_left(self._runs, element.start), bisect_left(self._runs, element.end)
        return self._text[behind] - self._text[first] <= self._lost(element)

    def why(self, element: Element) -> Decision | None:
        """The first decision that takes something of an element."""
        return self.pieces[bisect_left(self._starts, element.start)].why if self._lost(element) else None

    def within(self, cut: Cut) -> list[Cut]:
        """The pieces inside a cut."""
        return self.pieces[bisect_left(self._starts, cut.start) : bisect_left(self._starts, cut.end)]

    def _lost(self, element: Element) -> int:
        first, behind = bisect_left(self._starts, element.start), bisect_left(self._starts, element.end)
        return self._cut[behind] - self._cut[first]


def cuts_of(
    source: Source,
    text: Text,
    ledger: Ledger,
    gone: list[Decision | None],
    taken: dict[int, Decision],
    anchors: frozenset[int],
) -> list[Cut]:
    """What goes from the source, sorted and disjoint. `gone` says which lines do.

    `taken` are elements that go with all that is in them, by the offset of their opening tag: widgets whose lines are
    all removed, and those that have none. `anchors` are elements that stay, emptied or not.
    """
    pieces = sorted((*ledger.pieces, *_breaks(text, gone)), key=lambda cut: cut.start)
    cuts = list(_merged(_elements(source, ledger, taken, anchors), pieces))
    return _joined(_with_blanks(source.html, _bounded(text, gone, cuts, ledger)))


def _pieces(runs: list[Run], decisions: list[Decision]) -> Iterator[Cut]:
    """The characters of the decisions, where they stand in the source."""
    i = 0
    for d in decisions:
        while i < len(runs) and runs[i].at + runs[i].length <= d.start:
            i += 1
        j = i
        while j < len(runs) and runs[j].at < d.end:
            run = runs[j]
            first, behind = max(d.start, run.at) - run.at, min(d.end, run.at + run.length) - run.at
            if run.length == run.end - run.start:
                yield Cut(run.start + first, run.start + behind, d)
            elif first == 0:  # an entity goes whole, with its first character
                yield Cut(run.start, run.end, d)
            j += 1
        i = max(i, j - 1)


def gone_lines(text: Text, decisions: Iterable[Decision]) -> list[Decision | None]:
    """For each line the decision that took it, or the first of those that did; None if something of it stays."""
    removing = [d for d in decisions if d.removes]
    out: list[Decision | None] = []
    i = 0
    for line in text.lines:
        while i < len(removing) and removing[i].end <= line.at:
            i += 1
        j, at = i, line.at
        while j < len(removing) and removing[j].start < line.end and not text.text[at : removing[j].start].strip():
            at = max(at, removing[j].end)
            j += 1
        out.append(removing[i] if j > i and not text.text[at : line.end].strip() else None)
    return out


def marked(text: Text, decisions: Iterable[Decision], cuts: list[Cut]) -> Iterator[Cut]:
    """Where the decisions stand that leave the text alone, except inside what goes anyway."""
    ends = [cut.end for cut in cuts]
    for why, pieces in groupby(_pieces(text.runs, [d for d in decisions if not d.removes]), lambda cut: cut.why):
        placed = list(pieces)
        start, end = placed[0].start, placed[-1].end
        at = bisect_right(ends, start)
        if at == len(cuts) or cuts[at].start >= end:
            yield Cut(start, end, why)


def _breaks(text: Text, gone: list[Decision | None]) -> Iterator[Cut]:
    """The `br`s that set removed lines apart: those behind, or at the end of a block those before."""
    starts = [boundary.start for boundary in text.boundaries]
    lines = text.lines
    seen: set[int] = set()
    first = 0  # of the run of removed lines that only `br`s set apart
    for i, line in enumerate(lines):
        why = gone[i]
        if why is None:
            continue
        if not i or gone[i - 1] is None or not _gap(text.boundaries, starts, lines[i - 1].stop, line.start):
            first = i
        behind = _gap(text.boundaries, starts, line.stop, lines[i + 1].start if i + 1 < len(lines) else None)
        if not behind:
            behind = _gap(text.boundaries, starts, lines[first - 1].stop, lines[first].start) if first else []
        for b in behind:
            if b.start not in seen:
                seen.add(b.start)
                yield Cut(b.start, b.end, why)


def _gap(boundaries: list[Boundary], starts: list[int], start: int, stop: int | None) -> list[Boundary]:
    """The `br`s between two lines, if nothing else separates them."""
    if stop is None:
        return []
    between = boundaries[bisect_left(starts, start) : bisect_left(starts, stop)]
    return between if all(b.name == "br" for b in between) else []


def _elements(source: Source, ledger: Ledger, taken: dict[int, Decision], anchors: frozenset[int]) -> Iterator[Cut]:
    """The outermost elements that are taken, or that are left with neither text nor media."""
    widgets = sorted(taken)
    media = list(_media_outside(source, taken, anchors))
    done = 0
    for element in source.elements:
        if element.start < done:
            continue
        why = taken.get(element.start)
        if why is None and element.name not in SHELLS and ledger.emptied(element) and not _any(media, element):
            why = ledger.why(element)
            if why is None and _any(widgets, element):
                why = taken[widgets[bisect_left(widgets, element.start)]]
        if why is not None:
            done = element.end
            yield Cut(element.start, element.end, why, element)


def _media_outside(source: Source, taken: dict[int, Decision], anchors: frozenset[int]) -> Iterator[int]:
    """Where media stand that no widget takes with it."""
    gone_to = 0
    for element in source.elements:
        if element.start in taken:
            gone_to = max(gone_to, element.end)
        if (element.name in MEDIA or element.start in anchors) and element.start >= gone_to:
            yield element.start


def _any(places: list[int], element: Element) -> bool:
    return bisect_left(places, element.start) < bisect_left(places, element.end)


def _merged(elements: Iterable[Cut], pieces: list[Cut]) -> Iterator[Cut]:
    """Elements, and the pieces outside them."""
    i = 0
    for cut in elements:
        while i < len(pieces) and pieces[i].start < cut.start:
            yield pieces[i]
            i += 1
        while i < len(pieces) and pieces[i].start < cut.end:
            i += 1
        yield cut
    yield from pieces[i:]


def _bounded(text: Text, gone: list[Decision | None], cuts: list[Cut], ledger: Ledger) -> list[Cut]:
    """The same cuts, but where nothing would separate two lines any more, an emptied block stays."""
    kept = [line for line, lost in zip(text.lines, gone, strict=True) if lost is None]
    starts = [boundary.start for boundary in text.boundaries]
    out: list[Cut] = []
    i = 0
    for before, after in pairwise(kept):
        while i < len(cuts) and cuts[i].start < before.stop:
            out.append(cuts[i])
            i += 1
        first = i
        while i < len(cuts) and cuts[i].start < after.start:
            i += 1
        if first == i:
            continue
        between = text.boundaries[bisect_left(starts, before.stop) : bisect_left(starts, after.start)]
        held = cuts[first:i]
        out += held if _separate(between, held) else _loosened(held, between, ledger)
    return out + cuts[i:]


def _separate(between: list[Boundary], cuts: list[Cut]) -> bool:
    """Whether a boundary survives the cuts."""
    i = 0
    for boundary in between:
        while i < len(cuts) and cuts[i].end <= boundary.start:
            i += 1
        if i == len(cuts) or cuts[i].start > boundary.start:
            return True
    return False


def _loosened(cuts: list[Cut], between: list[Boundary], ledger: Ledger) -> Iterator[Cut]:
    """The cuts with the first one that holds a boundary reduced until the boundary stays."""
    starts = [boundary.start for boundary in between]
    at = next(i for i, cut in enumerate(cuts) if bisect_left(starts, cut.start) < bisect_left(starts, cut.end))
    yield from cuts[:at]
    cut = cuts[at]
    if cut.element is not None and cut.element.name in BLOCKS:
        if cut.element.content < cut.element.content_end:
            yield Cut(cut.element.content, cut.element.content_end, cut.why)
    elif cut.element is not None:
        yield from ledger.within(cut)
    yield from cuts[at + 1 :]


def _with_blanks(html: str, cuts: list[Cut]) -> list[Cut]:
    """A block goes with its editor's comments, and with the blanks behind if a tag or blanks stand before it."""
    out: list[Cut] = []
    done = 0
    for i, cut in enumerate(cuts):
        start, end = cut.start, cut.end
        if cut.element is not None and cut.element.name in BLOCKS:
            limit = cuts[i + 1].start if i + 1 < len(cuts) else len(html)
            start, end = _with_comments(html, start, end, done, limit)
            if html[start - 1 : start] in ("", ">", *BLANKS):
                while end < limit and html[end] in BLANKS:
                    end += 1
        out.append(cut._replace(start=start, end=end))
        done = end
    return out


def _with_comments(html: str, start: int, end: int, done: int, limit: int) -> tuple[int, int]:
    """A block editor brackets a block with two comments, and complains of a pair with nothing between."""
    closing = _WP_CLOSE.match(html, end, limit)
    before = html.rfind("<!--", done, start) if closing else -1
    opening = _WP_OPEN.fullmatch(html, before, start) if before >= 0 else None
    if closing and opening and opening.group(1) == closing.group(1):
        return before, closing.end()
    return start, end


def _joined(cuts: list[Cut]) -> list[Cut]:
    """Cuts that touch and have one reason are one."""
    out: list[Cut] = []
    for cut in cuts:
        if out and out[-1].end == cut.start and out[-1].why == cut.why:
            out[-1] = out[-1]._replace(end=cut.end)
        else:
            out.append(cut)
    return out
