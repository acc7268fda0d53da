"""trafilatura without its fallbacks and without metadata."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text out`. Raises ImportError if it is not there."""
    from trafilatura import extract  # noqa: PLC0415 - a peer is imported when it is run

    return lambda html: (extract(html, fast=True, include_comments=False) or "", None)
