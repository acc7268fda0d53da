"""A rule: one record of a data file that says what a phrase *is*, how sure that is, and proves itself by examples."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from cleaner.article import CATEGORIES, Confidence
from cleaner.errors import RuleError
from cleaner.rules.folding import is_unspaced
from cleaner.rules.keys import keys_of, longest_match
from cleaner.rules.macros import expand
from cleaner.rules.sought import Sought, sought

__all__ = ["EFFECTS", "EXTENTS", "SCOPES", "WHOLE_LINE_SCOPES", "ZONES", "Rule", "RuleSource", "parse_rule"]

SCOPES: Final = ("line", "start", "end", "inline", "cue")
# These take the line as a whole; the others a stretch of it.
WHOLE_LINE_SCOPES: Final = ("line", "start", "end")
ZONES: Final = ("any", "head", "tail", "edge")
EFFECTS: Final = ("", "opens", "ends", "truncates", "tags")
EXTENTS: Final = ("match", "sentence", "rest", "between", "bracket")
CONFIDENCES: Final = ("certain", "likely", "weak")
NOTE_KINDS: Final = ("correction", "update", "editor_note", "disclosure", "credit")
DEFAULT_MAX_CHARS: Final = {"line": 400, "start": 280, "end": 400, "inline": 0, "cue": 220}


class Rule(NamedTuple):
    """What the scanner needs of a rule.

    `pattern` is in the rule dialect (see `rules/dialect.py`). `max_chars` bounds the line (for an inline rule with
    extent "sentence": the sentence) that a match may take away; 0 is no bound. `longest` is the longest folded line on
    which it can fire at all, 0 for no bound. `sought` is what the gate looks for: fixed text that every match has.
    """

    id: str
    category: str
    scope: str
    confidence: Confidence
    pattern: str
    zone: str
    max_chars: int
    effect: str
    extent: str
    note: str
    longest: int
    sought: tuple[Sought, ...]


class RuleSource(NamedTuple):
    """A rule as written, with what proves it. `line` is where its id stands in the file."""

    rule: Rule
    why: str
    since: str
    matches: tuple[str, ...]
    ignores: tuple[str, ...]
    misses: tuple[str, ...]
    also: tuple[str, ...]
    file: str
    line: int


TEXT_KEYS: Final = {
    "id",
    "category",
    "scope",
    "confidence",
    "pattern",
    "zone",
    "effect",
    "extent",
    "note",
    "why",
    "since",
}
LIST_KEYS: Final = {"matches", "ignores", "misses", "also"}
REQUIRED: Final = ("id", "category", "scope", "confidence", "pattern", "why", "since", "matches", "ignores")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "category": CATEGORIES,
    "scope": SCOPES,
    "confidence": CONFIDENCES,
    "zone": ZONES,
    "effect": EFFECTS,
    "extent": EXTENTS,
    "note": ("", *NOTE_KINDS),
}


def parse_rule(table: Mapping[str, Any], file: str, line: int) -> RuleSource:
    """Check one `[[rule]]` table. Raises `RuleError` naming file, line and rule id."""
    where = f"{file}:{line}: {table.get('id', 'rule without id')}"
    _check_keys(table, where)
    scope = table["scope"]
    pattern = expand(table["pattern"], where)
    max_chars = table.get("max_chars", DEFAULT_MAX_CHARS[scope])
    rule = Rule(
        id=table["id"],
        category=table["category"],
        scope=scope,
        confidence=table["confidence"],
        pattern=table["pattern"],
        zone=table.get("zone", "any"),
        max_chars=max_chars,
        effect=table.get("effect", ""),
        extent=table.get("extent", "match"),
        note=table.get("note", ""),
        longest=_longest(scope, max_chars, longest_match(pattern, where)),
        sought=tuple(sought(keys, unspaced=is_unspaced(pattern)) for keys in keys_of(pattern, where, scope)),
    )
    lists = {key: tuple(table.get(key, ())) for key in LIST_KEYS}
    return RuleSource(rule, table["why"], table["since"], file=file, line=line, **lists)


def _longest(scope: str, max_chars: int, match: int) -> int:
    """The longest line on which a rule can fire: what it may take, and for scope "line" what its pattern can cover."""
    bounds = [max_chars] if scope in WHOLE_LINE_SCOPES else []
    if scope == "line":
        bounds.append(match)
    return min(filter(None, bounds), default=0)


def _check_keys(table: Mapping[str, Any], where: str) -> None:
    unknown = set(table) - TEXT_KEYS - LIST_KEYS - {"max_chars"}
    if unknown:
        known = ", ".join(sorted(TEXT_KEYS | LIST_KEYS | {"max_chars"}))
        raise RuleError(f"{where}: unknown key {min(unknown)!r}; known: {known}")
    missing = [key for key in REQUIRED if key not in table]
    if missing:
        raise RuleError(f"{where}: {missing[0]} is missing")
    for key in TEXT_KEYS & set(table):
        if not isinstance(table[key], str):
            raise RuleError(f"{where}: {key} must be a string")
    for key in LIST_KEYS & set(table):
        if not (isinstance(table[key], list) and all(isinstance(x, str) for x in table[key])):
            raise RuleError(f"{where}: {key} must be a list of strings")
    max_chars = table.get("max_chars", 0)
    if isinstance(max_chars, bool) or not isinstance(max_chars, int) or max_chars < 0:
        raise RuleError(f"{where}: max_chars must be a number of characters, 0 for no bound")
    for key, allowed in CHOICES.items():
        if key in table and table[key] not in allowed:
            raise RuleError(f"{where}: {key} {table[key]!r} is none of {', '.join(filter(None, allowed))}")
