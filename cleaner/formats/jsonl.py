"""JSON lines: one object a line, unknown keys and their order kept, one new key `article`."""

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import orjson

from cleaner.article import Article, Decision, Document
from cleaner.engine import Cleaner, known_fields
from cleaner.errors import InputError, RecordError
from cleaner.formats.record import article_object, decisions_from, merged, removed_list
from cleaner.removal import rebased

__all__ = ["BOM", "PLAIN", "Choices", "Fields", "Spelling", "clean_lines", "dump", "load"]

# orjson reads integers beyond 64 bits as floats; such lines, NaN and lone surrogates take the slow and exact way.
BOM: Final = b"\xef\xbb\xbf"
_LONG_NUMBER: Final = re.compile(rb"[0-9]{16}")


# Surrogates that stand for no undecodable byte.
_LONE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")


class Fields(NamedTuple):
    """Which keys of a record hold what."""

    text: str = "text"
    html: str = "html"
    title: str = "title"
    url: str = "url"
    id: str = "id"
    language: str = "language"
    markdown: str = "markdown"


class Choices(NamedTuple):
    """What may be chosen for a run over records."""

    language: str | None = None
    engine: str = "auto"
    explain: bool = False
    contacts: bool = False
    keep_html: bool = False
    markdown: bool = False


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
    lines: Iterable[bytes], cleaner: Cleaner, fields: Fields, choices: Choices
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
            try:
                cleaned = _cleaned(record, number, cleaner, fields, choices)
            except RecordError as obstacle:
                yield obstacle
                cleaned = record
                if obstacle.cause != "article-taken":
                    cleaned = {**record, "article": {**_old(record), "flag": obstacle.cause}}
            yield dump(cleaned, spelling)
        except RecordError as error:
            yield error
        except RecursionError:
            yield RecordError(number, "too-deep", "nested too deeply to be written again", line)


def _cleaned(record: dict[str, Any], number: int, cleaner: Cleaner, fields: Fields, choices: Choices) -> dict[str, Any]:
    """The record with its clean text and its article. A page wins over a text: it says more."""
    text, html = record.get(fields.text), record.get(fields.html)
    if "article" in record and not isinstance(record["article"], dict):
        message = "its own 'article' is not an object, so there is no room for the fields"
        raise RecordError(number, "article-taken", message)
    if isinstance(html, str) and html.strip():
        article = _clean_page(record, number, cleaner, fields, choices)
        if not choices.keep_html:
            record.pop(fields.html)
    elif isinstance(text, str):
        article = cleaner.clean_document(_document(record, text, fields, choices.language))
    else:
        message = f"no text under {fields.text!r} and no page under {fields.html!r}; see --text-field and --html-field"
        raise RecordError(number, "no-text", message)
    if article.markdown is not None:
        record[fields.markdown] = article.markdown
    record["article"] = _fields_of(record, article, explain=choices.explain, contacts=choices.contacts)
    record[fields.text] = article.text
    return record


def _clean_page(record: dict[str, Any], number: int, cleaner: Cleaner, fields: Fields, choices: Choices) -> Article:
    url = record.get(fields.url)
    given = _document(record, "", fields, choices.language)
    try:
        return cleaner.clean_html(
            record[fields.html],
            url if isinstance(url, str) else None,
            given=given,
            engine=choices.engine,
            markdown=choices.markdown,
        )
    except InputError as e:
        raise RecordError(number, e.cause, str(e)) from e


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
        # A page is read anew each time: what an earlier run took out of its text is found again.
        base = () if article.engine or before is None else before
        new["removed"] = removed_list(rebased(base, article.decisions))
        if old and before is None:
            new["earlier"] = dict(old)
    return merged(old, new) if old else new
