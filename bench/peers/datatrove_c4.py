"""datatrove's C4 filter, as far as it judges lines. Needs `datatrove` and `spacy`."""

from collections.abc import Callable

__all__ = ["load"]


def load() -> Callable[[str], str]:
    """`text in, text out`."""
    from datatrove.data import Document  # noqa: PLC0415 - a peer is imported when it is run
    from datatrove.pipeline.filters import C4QualityFilter  # noqa: PLC0415

    lines = C4QualityFilter(
        filter_no_terminal_punct=True, min_num_sentences=-1, filter_curly_bracket=False, filter_lorem_ipsum=False
    )

    def clean(text: str) -> str:
        document = Document(text=text, id="")
        lines.filter(document)
        return str(document.text)

    return clean
