"""Residue inside lines: scraped corpora often flatten an article into one paragraph.

A cut is made only where its end is known: at a sentence's end, at a double space, at the next cue. Where an inserted
headline runs on into the text and nothing marks its end, it stays.
"""

from collections.abc import Iterator

from cleaner.article import CATEGORIES
from cleaner.rules.schema import Rule
from cleaner.scan.match import Match
from cleaner.scan.page import Page
from cleaner.scan.shape import CLOSERS, FINAL
from cleaner.signals.finding import Finding
from cleaner.signals.phrases import opens_headline, opens_line, weigh
from cleaner.signals.place import Zones

__all__ = ["inline_findings"]

HEADLINE_CHARS = 220
SENTENCE_CHARS = 300
# How far back an open quotation mark is looked for, and a sentence followed: bounds that keep a huge line linear.
QUOTE_CHARS = 1500
WINDOW = 700
# Categories whose phrases people also say; machine residue is cut in quotations too.
WORDY = frozenset(c for c in CATEGORIES if c not in ("media", "caption", "ad", "other"))
GAP = ("  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0", "\t")


def inline_findings(page: Page, zones: Zones, taken: set[int]) -> Iterator[Finding]:
    """Stretches of lines that stay otherwise."""
    for position, n in enumerate(page.blocks):
        if n not in page.hits or n in taken:
            continue
        line = page.lines[n]
        for match in page.matches(n):
            rule = match.rule
            if rule.scope not in ("inline", "cue") or not zones.allows(rule.zone, position):
                continue
            for place in page.places(match, n):
                span = _cut(line, rule, place)
                votes = ("capitals",) if line[place.start : place.end].isupper() else ()
                strength = weigh(rule, votes, in_zone=True)
                if span and strength:
                    yield Finding(n, rule.category, "", (rule.id,), votes, *span, strength=strength, note=rule.note)


def _cut(line: str, rule: Rule, place: Match) -> tuple[int, int] | None:
    """The stretch to cut for a match, or None where its end cannot be known."""
    if not _at_boundary(line, place.start) or (rule.category in WORDY and _quoted(line, place.start)):
        return None
    if rule.scope == "cue":
        end = _headline_end(line, place.end) if _opens_sentence(line, place.start, place.end) else None
        return None if end is None or (opens_line(line, place.start) and end >= len(line)) else (place.start, end)
    if rule.extent == "between":
        alone = line[place.start].isupper() and _opens_sentence(line, place.start, place.end)
        return (place.start, place.end) if alone else None
    if rule.extent == "rest":
        return (place.start, len(line)) if not rule.max_chars or len(line) - place.start <= rule.max_chars else None
    if rule.extent == "sentence":
        start = _sentence_start(line, place.start)
        end = _sentence_end(line, place.end)
        return (start, end) if end - start <= (rule.max_chars or SENTENCE_CHARS) else None
    return place.start, place.end


def _at_boundary(line: str, at: int) -> bool:
    """A phrase in the middle of a word is none; RE2 knows ASCII word edges only."""
    return at == 0 or not line[at - 1].isalnum()


def _quoted(line: str, at: int) -> bool:
    """Whether an offset lies inside a quotation: what somebody says is content."""
    before = line[max(0, at - QUOTE_CHARS) : at]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _opens_sentence(line: str, start: int, end: int) -> bool:
    """Whether a cue stands where a sentence could begin, and what follows it begins like a headline."""
    before = line[:start].rstrip(" \t\u00a0*[(|»>-–—•")
    at_start = not before or before[-1] in FINAL or before[-1] in CLOSERS or start - len(before) > 1
    return at_start and opens_headline(line, end)


def _headline_end(line: str, at: int) -> int | None:
    """Where a headline that begins at an offset ends: a gap, the end of its sentence, or the end of a short line."""
    window = line[at : at + HEADLINE_CHARS]
    begin = len(window) - len(window.lstrip(" \t\u00a0:|–—-»>"))
    gaps = [g for g in (window.find(gap, begin) for gap in GAP) if g > begin]
    if gaps:
        return at + min(gaps)
    for i in range(begin + 8, len(window)):
        if window[i] in "?!" and window[i + 1 : i + 2] in ("", " "):
            return at + i + 1
    return len(line) if len(line) - at <= HEADLINE_CHARS and not _has_sentence_end(window) else None


def _has_sentence_end(window: str) -> bool:
    return any(c in FINAL for c in window.rstrip(CLOSERS)[:-1] if c not in "?!") or window.rstrip(CLOSERS)[-1:] in FINAL


def _sentence_start(line: str, at: int) -> int:
    i = at
    while i > max(0, at - WINDOW):
        i -= 1
        if line[i] in FINAL and line[i + 1] in " \u00a0":
            return i + 1 + (len(line[i + 1 : at]) - len(line[i + 1 : at].lstrip()))
        if line[i] in FINAL and line[i + 1] in CLOSERS and line[i + 2 : i + 3] == " ":
            return i + 3
    return max(0, at - WINDOW)


def _sentence_end(line: str, at: int) -> int:
    for i in range(at, min(len(line), at + WINDOW)):
        if line[i] in FINAL and (i + 1 == len(line) or line[i + 1] in " \u00a0" + CLOSERS):
            end = i + 1
            while end < len(line) and line[end] in CLOSERS and line[end] not in " \u00a0":
                end += 1
            return end
    return min(len(line), at + WINDOW)
