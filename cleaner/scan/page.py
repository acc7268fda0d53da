"""A document as the signals see it: its lines, the ones still standing, and what fires on them.

Everything about one line is computed once and only on demand; taking lines away leaves it valid. That is what makes
cleaning twice the same as cleaning once: rounds go on until a round finds nothing, and each round sees what a fresh run
on the remaining text would see.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from cleaner.scan.match import Match, Scanner
from cleaner.scan.shape import is_prose

__all__ = ["Page"]


_SURROGATE: Final = "[\ud800-\udfff]"


def _encodable(text: str) -> str:
    """The text with undecodable bytes and lone surrogates as replacement marks, for matching; offsets stay."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return re.sub(_SURROGATE, "\ufffd", text)
    return text


class Page:
    """The lines of a text. `blocks` are the numbers of the lines that stand and are not blank, in order."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.raw: list[str] = text.split("\n")
        encodable = _encodable(text)
        lines = self.raw if encodable is text else encodable.split("\n")
        self.lines: list[str] = [line.strip() for line in lines]
        self.blocks: list[int] = [n for n, line in enumerate(self.lines) if line]
        self.hits, self.cued = scanner.scan(encodable, self.lines)
        self._scanner = scanner

    def matches(self, n: int) -> Sequence[Match]:
        """The rules that fire on a line."""
        return self.hits.get(n, ())

    def hit_blocks(self) -> list[tuple[int, int]]:
        """Positions in `blocks` and numbers of the lines on which rules fire."""
        return [(bisect_left(self.blocks, n), n) for n in sorted(self.hits)]

    def cued_blocks(self) -> list[int]:
        """The lines that have a cue and are not blank."""
        return [n for n in sorted(self.cued) if self.lines[n]]

    def places(self, match: Match, n: int) -> Sequence[Match]:
        """Every place on a line where the rule of an inline match fires."""
        return self._scanner.find_inline(match.rule, self.lines[n])

    def remove(self, dead: set[int]) -> None:
        """Take whole lines away, and what is known of them."""
        self.blocks = [n for n in self.blocks if n not in dead]
        self.cued -= dead
        for n in dead:
            self.hits.pop(n, None)

    def replace(self, changed: Mapping[int, str]) -> None:
        """Put what is left of lines in their place and look at these again."""
        lines = [line.strip() for line in changed.values()]
        fired, cued = self._scanner.scan("\n".join(lines), lines)
        numbers = list(changed)
        for n in numbers:
            self.hits.pop(n, None)
        self.hits.update({numbers[i]: matches for i, matches in fired.items()})
        self.cued = self.cued.difference(numbers) | {numbers[i] for i in cued}
        for n, line in zip(numbers, lines, strict=True):
            self.lines[n] = line
        self.blocks = [n for n in self.blocks if self.lines[n]]

    def prose(self, n: int) -> bool:
        """Whether a line reads like a paragraph of running text."""
        return is_prose(self.lines[n])
