"""A finding: what a signal or rule says of one line, before anybody decides."""

from typing import NamedTuple

__all__ = ["Finding", "Given"]


class Finding(NamedTuple):
    """Line `line` (or `start:end` of it, when `end` is not 0) is `category`, and this is why.

    `claim` names the structural argument ("title-echo", "tail-run"); it is "" where rules alone speak. `signals` are
    the context facts that vote for it.
    """

    line: int
    category: str
    claim: str = ""
    rules: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    strength: str = ""
    note: str = ""


class Given(NamedTuple):
    """What the caller knows beside the text, and which language the words are in."""

    title: str | None = None
    language: str | None = None
