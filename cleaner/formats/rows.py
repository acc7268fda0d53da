"""Columns of Arrow as the values that JSON has."""

import base64
from typing import Any, Final

import pyarrow as pa

__all__ = ["values"]

# Not the views of lists: Arrow casts them to lists without their last values.
_LISTS: Final = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list)


def values(column: Any) -> list[Any]:
    """Each value of a column as JSON has it.

    Timestamps, dates and times are ISO 8601, decimals strings of their digits, durations numbers in their unit, bytes
    base64, and maps lists of pairs. Arrow itself writes what Python cannot hold: nanoseconds, the year 16733.
    """
    kind = column.type
    spoken = _spoken(kind)
    column = column if spoken == kind else column.cast(spoken)
    return [_plain(value, kind) for value in column.to_pylist()]


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
