"""The inputs as tasks, one after the other, each read only when there is room for more."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import islice
from typing import Final

from cleaner.errors import CleanerError, InputError, RecordError
from cleaner.formats.work import Work
from cleaner.run.checkpoint import State
from cleaner.run.inputs import STDIN, Input, Opened, opened
from cleaner.run.job import Task, format_module

__all__ = ["is_small", "read_tasks"]

# Workers take a third of a second to start and to compile the rules; in that time one process cleans this much.
SMALL_BYTES: Final = 1 << 20
SMALL_SECONDS: Final = 0.3


def read_tasks(
    inputs: Sequence[Input], kind: str, works: Callable[[str, str], Work], since: State
) -> Generator[Task, None, None]:
    """A task for each batch of each input, and at least one an input. `since` is what an earlier run has done.

    `works` says how to clean an input of a kind, and refuses what cannot be.
    """
    before = 0
    for source, item in enumerate(inputs):
        if source >= since.source:
            with opened(item.name, kind) as found:
                tasks = _tasks_of(source, item, found, works(found.kind, item.name), before)
                yield from islice(tasks, since.tasks if source == since.source else 0, None)
        before += _size(item.name)


def _tasks_of(source: int, item: Input, found: Opened, work: Work, before: int) -> Iterator[Task]:
    faults: list[RecordError] = []
    consumed = records = count = 0
    try:
        for batch in format_module(found.kind).batches(found.stream, item.name, work):
            if isinstance(batch, RecordError):
                faults.append(batch)
                continue
            consumed += batch.size
            records = batch.first + batch.records - 1
            yield Task(source, found.kind, batch, tuple(faults), before + _position(found, consumed))
            faults.clear()
            count += 1
    except CleanerError as error:
        if isinstance(error, RecordError) or not isinstance(error, InputError):
            raise
        faults.append(RecordError(records + 1, "damaged", str(error)))
    if faults or not count:
        yield Task(source, found.kind, None, tuple(faults), before + _position(found, consumed))


def _position(found: Opened, consumed: int) -> int:
    try:
        return found.raw.tell()
    except OSError:  # a pipe
        return consumed


def _size(name: str) -> int:
    return 0 if name == STDIN else os.path.getsize(name)


def is_small(tasks: Iterator[Task | None]) -> tuple[bool, list[Task | None]]:
    """Whether the whole run is less work than starting workers for it is; and the tasks that were read to see."""
    first: list[Task | None] = []
    size = 0
    until = time.monotonic() + SMALL_SECONDS
    for task in tasks:
        if task is None:
            if time.monotonic() > until:
                return False, first
            time.sleep(0.01)
            continue
        first.append(task)
        size += task.batch.size if task.batch else 0
        if size >= SMALL_BYTES and len(first) > 1:  # one task alone gains nothing elsewhere
            return False, first
    return True, first
