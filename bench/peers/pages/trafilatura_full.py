"""trafilatura with its fallbacks, comments left out."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text and authors out`. Raises ImportError if it is not there."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - a peer is imported when it is run

    def read(html: str) -> tuple[str, list[str] | None]:
        found = bare_extraction(html, include_comments=False, with_metadata=True)
        return (found.text or "", (found.author or "").split(";")) if found else ("", [])

    return read
