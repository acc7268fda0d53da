r"""Strips the boilerplate out of scraped articles, and can put every character back.

>>> import cleaner
>>> article = cleaner.clean(
...     "Bridge Reopens After a Year of Repairs\n\n"
...     "By Ama Boateng\n\n"
...     "The bridge over the Tano opened again on Monday, eleven months after the flood took it.\n\n"
...     "Share This Article"
... )
>>> article.text
'The bridge over the Tano opened again on Monday, eleven months after the flood took it.'
>>> article.title, [author.name for author in article.authors]
('Bridge Reopens After a Year of Repairs', ['Ama Boateng'])
>>> cleaner.restore(article) == article.source
True
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleaner.article import Article, Author, Byline, Dateline, Decision, Document, Note
from cleaner.errors import CleanerError, ConfigError, InputError, RecordError, RuleError, WrongTypeError

if TYPE_CHECKING:
    from cleaner.engine import Cleaner
    from cleaner.html.fragment import Fragment
    from cleaner.removal import apply, restore

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Cleaner",
    "CleanerError",
    "ConfigError",
    "Dateline",
    "Decision",
    "Document",
    "Fragment",
    "InputError",
    "Note",
    "RecordError",
    "RuleError",
    "apply",
    "clean",
    "clean_fragment",
    "clean_html",
    "parse_byline",
    "restore",
]

__version__ = "0.1.0"


def clean(text: str, title: str | None = None, language: str | None = None) -> Article:
    """Clean one text with the default cleaner. A `title` that is known beforehand is evidence, and stays the title."""
    return _default().clean(text, title=title, language=language)


def clean_fragment(
    html: str, title: str | None = None, language: str | None = None, cleaner: "Cleaner | None" = None
) -> "Fragment":
    """Clean a fragment of HTML: the same markup out, minus the boilerplate. Needs the extra `html`.

    Without a `cleaner` of your own the default one is used. Its rules, mode and policy hold for markup as for text.

    >>> clean_fragment("<p>The ferry came back on Monday.</p><p>Share This Article</p>").html
    '<p>The ferry came back on Monday.</p>'
    """
    from cleaner.html.fragment import clean_fragment as clean_markup  # noqa: PLC0415 - loads a parser

    return clean_markup(html, cleaner or _default(), title=title, language=language)


def clean_html(html: str, url: str | None = None, *, markdown: bool = False) -> Article:
    """Clean a whole page: the article it holds, with title, authors and dates. Needs the extra `html`.

    With `markdown`, `Article.markdown` is its text with headings, lists, quotations, tables and links.
    Raises `InputError` for a page without an article: a menu, a listing, a page that scripts fill. For bytes of unknown
    encoding see `cleaner.html.decode`.
    """
    return _default().clean_html(html, url, markdown=markdown)


def parse_byline(line: str, language: str | None = None) -> Byline:
    """A byline as data: persons, desks and agencies, with roles, dates and reading time.

    Scrapers often hold the byline apart from the text. A line that is no byline gives one without authors.

    >>> parse_byline("By Riddy10 3 Min Read").reading_minutes
    3
    """
    from cleaner.fields import parse_byline as parse  # noqa: PLC0415 - keeps `import cleaner` cheap

    if not isinstance(line, str):
        raise WrongTypeError(f"a byline is a string, not {type(line).__name__}")
    return parse(line, language, bare=True) or Byline(raw=line)


@lru_cache(maxsize=1)
def _default() -> "Cleaner":
    from cleaner.engine import Cleaner  # noqa: PLC0415

    return Cleaner()


def __getattr__(name: str) -> Any:
    if name == "Cleaner":
        from cleaner.engine import Cleaner  # noqa: PLC0415

        return Cleaner
    if name == "Fragment":
        from cleaner.html.fragment import Fragment  # noqa: PLC0415

        return Fragment
    if name in ("apply", "restore"):
        from cleaner import removal  # noqa: PLC0415

        return getattr(removal, name)
    raise AttributeError(f"module 'cleaner' has no attribute {name!r}")
