"""datatrove's FineWeb filter, which keeps or drops documents by the look of their lines. Needs `datatrove`, `spacy`."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], str]:
    """`text in, text out`; "" for a document that it drops."""
    from datatrove.data import Document  # noqa: PLC0415 - a peer is imported when it is run
    from datatrove.pipeline.filters import FineWebQualityFilter  # noqa: PLC0415

    judge = FineWebQualityFilter()
    return lambda text: text if judge.filter(Document(text=text, id="")) is True else ""
