"""The gate: the lines of a text on which some rule may fire, by one pass over its skeleton.

Every rule carries keys, fixed strings of which each of its matches has one: at the start of the line, or at a word
inside. All keys of all rules are one Aho-Corasick automaton, which takes the same time for a text it has never seen as
for any other. A line without a key costs nothing; of one with a key, only the rules are tried that have their other
fixed words on it as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

from cleaner.rules.folding import bare_form
from cleaner.rules.keys import LINE_END, key_form
from cleaner.rules.schema import Rule
from cleaner.rules.skeleton import LINE_START

__all__ = ["Gate"]

_NUMBER: Final = LINE_START + b"0"
# As much of a line that begins with a number as is compared with keys.
REACH: Final = 100
# So many bytes are looked through at once, which bounds the hits that are held.
STEP: Final = 1 << 20


class Gate:
    """The keys of some rules, as one automaton. Keys that begin with a number are looked up where a line does.

    A *bearer* is a rule that has a key and what it needs beside that one: one of some texts, if there are any.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        keyed: dict[bytes, list[int]] = {_NUMBER: []}
        numbered: dict[str, list[int]] = {}
        bearers: list[tuple[int, tuple[bytes, ...]]] = []
        for number, rule in enumerate(rules):
            for sought in rule.sought:
                for text in sought.texts:
                    keyed.setdefault(text, []).append(len(bearers))
                for start in sought.numbers:
                    numbered.setdefault(start, []).append(len(bearers))
                bearers.append((number, sought.needs))
        self.size = len(rules)
        self._bearers = bearers
        self._of_key = tuple(keyed.values())
        self._numbered = numbered
        self._sizes = sorted(set(map(len, numbered)))
        self._longest = max(map(len, keyed))
        self._automaton = BytesAhoCorasick(list(keyed))

    def candidates(self, lines: Sequence[str], data: bytes) -> Iterator[tuple[int, list[int]]]:
        """The lines, by number, with the rules that may fire on them, by their places; both in order.

        `data` is the skeleton of the lines.
        """
        n = begin = -1
        seen = 0
        found: set[int] = set()
        for key, end in self._hits(data):
            breaks = data.count(b"\n", seen, end)
            if breaks:
                if found and (rules := self._complete(found, data, begin)):
                    yield n, rules
                n += breaks
                begin = data.rfind(b"\n", seen, end)
                found = set()
            seen = end
            found.update(self._of_key[key] or self._of_number(lines[n]))
        if found and (rules := self._complete(found, data, begin)):
            yield n, rules

    def _hits(self, data: bytes) -> Iterator[tuple[int, int]]:
        """The keys in a skeleton and where their last byte stands, in that order."""
        for start in range(0, len(data), STEP):
            before = max(0, start - self._longest)
            for key, _, end in self._automaton.find_matches_as_indexes(data[before : start + STEP], overlapping=True):
                if before + end > start:
                    yield key, before + end - 1

    def _of_number(self, line: str) -> list[int]:
        """Who has a key that a line with a number at its start begins with."""
        form = key_form(bare_form(line[:REACH])) + LINE_END
        return [bearer for size in self._sizes for bearer in self._numbered.get(form[:size], ())]

    def _complete(self, found: Iterable[int], data: bytes, begin: int) -> list[int]:
        """The rules of those bearers that have what they need on the line that begins here."""
        line = data[begin : data.find(b"\n", begin + 1)]
        complete = set()
        for bearer in found:
            rule, needs = self._bearers[bearer]
            if not needs or any(need in line for need in needs):
                complete.add(rule)
        return sorted(complete)
