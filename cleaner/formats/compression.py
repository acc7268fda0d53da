"""Compressed files: which kind, read as they were before, written so that any part ends where a block of input does."""

import importlib
import io
import sys
from typing import IO, Any, Final, cast

from cleaner.errors import ConfigError, InputError

__all__ = ["by_magic", "by_suffix", "compressed", "decompressing", "without_suffix"]

SUFFIXES: Final = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd", ".bz2": "bz2", ".xz": "xz"}
_MAGIC: Final = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
_ZSTD_WINDOW: Final = 31  # bits: files made with --long open too


def by_suffix(name: str) -> str | None:
    """The compression that the ending of a name says, or None."""
    return next((kind for suffix, kind in SUFFIXES.items() if name.lower().endswith(suffix)), None)


def without_suffix(name: str) -> str:
    """The name as it would be without compression."""
    return name[: name.rindex(".")] if by_suffix(name) else name


def by_magic(head: bytes) -> str | None:
    """The compression that the first bytes show, or None."""
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def decompressing(stream: IO[bytes], kind: str) -> IO[bytes]:
    """The stream as it was before it was compressed. Damage raises `InputError` once all before it has been read."""
    library = _library(kind)
    if kind == "zstd":
        options = {library.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
        return cast("IO[bytes]", _Reader(library.ZstdFile(stream, options=options), library.ZstdError))
    if kind == "xz":
        return cast("IO[bytes]", _Reader(library.LZMAFile(stream), library.LZMAError))
    if kind == "bz2":
        return cast("IO[bytes]", _Reader(library.BZ2File(stream)))
    return cast("IO[bytes]", _Reader(library.GzipFile(fileobj=stream, mode="rb"), library.zlib.error))


def compressed(data: bytes, kind: str) -> bytes:
    """The data as one whole member or frame; several of them, one after the other, are a file too."""
    options = {"mtime": 0} if kind == "gzip" else {}  # the same bytes at any time of the day
    return cast("bytes", _library(kind).compress(data, **options))


def _library(kind: str) -> Any:
    """The module for a compression, loaded only where it is needed: all of them together cost as much as a text."""
    if kind != "zstd":
        return importlib.import_module({"gzip": "gzip", "bz2": "bz2", "xz": "lzma"}[kind])
    try:
        return importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ModuleNotFoundError as e:
        raise ConfigError("zstd needs backports.zstd: pip install 'article-cleaner[zstd]'") from e


class _Reader(io.RawIOBase):
    """Reads piece by piece, since a library that is asked for much forgets what it had before it met the damage."""

    def __init__(self, stream: Any, error: type[Exception] = EOFError) -> None:
        self._stream = stream
        self._error = error
        self._damage: InputError | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """As much as was asked for, or all that is left."""
        parts: list[bytes] = []
        left = size
        while left and (piece := self._piece(left)):
            parts.append(piece)
            left -= len(piece) if size >= 0 else 0
        if self._damage and not parts and size:
            raise self._damage
        return b"".join(parts)

    def _piece(self, size: int) -> bytes:
        if self._damage:
            return b""
        try:
            return cast("bytes", self._stream.read1(size))
        except (EOFError, OSError, self._error) as e:
            if isinstance(e, OSError) and e.errno:
                raise  # the disk, not the data
            self._damage = InputError(f"damaged or cut off, all before it was read: {e}")
            return b""

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
