"""How much one text repeats of another."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

__all__ = ["OPENING", "echo", "openings", "words_of"]

OPENING: Final = 6  # words that tell whether a paragraph stands in another text too
_LONGEST: Final = 200  # characters: a longer text is no headline
_WORDS: Final = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORDS.findall(text.lower())


def echo(text: str, words: AbstractSet[str]) -> float:
    """How much of a title a text repeats, and how little else it says: 0 to 1."""
    if not words or len(text) > _LONGEST:
        return 0.0
    said = words_of(text)
    if not said:
        return 0.0
    return sum(map(words.__contains__, said)) / len(said) * min(1.0, len(said) / len(words))


def openings(body: str) -> frozenset[tuple[str, ...]]:
    """Every run of `OPENING` words in a text."""
    words = body.split()
    return frozenset(zip(*(words[n:] for n in range(OPENING)), strict=False))
