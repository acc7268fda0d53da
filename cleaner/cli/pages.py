"""One page of HTML through the command: to text, Markdown or a line of JSON, or, as a fragment, to the same markup."""

import argparse
import sys
from typing import IO

from cleaner.article import Article, Document
from cleaner.cli.clean import as_line
from cleaner.cli.report import write_report
from cleaner.engine import Cleaner
from cleaner.errors import NotAnArticleError
from cleaner.formats import markdown, text
from cleaner.html.decode import decode
from cleaner.html.fragment import clean_fragment

__all__ = ["clean_one_page"]


def clean_one_page(
    options: argparse.Namespace, cleaner: Cleaner, name: str, data: bytes, target: str, output: IO[bytes]
) -> int:
    """Clean a page in any encoding; the output is UTF-8. Returns 1 for a page without an article, else 0."""
    html = decode(data)
    if target == "html":
        fragment = clean_fragment(html, cleaner, title=options.title, language=options.lang)
        output.write(text.encode(fragment.html))
        _explain(options, fragment.article, output)
        return 0
    given = Document("", id=name, title=options.title, language=options.lang)
    try:
        article = cleaner.clean_html(
            html,
            options.url,
            given=given,
            engine=options.engine,
            markdown=target == "markdown" or (target == "jsonl" and options.markdown),
        )
    except NotAnArticleError as error:
        sys.stderr.write(f"cleaner: {name}: {error}\n")
        return 1
    if target == "jsonl":
        output.write(as_line(options, article, name))
        return 0
    header, body = text.header, article.text
    if article.markdown is not None:
        header, body = markdown.header, article.markdown
    whole = ("" if options.body_only else header(article)) + body
    output.write(text.encode(whole if whole.endswith("\n") else whole + "\n"))
    _explain(options, article, output)
    return 0


def _explain(options: argparse.Namespace, article: Article, output: IO[bytes]) -> None:
    if options.explain:
        output.flush()
        write_report(article, sys.stderr)
