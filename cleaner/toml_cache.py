"""Data files, TOML most of them, made into plain values once and kept beside Python's own byte code.

TOML is 50 times slower to read than `marshal`, and every start of the command would pay for it.
"""

import marshal
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from cleaner.errors import CleanerError

__all__ = ["cached", "read_toml"]

# Later ones look for values that occur twice, which makes frozensets fifteen times as slow to read.
_MARSHAL: Final = 2


def cached(name: str, files: Sequence[str], version: int, make: Callable[[], Any]) -> Any:
    """What `make` builds out of `files`, from the cache while `version` and the files are what they were.

    That is tuples, lists, mappings, frozensets, text and numbers: what `marshal` knows. `name` tells apart the caches
    of one folder. Raises what `make` raises, and `OSError` for a file that does not exist.
    """
    stats = [(os.path.basename(path), os.stat(path)) for path in files]
    stamp = (version, *((base, s.st_mtime_ns, s.st_size) for base, s in stats))
    folder = os.path.join(os.path.dirname(files[0]), "__pycache__")
    path = os.path.join(folder, f"{name}.{sys.implementation.cache_tag}.toml-cache")
    try:
        with open(path, "rb") as f:
            data = f.read()  # `marshal.load` asks the file for every few bytes, and takes 30 times as long
        found, value = marshal.loads(data)  # noqa: S302 - written by us beside our byte code, trusted as that is
        if found == stamp:
            return value
    except (OSError, ValueError, EOFError, TypeError):
        pass  # not there, or cut short
    value = make()
    _write(path, (stamp, value))
    return value


def _write(path: str, value: Any) -> None:
    """Best effort: a read-only installation only starts a little slower."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as f:
            f.write(marshal.dumps(value, _MARSHAL))
        os.replace(temporary, path)
    except OSError:
        return


def read_toml(path: str, error: type[CleanerError]) -> tuple[dict[str, Any], str]:
    """A TOML file as a table and as its text. Raises `error` if it cannot be read or is not TOML."""
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - only when the file is not cached yet
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
        return tomllib.loads(text), text
    except OSError as e:
        raise error(f"{path}: cannot be read: {e.strerror}") from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise error(f"{os.path.basename(path)}: not valid TOML: {e}") from e
