"""Where a long run is, for people at a terminal."""

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

from cleaner.run.inputs import STDIN, Input
from cleaner.run.tally import Tally

__all__ = ["Progress"]

_DELAY: Final = 1.0  # seconds: a run that is over by then says nothing
_FORM: Final = "{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}, {rate_fmt}{postfix}]"
_FORM_WITHOUT_END: Final = "{n_fmt} [{elapsed}, {rate_fmt}{postfix}]"


class Progress:
    """A bar on standard error: bytes read, time left, records, what share was removed, how many failed."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        """Positions are in bytes of the files as they lie on the disk; a pipe has no end that is known."""
        from tqdm import tqdm  # noqa: PLC0415 - only at a terminal

        piped = any(item.name == STDIN for item in inputs)
        total = None if piped else sum(os.path.getsize(item.name) for item in inputs)
        self._bar: Any = tqdm(
            total=total,
            unit="B",
            unit_scale=True,
            delay=_DELAY,
            file=sys.stderr,
            bar_format=_FORM if total else _FORM_WITHOUT_END,
            dynamic_ncols=True,
        )

    def show(self, position: int, tally: Tally) -> None:
        """Move to a position in the input."""
        share = tally.removed / tally.characters if tally.characters else 0.0
        records = tally.cleaned + tally.failed
        self._bar.set_postfix_str(f"{records:,} records, {share:.1%} removed, {tally.failed:,} failed", refresh=False)
        self._bar.update(max(0, position - self._bar.n))

    def aside(self) -> Any:
        """A context in which other lines may be written to standard error."""
        return self._bar.external_write_mode(file=sys.stderr)

    def close(self) -> None:
        """Leave the last state on the screen."""
        self._bar.close()
