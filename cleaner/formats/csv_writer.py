"""CSV out: rows of one header, or JSON lines whose keys become columns."""

from typing import IO, Any, Final, NamedTuple

from cleaner.errors import RecordError
from cleaner.formats import cell
from cleaner.formats.csv_rows import Splitter, written
from cleaner.formats.jsonl import dump, lines_of, load
from cleaner.formats.text import decode, encode

__all__ = ["ARTICLE", "Table", "Writer", "framed"]

ARTICLE: Final = "article"
_FRAME: Final = b"\0"  # no line of JSON begins with it


class Table(NamedTuple):
    """Some rows below their header, and how the file writes them. `mark` is what stands before all."""

    names: list[str]
    delimiter: str
    end: str
    mark: str
    rows: list[list[str]]


def framed(table: Table) -> bytes:
    """Rows as a payload: a line that describes them, and their text."""
    head = dump({**table._asdict(), "rows": len(table.rows)})
    return _FRAME + head + encode(written(table.rows, table.delimiter, table.end))


class Writer:
    """Writes one header and the rows below it.

    Rows settle the columns with their own header, JSON lines with the keys of the first payload; the article is the
    last column. What has another column later comes back as a `RecordError` that holds its line; `number` is its place
    in the output.
    """

    delimiter = ","

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._table: Table | None = None
        self._number = 0

    def write(self, payload: bytes) -> list[RecordError]:
        """Take in one payload; returns what did not fit."""
        if payload.startswith(_FRAME):
            head, _, rows = payload[len(_FRAME) :].partition(b"\n")
            about = load(head, 0)[0]
            return self._add_table(Table(**{**about, "rows": []}), about["rows"], rows)
        lines = [line for line in lines_of(payload) if line]
        records = [load(line, 0)[0] for line in lines]
        if records and self._table is None:
            names = dict.fromkeys(name for record in records for name in record if name != ARTICLE)
            self._begin(Table([*names, ARTICLE], self.delimiter, "\n", "", []))
        return self._add_records(records, lines)

    def close(self) -> list[RecordError]:
        """Nothing is kept back."""
        return []

    def _begin(self, table: Table) -> None:
        self._table = table
        self._stream.write(encode(table.mark + written([table.names], table.delimiter, table.end)))

    def _add_table(self, table: Table, count: int, rows: bytes) -> list[RecordError]:
        if self._table is None:
            self._begin(table)
        if self._table is not None and table[:3] == self._table[:3]:
            self._number += count
            self._stream.write(rows)
            return []
        splitter = Splitter(table.delimiter)
        found = [row.values for part in (splitter.feed(decode(rows)), splitter.end()) for row in part]
        records = [dict(zip(table.names, values, strict=True)) for values in found]
        return self._add_records(records, [dump(record).rstrip(b"\n") for record in records])

    def _add_records(self, records: list[dict[str, Any]], lines: list[bytes]) -> list[RecordError]:
        if self._table is None:
            return []
        names, fitting, faults = set(self._table.names), [], []
        for record, line in zip(records, lines, strict=True):
            self._number += 1
            new = next((name for name in record if name not in names), None)
            row = [cell.write(record.get(name)) for name in self._table.names]
            if new is None and _is_sound(row):
                fitting.append(row)
            else:
                why = f"the file has no column {new!r}" if new is not None else "it holds half a character"
                faults.append(RecordError(self._number, "does-not-fit", why, line))
        self._stream.write(encode(written(fitting, self._table.delimiter, self._table.end)))
        return faults


def _is_sound(row: list[str]) -> bool:
    """Whether all of it can be written: bytes that could not be decoded can, half a pair of surrogates cannot."""
    try:
        encode("".join(row))
    except UnicodeEncodeError:
        return False
    return True
