"""What the markup around the lines says, where the text was read out of markup: facts that plain text lacks.

A region is a stretch of lines that stands in an element whose name or class says what it is. Besides, markup tells
what a line is not: a heading, a cell of a table and an item without a link are the article's own.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from cleaner.scan.page import Page
from cleaner.signals.finding import Finding

__all__ = ["NO_MARKUP", "Markup", "Region", "contradicted", "markup_findings"]

# Runs of short lines are other people's headlines only if they are links, labels name sections only where they lead.
LINKS: Final = frozenset(
    {"list-item", "tail-run", "page-tail", "loose-run", "lone-headline", "head-label", "above-title"}
)
# What is said of lines around the headline is not true of headings of sections, nor of items of a list.
HEADS: Final = frozenset({"headline", "bare-headline", "title-near-echo", "bare-byline"})


class Region(NamedTuple):
    """Lines `first` to `last` are `category` by this claim; `signal` names the evidence."""

    first: int
    last: int
    category: str
    claim: str
    signal: str


class Markup(NamedTuple):
    """What is known of the lines, by their numbers. Regions are sorted, an outer one before those in it.

    `fixed` are lines that nothing takes but a region: code, formulas and embedded posts. `held` are lines that only a
    certain rule may take: in tables and quotations. `parts` are headings of sections and items of lists, `linked` are
    lines that are mostly link.
    """

    regions: tuple[Region, ...] = ()
    fixed: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    linked: frozenset[int] = frozenset()


NO_MARKUP: Final = Markup()  # plain text: nothing is known, and nothing contradicted


def markup_findings(page: Page, markup: Markup) -> Iterator[Finding]:
    """The lines of regions; not of one that holds most of the running text, for that is the article itself."""
    blocks = page.blocks
    prose = [0, *accumulate(len(page.lines[n]) if page.prose(n) else 0 for n in blocks)]
    done = 0
    for region in markup.regions:
        first, behind = bisect_left(blocks, region.first), bisect_right(blocks, region.last)
        if 2 * (prose[behind] - prose[first]) > prose[-1]:
            continue
        for position in range(max(first, done), behind):
            yield Finding(blocks[position], region.category, region.claim, signals=(region.signal,))
        done = max(done, behind)


def contradicted(markup: Markup, finding: Finding, strength: str) -> bool:
    """Whether the markup of a line speaks against a finding of the text."""
    n = finding.line
    if markup is NO_MARKUP:
        return False
    if n in markup.fixed:
        return True
    if n in markup.held:
        return strength != "certain" or not finding.rules
    if finding.claim in LINKS:
        return n not in markup.linked
    return finding.claim in HEADS and n in markup.parts
