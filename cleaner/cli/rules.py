"""`cleaner rules`: look at the rules, prove them, start a new one."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from cleaner.article import CATEGORIES
from cleaner.errors import ConfigError
from cleaner.rules.check import check_files
from cleaner.rules.load import COMMON, languages, pack_files, read_sources
from cleaner.rules.schema import RuleSource

__all__ = ["run"]

TEMPLATE = """\
[[rule]]
id = "{id}"                 # language.category.what-it-matches
category = "{category}"
scope = "line"              # line: the whole line | start: it begins with this | end: it ends with this \
| inline: a phrase inside | cue: phrase, separator, headline
confidence = "likely"       # certain: acts alone | likely: needs one signal of the context | weak: needs two
pattern = "read the full story"   # lower case; a space matches any blanks; macros: {macros}
why = "One sentence: what this line is."
since = "{version}"
matches = ["Read the full story", "READ THE FULL STORY »"]
ignores = ["She read the full story to her class.", "Read the full story aloud and rest."]
"""


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="cleaner rules", description="Look at rules, check them, start a new one.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="{check,list,show,new}")
    check = commands.add_parser("check", help="run every example of rule files (default: the built-in ones)")
    check.add_argument("files", nargs="*", metavar="FILE")
    listing = commands.add_parser("list", help="print one line a rule: id, confidence, scope, pattern")
    listing.add_argument("--lang", metavar="CODE", help="only this language; common: rules that hold in every language")
    listing.add_argument("--category", choices=CATEGORIES, help="only this category")
    show = commands.add_parser("show", help="print one rule with its reason and examples")
    show.add_argument("id", metavar="ID")
    new = commands.add_parser("new", help="print a template for a new rule")
    new.add_argument("id", metavar="ID", nargs="?", default="en.related.full-story")
    options = parser.parse_args(args)
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return {"check": _check, "list": _list, "show": _show, "new": _new}[options.command](options)


def _sources(language: str | None = None) -> Iterator[RuleSource]:
    for code in [language] if language else [COMMON, *languages()]:
        for path in pack_files(code):
            yield from read_sources(path)


def _check(options: argparse.Namespace) -> int:
    files = options.files or [path for code in (COMMON, *languages()) for path in pack_files(code)]
    faults = check_files(files)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    if not faults:
        rules = sum(len(read_sources(path)) for path in files)
        count = f"{rules} rule{'s' * (rules != 1)} in {len(files)} file{'s' * (len(files) != 1)}"
        sys.stdout.write(f"{count}: all examples hold\n")
    return 1 if faults else 0


def _list(options: argparse.Namespace) -> int:
    for source in _sources(options.lang):
        rule = source.rule
        if options.category in (None, rule.category):
            sys.stdout.write(f"{rule.id:<48} {rule.confidence:<8} {rule.scope:<7} {rule.pattern}\n")
    return 0


def _show(options: argparse.Namespace) -> int:
    pack = options.id.partition(".")[0]
    for source in _sources(pack if pack in (COMMON, *languages()) else None):
        if source.rule.id == options.id:
            sys.stdout.write("\n".join(_described(source)) + "\n")
            return 0
    raise ConfigError(f"no rule {options.id!r}; `cleaner rules list` shows all")


def _described(source: RuleSource) -> Iterator[str]:
    rule = source.rule
    yield f"{rule.id}   ({source.file}:{source.line}, since {source.since})"
    yield source.why
    yield f"category {rule.category}, {rule.confidence}, scope {rule.scope}, zone {rule.zone}"
    yield f"pattern  {rule.pattern}"
    for key in ("matches", "ignores", "misses"):
        for example in getattr(source, key):
            yield f"{key:<8} {example}"


def _new(options: argparse.Namespace) -> int:
    from cleaner import __version__  # noqa: PLC0415
    from cleaner.rules.macros import MACROS  # noqa: PLC0415

    parts = options.id.split(".")
    if len(parts) != 3 or parts[1] not in CATEGORIES:
        raise ConfigError(f"an id reads language.category.what-it-matches, categories are {', '.join(CATEGORIES)}")
    macros = " ".join("{" + name + "}" for name in MACROS)
    sys.stdout.write(TEMPLATE.format(id=options.id, category=parts[1], macros=macros, version=__version__))
    sys.stdout.write(f"# check it: cleaner rules check {os.path.basename(parts[0])}.toml\n")
    return 0
