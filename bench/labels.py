"""Which blocks of a page belong to its gold body: the answers that the block judge learns from.

A block is content if its words stand in the gold text, in the order of the page. Short blocks stand there by chance,
so the answer is the chain of blocks, in the order of both, that covers most words.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from measures import tokens

__all__ = ["UNKNOWN", "labels_of_body", "labels_of_snippets"]

UNKNOWN = -1
_PLACES = 12  # of one block in the gold text that are tried
_GRAM = 4
_PARTLY = 6  # words: a shorter block must stand in the gold text as a whole


class _Place(NamedTuple):
    """Where in the gold text a block may stand, in words, and what it would count."""

    block: int
    start: int
    end: int
    worth: float


class _Gold:
    """A gold text, ready to be asked where a block stands in it."""

    def __init__(self, words: Sequence[str]) -> None:
        self._text = f" {' '.join(words)} "
        self._word_at: dict[int, int] = {}
        at = 1
        for n, word in enumerate(words):
            self._word_at[at] = n
            at += len(word) + 1
        self._grams: dict[tuple[str, ...], list[int]] = {}
        for n in range(len(words) - _GRAM + 1):
            self._grams.setdefault(tuple(words[n : n + _GRAM]), []).append(n)

    def places(self, block: int, words: Sequence[str]) -> Iterator[_Place]:
        """All places where the block stands as a whole, or else the one where most of it does."""
        if not words:
            return
        wanted = f" {' '.join(words)} "
        at = self._text.find(wanted)
        if at < 0:
            yield from self._partly(block, words)
        for _ in range(_PLACES):
            if at < 0:
                return
            start = self._word_at[at + 1]
            yield _Place(block, start, start + len(words), len(words))
            at = self._text.find(wanted, at + 1)

    def _partly(self, block: int, words: Sequence[str]) -> Iterator[_Place]:
        grams = [tuple(words[n : n + _GRAM]) for n in range(len(words) - _GRAM + 1)]
        found = [self._grams[gram] for gram in grams if gram in self._grams]
        if len(words) < _PARTLY or len(found) < 0.5 * len(grams):
            return
        start, end = min(found[0]), max(found[-1]) + _GRAM
        if end - start > 2 * len(words):  # its words are spread over the text: take the middle
            start = found[len(found) // 2][0] - len(words) // 2
            end = start + len(words)
        yield _Place(block, start, end, 0.7 * len(words))


def _best_chain(places: Sequence[_Place]) -> Iterator[int]:
    """The blocks of the chain that is worth most, each after the one before in the page and in the gold text."""
    best: list[float] = []
    before: list[int] = []
    for n, place in enumerate(places):
        worth, link = place.worth, -1
        for m in range(n - 1, -1, -1):
            other = places[m]
            if other.block < place.block and other.end <= place.start + 2:
                joined = best[m] + place.worth - (0.01 if other.end != place.start else 0.0)
                if joined > worth:
                    worth, link = joined, m
        best.append(worth)
        before.append(link)
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    while at >= 0:
        yield places[at].block
        at = before[at]


def labels_of_body(texts: Sequence[str], gold: str) -> list[int]:
    """1 for each text that belongs to the gold body, else 0."""
    words = tokens(gold.lower())
    gold_text = _Gold(words)
    places = [place for i, text in enumerate(texts) for place in gold_text.places(i, tokens(text.lower()))]
    labels = [0] * len(texts)
    for block in _best_chain(places):
        labels[block] = 1
    return labels


def labels_of_snippets(texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]) -> list[int]:
    """1 for texts that hold a wanted snippet, 0 for an unwanted one, `UNKNOWN` for all others."""

    def label(text: str) -> int:
        low = text.lower()
        if any(snippet.lower() in low for snippet in wanted):
            return 1
        return 0 if any(snippet.lower() in low for snippet in unwanted) else UNKNOWN

    return [label(text) for text in texts]
