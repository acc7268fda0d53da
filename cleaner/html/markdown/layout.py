"""Chunks of Markdown one below the other, inside their lists and quotations."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from cleaner.html.markdown.places import Container

__all__ = ["Chunk", "laid_out"]

_LARGEST: Final = 999_999_999  # that a list may count to


class Chunk(NamedTuple):
    """Lines that belong together: a paragraph, a table. A `tight` one needs no blank line between items of a list."""

    containers: tuple[Container, ...]
    lines: list[str]
    tight: bool = False


def laid_out(chunks: Iterable[Chunk]) -> str:
    """The chunks with the marks of their containers."""
    margins = _Margins()
    lines: list[str] = []
    before: Chunk | None = None
    for chunk in chunks:
        shared = _shared(before.containers, chunk.containers) if before else 0
        if before and not (before.tight and chunk.tight and _next_item(before.containers, chunk.containers, shared)):
            lines.append("".join(margins.rest(before.containers[:shared])).rstrip())
        first, rest = margins.of(before.containers if before else (), chunk.containers, shared)
        lines += [f"{first if i == 0 else rest}{text}".rstrip() for i, text in enumerate(chunk.lines)]
        before = chunk
    return "\n".join(lines)


def _shared(one: Sequence[Container], other: Sequence[Container]) -> int:
    """How many containers two chunks have in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _next_item(one: Sequence[Container], other: Sequence[Container], shared: int) -> bool:
    """Whether the second chunk opens an item: the next one of a list, or the first of a list inside the item."""
    opened = other[shared:]
    if not opened or opened[0].quote:
        return False
    closed = one[shared:]
    if closed:
        return closed[0].list == opened[0].list
    # Only a list that counts from 1 ends the paragraph above it.
    return bool(one) and not one[-1].quote and (not opened[0].ordered or opened[0].start == 1)


class _Margins:
    """What stands left of the lines. Lists count their items, and two lists in a row have different marks."""

    def __init__(self) -> None:
        self._marks: dict[Container, str] = {}
        self._signs: dict[int, str] = {}
        self._counts: dict[int, int] = {}

    def of(self, before: Sequence[Container], now: Sequence[Container], shared: int) -> tuple[str, str]:
        """Left of the first line of a chunk, and of the others."""
        closed = before[shared] if shared < len(before) else None
        first = self.rest(now[:shared])
        for container in now[shared:]:
            if container.quote:
                first.append("> ")
                continue
            mark = self._marks[container] = self._mark(container, closed)
            first.append(mark)
            closed = None
        return "".join(first), "".join(self.rest(now))

    def rest(self, containers: Iterable[Container]) -> list[str]:
        """Left of a line that opens nothing."""
        return ["> " if c.quote else " " * len(self._marks[c]) for c in containers]

    def _mark(self, item: Container, closed: Container | None) -> str:
        sign = self._signs.get(item.list)
        if sign is None:
            signs = (".", ")") if item.ordered else ("-", "*")
            beside = self._signs.get(closed.list) if closed and not closed.quote else None
            sign = self._signs[item.list] = signs[beside == signs[0]]
        if not item.ordered:
            return f"{sign} "
        number = self._counts.get(item.list, item.start)
        self._counts[item.list] = number + 1
        return f"{min(number, _LARGEST)}{sign} "
