"""Work grows with the input and no faster, whatever the input is. Counted, not timed; the clock is in bench/hostile.py."""

import sys
from collections.abc import Sequence

import pytest

from .effort import grows_evenly, steps
from .hostile import READERS, pieces_in

SIZE = 1000  # characters
# Fields know how long a line of theirs may be, and give up on longer ones: the work is in the short ones.
SIZES = {"byline": (14, 60, SIZE), "dateline": (14, SIZE), "date": (14, SIZE), "markdown": (400,)}
# The judge of pages may call the many blocks of a large page what it did not call the few, and residue is given reasons.
SLACK = {"page": 1.6}
CASES = [(reader, name) for reader, (_, inputs) in READERS.items() for name in inputs]


@pytest.mark.parametrize(("reader", "name"), CASES, ids=[f"{reader}: {name}" for reader, name in CASES])
def test_work_grows_with_the_input_and_no_faster(reader: str, name: str) -> None:
    """Eight times the hostile input takes at most eight times the steps."""
    read, inputs = READERS[reader]
    for size in SIZES.get(reader, (SIZE,)):
        grows_evenly(read, inputs[name], pieces_in(inputs[name], size), SLACK.get(reader, 1.1))


@pytest.mark.parametrize("reader", READERS)
def test_steps_are_the_same_every_time(reader: str) -> None:
    """Three runs, one number."""
    read, inputs = READERS[reader]
    source = next(iter(inputs.values()))(100)
    assert len({steps(lambda: read(source)) for _ in range(3)}) == 1


# --- the measure itself


def pairs(items: Sequence[int]) -> int:
    """Quadratic in lines: it calls nothing."""
    same = 0
    for one in items:
        for other in items:
            same += one == other
    return same


def pairs_in_one_line(items: Sequence[int]) -> list[bool]:
    """Quadratic in rounds of one line."""
    return [one == other for one in items for other in items]


def counted(items: Sequence[int]) -> int:
    """Quadratic in calls into C, on one line that is run once for each item."""
    text = "a" * len(items)
    return sum(text.startswith("a", n) for end in items for n in range(end))


@pytest.mark.parametrize("read", [pairs, pairs_in_one_line, counted])
def test_quadratic_work_is_seen(read: object) -> None:
    """What looks at every pair of its input fails."""
    with pytest.raises(AssertionError, match=r"8 times the input, [56]"):
        grows_evenly(read, range, 50)  # type: ignore[arg-type]


def test_linear_work_passes() -> None:
    """What looks at everything twice does not."""
    grows_evenly(lambda items: (sum(items), [n + 1 for n in items], sorted(items)), range, 50)


def test_tracing_ends_with_the_count() -> None:
    """An error passes through, and nothing is counted after it."""
    before = sys.gettrace(), sys.getprofile()
    divisors = [1, 0]  # the first is for the run that is not counted
    with pytest.raises(ZeroDivisionError):
        steps(lambda: 1 // divisors.pop(0))
    assert (sys.gettrace(), sys.getprofile()) == before
