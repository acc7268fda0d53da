"""The headline: repeated from what is given, or standing at the top of the text."""

from collections.abc import Iterator

from cleaner.scan.page import Page
from cleaner.scan.shape import fold_words, is_headline, is_prose, is_title_case, terminated, words_of
from cleaner.signals.finding import Finding, Given
from cleaner.signals.place import Zones

__all__ = ["title_findings"]

HEAD_BLOCKS = 60
MIN_ECHO_WORDS = 3
MIN_ECHO_CHARS = 12
SHORT_LEAD = 40
GLUED_CHARS = 40


def title_findings(page: Page, zones: Zones, given: Given, found: dict[int, Finding]) -> Iterator[Finding]:
    """Echoes of the given title; without one, the headline at the top.

    `found` holds what other signals found on the lines before the body.
    """
    if given.title:
        yield from _echoes(page, zones, given.title)
    else:
        yield from _headline(page, zones, set(found), {n for n, f in found.items() if f.category in ("byline", "date")})


def _echoes(page: Page, zones: Zones, title: str) -> Iterator[Finding]:
    wanted = fold_words(title)
    words = set(wanted.split())
    if len(wanted) < MIN_ECHO_CHARS or (len(words) < MIN_ECHO_WORDS and wanted.isascii()):
        return
    for position, n in enumerate(page.blocks):
        line = page.lines[n]
        if position == 0 and _opens_with(line, title):
            yield Finding(n, "title", "title-echo", signals=("given-title", "glued"), end=len(title))
        if len(line) > 2 * len(title) + 60:
            continue
        in_head = position <= zones.first and position < HEAD_BLOCKS
        if line == title or fold_words(line) == wanted:
            if in_head or len(words) >= 4:
                yield Finding(n, "title", "title-echo", signals=("given-title",))
        elif in_head and position < zones.first and _near_echo(line, wanted, words):
            yield Finding(n, "title", "title-near-echo", signals=("given-title", "head"))


def _opens_with(line: str, title: str) -> bool:
    """A flattened text that begins with its headline."""
    return len(line) > len(title) + GLUED_CHARS and line.startswith(title) and line[len(title)].isspace()


def _near_echo(line: str, wanted: str, words: set[str]) -> bool:
    """A headline in other dress: a kicker before it, the site's name after it, a few words changed."""
    if line.endswith(":"):
        return False
    have = fold_words(line)
    if len(have) >= MIN_ECHO_CHARS and (have in wanted or wanted in have) and len(have.split()) >= MIN_ECHO_WORDS:
        return len(have) >= 0.5 * len(wanted) and len(have) <= 1.6 * len(wanted) + 20
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
    follows = is_prose(after) or (len(after) >= SHORT_LEAD and terminated(after))
    if not is_headline(line) or is_prose(line) or is_headline(after) or not follows:
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
