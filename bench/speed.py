"""How fast it cleans: in process, through the command, beside peers, and as documents grow.

Everything that is compared runs in turn within each round, so that a busy machine slows all alike. Believe the
ratios; the MB/s (millions of bytes of UTF-8 text a second) belong to this machine at this hour.
"""

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from typing import IO

from article_texts import MB, megabytes, pieces, sources, up_to
from processes import Spread, child_environment, seconds
from sets import add_set_options, folder_of
from systems import load_peer, peer_names
from tables import heading, leave, table

from cleaner import Cleaner

__all__ = ["main"]

PARTS = ("process", "command", "growth")
SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
# A shorter file would be over before the bare loop's time stands out of the noise of two process starts.
LEAST_STREAM = 20 * MB
LEAST_SECONDS = 1e-3
TARGET_MBS = 50
TARGET_SHARE = 0.25
BARE_LOOP = """\
import sys, orjson
write = sys.stdout.buffer.write
for line in sys.stdin.buffer:
    write(orjson.dumps(orjson.loads(line)) + b"\\n")
"""
FIRST_PASS = """\
import json, sys, time
from cleaner import Cleaner
texts = json.load(sys.stdin)
cleaner = Cleaner(mode=sys.argv[1])
cleaner.clean("The first text of a language pays for compiling its rules.", language=sys.argv[2])
start = time.perf_counter()
for text in texts:
    cleaner.clean(text, language=sys.argv[2])
print(time.perf_counter() - start)
"""
EPILOG = """\
examples:
  python bench/speed.py                      all of it, best of 5 rounds
  python bench/speed.py --only growth        1 kB to 10 MB documents: the MB/s should stay level
  python bench/speed.py --only process --profile     and where the time goes
  python bench/speed.py --rounds 15          on a machine that does other work as well

reading it: best is the least disturbed round; spread is how much slower the worst was. New process is the first pass of
a process over these texts: matchers that build themselves as they run (RE2 does) pay for it there, and a user's texts
are all new."""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    texts_by_kind = sources(folder_of(options), options)
    everything = [text for texts in texts_by_kind.values() for text in texts]
    parts: dict[str, Callable[[], None]] = {
        "process": lambda: _in_process(texts_by_kind, options),
        "command": lambda: _through_command(everything, options),
        "growth": lambda: _growth(everything, options),
    }
    if options.profile:
        _profile(everything, options)
    for part in options.only or PARTS:
        parts[part]()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="speed.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parts = f"one part of {', '.join(PARTS)}; repeat for more"
    parser.add_argument("--only", metavar="PART", action="append", choices=PARTS, help=parts)
    parser.add_argument("--rounds", metavar="N", type=int, default=5, help="best of N (default: 5)")
    parser.add_argument(
        "--mode", choices=("careful", "balanced", "strict"), default="balanced", help="mode of the cleaner"
    )
    parser.add_argument("--lang", metavar="CODE", default="en", help="the language that is given (default: en)")
    parser.add_argument("--profile", action="store_true", help="cProfile of Cleaner.clean, the top 15 by own time")
    return parser


def _cleaning(mode: str, language: str | None) -> Callable[[str], object]:
    cleaner = Cleaner(mode=mode)
    cleaner.clean("The first text of a language pays for compiling its rules.", language=language)
    return lambda text: cleaner.clean(text, language=language)


def _in_process(texts_by_kind: dict[str, list[str]], options: argparse.Namespace) -> None:
    peers = {name: clean for name in peer_names() if (clean := load_peer(name))}
    systems: dict[str, Callable[[str], object]] = {
        "Cleaner.clean": _cleaning(options.mode, options.lang),
        "language detected": _cleaning(options.mode, None),
        **peers,
    }
    for kind, texts in texts_by_kind.items():
        size = megabytes(texts)
        heading(f"in process, {kind}: {len(texts)} texts, {size:.1f} MB, language {options.lang}")
        spreads = _rounds(systems, texts, options.rounds)
        own = spreads["Cleaner.clean"].best
        new = {"Cleaner.clean": f"{size / _first_pass(texts, options):.1f}"}
        rows = [(name, *_speeds(size, s), new.get(name), f"{own / s.best:.2f} x") for name, s in spreads.items()]
        table(("system", "best MB/s", "median", "spread", "new process", "best by cleaner's"), rows)
    print(f"target: {TARGET_MBS} MB/s of article text")


