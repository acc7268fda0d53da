"""Parquet: rows in batches, every column as it was but for the text, one new column `article`."""

import shutil
import tempfile
from collections.abc import Iterator
from typing import IO, Any, Final

from cleaner.errors import ConfigError, InputError
from cleaner.formats.batch import BATCH_BYTES, Batch, Output
from cleaner.formats.jsonl import dump
from cleaner.formats.work import Work, clean_record

try:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    from cleaner.formats.columns import clean_columns, output_schema, records
    from cleaner.formats.parquet_writer import Writer, packed, unpacked
except ModuleNotFoundError as error:
    raise ConfigError(f"Parquet needs {error.name}: pip install 'article-cleaner[parquet]'") from error

__all__ = ["Writer", "batches", "clean", "singles"]

_ROWS: Final = 64  # of a batch, or fewer if they are large
_READ_BYTES: Final = 1 << 20  # of a column at a time, so that a large row group is not read at once


def batches(stream: IO[bytes], name: str, work: Work) -> Iterator[Batch]:
    """The rows in batches. A file without rows gives one empty batch, because it has columns.

    Raises `InputError` for what is no Parquet file, or is cut off or damaged, after the rows before the damage.
    """
    with tempfile.TemporaryFile() as spool:
        if not _is_seekable(stream):
            shutil.copyfileobj(stream, spool)  # the columns stand at the end
            stream = spool
        try:
            yield from _batches(stream, name, work)
        except (pa.ArrowException, OSError) as e:
            if isinstance(e, OSError) and e.errno:
                raise
            raise InputError(f"no Parquet file, or damaged or cut off: {e}") from e


def _is_seekable(stream: Any) -> bool:
    return bool(hasattr(stream, "seekable") and stream.seekable())


def _batches(stream: IO[bytes], name: str, work: Work) -> Iterator[Batch]:
    total = stream.seek(0, 2)
    file = ParquetFile(stream, buffer_size=_READ_BYTES, pre_buffer=False)
    schema, rows = file.schema_arrow, file.metadata.num_rows
    _check(schema, name, work)
    codec = file.metadata.row_group(0).column(0).compression if file.num_row_groups else "SNAPPY"
    if not rows:
        yield Batch(1, 0, packed(pa.RecordBatch.from_pylist([], schema=schema), codec), total, name)
    done = 0
    for batch in file.iter_batches(_ROWS):
        step = max(1, _ROWS * BATCH_BYTES // max(BATCH_BYTES, batch.nbytes))
        for start in range(0, batch.num_rows, step):
            part = batch.slice(start, step)
            size = total * (done + part.num_rows) // rows - total * done // rows
            yield Batch(done + 1, part.num_rows, packed(part, codec), size, name)
            done += part.num_rows


def _check(schema: Any, name: str, work: Work) -> None:
    """Raise `ConfigError` for columns that cannot be cleaned or written, before any row is read."""
    try:
        output_schema(schema, work)
        records(pa.RecordBatch.from_pylist([], schema=schema), work.fields, evidence_only=work.target == "parquet")
    except ConfigError as e:
        raise ConfigError(f"{name}: {e}") from e


def singles(batch: Batch) -> list[Batch]:
    """Each row as a batch of its own."""
    rows, codec = unpacked(batch.data)
    share = batch.size // max(1, batch.records)
    return [Batch(batch.first + n, 1, packed(rows.slice(n, 1), codec), share, batch.name) for n in range(rows.num_rows)]


def clean(batch: Batch, work: Work) -> Output:
    """Some rows, cleaned: as Arrow where they become Parquet again, else as JSON lines."""
    rows, codec = unpacked(batch.data)
    if work.target == "parquet":
        cleaned, faults = clean_columns(rows, batch.first, work)
        return Output(packed(cleaned, codec), tuple(faults))
    found = records(rows, work.fields)
    faults = [fault for number, row in enumerate(found, batch.first) if (fault := clean_record(row, number, work))]
    return Output(b"".join(map(dump, found)), tuple(faults))
