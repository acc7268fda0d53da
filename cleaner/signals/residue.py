"""Residue that no language words: separators, file names, quote widgets, bare links of embeds, initials."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import re2

from cleaner.scan.page import Page
from cleaner.scan.shape import is_break, is_separator, is_slug
from cleaner.signals.finding import Finding
from cleaner.signals.phrases import certain_line
from cleaner.signals.place import Zones

__all__ = ["CUES", "residue_findings"]

# Over lower-case bytes, like the gate they join.
CUES: Final = (
    "^[ \\t\\r]*[!-/:-@\\[-`{-~\\xc2\\xe2](?:[ -/:-@\\[-`{-~\\t\\r]|[\\x80-\\xbf\\xc2\\xe2])*$",
    "\\.(?:jpe?g|png|webp|gif|avif|svg|mp4|mov|tiff|bmp)(?:\\?[^\\s]*)?\\r?$",
    "[a-z][a-z][a-z][0-9][0-9]+\\r?$",
    "-[0-9][0-9]+x[0-9][0-9]+\\r?$",
    ", [+-][0-9]+\\.[0-9]+%",
    "[+-][0-9]+\\.[0-9]+%\\)?\\r?$",
    " (?:super)?jumbo\\r?$",
    "^[^ \\n]+@[^ \\n]+\\.[a-z]+\\r?$",
    "pic\\.twitter\\.com/",
    "https?://t\\.co/",
    " xa0",
    "/[a-z]{2,4}\\)[. \\r]*$",
)
# "Dow Jones Industrial Average DJIA, +0.33% rose": the symbol and its change are a widget's, not the writer's.
_TICKER: Final = "(?:^| )(?:[A-Z][A-Z0-9.]*,? [+-][0-9]+\\.[0-9]+% ?)+"
_QUOTE_LINE: Final = "^[A-Z][A-Z0-9.& ]* [0-9][0-9,.]* (?:[+-][0-9,.]+ )?\\(?[+-][0-9.]+%\\)?$"
_ADDRESS: Final = "^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\\.[a-z]+$"
_EMBED_LINK: Final = "(?:(?:https?://t\\.co/[A-Za-z0-9]{10}|pic\\.twitter\\.com/[A-Za-z0-9]{10}) ?)+"
# A no-break space that was escaped and lost its backslash.
_ESCAPE: Final = "(?:^| )(xa0)(?:[ ,.;]|$)"
# Reporter and editor, or wire and editor, behind the last sentence: "(nwy/nrl)", "(dpa/xyz)".
_INITIALS: Final = '[.!?"”’)] ?(\\((?:[a-z]{2,4}|[A-Z]{2,5})/[a-z]{2,4}\\))[. ]*$'


@lru_cache(maxsize=8)
def _compiled(source: str) -> Any:
    return re2.compile(source)


def residue_findings(page: Page, zones: Zones) -> Iterator[Finding]:
    """Whole lines that are machine residue, and such residue inside lines."""
    for n in page.cued_blocks():
        line = page.lines[n]
        if is_separator(line):
            if not (is_break(line) and _between_parts(page, zones, n)):
                yield Finding(n, "other", "separator")
        elif _compiled(_QUOTE_LINE).search(line):
            yield Finding(n, "media", "ticker-line")
        elif _compiled(_ADDRESS).search(line):
            if zones.allows("edge", bisect_left(page.blocks, n)):
                yield Finding(n, "author_bio", "contact-line")
        elif is_slug(line):
            yield Finding(n, "caption", "media-slug")
        else:
            yield from _inside(n, line)


def _between_parts(page: Page, zones: Zones, n: int) -> bool:
    """Whether a section break parts two parts of the body: nothing beside it is a separator or residue for sure."""
    position = bisect_left(page.blocks, n)
    if not zones.first < position < zones.last:
        return False
    beside = (page.blocks[position - 1], page.blocks[position + 1])
    return not any(is_separator(page.lines[m]) or certain_line(page, m) for m in beside)


def _inside(n: int, line: str) -> Iterator[Finding]:
    for source, category, claim in ((_ESCAPE, "other", "escape"), (_INITIALS, "credit", "initials")):
        for m in _compiled(source).finditer(line):
            yield Finding(n, category, claim, start=m.start(1), end=m.end(1))
    for source, claim in ((_TICKER, "ticker"), (_EMBED_LINK, "embed-link")):
        if (claim == "ticker" and "%" not in line) or (claim == "embed-link" and "/" not in line):
            continue
        for m in _compiled(source).finditer(line):
            start, end = m.span()
            start += line[start] == " "
            if end - start >= len(line):
                yield Finding(n, "media", claim)
            else:
                yield Finding(n, "media", claim, start=start, end=end)
