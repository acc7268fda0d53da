"""What a page is cut into: blocks of text, and the elements that hold them."""

from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from cleaner.html.blocks.vocabulary import BIT, names_say

__all__ = ["Block", "Element", "Page"]

_NAMES: Final = frozenset(
    {"class", "id", "data-testid", "data-component", "data-module", "itemprop", "data-type", "aria-label"}
)
_HIDING: Final = frozenset({"hidden", "aria-hidden", "style"})
_ROLES: Final = frozenset({"navigation", "contentinfo", "menu", "menubar", "search", "dialog", "alertdialog"})
_CONSENT: Final = BIT["consent"]
_BODY_PROP: Final = "articleBody"


class Element:
    """A block element that text was met in, with what it says of itself.

    Sums over everything below it: `blocks`, `fields` to type into, the characters of `paragraphs` and of `links`.
    """

    __slots__ = (
        "blocks", "depth", "fields", "hidden", "index", "links", "marked_body", "name", "node", "paragraphs", "parent",
        "says", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, parent: "Element | None", index: int, node: LexborNode | None = None) -> None:
        self.tag = tag
        self.parent = parent
        self.index = index
        self.node = node
        self.depth: int = parent.depth + 1 if parent is not None else 0
        self.hidden: bool = parent is not None and parent.hidden
        self.name = ""
        self.says = self.blocks = self.fields = self.paragraphs = 0
        self.marked_body = False
        self.links = 0.0

    def read(self, attributes: dict[str, str | None]) -> bool:
        """Take in what the attributes say. True if the element stands apart: a dialog, a search, a menu by its role."""
        said = self.name = attributes.get("class") or ""
        if not said or len(attributes) > 1:  # most elements have a class and nothing else
            said = ""
            for key, value in attributes.items():
                if key in _NAMES:
                    if value:
                        said = f"{said} {value}" if said else value
                elif key in _HIDING and _hides(key, value or ""):
                    self.hidden = True
            self.marked_body = attributes.get("itemprop") == _BODY_PROP
            if attributes.get("role") in _ROLES:
                return True
        if said:
            self.says = names_say(said)
        return self.says & _CONSENT != 0

    def ancestors(self) -> Iterator["Element"]:
        """The element itself and all that hold it, from the inside out."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent


class Block:
    """A stretch of text that stands by itself: a paragraph, a heading, a list item, a row, a line before a `br`.

    `links`, `bold` and `italic` are shares of its characters; `breaks` says that line breaks alone stand before it, and
    `paired` that they are two or more, as old pages part their paragraphs.
    """

    __slots__ = ("bold", "breaks", "element", "image", "index", "italic", "links", "paired", "rule", "text", "time")

    def __init__(self, text: str, element: Element, index: int, breaks: bool, paired: bool) -> None:
        self.text = text
        self.element = element
        self.index = index
        self.breaks = breaks
        self.paired = paired
        self.links = self.bold = self.italic = 0.0
        self.image = self.rule = self.time = False


class Page:
    """The blocks of a page in reading order, and the elements that hold them, parents before children."""

    __slots__ = ("blocks", "elements")

    def __init__(self, elements: list[Element], blocks: list[Block]) -> None:
        self.elements = elements
        self.blocks = blocks


def _hides(attribute: str, value: str) -> bool:
    if attribute == "style":
        return "display:none" in value.replace(" ", "")
    return attribute == "hidden" or value == "true"
