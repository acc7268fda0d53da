"""Which stretches of a line are gone already: maps offsets of what is left to offsets of what came in."""

from collections.abc import Iterable, Iterator

from cleaner.scan.page import Page
from cleaner.signals.finding import Finding

__all__ = ["LineCuts", "disjoint"]

Stretch = tuple[int, int]


class LineCuts:
    """The cuts made inside the lines of one page, over all rounds. Every step is linear in the line."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._kept: dict[int, list[Stretch]] = {}

    def touched(self, n: int) -> bool:
        """Whether a line was cut already."""
        return n in self._kept

    def original(self, n: int, stretches: Iterable[Stretch]) -> list[list[Stretch]]:
        """For stretches of what is left of a line, sorted and disjoint: the pieces of the original line behind each."""
        kept = self._kept.get(n) or [(0, len(self._page.lines[n]))]
        return [list(pieces) for pieces in _behind(kept, stretches)]

    def cut(self, n: int, stretches: list[Stretch]) -> str:
        """Take stretches, sorted and disjoint, out of a line; what is left of it."""
        line = self._page.lines[n]
        gone = [piece for pieces in self.original(n, stretches) for piece in pieces]
        self._kept[n] = list(_without(self._kept.get(n) or [(0, len(line))], gone))
        out = []
        at = 0
        for start, end in stretches:
            out.append(line[at:start])
            at = end
        return "".join(out) + line[at:]


def disjoint(line: str, findings: Iterable[Finding]) -> list[tuple[Finding, Stretch]]:
    """Findings inside one line with what to cut for each, blanks included; of two that overlap the first holds."""
    out: list[tuple[Finding, Stretch]] = []
    at = 0
    for finding in sorted(findings, key=lambda f: (f.start, -f.end)):
        start, end = _with_blanks(line, finding.start, finding.end)
        if finding.start < at or _glues(line, start, end):
            continue
        out.append((finding, (max(start, at), end)))
        at = end
    return _closed(line, out)


def _closed(line: str, cuts: list[tuple[Finding, Stretch]]) -> list[tuple[Finding, Stretch]]:
    """Cuts side by side at the end of a line take the blanks before the first of them, as one cut there does."""
    first = len(cuts) - 1
    if first < 1 or cuts[first][1][1] < len(line):
        return cuts
    while first and cuts[first - 1][1][1] == cuts[first][1][0]:
        first -= 1
    finding, (start, end) = cuts[first]
    while start > (cuts[first - 1][1][1] if first else 0) and line[start - 1].isspace():
        start -= 1
    return [*cuts[:first], (finding, (start, end)), *cuts[first + 1 :]]


def _with_blanks(line: str, start: int, end: int) -> Stretch:
    """A cut takes the blanks after it; at the end of a line the blanks before it; never the last one between words."""
    after = end
    while after < len(line) and line[after].isspace():
        after += 1
    if after < len(line):
        return start, end if start and not line[start - 1].isspace() else after
    while start > 0 and line[start - 1].isspace():
        start -= 1
    return start, after


def _glues(line: str, start: int, end: int) -> bool:
    """Whether taking a stretch out would make one word of two."""
    return start > 0 and end < len(line) and line[start - 1].isalnum() and line[end].isalnum()


def _behind(kept: list[Stretch], stretches: Iterable[Stretch]) -> Iterator[Iterator[Stretch]]:
    at = 0  # offset in what is kept at which kept[i] begins
    i = 0
    for start, end in stretches:
        pieces = []
        while i < len(kept):
            a, b = kept[i]
            lo, hi = max(start, at), min(end, at + b - a)
            if lo < hi:
                pieces.append((a + lo - at, a + hi - at))
            if at + b - a >= end:
                break
            at += b - a
            i += 1
        yield iter(pieces)


def _without(kept: list[Stretch], gone: list[Stretch]) -> Iterator[Stretch]:
    holes = iter(gone)
    hole = next(holes, None)
    for start, end in kept:
        at = start
        while hole and hole[0] < end:
            if at < hole[0]:
                yield at, hole[0]
            at = hole[1]
            hole = next(holes, None)
        if at < end:
            yield at, end
