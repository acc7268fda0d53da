"""Title, authors, dates, language and site of a page, out of what the page says about itself."""

from selectolax.lexbor import LexborHTMLParser

from cleaner.html.metadata.page import Metadata, Page

__all__ = ["Metadata", "read_metadata"]


def read_metadata(tree: LexborHTMLParser, url: str | None = None) -> Metadata:
    """Reads a parsed page, which it leaves as it is. No page makes it fail; what the page does not say is empty.

    Sources in order of trust: JSON-LD, meta tags, the lines below the headline, elements marked as byline or date.
    """
    return Page(tree, url).metadata()
