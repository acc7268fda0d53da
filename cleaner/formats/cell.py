"""The article of a record in one cell of a table: JSON."""

import json
from typing import Any

from cleaner.formats.jsonl import dump

__all__ = ["read", "write"]


def read(cell: str) -> Any:
    """The object that a cell holds, None for an empty one; a cell that holds no object is its own value."""
    try:
        found = json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        return cell
    return found if found is None or isinstance(found, dict) else cell


def write(value: Any) -> str:
    """The cell that holds a value: a string as it is, nothing for null, else JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    return dump(value).rstrip(b"\n").decode()
