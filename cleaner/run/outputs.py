"""Which output an input goes to: one for all, or a file each in a folder."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from cleaner.errors import ConfigError, RecordError
from cleaner.formats import KINDS
from cleaner.formats.compression import without_suffix
from cleaner.run.checkpoint import State
from cleaner.run.destination import Destination, FileOutput, StreamOutput, Writing, is_device
from cleaner.run.inputs import STDIN, Input, kind_by_name

__all__ = ["Outputs"]

_SUFFIXES: Final = {"markdown": ".md"}  # of what is written only; the others end as they do when they are read


class Outputs:
    """The outputs of a run, one open at a time. `target` says what a kind of input becomes."""

    def __init__(
        self,
        inputs: Sequence[Input],
        target: Callable[[str], str],
        writer: Callable[[str], Writing | None],
        file: str | None = None,
        folder: str | None = None,
    ) -> None:
        """Everything goes to `file`, or into `folder`, or else to standard output."""
        self._inputs = inputs
        self._target = target
        self._writer = writer
        self._file = file if file != STDIN else None
        self._folder = folder
        self._current: Destination | None = None
        self.path: str | None = None  # of the current output
        self._refuse_overwriting()

    @property
    def apart(self) -> bool:
        """Whether each input has an output of its own."""
        return bool(self._folder)

    @property
    def resumable(self) -> bool:
        """Whether all goes to files that can be continued."""
        return bool(self._folder or (self._file and not is_device(self._file)))

    @property
    def journal(self) -> str:
        """Where the state of the run belongs."""
        return os.path.join(self._folder, ".cleaner-run.json") if self._folder else f"{self._file}.partial.json"

    def _refuse_overwriting(self) -> None:
        taken: dict[str, str] = {}
        for item in self._inputs if self._folder else ():
            path = self._path(item, kind_by_name(item.name) or "text")
            if path in taken:
                raise ConfigError(
                    f"two input files are called {os.path.basename(item.place)}, or would be: {taken[path]} and "
                    f"{item.name}; clean them into different folders"
                )
            taken[path] = item.name
            if os.path.exists(path) and os.path.samefile(path, item.name):
                raise ConfigError(f"{item.name}: the output would overwrite the input; choose another --output-dir")

    def _path(self, item: Input, kind: str) -> str:
        """A name like the input's; another format has another ending."""
        target = self._target(kind)
        place = item.place
        if target != kind and kind_by_name(place):
            bare = without_suffix(place)
            ending = _SUFFIXES.get(target) or KINDS[target].suffixes[0]
            place = os.path.splitext(bare)[0] + ending + place[len(bare) :]
        return os.path.join(self._folder or "", place)

    def at(self, source: int, kind: str, since: State | None = None) -> Destination:
        """The output for this input; `since` says where one is continued. The one before it has its name."""
        if self._current:
            return self._current
        writer = self._writer(kind)
        self.path = path = self._path(self._inputs[source], kind) if self._folder else self._file
        length = since.output if since and source == since.source else None
        output: Destination = FileOutput(path, writer, length) if path else StreamOutput(sys.stdout.buffer, writer)
        self._current = output
        return output

    def mark(self) -> tuple[bool, int | None]:
        """Whether the run could go on from here, and the length of the output if one is open."""
        if self._current is None:
            return True, None
        length = self._current.mark()
        return length is not None, length

    def settle(self) -> Sequence[RecordError]:
        """All of the current output is written; returns the records that did not fit."""
        return self._current.settle() if self._current else ()

    def name(self) -> None:
        """The settled output gets its name, and is no longer current."""
        if self._current:
            self._current.name()
            self._current = None

    def abandon(self) -> None:
        """Leave the current output as it is, under its partial name."""
        if self._current:
            self._current.abandon()
            self._current = None
