"""How rare words are, roughly: what is rare is worth looking for."""

import os
from functools import lru_cache
from typing import Final

__all__ = ["RARE", "worth"]

# Rare enough: beyond this, fewer and shorter keys are better than rarer ones.
RARE: Final = 6.0
# Words that stand side by side are rarer than each of them.
PAIR: Final = 1.5
_FREQUENT: Final = os.path.join(os.path.dirname(__file__), "data", "frequent_words.txt")


def worth(texts: tuple[str, ...]) -> float:
    """How rare the commonest of some texts is, in rough powers of e; more of them are worth less."""
    return min((min(_rarity(text), RARE) for text in texts), default=0.0) - 0.005 * len(texts)


def _rarity(text: str) -> float:
    """Words among the frequent ones are worth little, others more the longer they are."""
    words = text.split()
    frequent = _frequent()
    alone = sum(0.3 + frequent[w] / 250 if w in frequent else min(len(w), 8) * 0.6 for w in words)
    return alone + PAIR * (len(words) - 1)


@lru_cache(maxsize=1)
def _frequent() -> dict[str, int]:
    with open(_FREQUENT, encoding="utf-8") as f:
        words = [line.strip() for line in f if line[0] != "#"]
    return {word: rank for rank, word in enumerate(words)}
