"""A document as the signals see it: its lines, the ones still standing, and what fires on them.

Everything about one line is computed once and only on demand; taking lines away leaves it valid. That is what makes
cleaning twice the same as cleaning once: rounds go on until a round finds nothing, and each round sees what a fresh run
on the remaining text would see.
"""

import re
from collections.abc import Mapping, Sequence

from cleaner.scan.match import Match, Scanner
from cleaner.scan.shape import is_prose

__all__ = ["Page"]


_SURROGATE = re.compile("[\ud800-\udfff]")


def _encodable(text: str) -> str:
    """The text with undecodable bytes and lone surrogates as replacement marks, for matching; offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


class Page:
    """The lines of a text. `blocks` are the numbers of the lines that stand and are not blank, in order."""

    def __init__(self, text: str, scanner: Scanner) -> None:
        self.raw: list[str] = text.split("\n")
        text = _encodable(text)
        self.lines: list[str] = [line.strip() for line in text.split("\n")]
        self.blocks: list[int] = [n for n, line in enumerate(self.lines) if line]
        self.hits, self.cued = scanner.scan(text, self.lines)
        self._scanner = scanner

    def matches(self, n: int) -> Sequence[Match]:
        """The rules that fire on a line."""
        return self.hits.get(n, ())

    def places(self, match: Match, n: int) -> Sequence[Match]:
        """Every place on a line where the rule of an inline match fires."""
        return self._scanner.find_inline(match.rule, self.lines[n])

    def remove(self, dead: set[int]) -> None:
        """Take whole lines away."""
        self.blocks = [n for n in self.blocks if n not in dead]

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
