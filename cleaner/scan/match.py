"""The scanner: which rules fire on which lines of a text, and which lines have a cue of the structural signals.

Every rule carries keys, fixed strings of which each of its matches has one: at the start of the line, or at a word
inside. Only lines with a key are looked at, and on these only the rules whose keys they have are tried. Keys at the
start are looked up line by line (`openings`), keys inside by one pass of an RE2 union over the whole text. A short text
does not pay for compiling that: until a scanner has seen enough of them it looks word by word. Both ways let through
every line on which a rule can fire, so the result is the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

from cleaner.rules.dialect import classifier_source, gate_source, span_source
from cleaner.rules.folding import aligned, bare_form, beyond_ascii, fold, fold_letters, is_plain
from cleaner.rules.keys import key_form
from cleaner.rules.schema import WHOLE_LINE_SCOPES, Rule
from cleaner.scan.openings import Openings

__all__ = ["Hits", "Match", "Scanner"]

# RE2's default of 8 MB lets large unions collapse to a crawl; real memory stays far below this.
MAX_MEM: Final = 128 << 20
# So many characters are looked through by hand before it pays to compile the union (about 20 ms).
BY_HAND_CHARS: Final = 100_000
# Everything that is no letter or digit as a blank: what follows it may begin a word.
_WORDS: Final = bytes(c if c < 0x80 and chr(c).isalnum() else 0x20 for c in range(256))
UNBOUND: Final = 1 << 62
KEY_HEAD: Final = 5
# Longer than any key, with room for other spellings of its blanks.
WINDOW: Final = 60
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

    def __init__(self, rules: Sequence[Rule], cues: Sequence[str] = ()) -> None:
        """`cues` are RE2 branches of the structural signals, over lower-case bytes."""
        self.rules = tuple(rules)
        self.cues = tuple(cues)
        self._openings = Openings(self.rules)
        self._inside = _index(self.rules)
        self._heads = _buckets(self._inside)
        self._bounds = [rule.longest or UNBOUND for rule in self.rules]
        self._seen = 0
        self._gate: Any = None
        self._known: dict[bytes, tuple[int, ...]] = {}
        self._cue_gate: Any = None
        self._classifiers: dict[int, Any] = {}
        self._spans: dict[str, Any] = {}

    def __reduce__(self) -> tuple[type["Scanner"], tuple[tuple[Rule, ...], tuple[str, ...]]]:
        return Scanner, (self.rules, self.cues)

    def scan(self, text: str, lines: Sequence[str] | None = None) -> Hits:
        """What fires on a text. `lines` are its lines without the blanks around them, if the caller has them."""
        if lines is None:
            lines = [line.strip() for line in text.split("\n")]
        lower, letters = _searched(text)
        self._cue_gate = self._cue_gate or _compiled("|".join(self.cues))
        cued = frozenset(_lines_matched(self._cue_gate, lower))
        candidates: dict[int, set[int]] = {}
        for n, rules in self._by_hand(lines) if self._still_by_hand(text) else self._by_gate(letters, lines):
            candidates.setdefault(n, set()).update(rules)
        for n, opening in self._openings.rules_of(lines):
            candidates.setdefault(n, set()).update(opening)
        fired = {n: matches for n in sorted(candidates) if (matches := self._fired(lines[n], candidates[n]))}
        return Hits(fired, cued)

    def _still_by_hand(self, text: str) -> bool:
        if self._gate is None and self._seen < BY_HAND_CHARS:
            self._seen += len(text)
            return True
        if self._gate is None:
            self._gate = _compiled(gate_source(map(bytes.decode, self._inside)), longest=True)
        return False

    def _by_hand(self, lines: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
        for n, line in enumerate(lines):
            if line and (inside := self._rules_inside(bare_form(line))):
                yield n, inside

    def _by_gate(self, data: bytes, lines: Sequence[str]) -> Iterator[tuple[int, tuple[int, ...]]]:
        n = counted = at = 0
        search = self._gate.search
        while (found := search(data, at)) is not None:
            at, end = found.span()
            if at and data[at] < 0x80 and _WORDS[data[at - 1]] != 0x20:
                at += 1  # in the middle of a word, where no key can stand
                continue
            n += data.count(b"\n", counted, at)
            counted = at
            yield n, self._rules_of(data[at:end]) or self._rules_at(data, at) or self._rules_inside(bare_form(lines[n]))
            at += 1

    def _rules_of(self, key: bytes) -> tuple[int, ...]:
        """The rules of a key, and of those that it begins with; none for what is no key letter by letter."""
        rules = self._known.get(key)
        if rules is None and key in self._inside:
            rules = self._known[key] = tuple({i for k in _keys_at(self._heads, key, 0) for i in self._inside[k]})
        return rules or ()

    def _rules_at(self, data: bytes, at: int) -> tuple[int, ...]:
        """The rules of which a key stands at an offset of the raw document, however blanks and quotes are spelled."""
        window = data[at : at + WINDOW].partition(b"\n")[0]
        if not window.isascii() or not window.decode().isprintable() or b"  " in window or b"`" in window:
            window = fold(window.decode("utf-8", "ignore")).encode()
        window = key_form(window.decode()).encode()
        return tuple(i for key in _keys_at(self._heads, window, 0) for i in self._inside[key])

    def _rules_inside(self, bare: str) -> tuple[int, ...]:
        """The rules of which a key stands at the beginning of some word of a folded line."""
        data = key_form(bare).encode("utf-8", "replace")
        spaced = data.translate(_WORDS)
        keys: list[bytes] = []
        at = 0
        while True:
            keys += _keys_at(self._heads, data, at)
            at = spaced.find(b" ", at) + 1
            if not at:
                return tuple(i for key in keys for i in self._inside[key])

    def classify(self, line: str) -> list[Match]:
        """The rules that fire on a line, in file order."""
        return self.scan(line).fired.get(0, [])

    def _fired(self, line: str, candidates: set[int]) -> list[Match]:
        bare = bare_form(line)
        size = len(bare)
        bounds = self._bounds
        short_enough = [i for i in candidates if size <= bounds[i]]  # cheaper to ask than a match
        if not short_enough:
            return []
        short_enough.sort()
        data = bare.encode("utf-8", "replace")
        matched = [self.rules[i] for i in short_enough if self._classifier(i).Match(data)]
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
            found = self._spans[rule.id] = re2.compile(span_source(rule), _options(fold_case=True))
        return found


def _index(rules: Sequence[Rule]) -> dict[bytes, list[int]]:
    """For each key inside the positions of the rules that have it."""
    out: dict[bytes, list[int]] = {}
    for i, rule in enumerate(rules):
        for key in rule.inside_keys:
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


@lru_cache(maxsize=4096)
def _classifier(source: str, *, at_start: bool) -> Any:
    """A rule over folded lines, compiled once for all scanners: a set of one, which is asked in half of the time."""
    found = (re2.Set.MatchSet if at_start else re2.Set.SearchSet)(_options())
    found.Add(source)
    found.Compile()
    return found


def _searched(text: str) -> tuple[bytes, bytes]:
    """A text in lower case, and with its letters folded as well; both are one where nothing is to be folded."""
    data = text.encode("utf-8", "replace")
    if text.isascii() or all(map(is_plain, beyond_ascii(data))):
        data = data.lower()
        return data, data
    lower = text.lower()
    data = lower.encode("utf-8", "replace")
    folded = fold_letters(lower)
    return data, data if folded is lower else folded.encode("utf-8", "replace")


def _compiled(union: str, *, longest: bool = False) -> Any:
    options = _options(bytewise=True)
    options.longest_match = longest
    return re2.compile(f"(?m)(?:{union or UNMATCHED})".encode(), options)


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
