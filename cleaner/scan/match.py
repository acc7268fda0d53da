"""The scanner: which lines are worth a look, and which rules fire on them.

Every rule carries keys, fixed strings of which each of its matches contains one. A line without a key is never looked
at; on the others only the rules whose keys it has are tried. For the first few texts the keys are looked up with plain
string operations, which need no preparation; a stream soon pays for compiling them into one RE2 union, which then
runs fast between hits. Both let through every line on which a rule can fire, so the result is the same.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

import re2

from cleaner.rules.dialect import classifier_source, gate_source, span_source
from cleaner.rules.folding import aligned, fold, fold_letters, strip_decoration
from cleaner.rules.schema import WHOLE_LINE_SCOPES, Rule

__all__ = ["Hits", "Match", "Scanner"]

# RE2's default of 8 MB lets large unions collapse to a crawl; real memory stays far below this.
MAX_MEM: Final = 128 << 20
# So many characters are looked through by hand before it pays to compile the union (about 30 ms).
BY_HAND_CHARS: Final = 100_000
# Everything that is no letter or digit as a blank: what follows it may begin a word.
_WORDS: Final = bytes(c if c < 0x80 and chr(c).isalnum() else 0x20 for c in range(256))
KEY_HEAD: Final = 5
# Longer than any key, with room for other spellings of its blanks.
WINDOW: Final = 60
NEVER: Final = "[^\\x00-\\xff]"


class Match(NamedTuple):
    """A rule fired on a line. `start` and `end` lie on the line and matter for inline and cue scopes only."""

    rule: Rule
    start: int
    end: int


class Hits(NamedTuple):
    """Lines by number. `keyed`: those with a rule's key, and which rules have one inside (None: to be looked up).

    `cued`: those with a cue of the structural signals.
    """

    keyed: dict[int, set[int] | None]
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

    def __init__(self, rules: Sequence[Rule], cues: Sequence[str] = ()) -> None:
        """`cues` are RE2 branches of the structural signals, over lower-case bytes."""
        self.rules = tuple(rules)
        self.cues = tuple(cues)
        self._plain = all(c.isascii() or c.upper() == c for rule in self.rules for c in rule.pattern)
        self._starts = _index(self.rules, at_start=True)
        self._inside = _index(self.rules, at_start=False)
        self._start_keys = _buckets(self._starts)
        self._inside_keys = _buckets(self._inside)
        self._seen = 0
        self._gate: Any = None
        self._cue_gate: Any = None
        self._classifiers: dict[str, Any] = {}
        self._spans: dict[str, Any] = {}

    def __reduce__(self) -> tuple[type["Scanner"], tuple[tuple[Rule, ...], tuple[str, ...]]]:
        return Scanner, (self.rules, self.cues)

    def lines_hit(self, text: str) -> Hits:
        """The lines worth a look. Cost, once warm: hits, about 15 us each, outweigh the bytes between them."""
        data = text.encode("utf-8", "replace").lower() if self._plain else text.lower().encode("utf-8", "replace")
        self._cue_gate = self._cue_gate or _compiled("|".join(self.cues))
        cued = frozenset(_lines_matched(self._cue_gate, data))
        if self._gate is None and self._seen < BY_HAND_CHARS:
            self._seen += len(text)
            return Hits(dict(self._by_hand(text)), cued)
        self._gate = self._gate or _compiled(
            gate_source(map(bytes.decode, self._starts), map(bytes.decode, self._inside))
        )
        if not text.isascii():
            data = fold_letters(text.lower()).encode("utf-8", "replace")
        return Hits(self._by_gate(data), cued)

    def _by_hand(self, text: str) -> Iterator[tuple[int, set[int] | None]]:
        for n, line in enumerate(text.split("\n")):
            if line and not line.isspace():
                data = fold(strip_decoration(line)).encode("utf-8", "replace")
                inside = {i for key in self._keys_inside(data) for i in self._inside[key]}
                if inside or self._started(data):
                    yield n, inside

    def _by_gate(self, data: bytes) -> dict[int, set[int] | None]:
        hits: dict[int, set[int] | None] = {}
        starts: list[int] = []
        at = 0
        while (found := self._gate.search(data, at)) is not None:
            at = found.start()
            starts = starts or [0, *accumulate(len(line) + 1 for line in data.split(b"\n"))]
            n = bisect_right(starts, at) - 1
            rules = self._rules_at(data, at)
            if rules or at == starts[n]:
                known = hits.setdefault(n, set())
                if known is not None:
                    known |= rules
            else:
                hits[n] = None  # spelled in a way that this cannot read
            at += 1
        return hits

    def _rules_at(self, data: bytes, at: int) -> set[int]:
        """The rules of which a key stands at an offset of the raw document, however blanks and quotes are spelled."""
        window = data[at : at + WINDOW].partition(b"\n")[0]
        if not window.isascii() or not window.decode().isprintable() or b"  " in window or b"`" in window:
            window = fold(window.decode("utf-8", "ignore")).encode()
        return {i for key in _keys_at(self._inside_keys, window, 0) for i in self._inside[key]}

    def _started(self, data: bytes) -> list[bytes]:
        """The keys that a folded line begins with."""
        return _keys_at(self._start_keys, data, 0)

    def _keys_inside(self, data: bytes) -> Iterator[bytes]:
        """The keys that stand at the beginning of some word of a folded line."""
        spaced = data.translate(_WORDS)
        at = 0
        while True:
            yield from _keys_at(self._inside_keys, data, at)
            at = spaced.find(b" ", at) + 1
            if not at:
                return

    def classify(self, line: str, inside: set[int] | None = None) -> list[Match]:
        """The rules that fire on a line, in file order. `inside` is what `lines_hit` found out about the line."""
        bare = fold(strip_decoration(line))
        data = bare.encode("utf-8", "replace")
        candidates = {i for key in self._started(data) for i in self._starts[key]}
        if inside is None:
            inside = {i for key in self._keys_inside(data) for i in self._inside[key]}
        rules = (self.rules[i] for i in sorted(candidates | inside))
        found = [r for r in rules if _may_take(r, len(bare)) and self._classifier(r).search(data)]
        return [m for rule in found if (m := self._locate(rule, line))]

    def _classifier(self, rule: Rule) -> Any:
        found = self._classifiers.get(rule.id)
        if found is None:
            found = self._classifiers[rule.id] = re2.compile(classifier_source(rule).encode(), _options())
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
            found = self._spans[rule.id] = re2.compile(span_source(rule), _options(fold_case=True))
        return found


def _may_take(rule: Rule, length: int) -> bool:
    """Whether a line is not too long for a rule that takes whole lines: cheaper to ask than a match."""
    return not rule.max_chars or length <= rule.max_chars or rule.scope not in WHOLE_LINE_SCOPES


def _index(rules: Sequence[Rule], *, at_start: bool) -> dict[bytes, list[int]]:
    """For each key the positions of the rules that have it."""
    out: dict[bytes, list[int]] = {}
    for i, rule in enumerate(rules):
        if rule.keys_at_start == at_start:
            for key in rule.keys:
                out.setdefault(key.encode(), []).append(i)
    return out


def _buckets(keys: Iterable[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """Keys by their first few bytes, or all that they have."""
    out: dict[bytes, list[bytes]] = {}
    for key in keys:
        out.setdefault(key[:KEY_HEAD], []).append(key)
    return {start: tuple(found) for start, found in out.items()}


def _keys_at(buckets: dict[bytes, tuple[bytes, ...]], data: bytes, at: int) -> list[bytes]:
    """The keys that stand at an offset."""
    found = [key for key in buckets.get(data[at : at + KEY_HEAD], ()) if data.startswith(key, at)]
    for length in range(1, KEY_HEAD):
        short = buckets.get(data[at : at + length])
        if short and len(short[0]) == length:
            found.append(short[0])
    return found


def _compiled(union: str) -> Any:
    return re2.compile(f"(?m)(?:{union or NEVER})".encode(), _options(bytewise=True))


def _lines_matched(gate: Any, data: bytes) -> list[int]:
    """The numbers of the lines on which a union matches."""
    at = 0
    hits = []
    while (found := gate.search(data, at)) is not None:
        hits.append(found.start())
        at = data.find(b"\n", found.end()) + 1
        if not at:
            break
    if not hits:
        return []
    ends = list(accumulate(len(line) + 1 for line in data.split(b"\n")))
    return [bisect_right(ends, at) for at in hits]
