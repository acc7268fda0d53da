"""Many documents, one after the other or on several cores: articles in order, errors as values."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol

from cleaner.alarm import TimeUp, alarm, listening
from cleaner.article import Article, Document
from cleaner.documents import as_document, page_in
from cleaner.errors import ConfigError, InputError, RecordError, given_up

__all__ = ["clean_each"]

# A batch is worth sending to another process and not more: it is what a slow consumer keeps waiting.
_DOCUMENTS: Final = 32
_CHARACTERS: Final = 1 << 18


class _Cleans(Protocol):
    """A cleaner, as far as this module knows one."""

    def clean_document(self, document: Document) -> Article: ...

    def clean_html(self, html: str, *, given: Document) -> Article: ...


class _Item(NamedTuple):
    """One document on its way: what cleaning it needs and no more, or the error that it is already."""

    number: int
    document: Document
    html: str | None = None
    error: RecordError | None = None


def clean_each(
    cleaner: _Cleans, documents: Iterable[Any], jobs: int, seconds: float | None
) -> Iterator[Article | RecordError]:
    """See `Cleaner.clean_many`."""
    if jobs < 1:
        raise ConfigError(f"jobs is a number of processes, at least 1, not {jobs}")
    if isinstance(documents, (str, bytes, Mapping, Document)):  # its characters or keys would be taken for documents
        raise ConfigError(
            f"documents are an iterable of documents, not one {type(documents).__name__}: put it in a list"
        )
    if jobs > 1:
        return _in_parallel(cleaner, documents, jobs, seconds)
    return (_with(document, _clean(cleaner, _item(n, document))) for n, document in enumerate(documents, 1))


def _in_parallel(
    cleaner: _Cleans, documents: Iterable[Any], jobs: int, seconds: float | None
) -> Iterator[Article | RecordError]:
    from cleaner.workers import in_order  # noqa: PLC0415 - one process needs no other

    sent: deque[Any] = deque()
    for parts in in_order(_Plan(cleaner, seconds), _batches(documents, sent), jobs, seconds):
        for part in parts:
            for result in part:
                yield _with(sent.popleft(), result)


def _batches(documents: Iterable[Any], sent: deque[Any]) -> Iterator[list[_Item]]:
    """Batches to send, and in `sent` the documents as they came, which may be of kinds that no pipe takes."""
    batch: list[_Item] = []
    size = 0
    for number, document in enumerate(documents, 1):
        item = _item(number, document)
        sent.append(document)
        batch.append(item)
        size += len(item.html or item.document.text)
        if len(batch) == _DOCUMENTS or size >= _CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Plan(NamedTuple):
    """A `workers.Plan` for lists of items."""

    cleaner: _Cleans
    seconds: float | None

    def __call__(self, task: list[_Item]) -> list[Article | RecordError]:
        with listening():
            return [self._clean(item) for item in task]

    def _clean(self, item: _Item) -> Article | RecordError:
        try:
            with alarm(self.seconds):
                return _clean(self.cleaner, item)
        except TimeUp:
            return self.given_up([item], "time-limit")[0]

    def pieces(self, task: list[_Item]) -> list[list[_Item]]:
        """Each document alone."""
        return [[item] for item in task]

    def given_up(self, task: list[_Item], cause: str) -> list[Article | RecordError]:
        """The error of a document that could not be cleaned."""
        return [given_up(item.number, cause) for item in task]


def _item(number: int, document: object) -> _Item:
    try:
        return _Item(number, as_document(number, document), page_in(document))
    except RecordError as error:
        return _Item(number, Document(""), None, error)


def _clean(cleaner: _Cleans, item: _Item) -> Article | RecordError:
    if item.error:
        return item.error
    try:
        if item.html is not None:
            return cleaner.clean_html(item.html, given=item.document)
        return cleaner.clean_document(item.document)
    except RecordError as error:
        return error
    except InputError as error:
        return RecordError(item.number, error.cause, str(error))


def _with(document: object, result: Article | RecordError) -> Article | RecordError:
    """An error holds the document itself, so that nothing is lost."""
    if isinstance(result, RecordError):
        result.record = document
    return result
