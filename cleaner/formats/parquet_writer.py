"""Parquet out: rows as Arrow, or as JSON lines whose columns the first of them settle."""

import contextlib
import io
from collections.abc import Iterator
from typing import IO, Any, Final, cast

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from cleaner.errors import RecordError
from cleaner.formats.columns import ARTICLE, NAME, stored_article
from cleaner.formats.jsonl import dump, load
from cleaner.formats.rows import column_of, fits, kind_of, values

__all__ = ["Writer", "packed", "unpacked"]

_ARROW: Final = b"\xff\xff\xff\xff"  # how a stream of Arrow begins, and no line of JSON
_CODEC: Final = b"codec"
_DEFAULT_CODEC: Final = "ZSTD"  # of records that were no Parquet before
# What is looked at before the columns are settled, and what one row group holds: large ones compress and scan well, and
# all of it is in memory.
_FIRST_BYTES: Final = 1 << 24
_GROUP_BYTES: Final = 1 << 26
_GROUP_ROWS: Final = 1 << 17


def packed(batch: Any, codec: str) -> bytes:
    """A batch as bytes, with the compression of the file that it is from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch, custom_metadata={_CODEC: codec})
    return cast("bytes", sink.getvalue().to_pybytes())


def unpacked(data: bytes) -> tuple[Any, str]:
    """The inverse of `packed`."""
    with pa.ipc.open_stream(data) as reader:
        batch, about = reader.read_next_batch_with_custom_metadata()
    return batch, about[_CODEC].decode()


class _Sink(io.RawIOBase):
    """What Arrow writes to. It is shut between our own writes: thrown away, a writer of Arrow would end its file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._shut = True

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if not self._shut:
            self._stream.write(data)
        return len(data)

    @contextlib.contextmanager
    def passing(self) -> Iterator[None]:
        """Here it passes on what is written."""
        self._shut = False
        try:
            yield
        finally:
            self._shut = True


class Writer:
    """Writes a file of Parquet, row group by row group. The same payloads in the same order give the same bytes.

    Rows of Arrow settle the columns with their schema. JSON lines do so with the first 16 MB of them: a column of
    strings, integers, floats, booleans, or lists of these; `article` is a struct, and everything else JSON. A later
    record that does not fit comes back as a `RecordError` that holds its line; `number` is its place in the output.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._sink = _Sink(stream)
        self._writer: Any = None
        self._schema: Any = None
        self._waiting: list[bytes] = []  # payloads of JSON lines before the columns are settled
        self._waiting_bytes = 0
        self._group: list[Any] = []
        self._group_bytes = self._group_rows = 0
        self._number = 0

    def write(self, payload: bytes) -> list[RecordError]:
        """Take in one payload; returns what did not fit."""
        if payload.startswith(_ARROW):
            return self._settle() + self._add_arrow(*unpacked(payload))
        self._waiting.append(payload)
        self._waiting_bytes += len(payload)
        return self._settle() if self._schema is not None or self._waiting_bytes >= _FIRST_BYTES else []

    def close(self) -> list[RecordError]:
        """Write what is left, and the end of the file; returns what did not fit. The stream stays open."""
        faults = self._settle()
        if self._schema is None:
            self._open(pa.schema({"text": pa.string(), NAME: ARTICLE}), _DEFAULT_CODEC)
        self._flush()
        with self._sink.passing():
            self._writer.close()
        return faults

    def _open(self, schema: Any, codec: str) -> None:
        compression = "NONE" if codec == "UNCOMPRESSED" else codec
        self._schema = schema
        with self._sink.passing():
            self._writer = ParquetWriter(self._sink, schema, compression=compression)

    def _settle(self) -> list[RecordError]:
        """Write the JSON lines that wait."""
        lines = [line for payload in self._waiting for line in payload.split(b"\n") if line]
        self._waiting, self._waiting_bytes = [], 0
        if not lines:
            return []
        rows = [load(line, 0)[0] for line in lines]
        if self._schema is None:
            names = dict.fromkeys(name for row in rows for name in row)
            kinds = {name: ARTICLE if name == NAME else kind_of([row.get(name) for row in rows]) for name in names}
            self._open(pa.schema(kinds), _DEFAULT_CODEC)
        return self._add_rows(rows, lines)

    def _add_rows(self, rows: list[dict[str, Any]], lines: list[bytes]) -> list[RecordError]:
        fitting, faults = [], []
        for row, line in zip(rows, lines, strict=True):
            self._number += 1
            stored = {**row, NAME: stored_article(row.get(NAME))} if NAME in row else row
            misfit = self._misfit(stored)
            if misfit is None:
                fitting.append(stored)
            else:
                message = f"its {misfit!r} does not fit into the columns of the file"
                faults.append(RecordError(self._number, "does-not-fit", message, line))
        columns = [column_of([row.get(field.name) for row in fitting], field.type) for field in self._schema]
        self._add(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        return faults

    def _misfit(self, row: dict[str, Any]) -> str | None:
        """The first key whose value has no place, or None."""
        for field in self._schema:
            value = row.get(field.name)
            if not fits(value, field.type) or (value is None and not field.nullable):
                return cast("str", field.name)
        known = set(self._schema.names)
        return next((key for key in row if key not in known), None)

    def _add_arrow(self, batch: Any, codec: str) -> list[RecordError]:
        if self._schema is None:
            self._open(batch.schema, codec)
        cast_batch = self._cast(batch)
        if cast_batch is not None:
            self._number += batch.num_rows
            self._add(cast_batch)
            return []
        columns = [values(column) for column in batch.columns]
        rows = [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*columns, strict=True)]
        return self._add_rows(rows, [dump(row).rstrip(b"\n") for row in rows])

    def _cast(self, batch: Any) -> Any:
        """The batch of another file in the columns of this one, or None if it has others, or values that do not fit."""
        if batch.schema.equals(self._schema):
            return batch.replace_schema_metadata(self._schema.metadata)
        names = batch.schema.names
        if not set(names) <= set(self._schema.names) or len(set(names)) < len(names):
            return None
        columns = []
        for field in self._schema:
            try:
                column = batch.column(field.name).cast(field.type) if field.name in names else None
            except pa.ArrowException:
                return None
            column = pa.nulls(batch.num_rows, field.type) if column is None else column
            if column.null_count and not field.nullable:
                return None
            columns.append(column)
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _add(self, batch: Any) -> None:
        self._group.append(batch)
        self._group_bytes += batch.nbytes
        self._group_rows += batch.num_rows
        if self._group_bytes >= _GROUP_BYTES or self._group_rows >= _GROUP_ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._group_rows:
            table = pa.Table.from_batches(self._group, self._schema)
            with self._sink.passing():
                self._writer.write_table(table, row_group_size=self._group_rows)
        self._group, self._group_bytes, self._group_rows = [], 0, 0
