"""CSV: the text clean, every other value as it was, and the article as JSON in a new last column."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from cleaner.errors import ConfigError, RecordError
from cleaner.formats import cell
from cleaner.formats.batch import Batch, Output, blocks_of_lines
from cleaner.formats.csv_rows import Row, Splitter, parse
from cleaner.formats.csv_writer import ARTICLE, Table, Writer, framed
from cleaner.formats.jsonl import dump
from cleaner.formats.text import decode, encode
from cleaner.formats.work import Fields, Work, clean_record

__all__ = ["Writer", "batches", "clean", "read", "singles"]

_DELIMITERS: Final = ",;\t|"  # the first with which the header names the text
_MARK: Final = "\ufeff"


def batches(stream: IO[bytes], name: str, work: Work) -> Iterator[Batch | RecordError]:
    """The rows in blocks. Raises `ConfigError` for a file that has neither a column of texts nor one of pages."""
    return read(stream, name, work, _DELIMITERS)


def read(stream: IO[bytes], name: str, work: Work, delimiters: str) -> Iterator[Batch | RecordError]:
    """As `batches`, with the delimiters that come into question."""
    reading = None
    for block in blocks_of_lines(stream):
        text = decode(block)
        if reading is None:
            reading = _Reading(text, name, work, delimiters)
            text = text.removeprefix(_MARK)
        yield from reading.take(reading.splitter.feed(text), len(block))
    if reading:
        yield from reading.take(reading.splitter.end(), 0)
        yield from reading.header_alone()


class _Reading:
    """A file under way: its header, and how many rows of it have been read."""

    def __init__(self, start: str, name: str, work: Work, delimiters: str) -> None:
        mark = _MARK if start.startswith(_MARK) else ""
        line = next(io.StringIO(start[len(mark) :].lstrip("\r\n"), newline=""), "")
        bare = line.rstrip("\r\n")
        delimiter = _delimiter(bare, work.fields, delimiters)
        self.splitter = Splitter(delimiter)
        self._table = Table([], delimiter, line[len(bare) :] or "\n", mark, [])
        self._name = name
        self._work = work
        self._next = 1
        self._empty = True

    def take(self, rows: Iterable[Row], size: int) -> Iterator[Batch | RecordError]:
        """The rows as batches; `size` is that of their block."""
        good: list[list[str]] = []
        for row in rows:
            if not self._table.names:
                self._begin(row)
                continue
            why = row.why or self._misfit(row.values)
            if not why:
                good.append(row.values)
                continue
            if good:
                yield self._batch(good, 0)
                good = []
            yield RecordError(self._next, "not-a-row", why, encode(row.lines))
            self._next += 1
        if good:
            yield self._batch(good, size)

    def header_alone(self) -> Iterator[Batch]:
        """An empty batch if there was no other, so that the header comes out."""
        if self._table.names and self._empty:
            yield self._batch([], 0)

    def _batch(self, rows: list[list[str]], size: int) -> Batch:
        first = self._next
        self._next += len(rows)
        self._empty = False
        return Batch(first, len(rows), self._table._replace(rows=rows), size, self._name)

    def _begin(self, row: Row) -> None:
        if row.why:
            raise ConfigError(f"{self._name}: its first line is no header: {row.why}")
        names, fields = row.values, self._work.fields
        if fields.text not in names and fields.html not in names:
            there = ", ".join(names)
            raise ConfigError(
                f"{self._name}: no column {fields.text!r} and no column {fields.html!r}; the columns are: {there}; "
                "--text-field or --html-field says which"
            )
        twice = next((n for n in names if names.count(n) > 1 and (n in _used(fields) or not self._as_table())), None)
        if twice is not None:
            raise ConfigError(f"{self._name}: two columns have the name {twice!r}: give one of them another")
        self._table = self._table._replace(names=names)

    def _as_table(self) -> bool:
        return self._work.target in ("csv", "tsv")

    def _misfit(self, values: list[str]) -> str:
        have, want = len(values), len(self._table.names)
        return "" if have == want else f"{have} values, but the header has {want}"


def _used(fields: Fields) -> set[str]:
    """The columns that the cleaner reads or writes."""
    given = {fields.text, fields.html, fields.title, fields.url, fields.language, fields.markdown}
    return given | {"authors", "published", ARTICLE}


def _delimiter(header: str, fields: Fields, delimiters: str) -> str:
    for delimiter in delimiters:
        try:
            names = parse([header], delimiter)
        except csv.Error:
            continue
        if fields.text in names or fields.html in names:
            return delimiter
    return delimiters[0]


def singles(batch: Batch) -> list[Batch]:
    """Each row as a batch of its own."""
    rows = batch.data.rows
    share = batch.size // max(1, len(rows))
    return [Batch(batch.first + n, 1, batch.data._replace(rows=[row]), share, batch.name) for n, row in enumerate(rows)]


def clean(batch: Batch, work: Work) -> Output:
    """Some rows, cleaned: as rows where they become a table of this kind again, else as JSON lines."""
    table: Table = batch.data
    records: list[dict[str, Any]] = []
    faults: list[RecordError] = []
    for number, row in enumerate(table.rows, batch.first):
        record: dict[str, Any] = dict(zip(table.names, row, strict=True))
        article = cell.read(record.pop(ARTICLE, ""))
        if article is not None:
            record[ARTICLE] = article
        fault = clean_record(record, number, work)
        if fault:
            faults.append(fault)
        records.append(record)
    if work.target not in ("csv", "tsv"):
        return Output(b"".join(map(dump, records)), tuple(faults))
    return Output(_as_rows(table, records, work), tuple(faults))


def _as_rows(table: Table, records: list[dict[str, Any]], work: Work) -> bytes:
    fields = work.fields
    made = [fields.text, *([fields.markdown] if work.choices.markdown else []), ARTICLE]
    gone = () if work.choices.keep_html else (fields.html,)
    # Untouched values are taken by their place, because names may be there twice.
    places = [(n, name) for n, name in enumerate(table.names) if name not in gone]
    new = [name for name in made if name not in table.names]
    rows = [
        [cell.write(record.get(name, "")) if name in made else row[n] for n, name in places]
        + [cell.write(record.get(name, "")) for name in new]
        for row, record in zip(table.rows, records, strict=True)
    ]
    delimiter = "\t" if work.target == "tsv" else table.delimiter.replace("\t", ",")
    return framed(table._replace(names=[*(name for _, name in places), *new], delimiter=delimiter, rows=rows))
