"""What stands after the body: runs of unterminated lines, bios, everything behind a line that ends the article."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import re2

from cleaner.rules.schema import Rule
from cleaner.scan.page import Page
from cleaner.scan.shape import terminated
from cleaner.signals.finding import Finding
from cleaner.signals.place import EDGE_BLOCKS, Zones

__all__ = ["bio_findings", "tail_findings"]

RUN_LINES = 3
RUN_CHARS = 200
# After a line that ends the article ("Comments"), what is left may be at most this share of the blocks.
ENDS_SHARE = 0.5
_NAME: Final = "\\p{Lu}[\\pL.'’-]*(?: (?:\\p{Lu}[\\pL.'’-]*|de|da|van|von|der|bin|al|el)){1,4}"
_BIO: Final = (
    f"^(?:[*•–—-]+ ?)?(?:(?:The (?:author|writer)|Dr\\.?|Prof\\.?|Professor|Mr\\.?|Ms\\.?|Mrs\\.?),? )?(?P<name>{_NAME})(?:,[^,.]{{2,60}},)?"
    " (?:is (?:a|an|the|one|currently|also|chief|senior|executive|managing|director|editor|president|professor|founder|co-founder|author|head)|covers|writes|reports on|reports for|has (?:been|written|covered|worked|served|reported)"
    "|was (?:a|an|the)|teaches|studies|works|joined|serves|holds|edits|leads) "
)
_TRADE: Final = (
    "(?i)(?:writer|reporter|journalist|columnist|editor|correspondent|author of|professor|lecturer|fellow|contributor|contributing|blogger|analyst|freelance"
    "|researcher|scholar|historian|economist|novelist|critic|commentator|producer|photographer|attorney|lawyer|consultant|strategist|director|founder|president|chair"
    "|author|staffer|intern|covers|newsletter|podcast|on twitter|follow (?:him|her|them)|bestselling|university|candidate|teaches|served|writes|writings|studies)"
)


@lru_cache(maxsize=2)
def _compiled(source: str) -> Any:
    return re2.compile(source)


def tail_findings(page: Page, zones: Zones, found: dict[int, Finding], rules: dict[str, Rule]) -> Iterator[Finding]:
    """Runs after the body, with the anchor that makes them residue."""
    if not zones.has_body:
        return
    tail = range(zones.last + 1, zones.count)
    ended = next((p for p in tail if _effect(found.get(page.blocks[p]), rules) == "ends"), None)
    loose = [p for p in tail if page.blocks[p] not in found]
    run = [p for p in loose if len(page.lines[page.blocks[p]]) <= RUN_CHARS and not terminated(page.lines[page.blocks[p]])]
    anchors = len(tail) - len(loose)
    for p in loose:
        n = page.blocks[p]
        if ended is not None and p > ended:
            yield Finding(n, "other", "after-end", signals=("tail", "article-ended"))
        elif p in run and anchors and anchors + len(run) >= RUN_LINES and _beside(page, p, found):
            yield Finding(n, "related", "tail-run", signals=("tail", "run", "neighbour"))
        elif p in run and len(run) >= RUN_LINES:
            yield Finding(n, "related", "loose-run", signals=("tail", "run"))


def _beside(page: Page, position: int, found: dict[int, Finding]) -> bool:
    """Whether every line from here to the nearest residue above is unterminated, or residue stands below."""
    above = any(page.blocks[p] in found for p in range(max(0, position - 12), position))
    below = any(page.blocks[p] in found for p in range(position + 1, min(len(page.blocks), position + 4)))
    return above or below


def _effect(finding: Finding | None, rules: dict[str, Rule]) -> str:
    return rules[finding.rules[0]].effect if finding and finding.rules and finding.strength != "weak" else ""


def bio_findings(page: Page, zones: Zones, found: dict[int, Finding], authors: frozenset[str]) -> Iterator[Finding]:
    """Author bios: who somebody is, said at the very end or top of a text that does not mention them otherwise."""
    if not zones.has_body or zones.count < 4:
        return
    for position in _edge_positions(page, zones, found):
        n = page.blocks[position]
        line = page.lines[n]
        m = _compiled(_BIO).search(line[:300]) if len(line) <= 900 else None
        if not m or not _compiled(_TRADE).search(line):
            continue
        name = m.group("name")
        if name.casefold() in authors:
            yield Finding(n, "author_bio", "bio-of-author", signals=("edge", "byline-name"))
        elif not _mentioned(page, name, n):
            yield Finding(n, "author_bio", "bio", signals=("edge", "not-in-story"))


def _edge_positions(page: Page, zones: Zones, found: dict[int, Finding]) -> Iterator[int]:
    """The last few blocks, as long as only residue or bios stand below them."""
    for position in range(zones.count - 1, max(0, zones.count - EDGE_BLOCKS - 4), -1):
        n = page.blocks[position]
        if n in found:
            continue
        yield position
        if position <= zones.last and not _compiled(_BIO).search(page.lines[n][:300]):
            return


def _mentioned(page: Page, name: str, own: int) -> bool:
    surname = name.rstrip(".,").split()[-1]
    return any(surname in page.lines[n] for n in page.blocks if n != own)
