"""How well the metadata of pages are read: authors, titles and days beside the gold, and what it costs.

Reads the pages of `html/` in a folder of evaluation sets. An author set is exact if it equals the gold, every name or
persons only, whichever the gold lists; case and punctuation do not count.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from measures import norm
from sets import Record, Sites, add_set_options, body_files, folder_of, read_records
from tables import heading, leave, percent, table

try:
    from selectolax.lexbor import LexborHTMLParser

    from cleaner.html.metadata import read_metadata
except ImportError:
    sys.exit("the parser of pages is not installed: pip install -e '.[html]'")

__all__ = ["main"]

EPILOG = """\
examples:
  python bench/metadata.py --sets DIR                    all sites, and trafilatura beside it if it is installed
  python bench/metadata.py --sets DIR --hold 0/3         the part to hold back while tuning, and the rest, apart
  python bench/metadata.py --sets DIR --no-peer --show authors

reading it: gold authors may or may not list desks and agencies. A page without gold authors may still have some, so
"persons where gold has none" is a bound of what is invented, not a count."""


class Found(NamedTuple):
    """What a system says of a page: sets of names of which one must equal the gold, a title, a day."""

    names: list[set[str]]
    title: str
    day: str


Reader = Callable[[Record], tuple[Found, float]]


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    folder = folder_of(options)
    if folder is None:
        return 0
    readers = {"cleaner": _own}
    peer = None if options.no_peer else _peer()
    if peer:
        readers["trafilatura"] = peer
    for path in body_files(folder, options):
        _report(path, readers, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="metadata.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parser.add_argument("--hold", metavar="K/M", type=Sites.parse, help="report these sites and the others apart")
    parser.add_argument("--no-peer", action="store_true", help="leave trafilatura out, which takes 30 times as long")
    parser.add_argument("--show", choices=("authors", "title", "date"), help="print every miss of a field")
    return parser


def _own(record: Record) -> tuple[Found, float]:
    tree = LexborHTMLParser(record["html"])
    start = time.process_time()
    found = read_metadata(tree, record.get("url"))
    spent = time.process_time() - start
    every = {norm(a.name) for a in found.authors}
    persons = {norm(a.name) for a in found.authors if a.kind == "person"}
    return Found([every, persons], found.title or "", (found.published or "")[:10]), spent


def _peer() -> Reader | None:
    try:
        from trafilatura import extract_metadata  # noqa: PLC0415 - a peer is imported when it is run
    except ImportError:
        print("trafilatura: skipped, it is not installed")
        return None

    def read(record: Record) -> tuple[Found, float]:
        start = time.process_time()
        found = extract_metadata(record["html"], default_url=record.get("url"))
        spent = time.process_time() - start
        names = {norm(name) for name in ((found and found.author) or "").split(";")} - {""}
        return Found([names], (found and found.title) or "", ((found and found.date) or "")[:10]), spent

    return read


class Tally:
    """Hits and cases by field."""

    def __init__(self) -> None:
        self.hits: dict[str, list[bool]] = defaultdict(list)
        self.spent: list[float] = []

    def add(self, record: Record, found: Found, spent: float) -> list[str]:
        """Counts one page; the fields that it missed."""
        self.spent.append(spent)
        gold = _names(record.get("authors"))
        if gold:
            self.hits["authors"].append(gold in found.names)
        else:
            self.hits["none"].append(bool(found.names[-1]))
        if record.get("title"):
            self.hits["title"].append(norm(record["title"]) == norm(found.title))
        if record.get("date"):
            self.hits["date"].append(record["date"][:10] == found.day)
        asked = {"authors": bool(gold), "title": bool(record.get("title")), "date": bool(record.get("date"))}
        return [field for field, known in asked.items() if known and not self.hits[field][-1]]

    def row(self) -> list[str]:
        """The shares as cells, with their cases."""
        cells = []
        for field in ("authors", "title", "date", "none"):
            hits = self.hits[field]
            cells.append(f"{percent(sum(hits) / len(hits))} of {len(hits)}" if hits else "-")
        return [*cells, f"{1000 * sum(self.spent) / len(self.spent):.2f}" if self.spent else "-"]


def _names(value: object) -> set[str]:
    """Gold names, which may be nested."""
    if isinstance(value, list):
        return set().union(*map(_names, value)) if value else set()
    return {norm(value)} - {""} if isinstance(value, str) else set()


def _report(path: Path, readers: dict[str, Reader], options: argparse.Namespace) -> None:
    records = [r for r in read_records(path, options) if r.get("html") and r.get("type", "article") == "article"]
    if not records:
        return
    heading(f"{path.name}: {len(records)} articles")
    rows = []
    for name, read in readers.items():
        tallies = {"all": Tally()}
        for record in records:
            found, spent = read(record)
            missed = tallies["all"].add(record, found, spent)
            if options.hold:
                part = "held back" if options.hold.take(record) else "others"
                tallies.setdefault(part, Tally()).add(record, found, spent)
            if name == "cleaner" and options.show in missed:
                print(f"  {record.get('url')}\n    gold {record[options.show]!r}\n    got  {found}")
        rows += [[name, part, *tally.row()] for part, tally in sorted(tallies.items())]
    columns = ("system", "sites", "authors exact", "title exact", "day", "persons where gold has none", "ms a page")
    table(columns, rows)


if __name__ == "__main__":
    leave(main)
