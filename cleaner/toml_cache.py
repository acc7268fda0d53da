"""Data files, TOML most of them, made into plain values once and kept beside Python's own byte code.

In an installation that the user may not write to, they are kept in the user's cache folder.

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
    file = f"{name}.{sys.implementation.cache_tag}.toml-cache"
    places = [os.path.join(folder, file) for folder in _folders(files[0])]
    kept = next((found for found in map(_kept, places) if found and found[0] == stamp), None)
    if kept:
        return kept[1]
    value = make()
    any(_written(path, (stamp, value)) for path in places)
    return value


def _kept(path: str) -> Any:
    """The stamp and the value of a cache; None if it is not there, or cut short."""
    try:
        with open(path, "rb") as f:
            data = f.read()  # `marshal.load` asks the file for every few bytes, and takes 30 times as long
        return marshal.loads(data)  # noqa: S302 - written by us or this user, trusted as byte code is
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _folders(file: str) -> tuple[str, str]:
    """Where the cache of a file may lie: beside its byte code, or with the user's caches if that cannot be written."""
    beside = os.path.join(os.path.dirname(os.path.abspath(file)), "__pycache__")
    own = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return beside, os.path.join(own, "article-cleaner", beside.strip(os.sep).replace(os.sep, "-").replace(":", ""))


def _written(path: str, value: Any) -> bool:
    """Best effort: where nothing can be written, each start reads the files anew."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(temporary, "wb") as f:
            f.write(marshal.dumps(value, _MARSHAL))
        os.replace(temporary, path)
    except OSError:
        return False
    return True


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
