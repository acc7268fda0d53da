"""Batches of Arrow through the cleaner: every column as it came, the text clean, and a new column `article`."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from cleaner.errors import ConfigError, RecordError
from cleaner.formats import cell
from cleaner.formats.rows import parsed, values
from cleaner.formats.text import decode, encode
from cleaner.formats.work import Fields, Work, clean_record

__all__ = [
    "ARTICLE",
    "NAME",
    "clean_columns",
    "output_schema",
    "records",
    "stored_article",
]

NAME: Final = "article"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_STRINGS: Final = pa.list_(pa.string())
ARTICLE: Final = pa.struct(
    {
        "title": pa.string(),
        "authors": pa.list_(
            pa.struct({"name": pa.string(), "kind": pa.string(), "role": pa.string(), "contact": pa.string()})
        ),
        "agencies": _STRINGS,
        "dateline": pa.struct({"place": pa.string(), "date": pa.string(), "agency": pa.string()}),
        "published": pa.string(),
        "updated": pa.string(),
        "reading_minutes": pa.int64(),
        "language": pa.string(),
        "tags": _STRINGS,
        "notes": pa.list_(pa.struct({"kind": pa.string(), "text": pa.string()})),
        "truncated": pa.bool_(),
        "guard": pa.string(),
        "engine": pa.string(),
        "flag": pa.string(),
        "removed": pa.list_(
            pa.struct(
                {
                    "start": pa.int64(),
                    "end": pa.int64(),
                    "category": pa.string(),
                    "action": pa.string(),
                    "confidence": pa.string(),
                    "rules": _STRINGS,
                    "signals": _STRINGS,
                    "text": pa.string(),
                }
            )
        ),
        "earlier": pa.string(),  # an object that the record had of its own may hold anything: JSON
    }
)


def output_schema(schema: Any, work: Work) -> Any:
    """The columns that come out, by the columns that come in and the options alone, never by a value."""
    _check(schema, work)
    own = [work.fields.text, *([work.fields.markdown] if work.choices.markdown else []), NAME]
    gone = set() if work.choices.keep_html else {work.fields.html}
    out = []
    for field in schema:
        if field.name == NAME:
            out.append(field if _is_text(field.type) else field.with_type(ARTICLE).with_nullable(nullable=True))
        elif field.name in own:
            out.append(field.with_type(_text_type(field.type)))
        elif field.name not in gone:
            out.append(field)
    new = [pa.field(name, ARTICLE if name == NAME else pa.string()) for name in own if name not in schema.names]
    return pa.schema([*out, *new], metadata=schema.metadata)


def clean_columns(batch: Any, first: int, work: Work) -> tuple[Any, list[RecordError]]:
    """A batch with its texts cleaned, and what could not be. `first` is the number of its first row."""
    schema = output_schema(batch.schema, work)
    rows = records(batch, work.fields, evidence_only=True)
    faults = [fault for number, row in enumerate(rows, first) if (fault := clean_record(row, number, work))]
    made = {work.fields.text, NAME} | ({work.fields.markdown} if work.choices.markdown else set())
    untouched = set(schema.names) - made
    kept = (c for c, name in zip(batch.columns, batch.schema.names, strict=True) if name in untouched)
    columns = [_column([row.get(f.name) for row in rows], f) if f.name in made else next(kept) for f in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema), faults


def records(batch: Any, fields: Fields, *, evidence_only: bool = False) -> list[dict[str, Any]]:
    """The rows as JSON lines have them; with `evidence_only` no more of them than the cleaner reads."""
    evidence = {fields.text, fields.html, fields.title, fields.url, fields.language, fields.markdown}
    evidence |= {"authors", "published", NAME}
    names = [name for name in batch.schema.names if name in evidence or not evidence_only]
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ConfigError(f"two columns have the name {twice[0]!r}: give one of them another")
    columns = [_read(name, batch.column(name), fields) for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    for row in rows:
        if NAME in row and row[NAME] is None:
            del row[NAME]
    return rows


def _read(name: str, column: Any, fields: Fields) -> list[Any]:
    if name == NAME:
        return [_article(value) for value in (column.to_pylist() if _is_text(column.type) else values(column))]
    if name not in (fields.text, fields.html) or not _is_bytes(column.type):
        return values(column)
    if name == fields.text:
        return [None if value is None else decode(value) for value in column.to_pylist()]
    from cleaner.html.decode import decode as decode_page  # noqa: PLC0415 - texts need no parser of pages

    return [None if value is None else decode_page(value) for value in column.to_pylist()]


def _article(value: Any) -> Any:
    """What stands under `article` as a record has it: a struct without its empty fields, or what JSON says."""
    if isinstance(value, str):
        return cell.read(value)
    if isinstance(value, Mapping) and value.get("earlier"):
        value = {**value, "earlier": parsed(value["earlier"])}
    return _filled(value)


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(item) for key, item in value.items() if item is not None}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def stored_article(article: Any) -> Any:
    """The object of a record as a value of the struct `ARTICLE`."""
    if isinstance(article, Mapping) and isinstance(article.get("earlier"), Mapping):
        return {**article, "earlier": cell.write(article["earlier"])}
    return article


def _column(found: list[Any], field: Any) -> Any:
    if field.name == NAME:
        store = cell.write if _is_text(field.type) else stored_article
        found = [None if value is None else store(value) for value in found]
    elif _is_bytes(field.type):
        found = [encode(value) if isinstance(value, str) else value for value in found]
    try:
        return pa.array(found, type=field.type)
    except UnicodeEncodeError:  # undecodable bytes of a text show in what was found in it
        return pa.array(_sound(found), type=field.type)


def _sound(value: Any) -> Any:
    """Values with U+FFFD for what cannot stand in UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _sound(item) for key, item in value.items()}
    return [_sound(item) for item in value] if isinstance(value, list) else value


