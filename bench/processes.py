"""Child processes that are timed: a clean environment, byte code allowed, the checkout's package ahead."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import IO, NamedTuple

from checkout import ROOT

__all__ = ["Spread", "below", "child_environment", "seconds"]


class Spread(NamedTuple):
    """Timings of one thing."""

    best: float
    middle: float
    worst: float

    @classmethod
    def of(cls, times: Sequence[float]) -> "Spread":
        """The best, the median and the worst."""
        return cls(min(times), median(times), max(times))


def child_environment() -> dict[str, str]:
    """This process's environment as a user would have it: byte code is written and read, output is buffered."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME")
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return environment


def seconds(command: Sequence[str], source: IO[bytes] | None = None, accepted: Sequence[int] = (0,)) -> float:
    """How long a command takes from start to end, its output thrown away. Leaves the program on any other status."""
    if source:
        source.seek(0)
    start = time.perf_counter()
    done = subprocess.run(
        command,
        stdin=source or subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=child_environment(),
        check=False,
    )
    taken = time.perf_counter() - start
    if done.returncode not in accepted:
        sys.exit(f"{' '.join(command)} exited {done.returncode}")
    return taken


def below(pid: int) -> list[int]:
    """The processes below one, as Linux shows them in /proc."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended since
            continue
        if parent == pid:
            child = int(path.parent.name)
            found += (child, *below(child))
    return found
