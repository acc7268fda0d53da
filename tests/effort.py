"""What a call costs, as a number that no machine changes: the lines of Python it runs and the calls into C it makes.

What one call into C does with a long string is not seen, nor what C calls by itself, as in `map(len, lines)`. For that
there is the clock, in bench/hostile.py.
"""

import gc
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["grows_evenly", "steps"]

TIMES = 8  # quadratic work grows by 64
# Work that follows the input and has a start of its own grows by less than the input. The room is for pieces at the
# edges; it lets pass what is quadratic while that is less than a seventieth of the work.
SLACK = 1.1


def steps(work: Callable[[], object]) -> int:
    """How many steps a call takes when everything it compiles or remembers is there already."""
    counted = 0

    def line(_frame: FrameType, _event: str, _arg: Any) -> Any:
        nonlocal counted
        counted += 1
        return line

    def call(_frame: FrameType, event: str, _arg: Any) -> None:
        nonlocal counted
        counted += event == "c_call"

    work()
    before = sys.gettrace(), sys.getprofile(), gc.isenabled()
    gc.disable()  # what listens to the collector would be counted
    sys.setprofile(call)
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
        if before[2]:
            gc.enable()
    return counted


def grows_evenly(read: Callable[[Any], object], make: Callable[[int], Any], size: int, slack: float = SLACK) -> None:
    """Hold that eight times the input costs at most eight times the steps."""
    small, large = make(size), make(size * TIMES)
    few, many = steps(lambda: read(small)), steps(lambda: read(large))
    assert many <= slack * TIMES * few, f"{TIMES} times the input, {many / few:.1f} times the steps: {few}, {many}"
