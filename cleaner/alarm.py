"""A time limit for one document, from within its process."""

import contextlib
import signal
import threading
from collections.abc import Iterator

__all__ = ["TimeUp", "alarm"]


class TimeUp(BaseException):
    """Raised by the alarm in the middle of anything, so no `except Exception` may stop it."""


def _ring(_signal: int, _frame: object) -> None:
    raise TimeUp


@contextlib.contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """Raise `TimeUp` in this block after so many seconds.

    It rings in the main thread, where signals arrive, between two steps of the interpreter: not while a library takes
    its time, and not on Windows. For these cases the pool of workers has a limit of its own.
    """
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not usable:
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    # It rings again each second, in case the first ring fell into a place that swallows it.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
