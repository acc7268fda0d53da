"""The clean article of a page as Markdown: its lines again, this time with the markup that they had."""

from cleaner.html.markdown.article import markdown_of

__all__ = ["markdown_of"]
