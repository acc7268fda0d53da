"""How time grows with input that is made to be slow, for everything that reads some.

The tests count steps on the same inputs (tests/hostile.py); what a single call into C does with a long string, only the
clock can see. Sizes start where one run takes some milliseconds and double from there; the best of some runs counts.
"""

import argparse
import math
import time
from collections.abc import Callable
from statistics import fmean
from typing import Any, NamedTuple

import checkout  # noqa: F401 - its package and its tests, ahead of any installed ones
from tables import heading, leave, table

from tests.hostile import READERS, Make, pieces_in

__all__ = ["main"]

MOST = 1.3  # the exponent up to which growth passes for linear: quadratic is 2, and a busy machine moves it by 0.1
LAST = 3  # sizes that are looked at by themselves
START = 4_000  # characters
LONGEST = 32_000  # to start with; from some MB on the system hands out memory page by page, and time jumps
EPILOG = f"""\
examples:
  python bench/hostile.py                               everything, ten minutes
  python bench/hostile.py fragment page                 two of the readers
  python bench/hostile.py fragment --input breaks --doublings 8   one input, up to 256 times the size

reading it: 1x is the size that takes --at-least milliseconds, at the most {LONGEST // 1000} kB. The other columns are
microseconds per thousand characters and stay level where time is linear. The exponent is the slope of log time over log
size, of all and of the last three: 1 is linear, 2 quadratic. Status 1 if one is above {MOST}; run that again with
--rounds 9 before you believe it."""


class Growth(NamedTuple):
    """What one input took at sizes that double."""

    reader: str
    name: str
    sizes: list[int]
    seconds: list[float]

    def exponent(self, last: int = 0) -> float:
        """The slope of a straight line through log time over log size: of all sizes, or of the last ones."""
        x = [math.log(size) for size in self.sizes[-last:]]
        y = [math.log(max(taken, 1e-6)) for taken in self.seconds[-last:]]
        mx, my = fmean(x), fmean(y)
        return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)

    @property
    def worst(self) -> float:
        """The larger of both: what grows faster outgrows the rest at the end, or is cut off before it."""
        return max(self.exponent(), self.exponent(LAST))

    def row(self) -> tuple[Any, ...]:
        """For a table."""
        rates = (f"{1e9 * taken / size:.1f}" for taken, size in zip(self.seconds, self.sizes, strict=True))
        figures = (f"{self.sizes[0] / 1000:.0f}", *rates, f"{self.exponent():.2f}", f"{self.exponent(LAST):.2f}")
        return self.reader, self.name, *figures, "superlinear" if self.worst > MOST else ""


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    found = []
    for reader in options.readers or READERS:
        read, inputs = READERS[reader]
        chosen = {name: make for name, make in inputs.items() if not options.input or options.input in name}
        rows = [_growth(reader, name, read, make, options) for name, make in chosen.items()]
        if rows:
            columns = [f"{2**n}x" for n in range(options.doublings + 1)]
            heading(f"{reader}: microseconds per kB")
            table(
                ("reader", "input", "1x in kB", *columns, "exponent", "of last three", ""),
                [growth.row() for growth in rows],
            )
        found += rows
    slow = [growth for growth in found if growth.worst > MOST]
    print(f"\n{len(found)} inputs, {len(slow)} above {MOST}")
    for growth in slow:
        print(f"  {growth.reader}: {growth.name}: {growth.worst:.2f}")
    return 1 if slow else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hostile.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("readers", metavar="READER", nargs="*", help=f"some of {', '.join(READERS)} (default: all)")
    parser.add_argument("--input", metavar="NAME", help="only inputs with this in their name")
    parser.add_argument("--doublings", metavar="N", type=int, default=6, help="how often sizes double (default: 6)")
    parser.add_argument("--rounds", metavar="N", type=int, default=2, help="runs of each size (default: 2)")
    parser.add_argument(
        "--at-least", metavar="MS", type=float, default=5, help="milliseconds of the smallest size (default: 5)"
    )
    return parser


def _growth(reader: str, name: str, read: Callable[[Any], object], make: Make, options: argparse.Namespace) -> Growth:
    pieces = pieces_in(make, START)
    read(make(pieces))
    while len(make(pieces)) < LONGEST and _seconds(read, make(pieces)) * 1000 < options.at_least:
        pieces *= 2
    sizes, seconds = [], []
    for doubling in range(options.doublings + 1):
        source = make(pieces * 2**doubling)
        sizes.append(len(source))
        seconds.append(min(_seconds(read, source) for _ in range(options.rounds)))
    return Growth(reader, name, sizes, seconds)


def _seconds(read: Callable[[Any], object], source: Any) -> float:
    start = time.process_time()
    read(source)
    return time.process_time() - start


if __name__ == "__main__":
    leave(main)