def _check(schema: Any, work: Work) -> None:
    """Raise `ConfigError` for columns that cannot be cleaned, before anything is."""
    fields = work.fields
    if fields.text not in schema.names and fields.html not in schema.names:
        there = ", ".join(schema.names) or "none"
        raise ConfigError(
            f"no column {fields.text!r} and no column {fields.html!r}; the columns are: {there}; "
            "text_field or html_field says which, or the option of that name"
        )
    for name in (fields.text, fields.html, *([fields.markdown] if work.choices.markdown else [])):
        for field in (schema.field(i) for i in schema.get_all_field_indices(name)):
            if not (_is_text(field.type) or _is_bytes(field.type) or pa.types.is_null(field.type)):
                raise ConfigError(f"the column {name!r} is {field.type}, not text")
    for field in (schema.field(i) for i in schema.get_all_field_indices(NAME)):
        if not (_is_text(field.type) or _fits(field.type, ARTICLE)):
            raise ConfigError(f"the column {NAME!r} is taken: it is no article, but {field.type}; give it another name")


def _plain_type(kind: Any) -> Any:
    kind = kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: Any) -> bool:
    kind = _plain_type(kind)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: Any) -> bool:
    kind = _plain_type(kind)
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _text_type(kind: Any) -> Any:
    """The type that clean texts of this type have: the same, where it has room for any number of different texts."""
    if pa.types.is_null(kind):
        return pa.string()
    if pa.types.is_dictionary(kind) and (kind.index_type.bit_width < 32 or pa.types.is_string_view(kind.value_type)):
        return kind.value_type
    return kind


def _fits(kind: Any, wanted: Any) -> bool:
    """Whether a type holds nothing that the other has no place for."""
    if pa.types.is_null(kind):
        return True
    if pa.types.is_struct(wanted):
        known = set(wanted.names)
        return bool(pa.types.is_struct(kind)) and all(
            f.name in known and _fits(f.type, wanted.field(f.name).type) for f in kind
        )
    if pa.types.is_list(wanted):
        is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
        return bool(is_list) and _fits(kind.value_type, wanted.value_type)
    if pa.types.is_string(wanted):
        return _is_text(kind)
    return bool(kind == wanted or (pa.types.is_integer(wanted) and pa.types.is_integer(kind)))
