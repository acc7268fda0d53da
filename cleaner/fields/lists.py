"""Lists of names cut at their marks."""

from typing import Final, NamedTuple

from cleaner.fields.tokens import BREAK, CLOSE, COMMA, DASH, OPEN, SLASH, Token
from cleaner.fields.words import Words

__all__ = ["CONJUNCTION", "Chunk", "chunks"]

CONJUNCTION: Final = "&"
_MARKS: Final = frozenset((COMMA, SLASH, OPEN, CLOSE, CONJUNCTION, BREAK, DASH))


class Chunk(NamedTuple):
    """The tokens between two marks of a list. `before` is the mark in front ("" at the start), `after` the next."""

    toks: list[Token]
    before: str
    after: str


def chunks(segment: list[Token], words: Words, *, before: str) -> list[Chunk]:
    """The chunks of a segment; every word for "and" is `CONJUNCTION`. `before` stands in front of the first."""
    marks = [before]
    runs: list[list[Token]] = [[]]
    for tok in segment:
        mark = CONJUNCTION if tok.key in words.conjunctions else tok.key
        if mark in _MARKS:
            # ", and" is one mark, and the conjunction the stronger half of it.
            if not runs[-1] and len(runs) > 1:
                marks[-1] = mark if mark in (CONJUNCTION, OPEN) else marks[-1]
            else:
                marks.append(mark)
                runs.append([])
        elif tok.text[0] == "+" and runs[-1]:
            marks.append(CONJUNCTION)  # "+55 more"
            runs.append([tok])
        else:
            runs[-1].append(tok)
    marks.append("")
    return [Chunk(run, marks[n], marks[n + 1]) for n, run in enumerate(runs) if run]