def _first_pass(texts: list[str], options: argparse.Namespace) -> float:
    """Seconds of the first pass of a new process, the better of two."""
    command = [sys.executable, "-c", FIRST_PASS, options.mode, options.lang]
    runs = [
        subprocess.run(
            command, input=json.dumps(texts).encode(), capture_output=True, env=child_environment(), check=True
        )
        for _ in range(2)
    ]
    return min(float(run.stdout) for run in runs)


def _rounds(systems: dict[str, Callable[[str], object]], texts: list[str], rounds: int) -> dict[str, Spread]:
    times: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(rounds):
        for name, clean in systems.items():
            start = time.perf_counter()
            for text in texts:
                clean(text)
            times[name].append(time.perf_counter() - start)
    return {name: Spread.of(found) for name, found in times.items()}


def _speeds(size: float, spread: Spread) -> tuple[str, str, str]:
    worst = spread.worst / spread.best - 1
    return f"{size / spread.best:.1f}", f"{size / spread.middle:.1f}", f"+{worst:.0%}"


def _through_command(texts: list[str], options: argparse.Namespace) -> None:
    own = ["-m", "cleaner", "--from", "jsonl", "--to", "jsonl", "--lang", options.lang, "--mode", options.mode]
    commands = {"bare orjson loop": [sys.executable, "-c", BARE_LOOP], "cleaner": [sys.executable, *own]}
    with tempfile.TemporaryFile() as all_records, tempfile.TemporaryFile() as one_record:
        records = list(up_to(cycle(texts), max(LEAST_STREAM, round(megabytes(texts) * MB))))
        size = _write(all_records, records) / MB
        _write(one_record, texts[:1])
        heading(f"JSON lines through the command: {len(records)} records, {size:.1f} MB, start-up taken off")
        whole: dict[str, list[float]] = {name: [] for name in commands}
        start: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            seconds(command, one_record)
        for _ in range(options.rounds):
            for name, command in commands.items():
                start[name].append(seconds(command, one_record))
                whole[name].append(seconds(command, all_records))
    net = {name: Spread.of([max(t - min(start[name]), LEAST_SECONDS) for t in whole[name]]) for name in commands}
    bare = net["bare orjson loop"]
    rows = [
        (
            name,
            *_speeds(size, s),
            f"{1000 * min(start[name]):.0f} ms",
            f"{bare.best / s.best:.3f}",
            f"{bare.middle / s.middle:.3f}",
        )
        for name, s in net.items()
    ]
    columns = ("command", "best MB/s", "median", "spread", "one record", "share of bare, best", "of medians")
    table(columns, rows)
    print(f"target: {TARGET_SHARE} of the bare loop; the dream: twice that")


def _write(stream: IO[bytes], texts: list[str]) -> int:
    for number, text in enumerate(texts):
        record = {"id": number, "url": f"https://example.org/{number}", "text": text}
        stream.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    stream.flush()
    return stream.tell()


def _growth(texts: list[str], options: argparse.Namespace) -> None:
    heading("growth: articles cut and joined to documents of one size")
    clean = _cleaning(options.mode, options.lang)
    rows = []
    first = 0.0
    for size in SIZES:
        documents = pieces(texts, size, max(size, MB))
        spread = _rounds({"": clean}, documents, min(options.rounds, 3))[""]
        amount = megabytes(documents)
        speed = amount / spread.best
        first = first or speed
        rows.append((f"{size // 1000} kB", len(documents), *_speeds(amount, spread), f"{speed / first:.2f} x"))
    table(("document", "documents", "best MB/s", "median", "spread", "by 1 kB's"), rows)
    print("linear: the last column stays level; one that falls by ten from row to row would be quadratic")


def _profile(texts: list[str], options: argparse.Namespace) -> None:
    heading(
        "where the time goes: the top 15 by own time (cProfile makes small Python functions look worse than they are)"
    )
    clean = _cleaning(options.mode, options.lang)
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        clean(text)
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    leave(main)
