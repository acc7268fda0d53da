"""Work on several cores: results in order, bounded memory, and a worker that dies costs what it had in hand at most.

The pools of the standard library and what is built on them share one queue among all workers, so that one that is
killed takes the pool down or leaves a lock behind. Here each worker has a pipe of its own and one task at a time.
"""

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, Protocol, TypeVar

from cleaner.errors import CleanerError

__all__ = ["DIED", "TIME_LIMIT", "Plan", "in_order"]

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

DIED: Final = "worker-died"
TIME_LIMIT: Final = "time-limit"
_DEATHS: Final = 2  # of workers with the same single piece in hand: then the piece is at fault
_TASKS_AHEAD: Final = 4  # for each worker: read, or done and waiting for one before it
_PATIENCE: Final = 0.05  # seconds between two looks at an input that has nothing at hand
# A worker notices the time limit by itself and goes on; it is killed only if it cannot, inside a library say.
_GRACE: Final = 5.0
_FALSE_STARTS: Final = 5  # in a row: a worker that is killed from outside while it starts is no reason to give up


class Plan(Protocol[T, R_co]):
    """What a pool must know of its tasks. It goes to each worker once."""

    def __call__(self, task: T) -> R_co:
        """Do it; in a worker."""

    def pieces(self, task: T) -> Sequence[T]:
        """The task in its smallest parts: after a death each is tried alone."""

    def given_up(self, task: T, cause: str) -> R_co:
        """What stands for the result of a smallest part that killed its workers or took too long."""


def in_order(plan: Plan[T, R], tasks: Iterable[T | None], jobs: int, seconds: float | None = None) -> Iterator[list[R]]:
    """The results of each task, in the order of the tasks: one result, or one for each piece if a worker died on it.

    A task is read only when there is room for it, so a slow consumer stops the reader. `tasks` may yield None where it
    has nothing at hand yet. `seconds` bounds each piece. Closing the generator ends the workers at once.
    """
    crew = _Crew(plan, jobs, seconds)
    try:
        yield from crew.results(iter(tasks))
    finally:
        crew.dismiss()


class _Slot(Generic[T, R]):
    """The place of a task in the window, with room for the result of each of its pieces."""

    def __init__(self) -> None:
        self.results: list[R | None] = [None]
        self.open = 1


class _Piece(Generic[T, R]):
    """Something to hand to one worker: a whole task at first."""

    def __init__(self, slot: _Slot[T, R], place: int, task: T, deaths: int = 0) -> None:
        self.slot = slot
        self.place = place
        self.task = task
        self.deaths = deaths

    def done(self, result: R) -> None:
        self.slot.results[self.place] = result
        self.slot.open -= 1


class _Worker(Generic[T, R]):
    """A process, the pipe to it, and what it has in hand."""

    def __init__(self, context: Any, plan: Plan[T, R]) -> None:
        self.link, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, plan), daemon=True)
        self.process.start()
        other.close()
        self.ready = False
        self.piece: _Piece[T, R] | None = None
        self.deadline = float("inf")


