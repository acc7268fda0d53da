"""The scanner: which rules fire on which lines of a text, and which lines have a cue of the structural signals.

Only lines that the gate lets through are folded, and on these only the rules that it names are tried, each with an
expression of its own, compiled when it is first needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

from cleaner.rules.dialect import classifier_source, span_source
from cleaner.rules.folding import aligned, bare_form, least_size
from cleaner.rules.schema import WHOLE_LINE_SCOPES, Rule
from cleaner.rules.skeleton import skeleton
from cleaner.scan.gate import Gate

__all__ = ["Hits", "Match", "Scanner"]

# RE2's default of 8 MB lets large unions collapse to a crawl; real memory stays far below this.
MAX_MEM: Final = 128 << 20
UNBOUND: Final = 1 << 62
# Longer lines are longer than what some rules take.
SHORT: Final = 40
# Longer texts are brought to their skeletons piece by piece: what a page has few letters to fold, a book has many.
GROUP_CHARS: Final = 50_000
UNMATCHED: Final = "[^\\x00-\\xff]"


class Match(NamedTuple):
    """A rule fired on a line. `start` and `end` lie on the line and matter for inline and cue scopes only."""

    rule: Rule
    start: int
    end: int


class Hits(NamedTuple):
    """Lines by number: the rules that fire on them, in file order, and those with a cue of the structural signals."""

    fired: dict[int, list[Match]]
    cued: frozenset[int]


def _options(*, fold_case: bool = False, bytewise: bool = False) -> Any:
    options = re2.Options()
    options.max_mem = MAX_MEM
    options.log_errors = False
    options.case_sensitive = not fold_case
    if bytewise:
        options.encoding = re2.Options.Encoding.LATIN1
    return options


class Scanner:
    """The rules of a few packs. Everything is compiled when first needed."""

    def __init__(self, rules: Sequence[Rule], cues: Sequence[str] = (), gates: Sequence[Gate] = ()) -> None:
        """`cues` are RE2 branches of the structural signals, over lower-case bytes.

        `gates` may be shared with other scanners; together they are for these rules in this order.
        """
        self.rules = tuple(rules)
        self.cues = tuple(cues)
        self._gates = tuple(gates) or (Gate(self.rules),)
        self._bounds = [rule.longest or UNBOUND for rule in self.rules]
        self._classifiers: dict[int, Any] = {}
        self._spans: dict[str, Any] = {}

    def __reduce__(self) -> tuple[type["Scanner"], tuple[tuple[Rule, ...], tuple[str, ...]]]:
        return Scanner, (self.rules, self.cues)

    def scan(self, text: str, lines: Sequence[str] | None = None) -> Hits:
        """What fires on a text. `lines` are its lines without the blanks around them, if the caller has them."""
        if lines is None:
            lines = [line.strip() for line in text.split("\n")]
        groups = [(0, lines)] if len(text) <= GROUP_CHARS else _groups(lines)
        fired = {
            first + n: matches
            for first, group in groups
            for n, rules in self._candidates(group)
            if (matches := self._fired(group[n], rules))
        }
        return Hits(fired, self._cued(text.encode("utf-8", "replace")))

    def _candidates(self, lines: Sequence[str]) -> Iterable[tuple[int, list[int]]]:
        """What all gates let through."""
        data = skeleton(lines)
        if len(self._gates) == 1:
            return self._gates[0].candidates(lines, data)
        found: dict[int, list[int]] = {}
        before = 0
        for gate in self._gates:
            for n, rules in gate.candidates(lines, data):
                found.setdefault(n, []).extend(before + rule for rule in rules)
            before += gate.size
        return sorted(found.items())

    def _cued(self, data: bytes) -> frozenset[int]:
        return frozenset(_lines_matched(_union(self.cues), data.lower()))

    def classify(self, line: str) -> list[Match]:
        """The rules that fire on a line, in file order."""
        return self.scan(line).fired.get(0, [])

    def _fired(self, line: str, candidates: list[int]) -> list[Match]:
        bounds = self._bounds
        if len(line) > SHORT:
            size = least_size(line)  # cheaper to ask than to fold the line
            candidates = [i for i in candidates if size <= bounds[i]]
            if not candidates:
                return []
        bare = bare_form(line)
        size = len(bare)
        data = bare.encode("utf-8", "replace")
        matched = [self.rules[i] for i in candidates if size <= bounds[i] and self._classifier(i).Match(data)]
        return [match for rule in matched if (match := self._locate(rule, line))]

    def _classifier(self, i: int) -> Any:
        found = self._classifiers.get(i)
        if found is None:
            rule = self.rules[i]
            found = self._classifiers[i] = _classifier(
                classifier_source(rule), at_start=rule.scope in ("line", "start")
            )
        return found

    def _locate(self, rule: Rule, line: str) -> Match | None:
        if rule.scope in WHOLE_LINE_SCOPES:
            return Match(rule, 0, len(line))
        return next(self._places(rule, line), None)

    def find_inline(self, rule: Rule, line: str) -> list[Match]:
        """Every place on a line where an inline or cue rule fires."""
        return list(self._places(rule, line))

    def _places(self, rule: Rule, line: str) -> Iterator[Match]:
        folded, at = aligned(line)
        return (Match(rule, at[m.start(1)], at[m.end(1)]) for m in self._span_regexp(rule).finditer(folded))

    def _span_regexp(self, rule: Rule) -> Any:
        found = self._spans.get(rule.id)
        if found is None:
            found = self._spans[rule.id] = _span(span_source(rule))
        return found


def _groups(lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a long text a few pages at a time, with the number of the first."""
    first = size = 0
    for n, line in enumerate(lines):
        size += len(line)
        if size > GROUP_CHARS:
            yield first, lines[first : n + 1]
            first, size = n + 1, 0
    yield first, lines[first:]


@lru_cache(maxsize=4096)
def _span(source: str) -> Any:
    return re2.compile(source, _options(fold_case=True))


@lru_cache(maxsize=4096)
def _classifier(source: str, *, at_start: bool) -> Any:
    """A rule over folded lines, compiled once for all scanners: a set of one, which is asked in half of the time."""
    found = (re2.Set.MatchSet if at_start else re2.Set.SearchSet)(_options())
    found.Add(source)
    found.Compile()
    return found


@lru_cache(maxsize=8)
def _union(cues: tuple[str, ...]) -> Any:
    return re2.compile(f"(?m)(?:{'|'.join(cues) or UNMATCHED})".encode(), _options(bytewise=True))


def _lines_matched(gate: Any, data: bytes) -> Iterator[int]:
    """The numbers of the lines on which a union matches."""
    n = counted = at = 0
    while (found := gate.search(data, at)) is not None:
        n += data.count(b"\n", counted, found.start())
        counted = found.start()
        yield n
        at = data.find(b"\n", found.end()) + 1
        if not at:
            return
