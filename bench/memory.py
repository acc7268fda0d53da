"""Whether memory stays flat on a long stream: resident memory of the command and its workers.

The records are made on the fly out of the fixtures' paragraphs; nothing is kept on either side. Linux only (/proc).
"""

import argparse
import contextlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from article_texts import MB
from processes import below, child_environment
from sets import fixture_cases
from tables import heading, leave, table

__all__ = ["main"]

POINTS = 10
PARAGRAPHS = (8, 60)
PROSE = 150  # characters: such lines are paragraphs, of which articles are made
RESIDUE = 4  # other lines of an article
# Above this, from the first point to the last, memory is not flat: allocators settle by a few MB.
LEEWAY_MB = 8.0
EPILOG = """\
examples:
  python bench/memory.py                     100 MB, about ten seconds
  python bench/memory.py --megabytes 5000 --jobs 2    a long stream, a quarter of an hour

reading it: the resident memory of the last points should be that of the first. The status is 1 if it grew by more than
8 MB between them."""


class Point(NamedTuple):
    """Memory at one moment, in MB: of the main process, and of the largest of all and its peak so far."""

    fed: float
    main: float
    largest: float
    peak: float


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    if not Path("/proc/self/status").exists():
        print("no /proc here: resident memory cannot be read")
        return 0
    points = _run(options.megabytes, options.lang, options.jobs)
    heading(f"JSON lines of {options.megabytes} MB through the command, {options.jobs} processes; resident MB")
    columns = ("fed", "main process", "largest process", "peak of any so far")
    table(columns, [tuple(f"{value:.1f}" for value in point) for point in points])
    growth = points[-1].largest - points[0].largest
    print(f"growth from the first point to the last: {growth:+.1f} MB")
    return 1 if growth > LEEWAY_MB else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="memory.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", metavar="N", type=int, default=100, help="length of the stream (default: 100)")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="processes (default: 1)")
    parser.add_argument("--lang", metavar="CODE", default="en", help="the language that is given (default: en)")
    return parser


def _run(size: int, language: str, jobs: int) -> list[Point]:
    command = [sys.executable, "-m", "cleaner", "--from", "jsonl", "--lang", language, "-j", str(jobs)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=child_environment())
    stream = process.stdin
    if stream is None:
        raise AssertionError
    points: list[Point] = []
    fed = 0
    with contextlib.suppress(BrokenPipeError), stream:  # a command that has died is reported below
        for line in _records():
            stream.write(line)
            fed += len(line)
            if fed >= size * MB * (len(points) + 1) / POINTS:
                stream.flush()
                points.append(Point(fed / MB, *_memory(process.pid)))
            if len(points) == POINTS:
                break
    if process.wait() != 0 or len(points) < POINTS:
        sys.exit(f"the command exited {process.returncode}")
    return points


def _memory(pid: int) -> tuple[float, float, float]:
    """Resident memory of a process, of the largest among it and its workers, and the largest peak, in MB."""
    own = _status(pid)
    everybody = [own, *(found for child in below(pid) if (found := _status(child)))]
    return own[0], max(now for now, _ in everybody), max(peak for _, peak in everybody)


def _status(pid: int) -> tuple[float, float]:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:  # it has ended since
        return 0.0, 0.0
    found = {key: int(value) * 1024 / MB for key, value in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}
    return found.get("VmRSS", 0.0), found.get("VmHWM", 0.0)


def _records() -> Iterator[bytes]:
    """Records without end, no two alike."""
    dice = random.Random(1)
    lines = [
        part
        for case in fixture_cases()
        if case.slug.startswith("en/")
        for part in case.source.split("\n")
        if part.strip()
    ]
    prose = [line for line in lines if len(line) > PROSE]
    number = 0
    while True:
        number += 1
        chosen = dice.choices(prose, k=dice.randint(*PARAGRAPHS)) + dice.choices(lines, k=RESIDUE)
        text = "\n\n".join([f"Harbour report no. {number} was filed on day {number % 365}.", *chosen])
        yield json.dumps({"id": number, "text": text}).encode() + b"\n"


if __name__ == "__main__":
    leave(main)
