"""What stands above the body: byline, dates, section labels, and everything above the headline."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleaner.article import Byline, Dateline
from cleaner.fields import FALLBACK, DateStamp, parse_byline, parse_date, parse_dateline
from cleaner.scan.page import Page
from cleaner.scan.shape import BULLETS, fold_words, is_headline, is_title_case, terminated
from cleaner.signals.finding import Finding, Given
from cleaner.signals.place import Zones

__all__ = ["HeadLine", "head_findings", "label_findings"]

HEAD_BLOCKS = 40
INSIDE_BODY = 4
TAIL_BLOCKS = 6
ABOVE_BODY = 2
TOP_BLOCKS = 8
BYLINE_CHARS = 200
LABEL_CHARS = 40
LIST_CHARS = 80
LABEL_WORDS = 4
# One or two lines above the headline can be a kicker or a standfirst; a menu has more.
MANY_ABOVE = 3


class HeadLine(NamedTuple):
    """A byline or date line, parsed."""

    finding: Finding
    byline: Byline | None = None
    stamp: DateStamp | None = None


def head_findings(page: Page, zones: Zones, given: Given) -> Iterator[HeadLine]:
    """Bylines and date lines before the body or just inside it, and bylines right after it.

    The windows count lines that are neither, so that a pile of them goes at once and not a few a round.
    """
    dated = named = False
    unread = 0
    end = 0
    inside = zones.first if zones.has_body else 0
    for position, n in enumerate(page.blocks):
        if unread >= HEAD_BLOCKS or (position >= inside and unread >= INSIDE_BODY + min(inside, HEAD_BLOCKS)):
            break
        end = position + 1
        line = page.lines[n]
        parsed = None
        if len(line) <= BYLINE_CHARS:
            bare = dated or _under_headline(page, zones, position, given.title, named)
            parsed = _parse(line, given.language, bare=bare)
        if parsed and parsed.byline and zones.first < position and _in_list(page, position, given.language):
            parsed = None
        if parsed:
            found = parsed._replace(finding=parsed.finding._replace(line=n))
            yield found
            dated = dated or found.stamp is not None
            named = found.byline is not None
        else:
            unread += 1
            named = False
    if zones.has_body:
        yield from _tail_bylines(page, zones, max(end, zones.last + 1), given.language)


def _in_list(page: Page, position: int, language: str | None) -> bool:
    """Whether short lines stand above and below that are no heads themselves: a list of books and who wrote them."""
    for beside in (position - 1, position + 1):
        line = page.lines[page.blocks[beside]] if beside < len(page.blocks) else ""
        if not line or len(line) > LIST_CHARS or terminated(line) or _parse(line, language, bare=False):
            return False
    return True


def _under_headline(page: Page, zones: Zones, position: int, title: str | None, named: bool) -> bool:
    """Whether a bare name would be a byline here: above the body, under the headline or another name, or alone.

    In an article that has such short lines further down as well, they are the names of what it lists.
    """
    if not position < zones.first:
        return False
    if position:
        above = page.lines[page.blocks[position - 1]]
        if named or (title and _echoed_above(page, position, fold_words(title))):
            return True
        if not title and position == 1 and zones.first <= position + 3 and is_headline(above) and is_title_case(above):
            return True
    return position <= TOP_BLOCKS and zones.first - position <= ABOVE_BODY and not _has_short_lines(page, zones)


def _echoed_above(page: Page, position: int, title: str) -> bool:
    near = page.blocks[max(0, position - 3) : position]
    return any(fold_words(page.lines[n]) == title for n in near)


def _has_short_lines(page: Page, zones: Zones) -> bool:
    body = page.blocks[zones.first : zones.last]
    return any(len(page.lines[n]) <= LABEL_CHARS and not terminated(page.lines[n]) for n in body)


def _tail_bylines(page: Page, zones: Zones, start: int, language: str | None) -> Iterator[HeadLine]:
    unread = 0
    for position in range(zones.total - 1, start - 1, -1):
        n = page.blocks[position]
        line = page.lines[n]
        byline = _signed(line, language) if len(line) <= BYLINE_CHARS else None
        if byline and byline.cue and byline.authors:
            yield HeadLine(Finding(n, "byline", "byline", signals=("tail",)), byline=byline)
        else:
            unread += 1
        if unread >= TAIL_BLOCKS:
            return


@lru_cache(maxsize=512)
def _signed(line: str, language: str | None) -> Byline | None:
    return parse_byline(line, language)


@lru_cache(maxsize=512)
def _parse(line: str, language: str | None, *, bare: bool) -> HeadLine | None:
    """A line as byline or date, its number left open: every round reads the same lines again.

    Pages of any language carry English lines of this kind. A bare name is believed in English alone: elsewhere two
    words with capitals are as often a heading.
    """
    spoken = (language,) if language in (None, FALLBACK) else (language, FALLBACK)
    for code in spoken:
        stamp = parse_date(line, code)
        if stamp:
            return HeadLine(Finding(0, "date", "date-line", signals=("head",)), stamp=stamp)
        byline = parse_byline(line, code)
        if byline:
            return HeadLine(Finding(0, "byline", "byline", signals=("head",)), byline=byline)
    byline = parse_byline(line, language, bare=True) if bare and len(spoken) == 1 else None
    if byline:
        return HeadLine(Finding(0, "byline", "bare-byline", signals=("head", "after-date")), byline=byline)
    return None


def label_findings(page: Page, zones: Zones, found: dict[int, Finding]) -> Iterator[Finding]:
    """Short labels above the body: everything above an echo of the given title, and lone words next to residue.

    A standfirst is no label: it is longer, or ends like a sentence.
    """
    if not zones.has_body or not zones.first:
        return
    titles = [p for p in range(min(zones.first, HEAD_BLOCKS)) if _is_title(found.get(page.blocks[p]))]
    last_title = titles[-1] if titles else -1
    above = sum(page.blocks[p] not in found for p in range(max(last_title, 0)))
    for position in range(zones.first):
        n = page.blocks[position]
        line = page.lines[n]
        if n in found or terminated(line):
            continue
        if position < last_title and (above >= MANY_ABOVE or _is_label(line)):
            yield Finding(n, "nav", "above-title", signals=("head", "title-below"))
        elif last_title >= 0 and position < zones.first - 1 and _is_label(line) and not _heads(page, position):
            yield Finding(n, "nav", "head-label", signals=("head", "title-above"))


def _heads(page: Page, position: int) -> bool:
    """Whether a label belongs to the article: a fact with its name or below it, the heading of a list or an item."""
    label, below = (page.lines[page.blocks[p]] for p in (position, position + 1))
    above = page.lines[page.blocks[position - 1]] if position else ""
    return ": " in label or below[0] in BULLETS or label[0] in BULLETS or above[-1:] == ":"


def _is_title(finding: Finding | None) -> bool:
    return finding is not None and finding.category == "title" and finding.claim != "headline"


def _is_label(line: str) -> bool:
    return len(line) <= LABEL_CHARS and len(line.split()) <= LABEL_WORDS and line[-1] not in ":;,-–—"


def dateline_of(page: Page, zones: Zones, language: str | None) -> Dateline | None:
    """The dateline of the first paragraph that has one."""
    for position in range(zones.first, min(zones.first + 3, len(page.blocks))) if zones.has_body else ():
        parsed = parse_dateline(page.lines[page.blocks[position]][:200], language)
        if parsed:
            return parsed[0]
    return None
