"""Where a line stands: before the body, in it, or after it."""

from collections.abc import Callable
from typing import NamedTuple

from cleaner.scan.page import Page

__all__ = ["Zones", "find_zones"]

# A byline or share strip may stand just inside the body, a bio or copyright line may read like prose at its end.
EDGE_BLOCKS = 5


class Zones(NamedTuple):
    """Positions in `page.blocks`: the body runs from `first` to `last`; no body at all is first > last."""

    first: int
    last: int
    total: int

    @property
    def has_body(self) -> bool:
        """Whether there is a paragraph of running text at all; without one, structure says nothing."""
        return self.first <= self.last

    def in_head(self, position: int) -> bool:
        """Before the body, or among the first few blocks."""
        return position < self.first or position < EDGE_BLOCKS

    def in_tail(self, position: int) -> bool:
        """After the body, or among the last few blocks."""
        return position > self.last or position >= self.total - EDGE_BLOCKS

    def allows(self, zone: str, position: int) -> bool:
        """Whether a rule of this zone may act here."""
        if zone == "head":
            return self.in_head(position)
        if zone == "tail":
            return self.in_tail(position)
        return zone == "any" or self.in_head(position) or self.in_tail(position)


def find_zones(page: Page, residue: Callable[[int], bool]) -> Zones:
    """Find the first and last paragraph that read like prose and are not residue for sure."""
    blocks = page.blocks
    count = len(blocks)
    first = 0
    while first < count and not (page.prose(blocks[first]) and not residue(blocks[first])):
        first += 1
    last = count - 1
    while last > first and not (page.prose(blocks[last]) and not residue(blocks[last])):
        last -= 1
    return Zones(first, last if first < count else -1, count)
