"""The headline: repeated from what is given, or standing at the top of the text."""

from collections.abc import Iterator

from cleaner.fields import FALLBACK
from cleaner.scan.page import Page
from cleaner.scan.shape import FINAL, fold_words, is_headline, is_prose, is_title_case, terminated, words_of
from cleaner.signals.finding import Finding, Given
from cleaner.signals.place import Zones

__all__ = ["title_findings"]

HEAD_BLOCKS = 60
MIN_ECHO_WORDS = 3
MIN_ECHO_CHARS = 12
SHORT_LEAD = 40
GLUED_CHARS = 40
MARKS = tuple("\"'“”„«»‘’")
CLOSING_MARKS = tuple("\"'”»’")
# English papers set standfirsts without a full stop; elsewhere what stands alone on top is the headline. A line of more
# characters is a standfirst, so that what follows a headline is never taken for a second one.
TOP_CHARS = 90
STANDFIRST_CHARS = 220
SHORT_SHARE = 1 / 3
QUESTIONS = frozenset("?!…？！؟")
# A kicker or the name of a site has no more words; what is longer is a standfirst on the same line.
NAME_WORDS = 6


def title_findings(page: Page, zones: Zones, given: Given, found: dict[int, Finding]) -> Iterator[Finding]:
    """Echoes of the given title; without one, the headline at the top.

    `found` holds what other signals found on the lines before the body.
    """
    if given.title:
        yield from _echoes(page, zones, given.title)
    else:
        bylined = {n for n, f in found.items() if f.category in ("byline", "date")}
        headline = list(_headline(page, zones, set(found), bylined)) if zones.first else []
        yield from headline
        if not any(f.claim == "headline" for f in headline) and given.language not in (None, FALLBACK):
            yield from _top_headline(page, zones, set(found))


def _echoes(page: Page, zones: Zones, title: str) -> Iterator[Finding]:
    wanted = fold_words(title)
    words = set(wanted.split())
    if len(wanted) < MIN_ECHO_CHARS or (len(words) < MIN_ECHO_WORDS and wanted.isascii()):
        return
    for position, n in enumerate(page.blocks):
        line = page.lines[n]
        if position == 0 and (end := _glued_end(line, title)):
            yield Finding(n, "title", "title-echo", signals=("given-title", "glued"), end=end)
        if len(line) > 2 * len(title) + 60:
            continue
        in_head = position <= zones.first and position < HEAD_BLOCKS
        if line == title or fold_words(line) == wanted:
            if in_head or len(words) >= 4:
                yield Finding(n, "title", "title-echo", signals=("given-title",))
        elif in_head and position < zones.first and _near_echo(line, title, wanted, words):
            yield Finding(n, "title", "title-near-echo", signals=("given-title", "head"))


def _glued_end(line: str, title: str) -> int:
    """Where the headline ends with which a flattened text begins, quotation marks aside; 0 if it does not.

    A small letter behind it goes on with a sentence that begins with the same words.
    """
    at = 0
    for c in title:
        while line[at : at + 1] in MARKS and line[at : at + 1] != c:
            at += 1
        if line[at : at + 1].casefold() == c.casefold():
            at += 1
        elif c not in MARKS:
            return 0
    while line[at : at + 1] in CLOSING_MARKS:
        at += 1
    goes_on = len(line) <= at + GLUED_CHARS or not line[at].isspace() or line[at:].lstrip()[:1].islower()
    return 0 if goes_on else at


def _near_echo(line: str, title: str, wanted: str, words: set[str]) -> bool:
    """A headline in other dress: a kicker before it, the site's name after it, a few words changed.

    A sentence that begins or ends with the words of the title is the article's first.
    """
    if line.endswith(":") or (line[-1] in FINAL - QUESTIONS and not terminated(title)):
        return False
    have = fold_words(line)
    if len(have) >= MIN_ECHO_CHARS and (have in wanted or wanted in have) and len(have.split()) >= MIN_ECHO_WORDS:
        more = len(have.split()) - len(wanted.split())
        return len(have) >= 0.5 * len(wanted) and len(have) <= 1.6 * len(wanted) + 20 and more <= NAME_WORDS
    mine = set(words_of(line))
    shared = len(mine & words)
    return not terminated(line) and shared >= 4 and shared >= 0.6 * max(len(mine), len(words))


def _headline(page: Page, zones: Zones, head_residue: set[int], bylined: set[int]) -> Iterator[Finding]:
    """The first line, if it is shaped like a headline, a paragraph follows, and something speaks for a headline.

    A standfirst looks much the same, so shape alone is not enough: either its words are capitalised, or a byline or
    date stands below it. What comes next must not be shaped like a headline too: the next run would take it for one.
    """
    left = [n for n in page.blocks[: zones.first + 1] if n not in head_residue]
    if not zones.has_body or len(left) < 2:
        return
    line, after = page.lines[left[0]], page.lines[left[1]]
    if not is_headline(line) or is_prose(line) or is_headline(after) or not _follows(after):
        return
    anchored = any(left[0] < n < left[1] for n in bylined)
    capitals = is_title_case(line)
    if anchored or capitals:
        signals = (
            "first-line",
            "prose-follows",
            *(["byline-below"] if anchored else []),
            *(["title-case"] if capitals else []),
        )
        yield Finding(left[0], "title", "headline", signals=signals)
    else:
        yield Finding(left[0], "title", "bare-headline", signals=("first-line", "prose-follows"))


def _top_headline(page: Page, zones: Zones, head_residue: set[int]) -> Iterator[Finding]:
    """The first line, where a short one without a full stop stands above paragraphs, a standfirst between or not."""
    left = [n for n in page.blocks if n not in head_residue]
    if not zones.has_body or len(left) < 2:
        return
    line, after = page.lines[left[0]], page.lines[left[1]]
    if not is_headline(line) or len(line) > TOP_CHARS or is_prose(line):
        return
    body = left[1:]
    if not _follows(after):
        if not TOP_CHARS < len(after) <= STANDFIRST_CHARS or not is_prose(page.lines[left[min(2, len(left) - 1)]]):
            return
        body = left[2:]
    short = sum(len(page.lines[n]) <= STANDFIRST_CHARS and not terminated(page.lines[n]) for n in body)
    if short <= SHORT_SHARE * len(body):
        yield Finding(left[0], "title", "top-headline", signals=("first-line", "prose-follows"))


def _follows(line: str) -> bool:
    """A paragraph, or a short one that ends like a sentence."""
    return is_prose(line) or (len(line) >= SHORT_LEAD and terminated(line))
