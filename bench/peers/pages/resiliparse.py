"""Resiliparse, main content only."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text out`. Raises ImportError if it is not there."""
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - a peer is imported when it is run

    return lambda html: (extract_plain_text(html, main_content=True, preserve_formatting=True), None)
