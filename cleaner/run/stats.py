"""The summary of a run for machines: one JSON file."""

import json
import os

from cleaner.run.destination import is_device, real
from cleaner.run.tally import Tally

__all__ = ["write_stats"]


def write_stats(path: str, tally: Tally, seconds: float, *, finished: bool) -> None:
    """Write the numbers, whole or not at all. `seconds` are those of this process; a resumed run had more."""
    from cleaner import __version__  # noqa: PLC0415 - the package itself loads nothing that is above it

    summary = {"version": __version__, "finished": finished, "seconds": round(seconds, 3), **tally.as_object()}
    path = real(path)
    fresh = path if is_device(path) else f"{path}.new"
    with open(fresh, "w", encoding="utf-8") as f:
        json.dump(summary, f, ensure_ascii=True, indent=1)
        f.write("\n")
    if fresh != path:
        os.replace(fresh, path)
