"""What every engine makes of a page: the lines of an article, with those inside it that do not belong to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleaner.signals.markup import Markup

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["Body", "Line", "markup_of"]


class Line(NamedTuple):
    """A line of the article as the page has it. `gap` is what stands between it and the next one.

    A line with a `category` is residue: it stands inside the article and is none of it. `odds` are the log odds that it
    is content, `signals` what told. `node` is the block element that holds it, if the engine knows; `rule` says that a
    horizontal rule stands before it, `linked` that it is mostly link, `part` that it is the heading of a section or an
    item of a list.
    """

    text: str
    gap: str = "\n\n"
    category: str | None = None
    odds: float = 0.0
    signals: tuple[str, ...] = ()
    node: "LexborNode | None" = None
    rule: bool = False
    linked: bool = False
    part: bool = False


class Body(NamedTuple):
    """An article's lines, by one engine. `trust` is 0 to 1: how sure the engine was of what it kept.

    `chrome` counts the characters of the page around the article: menus, footers, teasers.
    """

    engine: str
    lines: tuple[Line, ...]
    trust: float
    chrome: int = 0

    @property
    def characters(self) -> int:
        """How much text is content."""
        return sum(len(line.text) for line in self.lines if not line.category)


def markup_of(lines: Sequence[Line]) -> Markup:
    """What the page says of the lines of a text, for its cleaning."""
    linked: set[int] = set()
    parts: set[int] = set()
    n = 0
    for line in lines:
        own = range(n, n + 1 + line.text.count("\n"))
        if line.linked:
            linked.update(own)
        if line.part:
            parts.update(own)
        n = own[-1] + line.gap.count("\n")
    return Markup(parts=frozenset(parts), linked=frozenset(linked))
