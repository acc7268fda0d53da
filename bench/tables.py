"""Plain tables on standard output."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

__all__ = ["heading", "leave", "percent", "shortened", "table"]


def heading(text: str) -> None:
    """A line above a table."""
    print(f"\n{text}\n{'-' * len(text)}")


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows under their columns: text to the left, figures to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(column), *(len(row[n]) for row in cells), 0) for n, column in enumerate(columns)]
    numeric = [
        all(isinstance(row[n], int | float | None) or _cell(row[n])[:1].isdigit() for row in rows)
        for n in range(len(columns))
    ]
    for line in (columns, *cells):
        padded = (
            text.rjust(w) if right else text.ljust(w) for text, w, right in zip(line, widths, numeric, strict=True)
        )
        print("  ".join(padded).rstrip())


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def percent(share: float | None, digits: int = 1) -> str:
    """A share as per cent."""
    return "-" if share is None else f"{share:.{digits}%}"


def shortened(text: str, width: int = 110) -> str:
    """One line of a text, cut to fit."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def leave(main: Callable[[], int]) -> NoReturn:
    """Run a command and exit with its status; quietly when the reader of a pipe has seen enough."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status)
