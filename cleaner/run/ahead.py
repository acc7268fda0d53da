"""A live input, read by a thread of its own so that what is finished need not wait for what comes."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.run.job import Task

__all__ = ["read_ahead"]

BLOCKS: Final = 8  # so many are read before they are asked for


def read_ahead(tasks: Iterable[Task]) -> Iterator[Task | None]:
    """The tasks of a live input, read by a thread of its own; None wherever the next has not come in yet."""
    box: queue.Queue[Task | BaseException | None] = queue.Queue(BLOCKS)
    left = threading.Event()
    threading.Thread(target=_fill, args=(iter(tasks), box, left), daemon=True).start()
    try:
        while True:
            try:
                item = box.get_nowait()
            except queue.Empty:
                yield None
                continue
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        left.set()


def _fill(tasks: Iterator[Task], box: "queue.Queue[Task | BaseException | None]", left: threading.Event) -> None:
    end: BaseException | None = None
    try:
        for task in tasks:
            _put(box, task, left)
            if left.is_set():
                return
    except BaseException as error:  # noqa: BLE001 - it is raised where the tasks are asked for
        end = error
    _put(box, end, left)


def _put(
    box: "queue.Queue[Task | BaseException | None]", item: Task | BaseException | None, left: threading.Event
) -> None:
    while not left.is_set():
        try:
            box.put(item, timeout=0.2)
        except queue.Full:
            continue
        return
