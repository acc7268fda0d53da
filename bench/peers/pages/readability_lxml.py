"""readability-lxml: its summary as text, a line a block."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text out`. Raises ImportError if it is not there."""
    from readability import Document  # noqa: PLC0415 - a peer is imported when it is run
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    from cleaner.html.blocks.page import read_page  # noqa: PLC0415 - its summary is markup; this only takes it apart

    def read(html: str) -> tuple[str, list[str] | None]:
        page = read_page(LexborHTMLParser(Document(html).summary()))
        return "\n\n".join(block.text for block in page.blocks), None

    return read
