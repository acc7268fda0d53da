"""trafilatura's own filter for text (`trafilatura.utils.textfilter`): lines that are a share button or blank go.

It asks an element for its text. Here a stand-in with that one attribute is asked line by line, which is cheaper than
the real element and so to the peer's advantage.
"""

from collections.abc import Callable

__all__ = ["load"]


class _Line:
    """As much of an element as the filter looks at."""

    __slots__ = ("tail", "text")

    def __init__(self) -> None:
        self.text = ""
        self.tail = None


def load() -> Callable[[str], str]:
    """`text in, text out`. Raises ImportError if trafilatura is not there or has the filter no more."""
    from trafilatura.utils import textfilter  # noqa: PLC0415 - a peer is imported when it is run

    element = _Line()

    def keeps(line: str) -> bool:
        element.text = line
        return not textfilter(element)

    return lambda text: "\n".join(filter(keeps, text.split("\n")))
