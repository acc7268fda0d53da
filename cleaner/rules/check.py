"""Makes every rule prove its examples. The same code is `cleaner rules check` and a test.

Each pattern is run by two engines that share no code: RE2, which the scanner uses, and the `regex` module. A rule on
which they disagree is refused: it means something else than its author thinks.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from cleaner.errors import RuleError
from cleaner.rules.dialect import classifier_source
from cleaner.rules.folding import fold, strip_decoration
from cleaner.rules.load import read_sources
from cleaner.rules.schema import RuleSource
from cleaner.scan.match import Scanner

__all__ = ["check_file", "check_files"]

MAX_LINES: Final = 600
_FORBIDDEN: Final = ("\\w", "\\b", "\\d", "\\s", "\\W", "\\S", "\\D")


def check_files(paths: Sequence[str]) -> list[str]:
    """What is wrong with rule files that are used together: with each of them, and ids that two of them have."""
    faults = [fault for path in paths for fault in check_file(path)]
    if faults:
        return faults
    first: dict[str, str] = {}
    for source in (source for path in paths for source in read_sources(path)):
        where = f"{source.file}:{source.line}"
        other = first.setdefault(source.rule.id, where)
        if other != where:
            faults.append(f"{where}: {source.rule.id}: the id is that of a rule in {other}, too")
    return faults


def check_file(path: str) -> list[str]:
    """What is wrong with a rule file, one message a fault, each `file:line: rule id: what`; empty when all is well."""
    try:
        sources = read_sources(path)
        if not sources:
            return [f"{os.path.basename(path)}: no [[rule]] in it"]
        scanner = Scanner([source.rule for source in sources])
        return [
            *_check_ids(sources),
            *(fault for s in sources for fault in _check_rule(s, scanner)),
            *_check_length(path),
        ]
    except RuleError as e:
        return [str(e)]


def _check_length(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8") as f:
        lines = sum(1 for _ in f)
    if lines > MAX_LINES:
        yield f"{os.path.basename(path)}:{lines}: longer than {MAX_LINES} lines: split it by category"


def _check_ids(sources: Sequence[RuleSource]) -> Iterator[str]:
    counts = Counter(source.rule.id for source in sources)
    for s in sources:
        parts = s.rule.id.split(".")
        where = f"{s.file}:{s.line}: {s.rule.id}"
        if counts[s.rule.id] > 1:
            yield f"{where}: the id is not unique"
        if len(parts) != 3 or not all(p and p == p.lower() and " " not in p for p in parts):
            yield f"{where}: an id reads language.category.what-it-matches"
        elif parts[1] != s.rule.category:
            yield f"{where}: the id says category {parts[1]}, the rule says {s.rule.category}"


def _check_rule(source: RuleSource, scanner: Scanner) -> Iterator[str]:
    where = f"{source.file}:{source.line}: {source.rule.id}"
    yield from (f"{where}: {fault}" for fault in _check_pattern(source))
    yield from (f"{where}: {fault}" for fault in _check_examples(source, scanner))


def _check_pattern(source: RuleSource) -> Iterator[str]:
    rule = source.rule
    pattern = rule.pattern
    if pattern != pattern.lower():
        yield "write the pattern in lower case; matching ignores case"
    if re.search(r"(?<!\\)[?*+}]\?", pattern):
        yield "leave out lazy quantifiers: only whether a pattern matches counts"
    for escape in _FORBIDDEN:
        if escape in pattern:
            yield f"{escape} is ASCII only in RE2: write a class, a space or a macro"
    if len(source.matches) < 2 or len(source.ignores) < 2:
        yield "give at least two examples in matches and two in ignores"
    if not all(sought.hold() for sought in rule.sought):
        yield "no fixed words that every match contains: the gate cannot look for it"
    if rule.scope == "inline" and rule.extent not in ("between", "bracket") and _is_one_word(pattern):
        yield "an inline phrase needs two words: a single one stands in ordinary prose"
    if pattern and (
        (not pattern[0].isalnum() and pattern[0] not in "([{\\") or pattern[-1] in ".:!,;" or pattern[-2:-1] == "\\"
    ):
        yield "begin and end with a letter: decoration around the line is cut before matching"


def _is_one_word(pattern: str) -> bool:
    """Whether a phrase has one word only; in scripts without blanks, fewer than four letters."""
    return " " not in pattern and (pattern.isascii() or len(pattern) < 4 or max(pattern) < "\u0e00")


def _check_examples(source: RuleSource, scanner: Scanner) -> Iterator[str]:
    for key, wanted in (("matches", True), ("ignores", False), ("misses", False)):
        for i, example in enumerate(getattr(source, key)):
            fired = fires(source, example, scanner)
            if fired is not wanted:
                verb = "is not matched" if wanted else "is matched"
                yield f"{key}[{i}] {verb}: {example!r}"
            if not wanted or fired:
                yield from _check_engines(source, f"{key}[{i}]", example)
    for i, example in enumerate(source.matches):
        yield from _check_others(source, f"matches[{i}]", example, scanner)


def fires(source: RuleSource, line: str, scanner: Scanner) -> bool:
    """Whether the rule fires on a line, alone and as the middle line of a document."""
    hits = scanner.scan(line), scanner.scan(f"A first line.\n{line}\nA last line.")
    return all(any(m.rule.id == source.rule.id for m in found.fired.get(n, ())) for n, found in enumerate(hits))


def _check_engines(source: RuleSource, where: str, example: str) -> Iterator[str]:
    import regex  # noqa: PLC0415 - the oracle; the scanner never loads it

    rule = source.rule
    bare = fold(strip_decoration(example))
    if rule.max_chars and len(bare) > rule.max_chars:
        return
    oracle: Any = regex.search(classifier_source(rule), bare, flags=regex.V1)
    ours = any(m.rule.id == rule.id for m in Scanner([rule]).classify(example))
    if bool(oracle) != ours:
        yield f"{where}: RE2 and the regex module disagree on {example!r}"


def _check_others(source: RuleSource, where: str, example: str, scanner: Scanner) -> Iterator[str]:
    for match in scanner.classify(example):
        other = match.rule
        if other.id != source.rule.id and other.category != source.rule.category and other.id not in source.also:
            yield f"{where}: {other.id} matches it too; narrow one of them or name it in `also`: {example!r}"
