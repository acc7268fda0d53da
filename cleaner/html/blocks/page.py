"""An HTML page as blocks of text, each with the element that holds it.

One walk over the parsed tree. What never holds text of an article (scripts, navigation, footers, consent dialogs) is
not entered. Everything else is cut where a browser would begin a new line.
"""

from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.html.blocks.block import Block, Element, Page

__all__ = ["INLINE", "INVISIBLE", "UNREAD", "read_page"]

_UNREAD: Final = (
    "script style noscript template svg iframe head object canvas video audio select option textarea input map math "
    "datalist embed nav footer button dialog menu"
)
_INLINE: Final = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr img picture source amp-img output meter progress ruby rt rp rb td th"
)
# What the walk does with a node. Three of them are inline elements whose characters are counted.
_SKIP: Final = 0
_TEXT: Final = 1
_BLOCK: Final = 2
_BREAK: Final = 3
_RUN: Final = 4
_LINK: Final = 5
_BOLD: Final = 6
_ITALIC: Final = 7
_FIELD: Final = 8
_KIND: Final[dict[str | None, int]] = {
    **dict.fromkeys(_UNREAD.split(), _SKIP),
    **dict.fromkeys(_INLINE.split(), _RUN),
    "a": _LINK,
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em"), _ITALIC),
    **dict.fromkeys(("br", "hr"), _BREAK),
    **dict.fromkeys(("input", "textarea"), _FIELD),
    "-text": _TEXT,
    "-comment": _SKIP,
    None: _SKIP,
}
_PICTURES: Final = frozenset({"img", "picture", "amp-img"})
_CELLS: Final = frozenset({"td", "th"})
INLINE: Final = frozenset(_INLINE.split())
UNREAD: Final = frozenset(_UNREAD.split())
INVISIBLE: Final = "\u00ad\u200b\u2060\ufeff"  # soft hyphens, joiners and marks: layout, not text


def read_page(tree: LexborHTMLParser) -> Page:
    """Cut a parsed page into blocks. Linear in the page, and without recursion: depth cannot hurt."""
    walk = _Walk()
    body = tree.body
    if body is not None:
        walk.element.node = body
        walk.run(body)
    return Page(walk.elements, walk.blocks)


class _Walk:
    """The state of the walk: the text since the last block, and the element we are in."""

    def __init__(self) -> None:
        self.element = Element("body", None, 0)
        self.elements = [self.element]
        self.blocks: list[Block] = []
        self._tags: dict[int, tuple[int, str]] = {}  # kind and name; a page has many nodes and few tags
        self._text: list[str] = []
        self._open = [0] * (_ITALIC + 1)  # elements around us, by kind
        self._chars = [0, 0, 0]  # characters of the block within links, bold and italic elements
        self._image = self._rule = self._time = self._breaks = self._paired = False

    def run(self, body: LexborNode) -> None:
        """Every node below `body`, in order, without recursion. Each look at a node costs: no name is read twice."""
        tags, opened, text = self._tags, self._open, self._text
        left: list[tuple[LexborNode, int]] = []  # what is open, and its kind
        node = body.child
        while node is not None:
            kind, tag = tags.get(node.tag_id) or self._learn(node)
            inside = None
            if kind == _TEXT:
                if not node.is_empty_text_node:
                    self._add(node.text_content or "")
                elif text:  # blanks part words, and begin no block
                    text.append(" ")
            elif kind == _BLOCK:
                inside = self._enter_block(node, tag)
            elif kind != _SKIP:
                inside = self._enter_run(node, kind, tag)
            if inside is not None:
                left.append((node, kind))
                node = inside
                continue
            following = node.next
            while following is None and left:
                node, kind = left.pop()
                if kind == _BLOCK:
                    self._leave_block()
                else:
                    opened[kind] -= 1
                following = node.next
            node = following
        self._end()

    def _learn(self, node: LexborNode) -> tuple[int, str]:
        tag = node.tag
        known = self._tags[node.tag_id] = (_KIND.get(tag, _BLOCK), tag or "")
        return known

    def _enter_block(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Take in a block element. Returns its first child if we go down into it."""
        if self._text:
            self._end()
        self._breaks = False
        child = node.child
        if child is None:
            return None
        element = Element(tag, self.element, len(self.elements), node)
        attributes = node.attributes
        if attributes and element.read(attributes) and not _holds_article(node):
            return None
        self.elements.append(element)
        self.element = element
        return child

    def _enter_run(self, node: LexborNode, kind: int, tag: str) -> LexborNode | None:
        """Take in a line break, a field or an inline element. Returns its first child if we go down into it."""
        if kind == _BREAK:
            self._end(breaks=tag == "br")
            self._rule |= tag == "hr"
            return None
        if kind == _FIELD:
            self.element.fields += 1
            return None
        if kind == _RUN:
            if tag in _PICTURES:
                self._image = True
            elif tag in _CELLS:
                self._text.append("\t")
            elif tag == "time":
                self._time = True
        child = node.child
        if child is not None:
            self._open[kind] += 1
        return child

    def _leave_block(self) -> None:
        if self._text:
            self._end()
        self._breaks = False
        self.element = self.element.parent or self.element

    def _add(self, text: str) -> None:
        if text.isspace():
            if self._text:
                self._text.append(" ")
            return
        if "\n" in text and self.element.tag == "pre":
            first, *lines = text.split("\n")
            self._add(first)
            for line in lines:
                self._end(breaks=True)
                self._add(line)
            return
        self._text.append(text)
        _, _, _, _, _, links, bold, italic = self._open
        if links or bold or italic:
            length = len(text.strip())
            chars = self._chars
            chars[0] += length if links else 0
            chars[1] += length if bold else 0
            chars[2] += length if italic else 0

    def _end(self, breaks: bool = False) -> None:
        """Close the block, if there is text."""
        if self._text:
            text = _plain("".join(self._text))
            if text:
                self._append(text)
            self._text.clear()
            self._chars = [0, 0, 0]
            self._time = self._paired = False
        elif breaks and self._breaks:
            self._paired = True
        self._breaks = breaks

    def _append(self, text: str) -> None:
        block = Block(text, self.element, len(self.blocks), self._breaks, self._paired)
        links, bold, italic = self._chars
        if links or bold or italic:
            length = len(text)
            block.links = min(1.0, links / length)
            block.bold = min(1.0, bold / length)
            block.italic = min(1.0, italic / length)
        if self._image or self._rule:
            block.image, block.rule = self._image, self._rule
            self._image = self._rule = False
        block.time = self._time
        self.blocks.append(block)


def _plain(text: str) -> str:
    """A text with single blanks, and without marks that nobody sees."""
    if text.isprintable() and "  " not in text:  # so it has neither other white space nor marks
        return text.strip()
    text = " ".join(text.split())
    if not text.isascii():
        for mark in INVISIBLE:  # several times as fast as str.translate
            text = text.replace(mark, "")
    return text


def _holds_article(node: LexborNode) -> bool:
    """A name of consent on a wrapper of the whole page says nothing."""
    return node.css_first("h1, article, main") is not None
