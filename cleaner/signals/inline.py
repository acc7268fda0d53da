"""Residue inside lines: scraped corpora often flatten an article into one paragraph.

A cut is made only where its end is known: at a sentence's end, at a double space, at the next cue. Where an inserted
headline runs on into the text and nothing marks its end, it stays.
"""

from collections.abc import Iterator
from itertools import zip_longest

from cleaner.article import CATEGORIES
from cleaner.rules.schema import Rule
from cleaner.scan.match import Match
from cleaner.scan.page import Page
from cleaner.scan.shape import CLOSERS, FINAL, WIDE_FINAL
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
# What is moved and not dropped may begin at an earlier full stop where the nearest is in doubt.
MOVED = frozenset({"credit", "note"})
ABBREVIATION_CHARS = 4
WORD_CHARS = 40
QUESTIONS = frozenset("?!？！")
CLOSING_QUOTES = '"”»“'
BRACKETS = dict(zip("([（【〔［〈<「", ")]）】〕］〉>」", strict=True))
BRACKET_CHARS = 160
GAP = ("  ", " \u00a0", "\u00a0 ", "\u00a0\u00a0", "\t")


def inline_findings(page: Page, zones: Zones, taken: set[int]) -> Iterator[Finding]:
    """Stretches of lines that stay otherwise."""
    for position, n in page.hit_blocks():
        if n in taken:
            continue
        line = page.lines[n]
        for match in page.matches(n):
            rule = match.rule
            if rule.scope not in ("inline", "cue") or not zones.allows(rule.zone, position):
                continue
            places = page.places(match, n)
            for place, following in zip_longest(places, places[1:]):
                span = _cut(line, rule, place, following)
                votes = ("capitals",) if line[place.start : place.end].isupper() else ()
                strength = weigh(rule, votes, in_zone=True)
                if span and strength:
                    yield Finding(n, rule.category, "", (rule.id,), votes, *span, strength=strength, note=rule.note)


def _cut(line: str, rule: Rule, place: Match, following: Match | None) -> tuple[int, int] | None:
    """The stretch to cut for a match, or None where its end cannot be known. `following` is the next of its rule."""
    if not _at_boundary(line, place.start, seam=rule.scope == "cue") or (
        rule.category in WORDY and _quoted(line, place.start)
    ):
        return None
    if rule.scope == "cue":
        end = _headline_end(line, place, following) if _opens_sentence(line, place.start, place.end) else None
        return None if end is None or (opens_line(line, place.start) and end >= len(line)) else (place.start, end)
    if rule.extent == "between":
        alone = line[place.start].isupper() and _opens_sentence(line, place.start, place.end)
        return (place.start, place.end) if alone else None
    return _around(line, rule, place)


def _around(line: str, rule: Rule, place: Match) -> tuple[int, int] | None:
    """The stretch around a phrase that the extent of its rule asks for."""
    if rule.extent == "bracket":
        return _bracket(line, place)
    if rule.extent == "rest":
        return (place.start, len(line)) if not rule.max_chars or len(line) - place.start <= rule.max_chars else None
    if rule.extent == "sentence":
        longest = rule.max_chars or SENTENCE_CHARS
        start = _sentence_start(line, place.start)
        end = _sentence_end(line, place.end)
        while start > 0 and end - start <= longest and _abbreviated(line, start):
            if rule.category not in MOVED:
                return None  # "Gov. Lind", "the U.S. Navy": no sure beginning of a sentence
            start = _sentence_start(line, _stop_before(line, start))
        return (start, end) if end - start <= longest else None
    return place.start, place.end


def _bracket(line: str, place: Match) -> tuple[int, int] | None:
    """The bracket that a phrase opens, brackets included."""
    start = place.start - 1
    while start > 0 and line[start].isspace():
        start -= 1
    closing = BRACKETS.get(line[start]) if start >= 0 else None
    end = line.find(closing, place.end - 1, start + BRACKET_CHARS) if closing else -1
    return (start, end + 1) if end > 0 else None


def _at_boundary(line: str, at: int, *, seam: bool) -> bool:
    """A phrase in the middle of a word is none; a cue may hang on the word before it ("todayRead also:")."""
    if seam and at and line[at - 1].islower() and line[at].isupper():
        return True
    return at == 0 or not line[at - 1].isalnum()


