"""BoilerPy3 with its extractor for articles."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text out`. Raises ImportError if it is not there."""
    from boilerpy3.extractors import ArticleExtractor  # noqa: PLC0415 - a peer is imported when it is run

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda html: (extractor.get_content(html), None)
