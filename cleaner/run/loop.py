"""The loop of a run: tasks to workers, results to outputs, and everything told and saved on the way."""

import contextlib
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple

from cleaner.errors import RecordError
from cleaner.formats.work import Work
from cleaner.run.checkpoint import Checkpoint, State
from cleaner.run.destination import named_late, real, with_folder
from cleaner.run.faults import Faults
from cleaner.run.inputs import Input, is_live
from cleaner.run.job import Done, Job, Task
from cleaner.run.outputs import Outputs
from cleaner.run.stops import Stops, watched
from cleaner.run.tally import Tally
from cleaner.run.tasks import is_small, read_tasks

__all__ = ["Run", "execute"]

_DOCUMENTS: Final = ("text", "html")  # an input is one of them, so no record needs a number


class Run(NamedTuple):
    """All that a run needs to know. `check` refuses an input of a kind that cannot become what was asked for."""

    inputs: Sequence[Input]
    kind: str
    works: Mapping[str, Work]
    check: Callable[[str, str], None]
    outputs: Outputs
    jobs: int = 1
    errors: str | None = None
    stats: str | None = None
    checkpoint: Checkpoint | None = None
    resume: bool = False
    progress: bool = False


def execute(run: Run) -> int:
    """Do it; returns how many records failed. Raises `Stop` when a signal ended it, with what was finished written."""
    since = State()
    if run.checkpoint:
        if run.resume:
            since = run.checkpoint.load()
            if since.settled:
                named_late(since.settled)
        else:
            run.checkpoint.clear()  # of an earlier run, whose output is begun anew
    if run.stats:
        with_folder(real(run.stats))  # not at the end of a long run only
    faults = Faults(run.errors, since.errors)
    faults.count = since.failed
    course = _Course(run, since, faults)
    with contextlib.ExitStack() as stack:
        stack.callback(faults.close)
        stops = stack.enter_context(watched())
        try:
            course.follow(stack, stops)
        except BaseException:
            course.leave()
            raise
    return faults.count


def _closed(tasks: Generator[Task, None, None]) -> None:
    with contextlib.suppress(ValueError):  # a thread is reading them, and ends with the process
        tasks.close()


class _Course:
    """One run under way."""

    def __init__(self, run: Run, since: State, faults: Faults) -> None:
        self._run = run
        self._since = since
        self._faults = faults
        self._counting = bool(run.stats or run.progress)
        self._tally = Tally.from_object(since.tally) if since.tally else Tally()
        self._state = since
        self._whole = True  # all of every task so far is written
        self._progress: Any = None
        self._started = time.monotonic()

    def follow(self, stack: contextlib.ExitStack, stops: Stops) -> None:
        """From the first task to the last."""
        run, since = self._run, self._since
        if since.kind:  # its last task may have been the last of all
            run.outputs.at(since.source, since.kind, since)
        tasks = read_tasks(run.inputs, run.kind, self._work, since)
        stack.callback(_closed, tasks)
        results = self._results(tasks)
        stack.callback(results.close)
        self._progress = self._bar(stack)
        for parts in results:
            with stops.held():
                for done in parts:
                    self._take(done)
                self._arrive(parts[-1])
        with stops.held():
            self._finish(State(len(run.inputs)))
            self._report(finished=True)
            if run.checkpoint:
                run.checkpoint.clear()

    def _work(self, kind: str, name: str) -> Work:
        self._run.check(kind, name)
        return self._run.works[kind]

    def _results(self, tasks: Iterator[Task]) -> Generator[list[Done], None, None]:
        run = self._run
        job = Job(run.works, self._counting)
        if run.jobs == 1:
            yield from ([job(task)] for task in tasks)
            return
        coming: Iterator[Task | None] = tasks
        if any(is_live(i.name) for i in run.inputs):
            from cleaner.run.ahead import read_ahead  # noqa: PLC0415 - files need no thread

            coming = read_ahead(tasks)
        small, first = is_small(coming)
        if small:
            yield from ([job(task)] for task in first if task)
            return
        from cleaner.workers import in_order  # noqa: PLC0415 - small runs need no other processes

        seconds = next(iter(run.works.values())).choices.seconds
        yield from in_order(job, chain(first, coming), run.jobs, seconds)

    def _bar(self, stack: contextlib.ExitStack) -> Any:
        if not self._run.progress:
            return None
        from cleaner.run.progress import Progress  # noqa: PLC0415 - only at a terminal

        bar = Progress(self._run.inputs)
        stack.callback(bar.close)
        return bar

    def _take(self, done: Done) -> None:
        self._whole = False
        outputs = self._run.outputs
        if outputs.apart and done.source != self._state.source:
            self._finish(State(done.source))
            self._reach(State(done.source))
        self._refuse(outputs.at(done.source, done.kind).write(done.output.payload), done.source)
        if done.tally:
            self._tally.merge(done.tally)
        if done.output.report or done.output.faults:
            with self._progress.aside() if self._progress else contextlib.nullcontext():
                self._tell(done)

    def _refuse(self, misfits: Sequence[RecordError], source: int) -> None:
        """Records that the columns of a table have no place for."""
        if misfits and self._counting:
            self._tally.fail(misfits)
        for misfit in misfits:
            self._faults.add(self._run.inputs[source].name, misfit)

    def _tell(self, done: Done) -> None:
        sys.stderr.write(done.output.report)
        name = self._run.inputs[done.source].name
        for fault in done.output.faults:
            self._faults.add(name, fault, document=done.kind in _DOCUMENTS)

    def _arrive(self, done: Done) -> None:
        """A task is done and written."""
        if self._progress:
            self._progress.show(done.position, self._tally)
        tasks = self._state.tasks + 1 if done.source == self._state.source else 1
        self._whole = True
        self._reach(State(done.source, done.kind, tasks))

    def _reach(self, state: State, *, now: bool = False) -> None:
        """The run could go on from here: note that, if it is time to."""
        self._state = state
        checkpoint = self._run.checkpoint
        if not checkpoint or not (now or checkpoint.due):
            return
        possible, length = self._run.outputs.mark()
        if possible:
            self._save(checkpoint, state._replace(output=length))

    def _save(self, checkpoint: Checkpoint, state: State) -> None:
        numbers = self._tally.as_object() if self._counting else None
        checkpoint.save(state._replace(errors=self._faults.mark(), failed=self._faults.count, tally=numbers))

    def _finish(self, following: State) -> None:
        """The current output is whole. What a later run would need of it must be known before its name changes."""
        outputs, checkpoint = self._run.outputs, self._run.checkpoint
        self._refuse(outputs.settle(), self._state.source)
        if checkpoint and checkpoint.inside:
            self._save(checkpoint, following._replace(settled=outputs.path))
        outputs.name()

    def leave(self) -> None:
        """Something ended the run: save where it is, if all of the last task is written, and keep what is finished."""
        with contextlib.suppress(OSError):
            if self._whole:
                self._reach(self._state, now=True)
            self._report(finished=False)
        self._run.outputs.abandon()
        if self._run.checkpoint and self._run.checkpoint.saved:
            sys.stderr.write("cleaner: not finished; the same command with --resume goes on from here\n")

    def _report(self, *, finished: bool) -> None:
        if not self._run.stats:
            return
        from cleaner.run.stats import write_stats  # noqa: PLC0415 - most runs are not asked for numbers

        seconds = time.monotonic() - self._started
        write_stats(self._run.stats, self._tally, seconds, finished=finished)
