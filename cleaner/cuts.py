"""Which stretches of a line are gone already: maps offsets of what is left to offsets of what came in."""

from collections.abc import Iterable

from cleaner.scan.page import Page
from cleaner.signals.finding import Finding

__all__ = ["LineCuts"]


class LineCuts:
    """The cuts made inside the lines of one page, over all rounds."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._kept: dict[int, list[tuple[int, int]]] = {}
        self._pending: dict[int, list[tuple[int, int]]] = {}

    def pieces(self, finding: Finding, *, cut: bool) -> list[tuple[int, int]]:
        """The original stretches that a finding covers, blanks around included when it is to be cut.

        Empty when it overlaps a cut that was planned in the same round.
        """
        n = finding.line
        line = self._page.lines[n]
        start, end = _with_blanks(line, finding.start, finding.end) if cut else (finding.start, finding.end)
        planned = self._pending.setdefault(n, []) if cut else self._pending.get(n, [])
        if any(start < e and s < end for s, e in planned):
            return []
        if cut:
            planned.append((start, end))
        return _original(self._kept.get(n) or [(0, len(line))], start, end)

    def changed(self, findings: Iterable[Finding]) -> dict[int, str]:
        """Carry out the planned cuts; what is left of each line they touch."""
        out: dict[int, str] = {}
        for n in sorted({f.line for f in findings}):
            line = self._page.lines[n]
            kept = self._kept.get(n) or [(0, len(line))]
            for start, end in sorted(self._pending.pop(n, []), reverse=True):
                kept = _without(kept, _original(kept, start, end))
                line = line[:start] + line[end:]
            self._kept[n] = kept
            out[n] = line
        self._pending.clear()
        return out


def _with_blanks(line: str, start: int, end: int) -> tuple[int, int]:
    """A cut takes the blanks after it; at the end of a line the blanks before it."""
    while end < len(line) and line[end].isspace():
        end += 1
    while end == len(line) and start > 0 and line[start - 1].isspace():
        start -= 1
    return start, end


def _original(kept: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of the original line behind `start:end` of what is kept of it."""
    out = []
    at = 0
    for a, b in kept:
        lo, hi = max(start, at), min(end, at + b - a)
        if lo < hi:
            out.append((a + lo - at, a + hi - at))
        at += b - a
    return out


def _without(kept: list[tuple[int, int]], gone: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = []
    for a, b in kept:
        for s, e in gone:
            if a <= s and e <= b:
                out.append((a, s))
                a = e
        out.append((a, b))
    return [(a, b) for a, b in out if a < b]
