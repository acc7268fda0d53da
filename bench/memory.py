"""Whether memory stays flat on a long stream: resident memory of the command while JSON lines run through it.

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
from processes import child_environment
from sets import fixture_cases
from tables import heading, leave, table

__all__ = ["main"]

POINTS = 10
PARAGRAPHS = (8, 60)
# Above this, from the first point to the last, memory is not flat: allocators settle by a few MB.
LEEWAY_MB = 8.0
EPILOG = """\
examples:
  python bench/memory.py                     100 MB, about ten seconds
  python bench/memory.py --megabytes 2000    a long stream

reading it: the resident memory of the last points should be that of the first. The status is 1 if it grew by more than
8 MB between them."""


class Point(NamedTuple):
    """Memory at one moment, in MB."""

    fed: float
    resident: float
    peak: float


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    if not Path("/proc/self/status").exists():
        print("no /proc here: resident memory cannot be read")
        return 0
    points = _run(options.megabytes, options.lang)
    heading(f"JSON lines of {options.megabytes} MB through the command, resident memory in MB")
    table(("fed", "resident", "peak so far"), [tuple(f"{value:.1f}" for value in point) for point in points])
    growth = points[-1].resident - points[0].resident
    print(f"growth from the first point to the last: {growth:+.1f} MB")
    return 1 if growth > LEEWAY_MB else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="memory.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", metavar="N", type=int, default=100, help="length of the stream (default: 100)")
    parser.add_argument("--lang", metavar="CODE", default="en", help="the language that is given (default: en)")
    return parser


def _run(size: int, language: str) -> list[Point]:
    command = [sys.executable, "-m", "cleaner", "--from", "jsonl", "--to", "jsonl", "--lang", language]
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


def _memory(pid: int) -> tuple[float, float]:
    """Resident memory of a process and its peak, in MB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = dict(re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status))
    return int(found["VmRSS"]) * 1024 / MB, int(found["VmHWM"]) * 1024 / MB


def _records() -> Iterator[bytes]:
    """Records without end, no two alike."""
    dice = random.Random(1)
    paragraphs = [part for case in fixture_cases() for part in case.source.split("\n") if part.strip()]
    number = 0
    while True:
        number += 1
        chosen = dice.choices(paragraphs, k=dice.randint(*PARAGRAPHS))
        text = "\n\n".join([f"Harbour report no. {number} was filed on day {number % 365}.", *chosen])
        yield json.dumps({"id": number, "text": text}).encode() + b"\n"


if __name__ == "__main__":
    leave(main)
