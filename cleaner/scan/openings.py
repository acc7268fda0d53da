"""What a line begins with, if a rule is to take it: asked of every line, so it must cost next to nothing.

The first characters of a line, as they are written, are looked up in a table that says which keys can go on from there.
Of the lines that do, those go that are too long for the rules of these keys. The table fills as lines come: articles
begin most of their lines with the same few letters as others.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from cleaner.rules.folding import SIGNS, bare_form, fold, fold_quotes, least_size, strip_decoration
from cleaner.rules.keys import LINE_END, key_form
from cleaner.rules.schema import Rule

__all__ = ["Openings"]

# So many characters are looked up first: more of them tell more, and are seen again less often.
PIECE: Final = 5
# So many are then looked at; the longest key has eight.
REACH: Final = 24
ANY: Final = 1 << 62
MAX_KNOWN: Final = 50_000
# From here on there are characters that change with the one before them.
_JOINING: Final = "\u0300"
# In lower case it depends on what stands beside it.
_SIGMA: Final = "Σ"


class Opening(NamedTuple):
    """The keys that may follow on the first characters of a line, and whether they have a number in them.

    None of them where there are some, but what they follow on does not stand so in the keys.
    """

    keys: tuple[str, ...]
    numbered: bool


_UNTOLD: Final = Opening((), numbered=False)


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

    def __missing__(self, piece: str) -> Opening | None:
        if len(self) >= MAX_KNOWN:
            self.clear()
        opening = self[piece] = self._opening(piece) if piece and self._keys else None
        return opening

    def _opening(self, piece: str) -> Opening | None:
        # What looks like the end of a number may be its middle.
        known = key_form(fold(_undecorated(piece)))[:PIECE].rstrip(".,")
        if not known or _SIGMA in piece:
            return _UNTOLD
        keys = [known[:size] for size in range(1, len(known)) if known[:size] in self._rules]
        first = bisect_left(self._keys, known)
        keys += takewhile(lambda key: key.startswith(known), map(self._keys.__getitem__, range(first, len(self._keys))))
        alone = strip_decoration(known) + LINE_END
        if alone in self._rules and alone not in keys:
            keys.append(alone)
        if not keys:
            return None
        as_seen = key_form(fold_quotes(piece).lower().lstrip(SIGNS).rstrip(" "))[:PIECE].rstrip(".,")
        return Opening(tuple(keys), numbered="0" in "".join(keys)) if as_seen == known else _UNTOLD

    def rules_of(self, lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """The lines that begin as a rule does and are short enough for it, with these rules."""
        near = [
            (n, line, opening)
            for n, line in enumerate(lines)
            if line
            and (opening := self[line[:PIECE] if line[PIECE : PIECE + 1] < _JOINING else _whole_letters(line)])
            is not None
        ]
        for n, line, (keys, numbered) in near:
            # All of this only to turn a line away at once, if it goes on in another way than the keys do.
            start = line[:REACH].lower()
            if not start.isascii() or "`" in start:
                start = fold_quotes(start)
            form = ""
            if keys and start.isascii() and start.isprintable() and "  " not in start:
                form = start.strip(SIGNS)
                if numbered:
                    form = key_form(form)
                if len(line) > REACH and len(form) < self._longest:
                    form = ""
                elif not (form := form + LINE_END).startswith(keys):  # where the line goes on, no key reaches its end
                    continue
            rules = self._rules_at(form or self._beginning(line))
            if rules:
                bound = max(map(self._bounds.__getitem__, rules))
                if len(line) <= bound or least_size(line) <= bound:
                    yield n, rules

    def _rules_at(self, form: str) -> list[int]:
        """The rules of every key that a line in the form of keys begins with."""
        found: list[int] = []
        for size in self._lengths:
            if size > len(form):
                break
            found += self._rules.get(form[:size], ())
        return found

    def _beginning(self, line: str) -> str:
        """As much of a line as keys reach, in their form."""
        if len(line) > REACH:
            form = key_form(fold(_undecorated(line[:REACH])))
            if len(form) >= self._longest:
                return form
        return key_form(bare_form(line)) + LINE_END  # a short one, or a long run of blanks, signs or digits


def _whole_letters(line: str) -> str:
    """The first characters of a line, with the accents and vowels that its last letter would lose to the cut."""
    end = PIECE
    while end < REACH and _JOINING <= line[end : end + 1] < "\u1200" and _joins(line[end]):
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
