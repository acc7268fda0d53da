"""How a run through the command grows with the processes it may use: records of texts, records of pages.

The processes, the reader and the writer share the cores, so the last core brings less than the first. Everything runs
in turn within each round; believe the ratios.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import IO

from article_texts import MB, sources, up_to
from processes import Spread, seconds
from sets import add_set_options, body_files, folder_of, read_records
from tables import heading, leave, table

__all__ = ["main"]

TARGET = 1.7  # on two cores
TEXT_BYTES = 60 * MB  # enough that starting the processes is a small part
PAGES = 1200
EPILOG = """\
examples:
  python bench/cores.py                 1, 2, ... all cores, best of 3 rounds
  python bench/cores.py --cores 1,2,4 --rounds 5

reading it: "by one" is how many times as fast as with one process, start-up included on both sides."""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    folder = folder_of(options)
    texts = [text for found in sources(folder, options).values() for text in found]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "records.jsonl"
        _report("JSON lines with a text", path, _texts(texts), options)
        if folder is not None:
            _report("JSON lines with a page", path, _pages(folder, options), options)
    print(f"target: {TARGET} times one process on two cores")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cores.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    every = ",".join(map(str, range(1, len(os.sched_getaffinity(0)) + 1)))
    parser.add_argument("--cores", metavar="N,N", default=every, help=f"numbers of processes (default: {every})")
    parser.add_argument("--rounds", metavar="N", type=int, default=3, help="best of N (default: 3)")
    return parser


def _texts(texts: list[str]) -> Iterator[dict[str, str]]:
    return ({"text": text} for text in up_to(cycle(texts), TEXT_BYTES))


def _pages(folder: Path, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    found = [r["html"] for path in body_files(folder, options) for r in read_records(path, options) if r.get("html")]
    return ({"html": page} for page in islice(cycle(found), PAGES))


def _report(title: str, path: Path, records: Iterator[dict[str, str]], options: argparse.Namespace) -> None:
    with path.open("wb") as f:
        size = _write(f, records) / MB
    counts = [int(n) for n in options.cores.split(",")]
    times: dict[int, list[float]] = {n: [] for n in counts}
    for _ in range(options.rounds):
        for jobs in counts:
            own = [sys.executable, "-m", "cleaner", "--lang", "en", "--errors", os.devnull]
            command = [*own, "-j", str(jobs), str(path)]
            times[jobs].append(seconds(command, accepted=(0, 1)))
    heading(f"{title}: {size:.1f} MB")
    spreads = {n: Spread.of(found) for n, found in times.items()}
    one = spreads[counts[0]].best
    rows = [
        (jobs, f"{size / s.best:.2f}", f"+{s.worst / s.best - 1:.0%}", f"{one / s.best:.2f} x")
        for jobs, s in spreads.items()
    ]
    table(("processes", "best MB/s", "spread", f"by {counts[0]}"), rows)


def _write(stream: IO[bytes], records: Iterator[dict[str, str]]) -> int:
    for number, record in enumerate(records):
        stream.write(json.dumps({"id": number, **record}).encode() + b"\n")
    return stream.tell()


if __name__ == "__main__":
    leave(main)
