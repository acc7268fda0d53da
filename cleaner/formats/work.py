"""One record through the cleaner: which keys hold what, what may be chosen, and how a record says that it failed."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from cleaner.alarm import TimeUp, alarm
from cleaner.article import Article, Decision, Document
from cleaner.documents import known_fields
from cleaner.engine import Cleaner
from cleaner.errors import CleanerError, InputError, RecordError, given_up
from cleaner.formats.record import article_object, decisions_from, merged, removed_list
from cleaner.removal import rebased

__all__ = ["Choices", "Fields", "Work", "clean_record", "limited", "within_size"]


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
    """What may be chosen for a run. `title` and `url` are of the one text or page that comes in.

    `seconds` and `characters` bound what one document may take; None is no bound.
    """

    language: str | None = None
    engine: str = "auto"
    explain: bool = False
    contacts: bool = False
    keep_html: bool = False
    markdown: bool = False
    body_only: bool = False
    colour: bool = False
    title: str | None = None
    url: str | None = None
    seconds: float | None = None
    characters: int | None = None


def _tell_nobody(_article: Article, _url: str | None) -> None:
    pass


class Work(NamedTuple):
    """Everything that cleaning a batch needs, picklable, so that it can go to another process.

    `told` hears of every article and its address. With `refuse`, a cause, nothing is cleaned and each record says why.
    """

    cleaner: Cleaner
    fields: Fields = Fields()
    choices: Choices = Choices()
    target: str = "jsonl"
    told: Callable[[Article, str | None], None] = _tell_nobody
    refuse: str | None = None


@contextlib.contextmanager
def limited(number: int, work: Work) -> Iterator[None]:
    """Turn whatever stops the cleaning of one document into the `RecordError` that says so.

    A fault of our own costs the record that met it, not the run of millions that it is part of.
    """
    if work.refuse:
        raise given_up(number, work.refuse)
    try:
        with alarm(work.choices.seconds):
            yield
    except TimeUp as e:
        raise given_up(number, "time-limit") from e
    except RecordError:
        raise
    except InputError as e:
        raise RecordError(number, e.cause, str(e)) from e
    except CleanerError:  # what was asked for cannot be done, for any record
        raise
    except Exception as e:
        message = f"an error of cleaner's own, please report it: {type(e).__name__}: {e}"
        raise RecordError(number, "internal-error", message) from e


def within_size(number: int, text: str, work: Work) -> str:
    """The text, or a `RecordError` if it is longer than was chosen."""
    most = work.choices.characters
    if most and len(text) > most:
        raise RecordError(number, "too-large", f"{len(text)} characters, more than --max-chars {most}")
    return text


def clean_record(record: dict[str, Any], number: int, work: Work) -> RecordError | None:
    """Clean a record in place: its text and its `article`. A page wins over a text: it says more.

    A record that cannot be cleaned is left as it is, with the reason under `article.flag` where there is room for it,
    and the reason is returned.
    """
    if record.get("article") is not None and not isinstance(record["article"], dict):
        message = "its own 'article' is not an object, so there is no room for the fields"
        return RecordError(number, "article-taken", message)
    try:
        with limited(number, work):
            article = _article_of(record, number, work)
            fields = _fields_of(record, article, work.choices)
    except RecordError as obstacle:
        record["article"] = {**_old(record), "flag": obstacle.cause}
        return obstacle
    if article.engine and not work.choices.keep_html:
        record.pop(work.fields.html)
    if article.markdown is not None:
        record[work.fields.markdown] = article.markdown
    record["article"] = fields
    record[work.fields.text] = article.text
    url = record.get(work.fields.url)
    work.told(article, url if isinstance(url, str) else None)
    return None


def _article_of(record: dict[str, Any], number: int, work: Work) -> Article:
    fields = work.fields
    text, html = record.get(fields.text), record.get(fields.html)
    if isinstance(html, str) and html.strip():
        url = record.get(fields.url)
        return work.cleaner.clean_html(
            within_size(number, html, work),
            url if isinstance(url, str) else None,
            given=_document(record, "", work),
            engine=work.choices.engine,
            markdown=work.choices.markdown,
        )
    if isinstance(text, str):
        return work.cleaner.clean_document(_document(record, within_size(number, text, work), work))
    message = f"no text under {fields.text!r} and no page under {fields.html!r}; see --text-field and --html-field"
    raise RecordError(number, "no-text", message)


def _old(record: dict[str, Any]) -> dict[str, Any]:
    old = record.get("article")
    return old if isinstance(old, dict) else {}


def _document(record: dict[str, Any], text: str, work: Work) -> Document:
    """What a record says. An earlier run read the title of a page from the page: it was evidence, and is again."""
    old = _old(record)
    of_page = old.get("title") if text and old.get("engine") else None
    return Document(
        text,
        title=_first_string(record.get(work.fields.title), of_page),
        language=_first_string(work.choices.language, record.get(work.fields.language), old.get("language")),
        **known_fields(record),
    )


def _first_string(*values: object) -> str | None:
    return next((value for value in values if value and isinstance(value, str)), None)


def _removed_before(old: dict[str, Any]) -> tuple[Decision, ...] | None:
    """What an earlier run with explain removed; None if the record holds no such list."""
    try:
        return decisions_from(old["removed"])
    except (KeyError, TypeError, ValueError):
        return None


def _fields_of(record: dict[str, Any], article: Article, choices: Choices) -> dict[str, Any]:
    new = article_object(article, contacts=choices.contacts)
    old = _old(record)
    if choices.explain:
        before = _removed_before(old)
        # A page is read anew each time: what an earlier run took out of its text is found again.
        base = () if article.engine or before is None else before
        new["removed"] = removed_list(rebased(base, article.decisions))
        if "article" in record and before is None:
            new["earlier"] = record["article"]
    return merged(old, new) if old else new
