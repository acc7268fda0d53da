"""Markdown: the article of a page as one document."""

from cleaner.article import Article
from cleaner.formats.text import signature
from cleaner.html.markdown.inline import PLAIN, Piece, heading, line

__all__ = ["header"]


def header(article: Article) -> str:
    """Title and byline of a page, for the head of its Markdown; "" for none."""
    title, byline = (" ".join((text or "").split()) for text in (article.title, signature(article)))
    parts = []
    if title:
        parts.append(heading(1, [Piece(title, PLAIN)]))
    if byline:
        parts.append(line([Piece(byline, PLAIN)]))
    return "".join(f"{part}\n\n" for part in parts)
