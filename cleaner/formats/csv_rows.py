"""Rows of CSV out of lines that come in bit by bit, and what is no row with the line it stood on."""

import csv
import io
from collections import deque
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Final, NamedTuple

__all__ = ["Row", "Splitter", "parse", "written"]

_FIELD_CHARS: Final = (1 << 31) - 1  # the most that every platform takes: a field may hold a whole page
_ROW_CHARS: Final = 1 << 26  # of a quoted field that does not end; then the quote is at fault, not the lines after it
_OPEN: Final = "unexpected end of data"


class Row(NamedTuple):
    """The values of a row and the lines it stood on. A line that is none has no values but a reason."""

    values: list[str]
    lines: str
    why: str = ""


class _OpenQuoteError(csv.Error):
    """The row goes on in the next line."""


class Splitter:
    """Takes text in whole lines and gives the rows that end in it. A quoted field may go over many lines."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._row: list[str] = []  # the lines of a row whose quote is open
        self._chars = 0

    def feed(self, text: str) -> Iterator[Row]:
        """The rows that end in these lines; blank lines are none."""
        todo = deque(io.StringIO(text, newline=""))  # splits at LF, CRLF and CR, and keeps them
        while todo:
            line = todo.popleft()
            self._row.append(line)
            self._chars += len(line)
            # Within a quoted field only a quote that is not doubled can end it.
            if len(self._row) > 1 and '"' not in line.replace('""', "") and self._chars < _ROW_CHARS:
                continue
            try:
                row = Row(parse(self._row, self._delimiter), "".join(self._row))
            except _OpenQuoteError:
                if self._chars < _ROW_CHARS:
                    continue
                row = self._given_up("a quote is not closed", todo)
            except csv.Error as e:
                row = self._given_up(str(e), todo)
            self._row, self._chars = [], 0
            if row.values or row.why:
                yield row

    def _given_up(self, why: str, todo: deque[str]) -> Row:
        """The first line is no row; those after it may be."""
        first, *rest = self._row
        todo.extendleft(reversed(rest))
        return Row([], first, why)

    def end(self) -> Iterator[Row]:
        """What is left when there are no more lines."""
        while self._row:
            todo: deque[str] = deque()
            row = self._given_up("a quote is not closed", todo)
            self._row, self._chars = [], 0
            yield row
            yield from self.feed("".join(todo))


def parse(lines: list[str], delimiter: str) -> list[str]:
    """One row. Raises `csv.Error` for what is none."""
    csv.field_size_limit(_FIELD_CHARS)
    if any("\0" in line for line in lines):
        raise csv.Error("it holds a NUL")
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as e:
        if str(e) == _OPEN:
            raise _OpenQuoteError("a quote is not closed") from e
        raise


def written(rows: list[list[str]], delimiter: str, end: str) -> str:
    """Rows as text, quoted where they must be."""
    lines: list[str] = []
    sink = SimpleNamespace(write=lines.append)
    # The library quotes only the line ends that it writes itself, so that a lone CR would end the row for a reader.
    csv.writer(sink, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return "".join(line[:-2] + end for line in lines)
