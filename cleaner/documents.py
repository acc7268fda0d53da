"""What callers bring along: strings, mappings and Documents, made into one."""

from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.article import Author, Document
from cleaner.errors import RecordError, WrongTypeError
from cleaner.fields import parse_authors

__all__ = ["as_document", "checked", "known_fields", "page_in"]


def checked(document: Document) -> Document:
    """The same document. Raises `WrongTypeError` if a field of it is not what it has to be."""
    text = document.text
    authors: object = document.authors
    if not isinstance(text, str):
        raise WrongTypeError(f"a text is a string, not {type(text).__name__}; decode bytes first")
    for name in ("url", "title", "language", "published"):
        value = getattr(document, name)
        if value is not None and not isinstance(value, str):
            raise WrongTypeError(f"the {name} of a document is a string or None, not {type(value).__name__}")
    if authors and not (isinstance(authors, (tuple, list)) and all(isinstance(author, Author) for author in authors)):
        raise WrongTypeError(f"the authors of a document are a tuple of Author, not {authors!r}")
    return document


def page_in(document: object) -> str | None:
    """The page that a mapping holds under `html`, or None."""
    html = document.get("html") if isinstance(document, Mapping) else None
    return html if isinstance(html, str) else None


def known_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Authors and date that a record brings along: names as strings or objects, or one string for the normaliser."""
    authors, published = record.get("authors"), record.get("published")
    out: dict[str, Any] = {}
    if isinstance(authors, str):
        out["authors"] = parse_authors(authors)
    elif isinstance(authors, list):
        out["authors"] = tuple(author for item in authors for author in _given_author(item))
    if isinstance(published, str):
        out["published"] = published
    return out


def _given_author(item: object) -> Iterable[Author]:
    if isinstance(item, str):
        return parse_authors(item) or (Author(item),)
    if isinstance(item, Mapping) and isinstance(item.get("name"), str):
        kind = item.get("kind")
        return (Author(item["name"], kind if kind in ("desk", "agency") else "person"),)
    return ()


def as_document(number: int, document: object) -> Document:
    """The Document that a string or a mapping means. A page needs no text. Raises `RecordError` for anything else."""
    if isinstance(document, Document):
        try:
            return checked(document)
        except WrongTypeError as e:
            raise RecordError(number, e.cause, str(e), document) from e
    if isinstance(document, str):
        return Document(document)
    if not isinstance(document, Mapping):
        kind = type(document).__name__
        raise RecordError(
            number, "not-an-object", f"a document is a string, a mapping or a Document, not {kind}", document
        )
    text = document.get("text") if page_in(document) is None else ""
    if not isinstance(text, str):
        raise RecordError(number, "no-text", "the record has no string under 'text'", document)
    given: dict[str, Any] = {
        key: value for key in ("id", "url", "title", "language") if isinstance(value := document.get(key), str)
    }
    return Document(text, **given, **known_fields(document))
