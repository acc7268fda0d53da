"""How much one text repeats of another."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

__all__ = ["OPENING", "echo", "standing_in", "words_of"]

OPENING: Final = 6  # words that tell whether a paragraph stands in another text too
_LONGEST: Final = 200  # characters: a longer text is no headline
_WORDS: Final = re.compile(r"\w+")
# What is no word becomes a blank, and capitals become small.
_SPELLED: Final = bytes(ord(c.lower()) if _WORDS.match(c) else 32 for c in map(chr, range(128))).ljust(256)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    if text.isascii():  # a table and a split take half as long as the expression
        return text.encode().translate(_SPELLED).decode().split()
    return _WORDS.findall(text.lower())


def echo(text: str, words: AbstractSet[str]) -> float:
    """How much of a title a text repeats, and how little else it says: 0 to 1."""
    if not words or len(text) > _LONGEST:
        return 0.0
    said = words_of(text)
    if words.isdisjoint(said):
        return 0.0
    return sum(map(words.__contains__, said)) / len(said) * min(1.0, len(said) / len(words))


def standing_in(texts: Sequence[str], words: Sequence[str]) -> list[int]:
    """By text: whether its first `OPENING` words stand in a row among `words`; -1 if it has fewer, or there are fewer.

    Only runs that begin like one of the texts are made: most words begin none.
    """
    if len(words) < OPENING:
        return [-1] * len(texts)
    starts = [tuple(text[: 12 * OPENING].split()[:OPENING]) for text in texts]
    first = {start[0] for start in starts if len(start) == OPENING}
    runs = {tuple(words[i : i + OPENING]) for i, word in enumerate(words) if word in first}
    return [start in runs if len(start) == OPENING else -1 for start in starts]
