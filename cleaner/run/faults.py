"""What could not be cleaned: told to people on standard error, or kept for machines in a file."""

import sys
from typing import IO, Any

from cleaner.errors import RecordError
from cleaner.run.destination import continued, created, is_device, naming
from cleaner.run.inputs import STDIN

__all__ = ["Faults"]


class Faults:
    """The errors of a run, each with its cause and the line itself, so that nothing is lost."""

    def __init__(self, path: str | None = None, length: int | None = None) -> None:
        """`path` names a file for them; with `length` it is continued from there."""
        self._stream: IO[bytes] | None = None
        self._path = path or ""
        self.count = 0
        if path:
            self._stream = continued(path, length) if length is not None else created(path)

    def add(self, name: str, fault: RecordError, *, document: bool = False) -> None:
        """Take one. A `document` has no records, so none is named."""
        self.count += 1
        if self._stream:
            with naming(self._path):
                self._stream.write(_line(name, fault))
            return
        where = "" if name == STDIN else f"{name}: "
        sys.stderr.write(f"cleaner: {where}{fault.message if document else fault}\n")
        if isinstance(fault.record, bytes):
            sys.stderr.flush()
            sys.stderr.buffer.write(fault.record.rstrip(b"\r\n") + b"\n")

    def mark(self) -> int | None:
        """The length of the file up to here; None without one."""
        if not self._stream or is_device(self._path):
            return None
        with naming(self._path):
            self._stream.flush()
        return self._stream.tell()

    def close(self) -> None:
        """Close the file."""
        if self._stream:
            with naming(self._path):
                self._stream.close()


def _line(name: str, fault: RecordError) -> bytes:
    from cleaner.formats.jsonl import Spelling, dump  # noqa: PLC0415 - most runs have no faults

    line = fault.record.decode("utf-8", "surrogateescape").rstrip("\r\n") if isinstance(fault.record, bytes) else None
    entry: dict[str, Any] = {} if name == STDIN else {"file": name}
    entry |= {"number": fault.number, "cause": fault.cause, "message": str(fault), "line": line}
    return dump(entry, Spelling(exact=True, undecodable=True))
