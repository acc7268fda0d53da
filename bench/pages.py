"""How well whole pages become articles, and how fast, beside the extractors that people use.

Reads the pages of `html/` in a folder of evaluation sets: records with `html` and either `text`, the gold body, or
`with_` and `without`, snippets that belong to it and that do not. The weights that ship were learned from sets like
these: on a set that `train.py` has read, what this shows for `cleaner` is memory as well as skill. For such sets only
`train.py --folds 5` scores pages of sites that were not seen.
"""

import argparse
import importlib
import logging
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from checkout import BENCH
from measures import Gold, Means, Page, mean, norm
from sets import Record, add_set_options, body_files, folder_of, read_records
from tables import heading, leave, table

from cleaner import Cleaner, CleanerError

__all__ = ["main"]

PEERS = BENCH / "peers" / "pages"
ANCHOR = "trafilatura_full"
OWN = "cleaner"
COLUMNS = (
    "system", "F1", "precision", "recall", "exact", "line recall", "with", "without", "authors exact", "failed",
    "pages a second", "times trafilatura",
)  # fmt: skip
EPILOG = """\
examples:
  python bench/pages.py --sets DIR --limit 50                    a first look at all systems that are installed
  python bench/pages.py --sets DIR --only cleaner --sites 0/3    ours alone, on a third of the sites
  python bench/pages.py --sets DIR --engine blocks --skip wcxb   ours without what the page holds for machines

reading it: F1, precision and recall count runs of four words; "exact" are pages without a word too much or missing;
"with" is the share of snippets found that belong to the article, "without" that of those left out that do not. Peers
come with pip install -e '.[peers]'."""

Reader = Callable[[str], tuple[str, list[str] | None]]


class Tally:
    """What one system made of the pages of a set."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.wanted: list[bool] = []
        self.unwanted: list[bool] = []
        self.authors: list[bool] = []
        self.failed = 0
        self.spent = 0.0
        self.count = 0

    def add(self, record: Record, gold: Gold | None, text: str, authors: list[str] | None) -> None:
        """Count one page."""
        self.count += 1
        if gold:
            self.pages.append(gold.judge(text))
        folded = norm(text)
        self.wanted += [norm(snippet) in folded for snippet in record.get("with_") or []]
        self.unwanted += [norm(snippet) not in folded for snippet in record.get("without") or []]
        known = {norm(name) for name in record.get("authors") or [] if isinstance(name, str)} - {""}
        if known and authors is not None:
            self.authors.append({norm(name) for name in authors} - {""} == known)

    def row(self, speed: float | None) -> list[Any]:
        """The figures as cells; None where there is nothing to count."""
        quality = Means.of(self.pages) if self.pages else None
        figures = [quality.f1, quality.precision, quality.recall, quality.exact, quality.line_recall] if quality else []
        own = self.count / self.spent if self.spent else 0.0
        return [
            *(figures or [None] * 5), mean(self.wanted), mean(self.unwanted), mean(self.authors), self.failed,
            f"{own:.0f}", f"{own / speed:.1f}" if speed else "-",
        ]  # fmt: skip


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    folder = folder_of(options)
    if folder is None:
        return 0
    engines: Counter[str] = Counter()
    systems = _systems(options, engines)
    for path in body_files(folder, options):
        _report(path, systems, options, engines)
    return 0


def _parser() -> argparse.ArgumentParser:
    names = [OWN, *sorted(path.stem for path in PEERS.glob("*.py"))]
    parser = argparse.ArgumentParser(
        prog="pages.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parser.add_argument("--only", action="append", choices=names, help="only this system; repeat for more")
    parser.add_argument("--engine", default="auto", help="the engine of cleaner (default: auto)")
    return parser


def _systems(options: argparse.Namespace, engines: Counter[str]) -> dict[str, Reader]:
    """Ours, and the peers that are installed."""
    found = {}
    for name in options.only or [OWN, *sorted(path.stem for path in PEERS.glob("*.py"))]:
        reader = _own(options.engine, engines) if name == OWN else _peer(name)
        if reader:
            found[name] = reader
    return found


def _peer(name: str) -> Reader | None:
    try:
        reader: Reader = importlib.import_module(f"peers.pages.{name}").load()
    except ImportError as error:
        print(f"{name}: skipped, {str(error).splitlines()[0]}")
        return None
    return reader


def _own(engine: str, engines: Counter[str]) -> Reader:
    cleaner = Cleaner()

    def read(html: str) -> tuple[str, list[str] | None]:
        try:
            article = cleaner.clean_html(html, engine=engine)
        except CleanerError:
            engines["no article"] += 1
            raise
        engines[article.engine or ""] += 1
        return article.text, [author.name for author in article.authors]

    return read


def _report(path: Path, systems: Mapping[str, Reader], options: argparse.Namespace, engines: Counter[str]) -> None:
    records = [r for r in read_records(path, options) if r.get("html") and r.get("type", "article") == "article"]
    if not records:
        return
    heading(f"{path.name}: {len(records)} pages")
    engines.clear()
    tallies = _tallies(records, systems)
    anchor = tallies.get(ANCHOR)
    speed = anchor.count / anchor.spent if anchor and anchor.spent else None
    table(COLUMNS, [[name, *tally.row(speed)] for name, tally in tallies.items()])
    if OWN in systems:
        total = max(1, engines.total())
        print(
            "engines of cleaner: " + ", ".join(f"{name} {100 * n / total:.1f} %" for name, n in engines.most_common())
        )


def _tallies(records: Sequence[Record], systems: Mapping[str, Reader]) -> dict[str, Tally]:
    """Page by page through every system, so that a busy machine is busy for all of them."""
    tallies = {name: Tally() for name in systems}
    for name, read in systems.items():  # rules, models and caches are loaded before the clock starts
        _timed(read, records[0]["html"], tallies[name])
        tallies[name] = Tally()
    for record in records:
        gold = Gold(record["text"]) if record.get("text") else None
        for name, read in systems.items():
            text, authors = _timed(read, record["html"], tallies[name])
            tallies[name].add(record, gold, text, authors)
    return tallies


def _timed(read: Reader, html: str, tally: Tally) -> tuple[str, list[str] | None]:
    """One page. Whatever a system raises counts as an empty text."""
    start = time.process_time()
    try:
        found = read(html)
    except Exception:  # noqa: BLE001 - peers raise anything, and the run goes on
        tally.failed += 1
        found = ("", [])
    tally.spent += time.process_time() - start
    return found


if __name__ == "__main__":
    leave(main)
