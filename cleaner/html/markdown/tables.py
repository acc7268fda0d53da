"""Rows and cells as a table of pipes. What is only laid out as a table is none."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from cleaner.html.markdown.inline import Piece, rendered
from cleaner.html.markdown.places import Place

__all__ = ["Cells", "is_table", "table"]

_LINES: Final = 4  # more of them in one cell, or
_CHARS: Final = 500  # more characters in one line, are running text in columns
_COLUMNS: Final = 60


class Cells(NamedTuple):
    """A line of a table: a row, or a paragraph in a cell."""

    pieces: tuple[Piece, ...]
    place: Place


def is_table(lines: Sequence[Cells]) -> bool:
    """Whether lines between the tags of one table are rows of cells with a few words each."""
    rows: set[int] = set()
    columns: set[int] = set()
    in_cell: dict[tuple[int, int], int] = {}
    for pieces, place in lines:
        if place.heading or place.containers != place.outside or not place.row:
            return False
        if sum(len(piece.text) for piece in pieces) > _CHARS:
            return False
        rows.add(place.row)
        for column in {piece.column for piece in pieces}:
            columns.add(column)
            in_cell[place.row, column] = in_cell.get((place.row, column), 0) + 1
    return len(rows) > 1 and len(columns) > 1 and max(columns) < _COLUMNS and max(in_cell.values()) <= _LINES


def table(lines: Sequence[Cells]) -> list[str]:
    """The rows. Where the first one is not marked as a header, the header is empty: Markdown wants one."""
    rows: list[list[str]] = []
    heads: list[bool] = []
    width = 1 + max(piece.column for cells in lines for piece in cells.pieces)
    for _, row in groupby(lines, key=lambda cells: cells.place.row):
        cells = [""] * width
        head = True
        for pieces, place in row:
            head &= place.head
            for column, inside in groupby(pieces, key=lambda piece: piece.column):
                text = rendered(list(inside)).replace("|", "\\|")
                cells[column] += f"<br>{text}" if cells[column] and text else text
        rows.append(cells)
        heads.append(head)
    if not heads[0]:
        rows.insert(0, [""] * width)
    rows.insert(1, ["---"] * width)
    return [f"| {' | '.join(cells)} |" for cells in rows]
