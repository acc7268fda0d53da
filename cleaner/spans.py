"""Verdicts on lines into decisions on the text, with the blank lines that go with them."""

from collections.abc import Sequence
from itertools import accumulate

from cleaner.article import Decision
from cleaner.decide import Verdict

__all__ = ["decisions_of"]


def decisions_of(text: str, raw: Sequence[str], verdicts: Sequence[Verdict]) -> tuple[Decision, ...]:
    """Decisions sorted by offset and disjoint.

    A removed line goes with its line end and the blank lines after it; a run of removed lines at the end of the text
    takes the blank lines before it instead.
    """
    if not verdicts:
        return ()
    starts = [0, *accumulate(len(line) + 1 for line in raw)]
    dead = {v.line for v in verdicts if not v.end and v.action != "mark"}
    emptied = _emptied(raw, [v for v in verdicts if v.end and v.action != "mark" and v.line not in dead])
    dead |= set(emptied)
    spans = {v: _line_span(v, raw, starts, dead) for v in verdicts if v.line in dead and not v.end}
    for n, pieces in emptied.items():
        spans.update(_share(pieces, starts[n], _line_span(pieces[-1], raw, starts, dead)))
    _take_blanks_before_last_run(text, raw, starts, dead, spans)
    for v in verdicts:
        if v not in spans and v.line not in dead:
            lead = len(raw[v.line]) - len(raw[v.line].lstrip())
            at = starts[v.line] + lead
            spans[v] = (at + v.start, at + v.end) if v.end else (at, at + len(raw[v.line].strip()))
    return tuple(_decision(text, v, *span) for v, span in sorted(spans.items(), key=lambda item: item[1]))


def _emptied(raw: Sequence[str], cuts: Sequence[Verdict]) -> dict[int, list[Verdict]]:
    """The lines of which cuts leave nothing, with their cuts in order."""
    by_line: dict[int, list[Verdict]] = {}
    for v in cuts:
        by_line.setdefault(v.line, []).append(v)
    return {
        n: sorted(pieces, key=lambda v: v.start)
        for n, pieces in by_line.items()
        if sum(v.end - v.start for v in pieces) >= len(raw[n].strip())
    }


def _share(pieces: Sequence[Verdict], line_start: int, span: tuple[int, int]) -> dict[Verdict, tuple[int, int]]:
    """One line's span among the cuts that emptied it."""
    lead = min(v.start for v in pieces)
    bounds = [span[0], *(line_start + v.start - lead + (span[0] - line_start) for v in pieces[1:]), span[1]]
    return {v: (bounds[i], bounds[i + 1]) for i, v in enumerate(pieces)}


def _line_span(v: Verdict, raw: Sequence[str], starts: Sequence[int], dead: set[int]) -> tuple[int, int]:
    after = v.line + 1
    while after < len(raw) and not raw[after].strip() and after not in dead:
        after += 1
    return starts[v.line], min(starts[after], starts[-1] - 1)


def _take_blanks_before_last_run(
    text: str, raw: Sequence[str], starts: Sequence[int], dead: set[int], spans: dict[Verdict, tuple[int, int]]
) -> None:
    last = next((n for n in range(len(raw) - 1, -1, -1) if n not in dead and raw[n].strip()), -1)
    if last < 0 or not dead or max(dead) < last:
        return
    first = min((v for v in spans if v.line > last), key=lambda v: (v.line, v.start))
    begin = starts[last + 1]
    if spans and max(end for _, end in spans.values()) == len(text) and not text.endswith("\n"):
        begin -= 1 + text.endswith("\r", 0, begin - 1)  # the line end that now would be the last thing in the text
    spans[first] = (begin, spans[first][1])


def _decision(text: str, v: Verdict, start: int, end: int) -> Decision:
    f = v.finding
    signals = (f.claim, *f.signals) if f.claim else f.signals
    return Decision(start, end, f.category, v.action, v.confidence, f.rules, signals, text[start:end])
