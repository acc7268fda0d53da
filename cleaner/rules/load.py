"""Reads rule packs: the built-in ones through the cache of `cleaner.toml_cache`, a user's own ones each time."""

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

import re2

from cleaner.errors import ConfigError, RuleError
from cleaner.rules.dialect import classifier_source
from cleaner.rules.schema import Rule, RuleSource, parse_rule
from cleaner.rules.sought import Sought
from cleaner.toml_cache import cached, read_toml

__all__ = [
    "COMMON",
    "About",
    "about",
    "languages",
    "load_own",
    "load_pack",
    "load_rules",
    "pack_files",
    "read_sources",
    "resolve",
]

COMMON = "common"
_DATA = os.path.join(os.path.dirname(__file__), "data")
_FORMAT = 133  # raise when Rule or the way keys are made changes


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


class About(NamedTuple):
    """What a pack says of its language.

    `status` is how far the pack can be trusted: strong, good or experimental. `attested` counts the phrases of this
    language that were seen in public material when the pack was written; the rest is what speakers know.
    """

    name: str
    status: str
    aliases: tuple[str, ...]
    attested: int


STATUSES: Final = ("strong", "good", "experimental")


@lru_cache(maxsize=64)
def about(language: str) -> About:
    """The `[language]` table of a pack. Raises `ConfigError` without such a pack, `RuleError` for a wrong table."""
    files = pack_files(language)
    row = cached(f"{language}-about", files, _FORMAT, lambda: tuple(_read_about(language, files)))
    return About(*row)


def _read_about(language: str, files: tuple[str, ...]) -> About:
    tables = [found["language"] for found in (read_toml(path, RuleError)[0] for path in files) if "language" in found]
    only: dict[str, Any] = tables[0] if len(tables) == 1 else {}
    name, status, aliases = only.get("name"), only.get("status"), only.get("aliases", ())
    where = os.path.basename(files[0])
    if only.get("code") != language or not isinstance(name, str) or status not in STATUSES:
        raise RuleError(
            f"{where}: a pack has one [language] table, with code {language!r}, name and a status {STATUSES}"
        )
    return About(name, str(status), tuple(aliases), int(only.get("attested", 0)))


@lru_cache(maxsize=256)
def resolve(code: str) -> str:
    """The code under which a language has its data: "pt-BR", "por" and "Portuguese" are "pt", as the packs say."""
    plain = code.replace("_", "-").partition("-")[0].lower()
    if plain in languages():
        return plain
    return next((known for known in languages() if plain in (about(known).name.lower(), *about(known).aliases)), plain)


@lru_cache(maxsize=64)
def load_pack(language: str) -> tuple[Rule, ...]:
    """The rules of one language (or `common`). Raises `ConfigError` if there is no such pack."""
    files = pack_files(language)
    rows = cached(language, files, _FORMAT, lambda: [_plain(rule) for rule in load_rules(files)])
    return tuple(Rule._make((*row, tuple(Sought(*texts) for texts in sought))) for *row, sought in rows)


def _plain(rule: Rule) -> tuple[Any, ...]:
    """A rule as the cache knows values."""
    return (*rule[:-1], tuple(map(tuple, rule.sought)))


def load_rules(files: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of rule files, a user's own ones among them."""
    return tuple(source.rule for path in files for source in read_sources(path))


def load_own(files: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of a user's files. Raises `RuleError` for an id that two of them have, or a built-in rule."""
    rules = load_rules(files)
    taken: set[str] = set()
    for rule in rules:
        language = rule.id.partition(".")[0]
        built_in = load_pack(language) if language in (COMMON, *languages()) else ()
        if rule.id in taken or any(rule.id == other.id for other in built_in):
            raise RuleError(f"{rule.id}: there is a rule with this id already; name yours otherwise")
        taken.add(rule.id)
    return rules


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
    quiet = re2.Options()
    quiet.log_errors = False  # the message is ours to give
    try:
        re2.compile(classifier_source(source.rule), quiet)
    except re2.error as e:
        why = e.args[0].decode("utf-8", "replace") if isinstance(e.args[0], bytes) else e.args[0]
        raise RuleError(f"{where}: not a pattern RE2 knows: {why}") from e
    return source