class _Crew(Generic[T, R]):
    """The workers and the window of tasks that are not yet handed on."""

    def __init__(self, plan: Plan[T, R], jobs: int, seconds: float | None) -> None:
        methods = multiprocessing.get_all_start_methods()
        # Not "fork": a library call may come from a process with threads, and siblings would hold each other's pipes.
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._plan = plan
        self._patience = seconds + _GRACE if seconds else float("inf")
        self._room = jobs * _TASKS_AHEAD
        self._false_starts = 0
        self._window: deque[_Slot[T, R]] = deque()
        self._todo: deque[_Piece[T, R]] = deque()
        self._workers = {w.link: w for w in (self._hired() for _ in range(jobs))}

    def _hired(self) -> _Worker[T, R]:
        return _Worker(self._context, self._plan)

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self._workers.values():
            worker.process.kill()
        for worker in self._workers.values():
            worker.process.join()
            worker.link.close()

    def results(self, tasks: Iterator[T | None]) -> Iterator[list[R]]:
        """See `in_order`."""
        more = True
        while more or self._window:
            nothing_at_hand = False
            while more and not nothing_at_hand and len(self._window) < self._room and len(self._todo) < 2:
                more, nothing_at_hand = self._read(tasks)
                self._hand_out()
            self._hand_out()
            while self._window and not self._window[0].open:
                yield self._window.popleft().results  # type: ignore[misc]  # none is open
                self._hand_out()
            if self._window or nothing_at_hand:
                self._wait(_PATIENCE if nothing_at_hand else None)

    def _read(self, tasks: Iterator[T | None]) -> tuple[bool, bool]:
        """Take one task in; returns whether there may be more, and whether there is nothing at hand."""
        for task in tasks:
            if task is None:
                return True, True
            slot: _Slot[T, R] = _Slot()
            self._window.append(slot)
            self._todo.append(_Piece(slot, 0, task))
            return True, False
        return False, False

    def _hand_out(self) -> None:
        for worker in [*self._workers.values()]:
            if not self._todo:
                return
            if worker.ready and not worker.piece:
                worker.piece = self._todo.popleft()
                worker.deadline = time.monotonic() + self._patience
                try:
                    worker.link.send(worker.piece.task)
                except OSError:  # it died while it had nothing to do
                    self._todo.appendleft(worker.piece)
                    worker.piece = None
                    self._replace(worker)

    def _wait(self, patience: float | None) -> None:
        """Until a worker has something to say, is overdue, or the patience ends."""
        due = min((w.deadline for w in self._workers.values()), default=float("inf"))
        if due < float("inf"):
            left = max(0.0, due - time.monotonic())
            patience = left if patience is None else min(patience, left)
        for link in wait([*self._workers], patience):
            self._hear(self._workers[link])
        now = time.monotonic()
        for worker in [w for w in self._workers.values() if w.deadline <= now]:
            self._lose(worker, TIME_LIMIT)

    def _hear(self, worker: _Worker[T, R]) -> None:
        try:
            answer = worker.link.recv()
        except Exception:  # noqa: BLE001 - a worker that is killed while it speaks leaves anything at all behind
            self._lose(worker, DIED)
            return
        if not worker.ready:
            worker.ready = True
            self._false_starts = 0
            return
        piece, worker.piece, worker.deadline = worker.piece, None, float("inf")
        if isinstance(answer, BaseException):
            raise answer
        if piece:
            piece.done(answer)

    def _lose(self, worker: _Worker[T, R], cause: str) -> None:
        """A worker is gone, or must go: what it had in hand is tried again in pieces, or given up."""
        self._false_starts += not worker.ready
        if self._false_starts == _FALSE_STARTS:
            raise CleanerError(
                "a worker process does not start; use -j 1, or jobs=1. A script that uses jobs must keep its own work "
                'below `if __name__ == "__main__":`'
            )
        piece = worker.piece
        self._replace(worker)
        if piece is None:
            return
        pieces = self._plan.pieces(piece.task) if piece.deaths == 0 else [piece.task]
        if len(pieces) > 1:
            slot = piece.slot
            slot.results = [None] * len(pieces)
            slot.open = len(pieces)
            self._todo.extendleft([_Piece(slot, n, task, 1) for n, task in enumerate(pieces)][::-1])
        elif cause == TIME_LIMIT or piece.deaths == _DEATHS:
            piece.done(self._plan.given_up(piece.task, cause))
        else:
            piece.deaths += 1
            self._todo.appendleft(piece)

    def _replace(self, worker: _Worker[T, R]) -> None:
        del self._workers[worker.link]
        worker.process.kill()
        worker.process.join()
        worker.link.close()
        hired = self._hired()
        self._workers[hired.link] = hired


def _serve(link: Connection, plan: Callable[[Any], Any]) -> None:
    """The life of a worker: it says that it is there, then does one task after another until nobody is left."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keyboard interrupts the whole group; the main process decides
    with contextlib.suppress(EOFError, OSError):
        link.send(None)
        while True:
            task = link.recv()
            try:
                answer = plan(task)
            except Exception as error:  # noqa: BLE001 - it is raised where the results are read
                answer = error
            link.send(answer)
