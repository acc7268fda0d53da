"""What the figures mean: words, shingles, and how an output is held against a gold text.

`Gold` compares by 4-word shingles as the scrapinghub article-extraction benchmark does: precision and recall of a page,
the means of both over a set, and F1 of the two means. All counts of "content" and "residue" are letters and digits.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from statistics import fmean
from typing import Any, NamedTuple

__all__ = ["TOKEN", "Gold", "Means", "aligned", "mean", "norm", "tokens"]

SHINGLE = 4
# Scripts written without spaces: there a word is one character. Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED_SPANS = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
)
_UNSPACED = "".join(f"{chr(first)}-{chr(last)}" for first, last in _UNSPACED_SPANS)
# Vowel signs and the like, which \w lacks; without them an Indic word falls to pieces.
_MARKS = "".join(
    chr(point)
    for point in range(0x300, 0x10000)
    if unicodedata.category(chr(point)).startswith("M") and not any(a <= point <= b for a, b in _UNSPACED_SPANS)
)
TOKEN = re.compile(rf"[{_UNSPACED}]|(?:[^\W{_UNSPACED}]+|[{_MARKS}]+)+")


def tokens(text: str | None) -> list[str]:
    """The words of a text."""
    return TOKEN.findall(text or "")


def norm(text: str) -> str:
    """The words in lower case with one space between."""
    return " ".join(tokens(text.lower()))


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """Runs of four words, counted; a shorter text is one run."""
    if 0 < len(words) < SHINGLE:
        return Counter([tuple(words)])
    return Counter(zip(*(words[n:] for n in range(SHINGLE)), strict=False))


def aligned(source: list[str], output: list[str]) -> tuple[list[bool], int]:
    """Which words of the source the output keeps, and how many output words are not in the source in that order."""
    if source == output:
        return [True] * len(source), 0
    kept = [False] * len(source)
    found = 0
    for block in SequenceMatcher(None, source, output, autojunk=False).get_matching_blocks():
        kept[block.a : block.a + block.size] = [True] * block.size
        found += block.size
    return kept, len(output) - found


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is defined."""
    defined = [value for value in values if value is not None]
    return fmean(defined) if defined else None


class Page(NamedTuple):
    """One output against its gold text. None where a figure is undefined."""

    precision: float | None
    recall: float | None
    exact: bool
    line_precision: float | None
    line_recall: float | None


class Means(NamedTuple):
    """The figures of a set."""

    f1: float
    precision: float
    recall: float
    exact: float
    line_precision: float
    line_recall: float

    @classmethod
    def of(cls, pages: list[Page]) -> "Means":
        """The means over pages; F1 is that of mean precision and mean recall."""
        p, r, exact, line_p, line_r = (mean(column) or 0.0 for column in zip(*pages, strict=True))
        return cls(2 * p * r / (p + r) if p + r else 0.0, p, r, exact, line_p, line_r)

    def row(self) -> list[Any]:
        """For a table."""
        return list(self)


class Gold:
    """A gold text, prepared once for all that is compared with it."""

    def __init__(self, text: str) -> None:
        self._words = tokens(text)
        self._shingles = shingles(self._words)
        self._lines = [line for line in map(norm, text.split("\n")) if line]
        self._joined = _padded(self._lines)

    def judge(self, text: str) -> Page:
        """The figures of one output."""
        words = tokens(text)
        precision, recall = self._shares(shingles(words))
        lines = [line for line in map(norm, text.split("\n")) if line]
        joined = _padded(lines)
        return Page(
            precision,
            recall,
            words == self._words,
            mean(f" {line} " in self._joined for line in lines),
            mean(f" {line} " in joined for line in self._lines),
        )

    def _shares(self, found: Counter[tuple[str, ...]]) -> tuple[float | None, float | None]:
        both, out, gold = (found & self._shingles).total(), found.total(), self._shingles.total()
        return both / out if out else None, both / gold if gold else None

    def holds(self, line: str) -> bool:
        """Whether a line is content: its words stand in the gold text, or half its shingles do."""
        words = norm(line)
        if not words:
            return False
        if f" {words} " in self._joined:
            return True
        own = shingles(tokens(line))
        return (own & self._shingles).total() >= 0.5 * own.total()

    def count(self, words: str) -> int:
        """How often normalised words stand in the gold text."""
        return self._joined.replace(" ", "  ").count(f" {words.replace(' ', '  ')} ")

    def best_of(self, text: str) -> str:
        """The text without the lines that are not content: the most that a cleaner of lines can reach."""
        return "\n".join(line for line in text.split("\n") if self.holds(line))


def _padded(lines: list[str]) -> str:
    return f" {' '.join(lines)} "
