"""`clean_many`: the same on one core and on several, errors as values."""

from collections.abc import Iterator
from typing import Any

import pytest

import cleaner
from cleaner import Article, Cleaner, ConfigError, Document, RecordError

from .conftest import ALL_CASES

DOCUMENTS: list[Any] = [
    *(case.source for case in ALL_CASES[:40]),
    7,
    {"no": "text"},
    {"text": "The harbour opened.\n\nShare This Article", "extra": lambda: None},
    Document("By Ama Boateng\n\nThe harbour opened again on Tuesday.", language="en"),
    {"html": "<html><body><p>Menu</p></body></html>", "url": "https://example.org/"},
]


def shown(results: Iterator[Article | RecordError]) -> list[object]:
    """Articles as they are, errors by what they say and hold."""
    return [
        r if isinstance(r, Article) else (r.number, r.cause, str(r), id(r.record) if r.record is not None else None)
        for r in results
    ]


def test_jobs_change_nothing() -> None:
    """Order, articles and errors are those of one process; an error holds the very document."""
    alone = shown(Cleaner().clean_many(DOCUMENTS))
    assert shown(Cleaner().clean_many(DOCUMENTS, jobs=2)) == alone
    assert [entry[:2] for entry in alone if not isinstance(entry, Article)] == [
        (41, "not-an-object"),
        (42, "no-text"),
        (45, "not-an-article"),
    ]


def test_settings_reach_the_workers() -> None:
    """Mode and policy of the cleaner, not of the default one."""
    text = "The harbour opened again on Tuesday, and forty ships came in.\n\nShare This Article"
    keeping = Cleaner(policy={"share": "keep"})
    found = list(keeping.clean_many([text] * 3, jobs=2))
    assert [article.text for article in found if isinstance(article, Article)] == [text] * 3


def test_it_is_lazy() -> None:
    """An endless stream is read as far as it is needed."""

    def endless() -> Iterator[str]:
        while True:
            yield "The harbour opened again on Tuesday.\n\nShare This Article"

    for jobs in (1, 2):
        results = Cleaner().clean_many(endless(), jobs=jobs)
        assert isinstance(next(results), Article)
        results.close()  # type: ignore[attr-defined]


def test_jobs_below_one() -> None:
    """Refused at the call, not at the first result."""
    with pytest.raises(ConfigError, match="at least 1, not 0"):
        cleaner.Cleaner().clean_many([], jobs=0)
