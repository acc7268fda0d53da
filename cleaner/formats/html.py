"""HTML: one page of which the article is found, or one fragment whose markup stays."""

from cleaner.article import Article, Document
from cleaner.errors import ConfigError, RecordError
from cleaner.formats import text
from cleaner.formats.batch import Batch, Output
from cleaner.formats.report import report
from cleaner.formats.work import Work, limited, within_size

__all__ = ["batches", "clean", "singles"]


batches = text.batches
singles = text.singles


def clean(batch: Batch, work: Work) -> Output:
    """One page in any encoding; the output is UTF-8. A page without an article gives none, and a fault."""
    try:
        with limited(1, work):
            html = within_size(1, _decoded(batch.data), work)
            return _fragment(html, work) if work.target == "html" else _page(html, batch.name, work)
    except RecordError as obstacle:
        return Output(b"", (obstacle,))


def _decoded(data: bytes) -> str:
    try:
        from cleaner.html.decode import decode  # noqa: PLC0415 - texts need no parser of pages
    except ModuleNotFoundError as e:
        raise ConfigError(f"pages need {e.name}: pip install 'article-cleaner[html]'") from e
    return decode(data)


def _fragment(html: str, work: Work) -> Output:
    from cleaner.html.fragment import clean_fragment  # noqa: PLC0415 - a parser that pages do without

    choices = work.choices
    fragment = clean_fragment(html, work.cleaner, title=choices.title, language=choices.language)
    work.told(fragment.article, choices.url)
    return Output(text.encode(fragment.html), (), _explained(fragment.article, work))


def _page(html: str, name: str, work: Work) -> Output:
    choices = work.choices
    article = work.cleaner.clean_html(
        html,
        choices.url,
        given=Document("", title=choices.title, language=choices.language),
        engine=choices.engine,
        markdown=work.target == "markdown" or (work.target != "text" and choices.markdown),
    )
    work.told(article, choices.url)
    if work.target not in ("text", "markdown"):
        from cleaner.formats.documents import as_line  # noqa: PLC0415 - a page as text needs no JSON

        return Output(as_line(article, name, work))
    header, body = text.header, article.text
    if work.target == "markdown":
        from cleaner.formats import markdown  # noqa: PLC0415 - only where pages can be parsed

        header, body = markdown.header, article.markdown or ""
    whole = ("" if choices.body_only else header(article)) + body
    return Output(text.encode(whole if whole.endswith("\n") else whole + "\n"), (), _explained(article, work))


def _explained(article: Article, work: Work) -> str:
    return report(article, colour=work.choices.colour) if work.choices.explain else ""
