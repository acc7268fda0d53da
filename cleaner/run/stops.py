"""Ctrl-C and SIGTERM: a run stops between two batches, never in the middle of a write."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Final

__all__ = ["Stop", "Stops", "watched"]

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Stop(BaseException):
    """Somebody wants the run to end. `status` is what shells expect of a command that a signal ended."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


class Stops:
    """Whether a signal may end the run at this moment."""

    def __init__(self) -> None:
        self._held = False
        self._pending: int | None = None

    def ring(self, number: int, _frame: object) -> None:
        """The handler: stop at once, or after what is being written. A second signal does not wait."""
        if self._held and self._pending is None:
            self._pending = number
        else:
            raise Stop(number)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While this is open a signal waits."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._pending is not None:
            raise Stop(self._pending)


@contextlib.contextmanager
def watched() -> Iterator[Stops]:
    """Take both signals while this is open; elsewhere than in the main thread they are nobody's."""
    stops = Stops()
    if threading.current_thread() is not threading.main_thread():
        yield stops
        return
    before = {number: signal.signal(number, stops.ring) for number in _SIGNALS}
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
