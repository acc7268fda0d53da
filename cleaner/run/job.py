"""What a worker does: one batch of one input, cleaned by the format that it came in."""

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.alarm import listening
from cleaner.errors import RecordError
from cleaner.formats.batch import Batch, Output
from cleaner.formats.work import Work
from cleaner.run.tally import Tally

__all__ = ["Done", "Job", "Task", "format_module"]


class Task(NamedTuple):
    """A batch of the input with this number; with what the reader could not make a record of, and stands before it.

    `position` is how far the file had been read, for the progress. Without a batch, only the faults are left.
    """

    source: int
    kind: str
    batch: Batch | None
    faults: tuple[RecordError, ...] = ()
    position: int = 0


class Done(NamedTuple):
    """A task when it is done."""

    source: int
    kind: str
    output: Output
    tally: Tally | None
    records: int
    position: int


class Job(NamedTuple):
    """A `workers.Plan`: what to do with tasks of each kind. `counting` asks for a tally."""

    works: Mapping[str, Work]
    counting: bool = False

    def __call__(self, task: Task) -> Done:
        """Clean the batch."""
        return self._done(task, None)

    def pieces(self, task: Task) -> list[Task]:
        """One record each."""
        if task.batch is None:
            return [task]
        parts = format_module(task.kind).singles(task.batch)
        faults = (task.faults, *[()] * len(parts))
        return [task._replace(batch=part, faults=found) for part, found in zip(parts, faults, strict=False)] or [task]

    def given_up(self, task: Task, cause: str) -> Done:
        """The record flagged with the cause, without another attempt."""
        return self._done(task, cause)

    def _done(self, task: Task, refuse: str | None) -> Done:
        tally = Tally() if self.counting else None
        output, records = Output(b""), 0
        if task.batch is not None:
            work = self.works[task.kind]._replace(refuse=refuse)
            if tally:
                work = work._replace(told=tally.add)
            with listening():
                output = format_module(task.kind).clean(task.batch, work)
            records = task.batch.records
        if task.faults:
            output = output._replace(faults=(*task.faults, *output.faults))
        if tally:
            tally.fail(output.faults)
        return Done(task.source, task.kind, output, tally, records, task.position)


def format_module(kind: str) -> Any:
    """The module of a format, loaded when it is first needed."""
    return importlib.import_module(f"cleaner.formats.{kind}")
