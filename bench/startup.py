"""How long the command takes to start, beside bare Python.

Each command is started once to write its byte code, then all in turn, so that a busy machine slows all alike.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from checkout import FIXTURES
from processes import Spread, child_environment, seconds
from tables import heading, leave, table

__all__ = ["main"]

TARGET = 4
ARTICLE = FIXTURES / "articles" / "en" / "missile-shape-promos" / "source.txt"
BARE = "python -c pass"
EPILOG = """\
examples:
  python bench/startup.py               20 starts of each
  python bench/startup.py --imports     and which imports take the time

reading it: the ratio of the two best starts is what to watch; its target is 4 at the most."""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    commands = _commands()
    times: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command)
    for _ in range(options.starts):
        for name, command in commands.items():
            times[name].append(seconds(command))
    spreads = {name: Spread.of(found) for name, found in times.items()}
    bare = spreads[BARE]
    heading(f"{options.starts} starts of each, milliseconds")
    rows = [
        (
            name,
            f"{1000 * s.best:.1f}",
            f"{1000 * s.middle:.1f}",
            f"{s.best / bare.best:.2f} x",
            f"{s.middle / bare.middle:.2f} x",
        )
        for name, s in spreads.items()
    ]
    table(("command", "best", "median", "best by bare", "median by bare"), rows)
    print(f"target: {TARGET} x at the most")
    if options.imports:
        _imports(commands["python -m cleaner ARTICLE"])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="startup.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", metavar="N", type=int, default=20, help="starts of each command (default: 20)")
    parser.add_argument(
        "--imports", action="store_true", help="the 8 slowest imports of a one-article run, by own time"
    )
    return parser


def _commands() -> dict[str, list[str]]:
    python = sys.executable
    commands = {
        BARE: [python, "-c", "pass"],
        "python -m cleaner --version": [python, "-m", "cleaner", "--version"],
        "python -m cleaner ARTICLE": [python, "-m", "cleaner", "--from", "text", str(ARTICLE)],
    }
    beside = str(Path(python).parent / "cleaner")
    installed = shutil.which("cleaner") or shutil.which(beside)
    if installed:
        commands["cleaner --version"] = [installed, "--version"]
    else:
        print("no installed `cleaner` on the path: only `python -m cleaner` is timed")
    return commands


def _imports(command: list[str]) -> None:
    """Two runs: the first one of a file system that has forgotten the modules would count reading them."""
    timed = [command[0], "-X", "importtime", *command[1:]]
    for _ in range(2):
        done = subprocess.run(timed, capture_output=True, text=True, env=child_environment(), check=True)
    rows = []
    for line in done.stderr.splitlines():
        own, _, rest = line.removeprefix("import time:").partition("|")
        total, _, name = rest.partition("|")
        if own.strip().isdigit():
            rows.append((name.strip(), int(own), int(total)))
    heading("the slowest imports of a one-article run, microseconds")
    table(("module", "own", "with what it imports"), sorted(rows, key=lambda row: -row[1])[:8])


if __name__ == "__main__":
    leave(main)
