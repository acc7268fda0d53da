"""JSON lines: one object a line, unknown keys and their order kept, one new key `article`."""

import contextlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

import orjson

from cleaner.article import Article, Decision, Document
from cleaner.engine import known_fields
from cleaner.errors import RecordError
from cleaner.formats.record import article_object, decisions_from, merged, removed_list
from cleaner.removal import rebased

__all__ = ["BOM", "PLAIN", "Fields", "Spelling", "clean_lines", "dump", "load"]

# orjson reads integers beyond 64 bits as floats; such lines, NaN and lone surrogates take the slow and exact way.
BOM: Final = b"\xef\xbb\xbf"
_LONG_NUMBER: Final = re.compile(rb"[0-9]{16}")


# Surrogates that stand for no undecodable byte.
_LONE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Fields(NamedTuple):
    """Which keys of a record hold what."""

    text: str = "text"
    title: str = "title"
    url: str = "url"
    id: str = "id"
    language: str = "language"


class Spelling(NamedTuple):
    """How a line was written, so that it can be written the same way: by the fast library or exactly, bytes or not."""

    exact: bool = False
    undecodable: bool = False


PLAIN: Final = Spelling()


def load(line: bytes, number: int) -> tuple[dict[str, Any], Spelling]:
    """A line as an object, and how it was spelled. Raises `RecordError` if it is no object."""
    if number == 1:
        line = line.removeprefix(BOM)
    record: Any = None
    spelling = PLAIN
    if not _LONG_NUMBER.search(line):
        with contextlib.suppress(orjson.JSONDecodeError):
            record = orjson.loads(line)
    if record is None:
        record, spelling = _load_exactly(line, number)
    if not isinstance(record, dict):
        raise RecordError(number, "not-an-object", f"not a JSON object but {type(record).__name__}", line)
    return record, spelling


def _load_exactly(line: bytes, number: int) -> tuple[Any, Spelling]:
    try:
        text = line.decode("utf-8")
        spelling = Spelling(exact=True)
    except UnicodeDecodeError:
        text = line.decode("utf-8", "surrogateescape")
        spelling = Spelling(exact=True, undecodable=True)
    try:
        return json.loads(text), spelling
    except (ValueError, RecursionError) as e:
        raise RecordError(number, "not-json", f"not JSON: {e}", line) from e


def dump(record: dict[str, Any], spelling: Spelling = PLAIN) -> bytes:
    """An object as a line: integers, NaN, lone surrogates and undecodable bytes come out as they went in.

    Raises `RecursionError` for an object nested deeper than Python can follow.
    """
    if not spelling.exact:
        with contextlib.suppress(TypeError):  # nested deeply, or a lone surrogate that came in by another way
            return orjson.dumps(record) + b"\n"
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    if spelling.undecodable:
        text = _LONE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
        return text.encode("utf-8", "surrogateescape") + b"\n"
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


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

    A record that cannot be cleaned comes out as it is, with the reason under `article.flag` where there is room for it,
    and a `RecordError` goes before it.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record, spelling = load(line, number)
            text = record.get(fields.text)
            flag = _obstacle(record, text, fields)
            if flag is None:
                article = clean(_document(record, str(text), fields, language))
                record["article"] = _fields_of(record, article, explain=explain, contacts=contacts)
                record[fields.text] = article.text
                yield dump(record, spelling)
                continue
            yield RecordError(number, *flag)
            if flag[0] != "article-taken":
                record = {**record, "article": {**_old(record), "flag": flag[0]}}
            yield dump(record, spelling)
        except RecordError as error:
            yield error
        except RecursionError:
            yield RecordError(number, "too-deep", "nested too deeply to be written again", line)


def _obstacle(record: dict[str, Any], text: Any, fields: Fields) -> tuple[str, str] | None:
    """Why a record cannot be cleaned: a fixed word and a sentence."""
    if "article" in record and not isinstance(record["article"], dict):
        return "article-taken", "its own 'article' is not an object, so there is no room for the fields"
    if not isinstance(text, str):
        return "no-text", f"no text under {fields.text!r}; see --text-field"
    return None


def _old(record: dict[str, Any]) -> dict[str, Any]:
    old = record.get("article")
    return old if isinstance(old, dict) else {}


def _document(record: dict[str, Any], text: str, fields: Fields, language: str | None) -> Document:
    old = _old(record)
    title = record.get(fields.title)
    found = language or record.get(fields.language) or old.get("language")
    return Document(
        text,
        title=title if isinstance(title, str) else None,
        language=found if isinstance(found, str) else None,
        **known_fields(record),
    )


def _removed_before(old: dict[str, Any]) -> tuple[Decision, ...] | None:
    """What an earlier run with explain removed; None if the record holds no such list."""
    try:
        return decisions_from(old["removed"])
    except (KeyError, TypeError, ValueError):
        return None


def _fields_of(record: dict[str, Any], article: Article, *, explain: bool, contacts: bool) -> dict[str, Any]:
    new = article_object(article, contacts=contacts)
    old = _old(record)
    if explain:
        before = _removed_before(old)
        new["removed"] = removed_list(rebased(before or (), article.decisions))
        if old and before is None:
            new["earlier"] = dict(old)
    return merged(old, new) if old else new
