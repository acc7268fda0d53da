"""Where a run writes: standard output, or a file that gets its name only when it is whole."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any, Final, Protocol

from cleaner.errors import InputError, RecordError
from cleaner.formats.compression import by_suffix, compressed

__all__ = [
    "Destination",
    "FileOutput",
    "StreamOutput",
    "Writing",
    "continued",
    "created",
    "is_device",
    "named_late",
    "naming",
    "real",
    "with_folder",
]

PARTIAL: Final = ".partial"
_FRAME_BYTES: Final = 1 << 22  # of output in one member of a compressed file: larger ones compress hardly better


class Writer(Protocol):
    """What a format has that keeps more than bytes between two batches."""

    def write(self, payload: bytes) -> Sequence[RecordError]:
        """Take what a batch became; returns the records that did not fit."""

    def close(self) -> Sequence[RecordError]:
        """Write what comes last; returns the records that did not fit."""


Writing = Callable[[Any], Writer]


class Destination(Protocol):
    """One output."""

    def write(self, payload: bytes) -> Sequence[RecordError]:
        """Take what a batch became; returns the records that did not fit."""

    def mark(self) -> int | None:
        """The length of the file up to here, all of it on disk; None where it could not be continued from here."""

    def settle(self) -> Sequence[RecordError]:
        """All is written and on disk. Returns the records that did not fit."""

    def name(self) -> None:
        """What is settled gets its name."""

    def abandon(self) -> None:
        """Close without a name: what is finished stays under the partial one."""


def _written(payload: bytes, writer: Writer | None, stream: Any) -> Sequence[RecordError]:
    if writer:
        return writer.write(payload)
    stream.write(payload)
    return ()


class StreamOutput:
    """Standard output, flushed after each batch: who reads it gets what there is."""

    def __init__(self, stream: IO[bytes], writer: Writing | None = None) -> None:
        self._stream = _Unhurried(stream)
        self._writer = writer(self._stream) if writer else None

    def write(self, payload: bytes) -> Sequence[RecordError]:
        """Take what a batch became; returns the records that did not fit."""
        misfits = _written(payload, self._writer, self._stream)
        self._stream.flush()
        return misfits

    def mark(self) -> int | None:
        """A stream cannot be continued."""
        return None

    def settle(self) -> Sequence[RecordError]:
        """Write what a format keeps for the end."""
        misfits = self._writer.close() if self._writer else ()
        self._stream.flush()
        return misfits

    def name(self) -> None:
        """A stream has none."""

    def abandon(self) -> None:
        """What was written has been flushed."""


class _Unhurried:
    """A stream that writes all it is given. With PYTHONUNBUFFERED one writes less when a signal comes in between."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.flush = stream.flush

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        while left:
            left = left[self._stream.write(left) :]
        return len(data)


class FileOutput:
    """A file under a partial name until it is whole. Devices and pipes, which cannot be renamed, are written directly.

    `writer` makes a format's own writer on the stream. With `length`, a partial file is continued from there.
    """

    def __init__(self, path: str, writer: Writing | None = None, length: int | None = None) -> None:
        self._path = path
        self._place = real(path)
        self._partial = path if is_device(path) else self._place + PARTIAL
        self._stream = continued(self._partial, length) if length is not None else created(self._partial)
        kind = by_suffix(path)
        self._frames = _Frames(self._stream, kind) if kind else None
        self._writer = writer(self._frames or self._stream) if writer else None

    def write(self, payload: bytes) -> Sequence[RecordError]:
        """Take what a batch became; returns the records that did not fit."""
        with naming(self._path):
            return _written(payload, self._writer, self._frames or self._stream)

    def mark(self) -> int | None:
        """See `Destination`: between two members of a compressed file, and never with a writer, which has a memory."""
        if self._writer or (self._frames and self._frames.pending) or self._partial == self._path:
            return None
        with naming(self._path):
            self._stream.flush()
            os.fsync(self._stream.fileno())
        return self._stream.tell()

    def settle(self) -> Sequence[RecordError]:
        """Write what comes last. Returns the records that did not fit."""
        with naming(self._path):
            misfits = self._writer.close() if self._writer else ()
            if self._frames:
                self._frames.close()
            self._stream.close()
        return misfits

    def name(self) -> None:
        """The file gets its name."""
        if self._partial != self._path:
            os.replace(self._partial, self._place)

    def abandon(self) -> None:
        """Close without a name."""
        with contextlib.suppress(OSError):  # of a full disk, most likely: that has been said already
            self._stream.close()


def named_late(path: str) -> None:
    """Give a settled file its name, if a run that was killed in this very moment has not."""
    with contextlib.suppress(FileNotFoundError):
        os.replace(real(path) + PARTIAL, real(path))


def is_device(path: str) -> bool:
    """Whether there is something under this name that is no file: it can be written to, not renamed or continued."""
    return os.path.exists(path) and not os.path.isfile(path)


def real(path: str) -> str:
    """The file that a symbolic link points to, so that it is written and the link stays; `/dev/stdout` may be one."""
    return os.path.realpath(path) if os.path.islink(path) and not is_device(path) else path


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """A full disk says which file did not fit: the error of a write names none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or path
        raise


def with_folder(path: str) -> str:
    """The path, and the folder that it lies in is there."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    return path


def created(path: str) -> IO[bytes]:
    """A file to write, empty."""
    return open(with_folder(path), "wb")


def continued(path: str, length: int) -> IO[bytes]:
    """A file to write on from there. Raises `InputError` if it is not what it was."""
    try:
        stream = open(path, "r+b")  # noqa: SIM115 - whoever asked for it closes it
    except FileNotFoundError as e:
        raise InputError(f"{path}: cannot be continued, it is gone; start again without --resume") from e
    if os.fstat(stream.fileno()).st_size < length:
        stream.close()
        raise InputError(f"{path}: cannot be continued, it is shorter than it was; start again without --resume")
    stream.truncate(length)
    stream.seek(length)
    return stream


class _Frames:
    """Compresses what is written in members that end where a write did: the file may be cut there and continued."""

    def __init__(self, stream: IO[bytes], kind: str) -> None:
        self._stream = stream
        self._kind = kind
        self._parts: list[bytes] = []
        self.pending = 0
        compressed(b"", kind)  # a library that is missing is missed before any work is done

    def write(self, data: bytes) -> int:
        if data:
            self._parts.append(data)
            self.pending += len(data)
        if self.pending >= _FRAME_BYTES:
            self._flush()
        return len(data)

    def _flush(self) -> None:
        self._stream.write(compressed(b"".join(self._parts), self._kind))
        self._parts, self.pending = [], 0

    def close(self) -> None:
        """Write what is left; an empty file is an empty member."""
        if self.pending or not self._stream.tell():
            self._flush()
