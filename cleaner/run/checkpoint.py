"""Where a run is, on disk every few seconds, so that one that was killed goes on exactly there."""

import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from cleaner.errors import ConfigError

__all__ = ["Checkpoint", "State"]

_SECONDS: Final = 2.0  # between two states: what a kill costs at most, and 30 small files a minute


class State(NamedTuple):
    """How far a run is: `tasks` of the input `source`, which is of a `kind`, are done, and all inputs before it.

    `settled` is an output that is whole and gets its name now. `output` and `errors` are lengths of files that hold
    just that; `failed` and `tally` what was counted.
    """

    source: int = 0
    kind: str = ""
    tasks: int = 0
    output: int | None = None
    errors: int | None = None
    settled: str | None = None
    failed: int = 0
    tally: Mapping[str, Any] | None = None


class Checkpoint:
    """The file that holds the state of one run. `names` and `options` tell it from other runs."""

    def __init__(self, path: str, names: Sequence[str], options: Mapping[str, Any]) -> None:
        self._path = path
        self._names = names
        self._options = options
        self._due = time.monotonic() + _SECONDS
        self._inside = False

    def load(self) -> State:
        """The state to go on from; the beginning if there is none. Raises `ConfigError` if it is of another run."""
        import json  # noqa: PLC0415 - a run that is over in two seconds saves nothing

        try:
            with open(self._path, encoding="utf-8") as f:
                saved = json.load(f)
        except FileNotFoundError:
            return State()
        except ValueError as e:
            raise ConfigError(f"{self._path}: cannot be read; start again without --resume") from e
        if saved.pop("who") != self._who():
            raise ConfigError(
                f"{self._path}: that run had other options, inputs or another version; start again without --resume"
            )
        state = State(**saved)
        self._inside = state.tasks > 0
        return state

    @property
    def saved(self) -> bool:
        """Whether there is a state to go on from."""
        return os.path.exists(self._path)

    @property
    def inside(self) -> bool:
        """Whether the last state is in the middle of an output, and so needs that output under its partial name."""
        return self._inside

    @property
    def due(self) -> bool:
        """Whether the last state is old enough for a new one."""
        return time.monotonic() >= self._due

    def save(self, state: State) -> None:
        """Write the state, whole or not at all."""
        import json  # noqa: PLC0415

        fresh = f"{self._path}.new"
        with open(fresh, "w", encoding="utf-8") as f:
            json.dump({"who": self._who(), **state._asdict()}, f)
            f.flush()
            os.fsync(f.fileno())
        os.replace(fresh, self._path)
        self._inside = state.tasks > 0
        self._due = time.monotonic() + _SECONDS

    def clear(self) -> None:
        """The run is over."""
        with contextlib.suppress(FileNotFoundError):
            os.remove(self._path)

    def _who(self) -> str:
        """What two runs have in common if one can go on with the other: files as they are, options, version."""
        import hashlib  # noqa: PLC0415
        import json  # noqa: PLC0415

        from cleaner import __version__  # noqa: PLC0415 - the package itself loads nothing that is above it

        stats = [(name, os.stat(name)) for name in self._names]
        files = [(name, found.st_size, found.st_mtime_ns) for name, found in stats]
        whole = json.dumps([__version__, files, self._options], sort_keys=True, default=str)
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
