"""The inputs of a run: files, folders, patterns or standard input, and the format and compression of each."""

import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import IO, Any, Final, NamedTuple, cast

from cleaner.errors import ConfigError, RecordError
from cleaner.formats import kind_of_suffix
from cleaner.formats.compression import by_magic, decompressing, without_suffix

__all__ = ["STDIN", "Input", "find", "is_live", "kind_by_name", "opened"]

STDIN: Final = "-"
SNIFF_BYTES: Final = 4096
BOM: Final = b"\xef\xbb\xbf"


class Input(NamedTuple):
    """One input. `place` is where its output goes: its path below the folder or the pattern, or its bare name."""

    name: str
    place: str


class Opened(NamedTuple):
    """An input that can be read: decompressed, its format known. `position` tells how far the file itself was read."""

    stream: IO[bytes]
    kind: str
    raw: IO[bytes]


def find(names: Sequence[str], output: str | None = None) -> list[Input]:
    """The files that names, folders and patterns stand for, in a fixed order. Raises `ConfigError` for none.

    A folder for the output that lies in one of the input is passed over: there stands what an earlier run made.
    """
    own = os.path.join(os.path.realpath(output), "") if output else None
    found: list[Input] = []
    for name in names:
        if os.path.isdir(name):
            found += _in_folder(name, own)
        elif name == STDIN or os.path.exists(name):
            found.append(Input(name, os.path.basename(name)))
        else:
            found += _matching(name, own)
    return found


def _is_in(path: str, folder: str | None) -> bool:
    return folder is not None and os.path.join(os.path.realpath(path), "").startswith(folder)


def _matching(pattern: str, own: str | None) -> list[Input]:
    """The files that match; what is no pattern stands for itself, and is missed when it is opened."""
    import glob  # noqa: PLC0415 - most runs name files

    if not glob.has_magic(pattern):
        return [Input(pattern, os.path.basename(pattern))]
    parts = pattern.split(os.sep)
    fixed = os.path.join("", *(part or os.sep for part in takewhile(lambda part: not glob.has_magic(part), parts)))
    own = None if _is_in(fixed, own) else own
    matches = [m for m in sorted(glob.glob(pattern, recursive=True)) if os.path.isfile(m) and not _is_in(m, own)]
    if not matches:
        raise ConfigError(f"no file matches {pattern!r}")
    return [Input(match, os.path.relpath(match, fixed or ".")) for match in matches]


def _in_folder(folder: str, own: str | None) -> list[Input]:
    """All files below a folder whose names say a format; hidden ones are passed over."""
    found: list[Input] = []
    own = None if _is_in(folder, own) else own
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not _is_in(os.path.join(parent, f), own))
        paths = (os.path.join(parent, f) for f in sorted(files) if not f.startswith(".") and kind_by_name(f))
        found += (Input(path, os.path.relpath(path, folder)) for path in paths)
    if not found:
        raise ConfigError(f"{folder}: no file in it has a name that ends like a known format; name the files")
    return found


def kind_by_name(name: str) -> str | None:
    """The format that the ending of a name says, or None."""
    return kind_of_suffix(os.path.splitext(without_suffix(name))[1])


def is_live(name: str) -> bool:
    """Whether an input may come in bit by bit: standard input that is no file."""
    if name != STDIN:
        return False
    try:
        return not stat.S_ISREG(os.fstat(sys.stdin.fileno()).st_mode)
    except (OSError, ValueError):  # a stream in memory
        return False


@contextlib.contextmanager
def opened(name: str, kind: str = "auto") -> Iterator[Opened]:
    """Open an input: a file, or standard input for "-". `kind` is a format, or "auto" to find it out."""
    with contextlib.ExitStack() as stack:
        raw: Any = _standard_input() if name == STDIN else stack.enter_context(open(name, "rb"))
        if not hasattr(raw, "peek"):
            raw = io.BufferedReader(raw)
        compression = by_magic(raw.peek(8)[:8])
        stream = cast("IO[bytes]", decompressing(raw, compression) if compression else raw)
        if kind == "auto":
            known = kind_by_name(name) if name != STDIN else None
            kind, stream = (known, stream) if known else _sniffed(stream)
        yield Opened(_Live(stream) if is_live(name) else stream, kind, raw)  # type: ignore[arg-type]


def _standard_input() -> IO[bytes]:
    """A reader of our own: a thread that still waits for input when Python ends must not hold that of `sys`."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError):  # a stream in memory
        return sys.stdin.buffer


class _Live:
    """A pipe: what has come is handed on at once, however little it is."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: Any = stream
        self.read1 = getattr(stream, "read1", stream.read)

    def read(self, size: int = -1) -> bytes:
        return cast("bytes", self._stream.read() if size < 0 else self.read1(size))


class _Joined(io.RawIOBase):
    """What was read to find out the format, and the rest."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read1(self, size: int = -1) -> bytes:
        rest: Any = self._rest
        return self._head.read(size) or cast("bytes", getattr(rest, "read1", rest.read)(size))

    def read(self, size: int = -1) -> bytes:
        head = self._head.read(size)
        return head + self._rest.read(size - len(head) if size >= 0 else -1)


def _sniffed(stream: IO[bytes]) -> tuple[str, IO[bytes]]:
    """The format that the content shows, and the stream from its beginning."""
    head = stream.readline()
    while len(head) < SNIFF_BYTES and not _start(head):  # templates leave blank lines on top
        line = stream.readline()
        if not line:
            break
        head += line
    return _kind_of(head), cast("IO[bytes]", _Joined(head, stream))


def _kind_of(head: bytes) -> str:
    start = _start(head)[:SNIFF_BYTES]
    if start[:1] == b"{":
        from cleaner.formats.jsonl import load  # noqa: PLC0415 - a text needs no JSON

        with contextlib.suppress(RecordError):
            load(head.strip(), 1)
            return "jsonl"
    if start[:4] == b"PAR1":
        return "parquet"
    if start[:5] == b"WARC/":
        return "warc"
    is_page = start[:9].lower() == b"<!doctype" or start[:5].lower() == b"<html"
    return "html" if is_page else "text"


def _start(head: bytes) -> bytes:
    """What a file begins with, after what may stand before the first line of records or pages."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16
        head = head[2:].replace(b"\0", b"")
    start = head.removeprefix(BOM).lstrip()
    return start.partition(b"?>")[2].lstrip() if start.startswith(b"<?xml") else start
