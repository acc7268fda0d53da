"""JSON lines: one object a line, unknown keys and their order kept, one new key `article`."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

import orjson

from cleaner.article import Article, Document
from cleaner.errors import RecordError
from cleaner.formats.record import article_object, merged, removed_list

__all__ = ["Fields", "clean_lines", "dump", "load"]

# orjson reads integers beyond 64 bits as floats; such lines, NaN and lone surrogates take the slow and exact way.
_LONG_NUMBER: Final = re.compile(rb"[0-9]{16}")


class Fields(NamedTuple):
    """Which keys of a record hold what."""

    text: str = "text"
    title: str = "title"
    url: str = "url"
    id: str = "id"
    language: str = "language"


def load(line: bytes, number: int) -> tuple[dict[str, Any], bool]:
    """A line as an object, and whether it had to be read the exact way. Raises `RecordError` if it is no object."""
    if not _LONG_NUMBER.search(line):
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            return _load_exactly(line, number), True
        if isinstance(record, dict):
            return record, False
        raise RecordError(number, "not-an-object", f"not a JSON object but {type(record).__name__}", line)
    return _load_exactly(line, number), True


def _load_exactly(line: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as e:
        raise RecordError(number, "not-json", f"not JSON: {e}", line) from e
    if not isinstance(record, dict):
        raise RecordError(number, "not-an-object", f"not a JSON object but {type(record).__name__}", line)
    return record


def dump(record: dict[str, Any], *, exact: bool) -> bytes:
    """An object as a line. `exact` as `load` said: integers, NaN and undecodable bytes come out as they went in."""
    if not exact:
        try:
            return orjson.dumps(record) + b"\n"
        except TypeError:  # a lone surrogate or an integer out of range that came in by another way
            pass
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record).encode("ascii") + b"\n"


def clean_lines(
    lines: Iterable[bytes],
    clean: Callable[[Document], Article],
    fields: Fields,
    *,
    language: str | None = None,
    explain: bool = False,
    contacts: bool = False,
) -> Iterator[bytes | RecordError]:
    """Each line cleaned, in order; a `RecordError` value for a line that is no object. Blank lines are passed over.

    A record without text comes out as it is, with the reason under `article.flag`, and a `RecordError` goes before it.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record, exact = load(line, number)
        except RecordError as error:
            yield error
            continue
        text = record.get(fields.text)
        if not isinstance(text, str):
            yield RecordError(number, "no-text", f"no text under {fields.text!r}; see --text-field", None)
            yield dump({**record, "article": {**_old(record), "flag": "no-text"}}, exact=exact)
            continue
        article = clean(_document(record, text, fields, language))
        record[fields.text] = article.text
        record["article"] = _fields_of(record, article, explain=explain, contacts=contacts)
        yield dump(record, exact=exact)


def _old(record: dict[str, Any]) -> dict[str, Any]:
    old = record.get("article")
    return old if isinstance(old, dict) else {}


def _document(record: dict[str, Any], text: str, fields: Fields, language: str | None) -> Document:
    old = _old(record)
    title = record.get(fields.title) or old.get("title")
    found = language or record.get(fields.language) or old.get("language")
    return Document(
        text,
        title=title if isinstance(title, str) else None,
        language=found if isinstance(found, str) else None,
    )


def _fields_of(record: dict[str, Any], article: Article, *, explain: bool, contacts: bool) -> dict[str, Any]:
    new = article_object(article, contacts=contacts)
    if explain:
        new["removed"] = removed_list(article.decisions)
    old = _old(record)
    return merged(old, new) if old else new
