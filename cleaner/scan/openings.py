"""What a line begins with, if a rule is to take it: asked of every line, so it must cost next to nothing.

The first characters of a line, as they are written, are looked up in a table that says which keys can go on from there
and how long a line may be that their rules take. The table fills as lines come: articles begin most of their lines with
the same few letters as others.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from cleaner.rules.folding import fold, strip_decoration
from cleaner.rules.keys import key_form
from cleaner.rules.schema import Rule

__all__ = ["Openings"]

# So many characters are looked up first: more of them tell more, and are seen again less often.
PIECE: Final = 5
# So many are then looked at; the longest key has eight.
REACH: Final = 24
ANY: Final = 1 << 62
MAX_KNOWN: Final = 50_000
# In lower case it depends on what stands beside it.
_SIGMA: Final = "Σ"
# What stands in keys for other spellings as well.
_FOLDED: Final = frozenset("'\"0")


class Opening(NamedTuple):
    """What may follow on the first characters of a line.

    `keys` are all that there are, if they and these characters are of a kind that folding leaves as it is but for case.
    """

    bound: int
    keys: tuple[str, ...]


class Openings(dict[str, Opening | None]):
    """By the first characters of a line: what may follow, None if no rule begins so."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self._rules: dict[str, list[int]] = {}
        for number, rule in enumerate(rules):
            for key in rule.start_keys:
                self._rules.setdefault(key, []).append(number)
        self._keys = sorted(self._rules)
        self._bounds = [rule.longest or ANY for rule in rules]
        self._lengths = sorted(set(map(len, self._keys)))
        self._longest = max(self._lengths, default=0)
        self._anything = Opening(max(self._bounds), ()) if self._keys else None

    def __missing__(self, piece: str) -> Opening | None:
        if len(self) >= MAX_KNOWN:
            self.clear()
        opening = self[piece] = self._opening(piece)
        return opening

    def _opening(self, piece: str) -> Opening | None:
        if not piece:
            return None
        # What looks like the end of a number may be its middle.
        known = key_form(fold(_undecorated(piece)))[:PIECE].rstrip(".,")
        if not known or _SIGMA in piece:
            return self._anything
        keys = [known[:size] for size in range(1, len(known)) if known[:size] in self._rules]
        first = bisect_left(self._keys, known)
        keys += takewhile(lambda key: key.startswith(known), map(self._keys.__getitem__, range(first, len(self._keys))))
        if not keys:
            return None
        as_written = piece.lower().rstrip(" ") == known and _FOLDED.isdisjoint("".join(keys))
        bound = max(self._bounds[number] for key in keys for number in self._rules[key])
        return Opening(bound, tuple(keys) if as_written else ())

    def rules_of(self, lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """The lines that begin as a rule does and are short enough for it, with these rules."""
        pieces = [line[:PIECE] if line.isascii() else _whole_letters(line) for line in lines]
        near = [(n, opening) for n, piece in enumerate(pieces) if (opening := self[piece])]
        for n, (bound, keys) in near:
            line = lines[n]
            if keys:
                start = line[:REACH].lower()
                if not start.startswith(keys) and start.isascii() and "  " not in start and start.isprintable():
                    continue
            if (len(line) <= bound or _shrinks_to(line, bound)) and (rules := self._rules_at(line)):
                yield n, rules

    def _rules_at(self, line: str) -> list[int]:
        bare = key_form(fold(_undecorated(line[:REACH])))
        if len(bare) < self._longest and len(line) > REACH:  # a long run of blanks, signs or digits
            bare = key_form(fold(strip_decoration(line)))
        found = self._rules
        return [number for size in self._lengths if (key := bare[:size]) in found for number in found[key]]


def _whole_letters(line: str) -> str:
    """The first characters of a line, with the accents and vowels that its last letter would lose to the cut."""
    end = PIECE
    while end < REACH and "\u0300" <= line[end : end + 1] < "\u1200" and _joins(line[end]):
        end += 1
    return line[:end]


def _joins(char: str) -> bool:
    import unicodedata  # noqa: PLC0415 - ASCII texts do without

    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"  # Hangul vowels and finals


def _undecorated(piece: str) -> str:
    """The beginning of a line from its first letter or digit on."""
    at = 0
    while at < len(piece) and not piece[at].isalnum():
        at += 1
    return piece[at:]


def _shrinks_to(line: str, bound: int) -> bool:
    """Whether a line is no longer than this without the decoration around it and the blanks that do not count."""
    bare = strip_decoration(line)
    return len(bare) <= bound or (("  " in bare or not bare.isprintable()) and len(fold(bare)) <= bound)
