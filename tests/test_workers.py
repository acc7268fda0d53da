"""The pool of workers: order, memory, and what a dead or slow worker costs."""

import gc
import multiprocessing
import os
import signal
import time
import weakref
from collections.abc import Iterator, Sequence

import pytest

from cleaner import workers
from cleaner.workers import DIED, TIME_LIMIT, in_order


class Doubling:
    """Doubles numbers. 13 kills its process, 17 hangs, 19 is slow, 23 is an error of the plan's own."""

    def __call__(self, task: list[int]) -> list[object]:
        """All of them."""
        for number in task:
            if number == 13:
                os.kill(os.getpid(), signal.SIGKILL)
            if number == 17:
                time.sleep(60)
            if number == 19:
                time.sleep(0.2)
            if number == 23:
                raise ValueError("twenty-three")
        return [2 * number for number in task]

    def pieces(self, task: list[int]) -> Sequence[list[int]]:
        """One by one."""
        return [[number] for number in task]

    def given_up(self, task: list[int], cause: str) -> list[object]:
        """Says why."""
        return [(*task, cause)]


def run(tasks: Sequence[list[int] | None], jobs: int = 2, seconds: float | None = None) -> list[object]:
    """All results, one after the other."""
    return [item for parts in in_order(Doubling(), tasks, jobs, seconds) for part in parts for item in part]


def test_results_come_in_order() -> None:
    """Also when the first task takes longest."""
    tasks = [[19], *([n] for n in range(24, 60))]
    assert run(tasks, 3) == [38, *range(48, 120, 2)]
    assert run([]) == []


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_death_costs_the_piece_that_caused_it(place: int) -> None:
    """The others of its task are tried again alone, and nothing else notices."""
    task = [1, 2]
    task.insert(place, 13)
    found = run([[5, 6], task, [7, 8]])
    doubled: list[object] = [2, 4]
    doubled.insert(place, (13, DIED))
    assert found == [10, 12, *doubled, 14, 16]


def test_a_task_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the limit, and the grace in which a worker could have noticed by itself."""
    monkeypatch.setattr(workers, "_GRACE", 0.2)
    assert run([[1], [2, 17, 3], [4]], seconds=0.3) == [2, 4, (17, TIME_LIMIT), 6, 8]


def test_an_error_of_the_plan_is_raised_where_results_are_read() -> None:
    """It is a fault of the program, and no worker may hide it."""
    with pytest.raises(ValueError, match="twenty-three"):
        run([[1], [23]])


def test_the_reader_is_not_far_ahead_of_a_slow_consumer() -> None:
    """Back-pressure: what has been read and not handed on is bounded."""
    read = 0

    def tasks() -> Iterator[list[int]]:
        nonlocal read
        for number in range(100, 400):
            read += 1
            yield [number]

    results = in_order(Doubling(), tasks(), 2)
    for taken in range(1, 6):
        next(results)
        time.sleep(0.05)
        assert read <= taken + 2 * workers._TASKS_AHEAD  # noqa: SLF001 - the bound itself is what is promised
    results.close()  # type: ignore[attr-defined]


def test_an_input_with_nothing_at_hand_does_not_hold_up_results() -> None:
    """`None` means: ask again later."""
    assert run([None, [1], None, None, [2], None]) == [2, 4]


def test_workers_that_are_killed_from_outside_cost_nothing() -> None:
    """Each of them once, while it works or waits."""
    results = in_order(Doubling(), [[n] for n in range(24, 90)], 2)
    found = [next(results)]
    for child in multiprocessing.active_children():
        os.kill(child.pid or 0, signal.SIGKILL)
    found += results
    assert [item for parts in found for part in parts for item in part] == list(range(48, 180, 2))


def test_leaving_early_ends_the_workers() -> None:
    """Closing the generator leaves no process behind."""
    results = in_order(Doubling(), [[n] for n in range(24, 90)], 2)
    next(results)
    assert multiprocessing.active_children()
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


class Tracked(list[int]):
    """A task that can be watched."""


def test_a_task_is_let_go_when_it_is_done() -> None:
    """Not when the collector of cycles comes round: a long run would hold gigabytes by then."""
    alive: list[weakref.ref[Tracked]] = []

    def tasks() -> Iterator[Tracked]:
        for number in range(100, 160):
            task = Tracked([number])
            alive.append(weakref.ref(task))
            yield task

    gc.disable()
    try:
        for _ in in_order(Doubling(), tasks(), 2):
            held = sum(ref() is not None for ref in alive)
            assert held <= 2 * workers._TASKS_AHEAD + 2  # noqa: SLF001
    finally:
        gc.enable()
