"""The gate: the lines of a text on which some rule may fire, by one pass over its skeleton.

Every rule carries keys, fixed strings of which each of its matches has one: at the start of the line, or at a word
inside. All keys of all rules are one Aho-Corasick automaton, which takes the same time for a text it has never seen as
for any other. A line without a key costs nothing; of one with a key, only the rules are tried that have their other
fixed words on it as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from cleaner.rules.folding import bare_form
from cleaner.rules.keys import LINE_END, key_form
from cleaner.rules.schema import Rule
from cleaner.rules.skeleton import LINE_START, skeleton

__all__ = ["Gate"]

_NUMBER: Final = LINE_START + b"0"
# As much of a line that begins with a number as is compared with keys.
REACH: Final = 100


class _Bearer(NamedTuple):
    """A rule, by its place, that has a key, and what it needs on the line beside it: one of these, if there are any."""

    rule: int
    needs: tuple[bytes, ...]


class Gate:
    """The keys of some rules, as one automaton. Keys that begin with a number are looked up where a line does."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        keyed: dict[bytes, list[_Bearer]] = {_NUMBER: []}
        numbered: dict[str, list[_Bearer]] = {}
        for number, rule in enumerate(rules):
            for sought in rule.sought:
                bearer = _Bearer(number, sought.needs)
                for text in sought.texts:
                    keyed.setdefault(text, []).append(bearer)
                for start in sought.numbers:
                    numbered.setdefault(start, []).append(bearer)
        self._numbered = numbered
        self._sizes = sorted(set(map(len, numbered)))
        self._automaton = BytesAhoCorasick(list(keyed))
        self._bearers = tuple(keyed.values())

    def candidates(self, lines: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
        """The lines, by number, with the rules that may fire on them; both in order."""
        data = skeleton(lines)
        n = begin = -1
        seen = 0
        found: list[_Bearer] = []
        for key, _, after in self._automaton.find_matches_as_indexes(data, overlapping=True):
            end = after - 1  # a key may have the line feed behind it
            breaks = data.count(b"\n", seen, end)
            if breaks:
                if found and (rules := _complete(found, data, begin)):
                    yield n, rules
                n += breaks
                begin = data.rfind(b"\n", seen, end)
                found = []
            seen = end
            found += self._bearers[key] or self._of_number(lines[n])
        if found and (rules := _complete(found, data, begin)):
            yield n, rules

    def _of_number(self, line: str) -> list[_Bearer]:
        """Who has a key that a line with a number at its start begins with."""
        form = key_form(bare_form(line[:REACH])) + LINE_END
        return [bearer for size in self._sizes for bearer in self._numbered.get(form[:size], ())]


def _complete(bearers: Iterable[_Bearer], data: bytes, begin: int) -> list[int]:
    """The rules that have what they need on the line that begins here."""
    line = data[begin : data.find(b"\n", begin + 1)]
    return sorted({rule for rule, needs in bearers if not needs or any(need in line for need in needs)})
