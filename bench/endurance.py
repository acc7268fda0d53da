"""Whether a long run survives what happens to long runs, and loses nothing.

Small records, one in a thousand broken in some way, go through the command undisturbed; then again, while workers are
killed with SIGKILL, then the whole run, then continued with `--resume` and once more killed and continued. Output and
errors must be the same byte for byte, and every record must be in one of them, in order. Linux only (/proc).
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from processes import below, child_environment
from sets import fixture_cases
from tables import heading, leave, table

__all__ = ["main"]

BROKEN = (
    b'{"id": %d, "text": "cut off\n',
    b"[%d]\n",
    b"no json %d\n",
    b'{"id": %d}\n',
    b'{"id": %d, "text": "\xff"}\n',
)
EPILOG = """\
examples:
  python bench/endurance.py                       100,000 records
  python bench/endurance.py --records 1000000     about a quarter of an hour on two cores

reading it: the status is 1 if anything was lost, doubled, out of order or different."""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    if not Path("/proc/self/stat").exists():
        print("no /proc here: workers cannot be found to kill them")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        return _both(Path(scratch), options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="endurance.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", metavar="N", type=int, default=100_000, help="how many (default: 100000)")
    parser.add_argument("--jobs", metavar="N", type=int, default=2, help="processes (default: 2)")
    return parser


def _both(scratch: Path, options: argparse.Namespace) -> int:
    with (scratch / "in.jsonl").open("wb") as f:
        broken = _write(f, options.records)
    heading(f"{options.records:,} records, {f'{broken:,}'} of them broken, {options.jobs} processes")
    start = time.monotonic()
    calm = _started(scratch, "calm", options.jobs)
    calm.wait()
    whole = time.monotonic() - start
    killed = _disturbed(scratch, options.jobs, whole)
    same = [
        (scratch / f"calm{ending}").read_bytes() == (scratch / f"wild{ending}").read_bytes()
        for ending in (".jsonl", ".bad")
    ]
    lost = options.records - len(_seen(scratch))
    ordered = all(a < b for a, b in zip(_ids(scratch / "calm.jsonl"), _ids(scratch / "calm.jsonl")[1:], strict=False))
    table(
        (
            "seconds undisturbed",
            "workers killed",
            "runs killed",
            "output the same",
            "errors the same",
            "lost",
            "in order",
        ),
        [(f"{whole:.0f}", killed, 2, *map(str, same), lost, str(ordered))],
    )
    return 0 if all(same) and not lost and ordered else 1


def _write(stream: IO[bytes], count: int) -> int:
    dice = random.Random(3)
    paragraphs = [p for case in fixture_cases() for p in case.source.split("\n\n") if 20 < len(p) < 300]
    broken = 0
    for number in range(count):
        if dice.random() < 0.001:
            broken += 1
            stream.write(dice.choice(BROKEN) % number)
        else:
            text = "\n\n".join(dice.choices(paragraphs, k=2))
            stream.write(json.dumps({"id": number, "text": text}).encode() + b"\n")
    return broken


def _started(scratch: Path, name: str, jobs: int, *more: str) -> "subprocess.Popen[bytes]":
    own = [sys.executable, "-m", "cleaner", "in.jsonl", "--lang", "en", "-j", str(jobs)]
    files = ["-o", f"{name}.jsonl", "--errors", f"{name}.bad"]
    return subprocess.Popen(
        [*own, *files, *more], cwd=scratch, env=child_environment(), stderr=subprocess.DEVNULL, start_new_session=True
    )


def _disturbed(scratch: Path, jobs: int, whole: float) -> int:
    """Three attempts; the first two lose workers and are killed, the last goes to the end."""
    killed = 0
    for attempt in range(3):
        process = _started(scratch, "wild", jobs, *(["--resume"] if attempt else []))
        for _ in range(3 if attempt < 2 else 1):
            time.sleep(whole / 12)
            killed += _kill_one(process.pid)
        if attempt < 2:
            process.kill()
        process.wait()
    return killed


def _kill_one(pid: int) -> int:
    workers = [child for child in below(pid) if not below(child)]
    if not workers:
        return 0
    os.kill(workers[-1], signal.SIGKILL)
    return 1


def _ids(path: Path) -> list[int]:
    return [json.loads(line.decode("utf-8", "replace")).get("id", -1) for line in path.read_bytes().splitlines()]


def _seen(scratch: Path) -> set[int]:
    """The numbers of all records in the output, and of all lines in the errors that are in no output."""
    seen = set(_ids(scratch / "calm.jsonl"))
    for line in (scratch / "calm.bad").read_text().splitlines():
        fault = json.loads(line)
        if fault["line"] is not None:
            seen.add(fault["number"] - 1)
    return seen


if __name__ == "__main__":
    leave(main)
