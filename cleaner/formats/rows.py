"""Columns of Arrow as values of JSON, and the other way round."""

import base64
import json
from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from cleaner.formats.jsonl import dump

__all__ = ["JSON", "column_of", "fits", "kind_of", "parsed", "values"]

# The type of columns whose values are of several kinds, or objects, which may have other keys later: JSON as text.
JSON: Final = pa.json_()
_SCALARS: Final = (pa.bool_(), pa.int64(), pa.float64(), pa.string())
_EXACT: Final = 1 << 53  # the integers that a float holds
# Not the views of lists: Arrow casts them to lists without their last values.
_LISTS: Final = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)


def values(column: Any) -> list[Any]:
    """Each value of a column as JSON has it.

    Timestamps, dates and times are ISO 8601, decimals strings of their digits, durations numbers in their unit, bytes
    base64, and maps lists of pairs. Arrow itself writes what Python cannot hold: nanoseconds, the year 16733.
    """
    kind = column.type
    if kind == JSON:
        return [parsed(value) for value in column.to_pylist()]
    spoken = _spoken(kind)
    column = column if spoken == kind else column.cast(spoken)
    return [_plain(value, kind) for value in column.to_pylist()]


def parsed(value: Any) -> Any:
    """What a string of JSON says; anything else is itself."""
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return value


def _spoken(kind: Any) -> Any:
    """The type with strings where JSON has no value of its own."""
    if isinstance(kind, pa.BaseExtensionType):
        return _spoken(kind.storage_type)
    if pa.types.is_dictionary(kind):
        spoken = _spoken(kind.value_type)
        return kind if spoken == kind.value_type else spoken
    if pa.types.is_nested(kind):
        return _spoken_inside(kind)
    if pa.types.is_duration(kind):
        return pa.int64()
    if pa.types.is_decimal(kind) or (pa.types.is_temporal(kind) and not pa.types.is_interval(kind)):
        return pa.string()
    return kind


def _spoken_inside(kind: Any) -> Any:
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_spoken(field.type)) for field in kind])
    if pa.types.is_map(kind):
        return pa.map_(_spoken(kind.key_type), _spoken(kind.item_type))
    return pa.list_(_spoken(kind.value_type)) if any(is_list(kind) for is_list in _LISTS) else kind


def _plain(value: Any, kind: Any) -> Any:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, str):
        return value.replace(" ", "T", 1) if pa.types.is_timestamp(kind) else value
    if isinstance(value, dict):
        return {field.name: _plain(value[field.name], field.type) for field in kind}
    if isinstance(value, list):
        if pa.types.is_map(kind):
            return [[_plain(key, kind.key_type), _plain(item, kind.item_type)] for key, item in value]
        return [_plain(item, kind.value_type) for item in value]
    return value


def column_of(found: Sequence[Any], kind: Any) -> Any:
    """Values of JSON that fit, as a column."""
    if kind == JSON:
        found = [None if value is None else dump(value).rstrip(b"\n").decode() for value in found]
    return pa.array(found, type=kind)


def kind_of(found: Sequence[Any]) -> Any:
    """The narrowest type that holds values of JSON without a change."""
    if all(value is None or isinstance(value, str) for value in found):
        return pa.string()
    if all(value is None or isinstance(value, list) for value in found):
        inner = kind_of([item for value in found for item in value or ()])
        return JSON if inner == JSON else pa.list_(inner)
    return next((kind for kind in _SCALARS if all(fits(value, kind) for value in found)), JSON)


def fits(value: Any, kind: Any) -> bool:
    """Whether a value of JSON can stand in a column of this type without a change."""
    if value is None or kind == JSON:
        return True
    if isinstance(value, str):
        return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind)) and _is_sound(value)
    if isinstance(value, bool):
        return bool(pa.types.is_boolean(kind))
    if isinstance(value, int):
        return _holds(kind, value)
    if isinstance(value, float):
        return bool(pa.types.is_float64(kind))
    return _fits_inside(value, kind)


def _fits_inside(value: Any, kind: Any) -> bool:
    if isinstance(value, list):
        return bool(pa.types.is_list(kind)) and all(fits(item, kind.value_type) for item in value)
    if not pa.types.is_struct(kind):
        return False
    known = {field.name: field.type for field in kind}
    return all(key in known and fits(item, known[key]) for key, item in value.items())


def _holds(kind: Any, number: int) -> bool:
    if pa.types.is_float64(kind):
        return abs(number) <= _EXACT
    if not pa.types.is_integer(kind):
        return False
    bits = kind.bit_width
    least = -(1 << (bits - 1)) if pa.types.is_signed_integer(kind) else 0
    return bool(least <= number < least + (1 << bits))


def _is_sound(text: str) -> bool:
    """Whether a string is Unicode throughout. Undecodable bytes, as lone surrogates, have no place in Arrow."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
