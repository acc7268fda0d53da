"""Texts and pages that become records: one file, one line of JSON."""

from typing import Any

from cleaner.article import Article
from cleaner.errors import RecordError
from cleaner.formats.jsonl import dump
from cleaner.formats.record import article_object, removed_list
from cleaner.formats.work import Work

__all__ = ["as_line", "flagged_line"]


def as_line(article: Article, name: str, work: Work) -> bytes:
    """One article as a line, under the name of its file."""
    fields = article_object(article, contacts=work.choices.contacts)
    if work.choices.explain:
        fields["removed"] = removed_list(article.decisions)
    also = {} if article.markdown is None else {work.fields.markdown: article.markdown}
    return dump({**_id(name, work), work.fields.text: article.text, **also, "article": fields})


def flagged_line(text: str, obstacle: RecordError, name: str, work: Work) -> bytes:
    """A text that could not be cleaned, as it is, with the reason."""
    return dump({**_id(name, work), work.fields.text: text, "article": {"flag": obstacle.cause}})


def _id(name: str, work: Work) -> dict[str, Any]:
    return {} if name == "-" else {work.fields.id: name}
