"""newspaper4k: text and authors, nothing downloaded."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], tuple[str, list[str] | None]]:
    """`page in, text and authors out`. Raises ImportError if it is not there."""
    from newspaper import Article  # noqa: PLC0415 - a peer is imported when it is run

    def read(html: str) -> tuple[str, list[str] | None]:
        article = Article("https://page.example/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return article.text, list(article.authors)

    return read
