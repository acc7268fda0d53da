"""How good each language pack is, as the page docs/languages.md; without evaluation sets by counts alone."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from checkout import FIXTURES
from labelled import Account, account_of, from_record
from measures import aligned, tokens
from sets import add_set_options, body_files, byline_cases, fixture_cases, folder_of, read_records, wild_file
from systems import in_process
from tables import leave

from cleaner import Cleaner
from cleaner.rules import about, languages, load_pack

__all__ = ["main"]

PAGE = FIXTURES.parent / "docs" / "languages.md"
INTRO = """\
# Languages

This page is made by `python bench/languages.py --write`. Which pack is used: that of the language given (`--lang`, the
record's `language`, the argument `language`), else that of the detected one; beside it always the common and the
English rules. A pack is

- **strong**: thorough, in all categories, measured;
- **good**: the phrases that pages carry most, measured where there were pages;
- **experimental**: what speakers know, little of it seen in public material. Used only when the language is given, or
  detected beyond doubt.

*Attested* counts the phrases of the language seen in public material when the pack was written. *Bylines* and
*articles* are fixtures. *Residue* is what is labelled in scraped texts, in letters; *removed* is how much of it goes,
*right* how much of what goes is residue. *Bodies* are clean articles, told apart by detection; *lost* is what goes of
them, and nothing should. These sets are not part of the repository; a dash says that they have no text in the language.
"""
COLUMNS = (
    "language", "code", "status", "rules", "attested", "bylines", "articles",
    "residue", "removed", "right", "bodies", "lost",
)  # fmt: skip


class _Measured(NamedTuple):
    """What the sets say, by language."""

    wild: dict[str, Account]
    bodies: Counter[str]
    letters: Counter[str]
    lost: Counter[str]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="languages.py", description=__doc__)
    add_set_options(parser)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} instead of showing it")
    options = parser.parse_args()
    page = INTRO + "\n" + "\n".join(_table(_measure(folder_of(options), options))) + "\n"
    if options.write:
        PAGE.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0


def _measure(folder: Path | None, options: argparse.Namespace) -> _Measured:
    found = _Measured({}, Counter(), Counter(), Counter())
    if folder is None:
        return found
    path = wild_file(folder)
    if path:
        items = [from_record(record) for record in read_records(path, options) if not record.get("garbage")]
        found.wild.update(account_of(items, in_process("balanced")([item.record for item in items]))[1])
    cleaner = Cleaner()
    for path in body_files(folder, options):
        for record in read_records(path, options):
            if record["type"] == "article" and record["text"]:
                _count(found, cleaner, record["text"])
    return found


def _count(found: _Measured, cleaner: Cleaner, text: str) -> None:
    article = cleaner.clean(text)
    code = article.language or "unsure"
    words = tokens(text)
    kept, _ = aligned(words, tokens(article.text)) if article.decisions else ([True] * len(words), 0)
    found.bodies[code] += 1
    found.letters[code] += sum(map(len, words))
    found.lost[code] += sum(len(word) for word, k in zip(words, kept, strict=True) if not k)


def _table(found: _Measured) -> list[str]:
    bylines = Counter(language for language, _ in byline_cases())
    articles = Counter(case.about["language"] for case in fixture_cases())
    order = {"strong": 0, "good": 1, "experimental": 2}
    codes = sorted(languages(), key=lambda code: (order[about(code).status], about(code).name))
    rows = [(_fixed(code, bylines, articles), _figures(code, found)) for code in codes]
    head = [f"| {' | '.join(COLUMNS)} |", "|" + "---|" * 3 + "---:|" * (len(COLUMNS) - 3)]
    return [*head, *(f"| {' | '.join((*fixed, *figures))} |" for fixed, figures in rows)]


def _fixed(code: str, bylines: Counter[str], articles: Counter[str]) -> tuple[str, ...]:
    known = about(code)
    counts = (len(load_pack(code)), known.attested, bylines[code], articles[code])
    return (known.name, f"`{code}`", known.status, *map(str, counts))


def _figures(code: str, found: _Measured) -> tuple[str, ...]:
    account = found.wild.get(code)
    shown = ["-", "-", "-"]
    if account and account.residue.total():
        gone = account.removed.total()
        right = f"{gone / (gone + account.lost):.1%}" if gone + account.lost else "-"
        shown = [str(account.residue.total()), f"{account.residue_removed:.0%}", right]
    if not found.letters[code]:
        return (*shown, "-", "-")
    return (*shown, str(found.bodies[code]), f"{found.lost[code] / found.letters[code]:.3%}")


if __name__ == "__main__":
    leave(main)
