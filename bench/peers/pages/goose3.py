"""goose3: text and authors, nothing downloaded."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text and authors out`. Raises ImportError if it is not there."""
    from goose3 import Goose  # noqa: PLC0415 - a peer is imported when it is run

    goose = Goose({"enable_image_fetching": False, "strict": False})

    def read(html: str) -> tuple[str, list[str] | None]:
        article = goose.extract(raw_html=html)
        return article.cleaned_text or "", list(article.authors or ())

    return read
