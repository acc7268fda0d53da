"""Reads rule packs: the built-in ones through the cache of `cleaner.toml_cache`, a user's own ones each time."""

import os
from collections.abc import Iterable
from functools import lru_cache

import re2

from cleaner.errors import ConfigError, RuleError
from cleaner.rules.dialect import classifier_source
from cleaner.rules.schema import Rule, RuleSource, parse_rule
from cleaner.toml_cache import cached, read_toml

__all__ = ["COMMON", "languages", "load_pack", "load_rules", "pack_files", "read_sources"]

COMMON = "common"
_DATA = os.path.join(os.path.dirname(__file__), "data")
_FORMAT = 108  # raise when Rule or the way keys are made changes


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes that have a rule pack, `common` not among them."""
    found = (f for f in os.listdir(_DATA) if f.endswith(".toml") or os.path.isdir(os.path.join(_DATA, f)))
    names = {f.removesuffix(".toml") for f in found if not f.startswith(("_", "."))}
    return tuple(sorted(names - {COMMON}))


def pack_files(language: str) -> tuple[str, ...]:
    """The files of a pack: `<language>.toml`, or `<language>/<category>.toml` for a large one."""
    if language != COMMON and language not in languages():
        raise ConfigError(f"no rules for language {language!r}; there are {', '.join(languages())}")
    folder = os.path.join(_DATA, language)
    if not os.path.isdir(folder):
        return (folder + ".toml",)
    return tuple(os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.endswith(".toml"))


@lru_cache(maxsize=64)
def load_pack(language: str) -> tuple[Rule, ...]:
    """The rules of one language (or `common`). Raises `ConfigError` if there is no such pack."""
    files = pack_files(language)
    rows = cached(language, files, _FORMAT, lambda: [tuple(rule) for rule in load_rules(files)])
    return tuple(Rule(*row) for row in rows)


def load_rules(files: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of rule files, a user's own ones among them."""
    return tuple(source.rule for path in files for source in read_sources(path))


def read_sources(path: str) -> tuple[RuleSource, ...]:
    """Every rule of a file with its examples, in file order. Raises `RuleError` with file and line."""
    name = os.path.basename(path)
    table, text = read_toml(path, RuleError)
    unknown = set(table) - {"rule", "language"}
    if unknown:
        raise RuleError(f"{name}: unknown table {min(unknown)!r}; a rule file holds [language] and [[rule]]")
    at: list[int] = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    records = table.get("rule", [])
    lines = at if len(at) == len(records) else [0] * len(records)
    return tuple(_checked(parse_rule(record, name, line)) for record, line in zip(records, lines, strict=True))


def _checked(source: RuleSource) -> RuleSource:
    """Compile the pattern once, so that a fault names file and line. Costs 50 us a rule, when a pack is not cached."""
    where = f"{source.file}:{source.line}: {source.rule.id}"
    try:
        re2.compile(classifier_source(source.rule))
    except re2.error as e:
        raise RuleError(f"{where}: not a pattern RE2 knows: {e.args[0]!r}") from e
    return source