def _quoted(line: str, at: int) -> bool:
    """Whether an offset lies inside a quotation: what somebody says is content."""
    before = line[max(0, at - QUOTE_CHARS) : at]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _opens_sentence(line: str, start: int, end: int) -> bool:
    """Whether a cue stands where a sentence could begin, and what follows it begins like a headline."""
    # Two characters tell: two blanks or marks are a seam, before one of them stands what counts. The whole line before
    # each of its matches would be quadratic.
    before = line[max(0, start - 2) : start].rstrip(" \t\u00a0*[(|»>-–—•")
    glued = start and line[start - 1].islower() and line[start].isupper()
    at_start = not before or glued or before[-1] in FINAL or before[-1] in CLOSERS
    return at_start and opens_headline(line, end)


def _headline_end(line: str, cue: Match, following: Match | None) -> int | None:
    """Where the headline after a cue ends: at a gap, the next cue, the end of its sentence, or of a short line.

    Of a chain of cues without a full stop between them, the last headline has the rest of the line.
    """
    at = cue.end
    window = line[at : at + HEADLINE_CHARS]
    begin = len(window) - len(window.lstrip(" \t\u00a0:|–—-»>"))
    gaps = [g for g in (window.find(gap, begin) for gap in GAP) if g > begin]
    if following and begin < following.start - at <= HEADLINE_CHARS and _hangs(line, following.start):
        gaps.append(following.start - at)
    if gaps:
        return None if _reports(window[: min(gaps)]) else at + min(gaps)
    rest = len(line) - at
    if rest <= HEADLINE_CHARS and _hangs(line, cue.start) and line.rstrip(CLOSERS)[-1:] not in FINAL - QUESTIONS:
        return len(line)
    for i in range(begin + 8, len(window)):
        if window[i] in QUESTIONS and window[i + 1 : i + 2] in ("", " "):
            return at + i + 1
    return len(line) if rest <= HEADLINE_CHARS and not _has_sentence_end(window) else None


def _reports(stretch: str) -> bool:
    """Whether somebody is quoted in a stretch as prose does it (`fees," she said`): no headline goes as far."""
    return any(sign in stretch for sign in (',"', ",”", '",', "”,"))


def _hangs(line: str, at: int) -> bool:
    """Whether a cue hangs on the word before it, so that no sentence of the article ended there."""
    before = line[at - 1 : at]
    return before.isalnum() or (before in CLOSING_QUOTES and before != "" and line[at - 2] not in FINAL)


def _has_sentence_end(window: str) -> bool:
    return (
        any(c in FINAL for c in window.rstrip(CLOSERS)[:-1] if c not in QUESTIONS)
        or window.rstrip(CLOSERS)[-1:] in FINAL
    )


def _sentence_start(line: str, at: int) -> int:
    i = at
    while i > max(0, at - WINDOW):
        i -= 1
        if line[i] in WIDE_FINAL:
            return i + 1
        if _glued(line, i):
            return i + 1
        if line[i] in FINAL and line[i + 1] in " \u00a0":
            return i + 1 + (len(line[i + 1 : at]) - len(line[i + 1 : at].lstrip()))
        if line[i] in FINAL and line[i + 1] in CLOSERS and line[i + 2 : i + 3] == " ":
            return i + 3
    return max(0, at - WINDOW)


def _glued(line: str, i: int) -> bool:
    """Whether a sentence ends at an offset and something hangs on it without a blank ("it sank.She", "sank./Echo")."""
    after = line[i + 1 : i + 2]
    return line[i] in FINAL and line[i - 1 : i].islower() and (after.isupper() or (after != "" and after in "/(["))


def _stop_before(line: str, start: int) -> int:
    """The offset of the last sign before an offset that is no blank."""
    at = start - 1
    while at > 0 and line[at].isspace():
        at -= 1
    return at


def _abbreviated(line: str, start: int) -> bool:
    """Whether the full stop before an offset may be that of a short word or of initials."""
    stop = _stop_before(line, start)
    before = line[max(0, stop - WORD_CHARS) : stop]
    word = before[before.rfind(" ") + 1 :].lstrip("(“\"'")
    letters = word.split(".")
    short = all(len(piece) <= ABBREVIATION_CHARS / len(letters) for piece in letters)
    return line[stop] == "." and word[:1].isupper() and short


def _sentence_end(line: str, at: int) -> int:
    for i in range(at, min(len(line), at + WINDOW)):
        if _glued(line, i):
            return i + 1
        if line[i] in FINAL and (i + 1 == len(line) or line[i] in WIDE_FINAL or line[i + 1] in " \u00a0" + CLOSERS):
            if line[i + 1 : i + 3].lstrip()[:1].islower() and _abbreviated(line, i + 1):
                continue  # "the U.S. said so"
            end = i + 1
            while end < len(line) and line[end] in CLOSERS and line[end] not in " \u00a0":
                end += 1
            return end
    return min(len(line), at + WINDOW)
