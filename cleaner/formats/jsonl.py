"""JSON lines: one object a line, unknown keys and their order kept, one new key `article`."""

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final, NamedTuple

import orjson
import re2

from cleaner.errors import RecordError
from cleaner.formats.batch import Batch, Output, blocks_of_lines
from cleaner.formats.work import Work, clean_record

__all__ = [
    "BOM",
    "PLAIN",
    "Spelling",
    "batches",
    "clean",
    "clean_lines",
    "dump",
    "lines_of",
    "load",
    "singles",
]

BOM: Final = b"\xef\xbb\xbf"
# orjson reads integers beyond 64 bits as floats; such lines, NaN and lone surrogates take the slow and exact way.
_LONG_NUMBER: Final[Any] = re2.compile(b"[0-9]{16}")


# Surrogates that stand for no undecodable byte.
_LONE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Spelling(NamedTuple):
    """How a line was written, so that it can be written the same way: by the fast library or exactly, bytes or not."""

    exact: bool = False
    undecodable: bool = False


PLAIN: Final = Spelling()


def load(line: bytes, number: int) -> tuple[dict[str, Any], Spelling]:
    """A line as an object, and how it was spelled. Raises `RecordError` if it is no object."""
    if number == 1:
        line = line.removeprefix(BOM)
    record: Any = None
    spelling = PLAIN
    if not _LONG_NUMBER.search(line):
        with contextlib.suppress(orjson.JSONDecodeError):
            record = orjson.loads(line)
    if record is None:
        record, spelling = _load_exactly(line, number)
    if not isinstance(record, dict):
        raise RecordError(number, "not-an-object", f"not a JSON object but {type(record).__name__}", line)
    return record, spelling


def _load_exactly(line: bytes, number: int) -> tuple[Any, Spelling]:
    try:
        text = line.decode("utf-8")
        spelling = Spelling(exact=True)
    except UnicodeDecodeError:
        text = line.decode("utf-8", "surrogateescape")
        spelling = Spelling(exact=True, undecodable=True)
    try:
        return json.loads(text), spelling
    except (ValueError, RecursionError) as e:
        raise RecordError(number, "not-json", f"not JSON: {e}", line) from e


def dump(record: dict[str, Any], spelling: Spelling = PLAIN) -> bytes:
    """An object as a line: integers, NaN, lone surrogates and undecodable bytes come out as they went in.

    Raises `RecursionError` for an object nested deeper than Python can follow.
    """
    if not spelling.exact:
        with contextlib.suppress(TypeError):  # nested deeply, or a lone surrogate that came in by another way
            return orjson.dumps(record) + b"\n"
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    if spelling.undecodable:
        text = _LONE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
        return text.encode("utf-8", "surrogateescape") + b"\n"
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def batches(stream: IO[bytes], name: str, _work: Work) -> Iterator[Batch]:
    """The lines in blocks. The number of a record is that of its line."""
    first = 1
    for block in blocks_of_lines(stream):
        count = block.count(b"\n") + (not block.endswith(b"\n"))
        yield Batch(first, count, block, len(block), name)
        first += count


def singles(batch: Batch) -> list[Batch]:
    """Each line as a batch of its own."""
    lines = lines_of(batch.data)
    return [Batch(batch.first + n, 1, line, len(line), batch.name) for n, line in enumerate(lines)]


def clean(batch: Batch, work: Work) -> Output:
    """A block of lines, cleaned."""
    lines: list[bytes] = []
    faults: list[RecordError] = []
    for item in clean_lines(lines_of(batch.data), work, batch.first):
        (lines if isinstance(item, bytes) else faults).append(item)  # type: ignore[arg-type]
    return Output(b"".join(lines), tuple(faults))


def lines_of(block: bytes) -> list[bytes]:
    """A block of whole lines, line by line."""
    lines = block.split(b"\n")  # no other line end: JSON may hold a bare carriage return between values
    if not lines[-1]:
        lines.pop()
    return lines


def clean_lines(lines: Iterable[bytes], work: Work, first: int = 1) -> Iterator[bytes | RecordError]:
    """Each line cleaned, in order; a `RecordError` value for a line that is no object. Blank lines are passed over.

    A record that cannot be cleaned comes out flagged, and a `RecordError` goes before it.
    """
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            record, spelling = load(line, number)
            obstacle = clean_record(record, number, work)
            if obstacle:
                yield obstacle
            yield dump(record, spelling)
        except RecordError as error:
            yield error
        except RecursionError:
            yield RecordError(number, "too-deep", "nested too deeply to be written again", line)
