"""A time limit for one document, from within its process."""

import contextlib
import signal
import threading
from collections.abc import Iterator

__all__ = ["TimeUp", "alarm", "listening"]


class TimeUp(BaseException):
    """Raised by the alarm in the middle of anything, so no `except Exception` may stop it."""


class _Clock:
    """Whether somebody listens. One a process: there is one alarm signal."""

    heard = False


def _ring(_signal: int, _frame: object) -> None:
    raise TimeUp


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Let `alarm` ring within this block; taking the signal costs more than setting the clock for each document.

    It rings in the main thread, where signals arrive, between two steps of the interpreter: not while a library takes
    its time, and not on Windows. For these cases the pool of workers has a limit of its own.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    _Clock.heard = True
    try:
        yield
    finally:
        _Clock.heard = False
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def alarm(seconds: float | None) -> Iterator[None]:
    """Raise `TimeUp` in this block after so many seconds, if it is within `listening`."""
    if not seconds or not _Clock.heard:
        yield
        return
    # It rings again each second, in case the first ring fell into a place that swallows it.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
