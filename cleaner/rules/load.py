"""Reads rule packs. A pack is parsed once and kept beside Python's own byte code, since TOML is 50 times slower to
read than `marshal` and every command line start would pay for it."""

import marshal
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2

from cleaner.errors import ConfigError, RuleError
from cleaner.rules.dialect import classifier_source, expand
from cleaner.rules.schema import Rule, RuleSource, parse_rule

__all__ = ["COMMON", "languages", "load_pack", "load_rules", "pack_files", "read_sources"]

COMMON = "common"
_DATA = os.path.join(os.path.dirname(__file__), "data")
_FORMAT = 31


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes that have a rule pack, `common` not among them."""
    names = {f.removesuffix(".toml") for f in os.listdir(_DATA) if not f.startswith(("_", "."))}
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
    stats = [os.stat(path) for path in files]
    stamp = (_FORMAT, *((s.st_mtime_ns, s.st_size) for s in stats))
    cache = os.path.join(_DATA, "__pycache__", f"{language}.{sys.implementation.cache_tag}.rules")
    cached = _read_cache(cache, stamp)
    if cached is not None:
        return cached
    rules = load_rules(files)
    _write_cache(cache, stamp, rules)
    return rules


def load_rules(files: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of rule files, a user's own ones among them."""
    return tuple(source.rule for path in files for source in read_sources(path))


def read_sources(path: str) -> tuple[RuleSource, ...]:
    """Every rule of a file with its examples, in file order. Raises `RuleError` with file and line."""
    name = os.path.basename(path)
    table, text = _parse_toml(path, name)
    unknown = set(table) - {"rule", "language"}
    if unknown:
        raise RuleError(f"{name}: unknown table {sorted(unknown)[0]!r}; a rule file holds [language] and [[rule]]")
    at: list[int] = [n for n, line in enumerate(text.split("\n"), 1) if line.strip() == "[[rule]]"]
    records = table.get("rule", [])
    lines = at if len(at) == len(records) else [0] * len(records)
    return tuple(_checked(parse_rule(record, name, line)) for record, line in zip(records, lines, strict=True))


def _checked(source: RuleSource) -> RuleSource:
    """Compile the pattern once, so that a fault names file and line. Costs 50 us a rule, when a pack is not cached."""
    where = f"{source.file}:{source.line}: {source.rule.id}"
    expand(source.rule.pattern, where)
    try:
        re2.compile(classifier_source(source.rule))
    except re2.error as e:
        raise RuleError(f"{where}: not a pattern RE2 knows: {e.args[0]!r}") from e
    return source


def _parse_toml(path: str, name: str) -> tuple[dict[str, Any], str]:
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - only when a pack is not cached yet
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        return tomllib.loads(text), text
    except OSError as e:
        raise RuleError(f"{path}: cannot be read: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise RuleError(f"{name}: not valid TOML: {e}") from e


def _read_cache(path: str, stamp: tuple[object, ...]) -> tuple[Rule, ...] | None:
    try:
        with open(path, "rb") as f:
            found, rows = marshal.load(f)  # noqa: S302 - written by us beside our byte code, trusted as that is
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return tuple(Rule(*row) for row in rows) if found == stamp else None


def _write_cache(path: str, stamp: tuple[object, ...], rules: tuple[Rule, ...]) -> None:
    """Best effort: a read-only installation only starts a little slower."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as f:
            marshal.dump((stamp, [tuple(rule) for rule in rules]), f)
        os.replace(temporary, path)
    except OSError:
        return
