"""The lines that a block element holds by itself, with their marks: links, emphasis, code, cells."""

from collections.abc import Callable
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from cleaner.html.blocks.page import INLINE, INVISIBLE, UNREAD
from cleaner.html.markdown.inline import Piece, Style

__all__ = ["Run", "marked", "runs_of"]

_MARKS: Final = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "emphasis"),
    **dict.fromkeys(("del", "s", "strike"), "struck"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
}
_APART: Final = 2  # breaks that make two lines two paragraphs

FindLink = Callable[[str], str]
FindColumn = Callable[[LexborNode], int]


class Run(NamedTuple):
    """A line: its text as the walk over the page reads it, `raw` as written, and `breaks` before it."""

    text: str
    raw: str
    pieces: tuple[Piece, ...]
    breaks: int


def marked(style: Style, node: LexborNode, tag: str, link: FindLink) -> Style:
    """The style of what stands in an inline element."""
    if tag == "a":
        return style._replace(href=link(node.attributes.get("href") or ""))
    mark = _MARKS.get(tag)
    return style._replace(**{mark: True}) if mark else style  # type: ignore[arg-type]  # names of marks, all flags


def runs_of(block: LexborNode, around: tuple[Style, int], link: FindLink, column: FindColumn) -> list[Run]:
    """The lines of a block element without those of the blocks inside it. Linear, and without recursion.

    `around` are the style and the column that the element stands in.
    """
    walk = _Runs(block.tag == "pre")
    opened = [around]
    node = block.child
    while node is not None:
        tag = node.tag or ""
        inside = None
        if tag == "-text":
            walk.add(node.text_content or "", *opened[-1])
        elif tag in INLINE:
            now, cell = opened[-1]
            if tag in ("td", "th"):
                cell = column(node)
                walk.blank = True
            inside = node.child
            if inside is not None:
                opened.append((marked(now, node, tag, link), cell))
        elif tag in ("br", "hr"):
            walk.end(1)
        elif tag not in UNREAD and tag not in ("-comment", "!doctype", ""):
            walk.end(_APART)
        following = inside or node.next
        while following is None and len(opened) > 1:
            opened.pop()
            node = node.parent
            if node is None:
                break
            following = node.next
        node = following
    walk.end(0)
    return walk.runs


class _Runs:
    """The lines so far, and the pieces of the one being read."""

    def __init__(self, preformatted: bool) -> None:
        self.runs: list[Run] = []
        self.blank = False  # before the next piece
        self._preformatted = preformatted
        self._pieces: list[Piece] = []
        self._raw: list[str] = []
        self._breaks = _APART

    def add(self, text: str, style: Style, column: int) -> None:
        """Text as it stands in the page. In preformatted text each line is one."""
        if self._preformatted and "\n" in text and not text.isspace():
            first, *lines = text.split("\n")
            self._add(first, style, column)
            for line in lines:
                self.end(1)
                self._add(line, style, column)
        else:
            self._add(text, style, column)

    def _add(self, text: str, style: Style, column: int) -> None:
        self._raw.append(text)
        words = " ".join(text.split())
        if not words:
            self.blank |= bool(text)
            return
        blank = self.blank or text[0].isspace()
        if blank and self._pieces:
            words = " " + words
        self.blank = text[-1].isspace()
        self._pieces.append(Piece(_visible(words), style, column))

    def end(self, breaks: int) -> None:
        """Close the line, if there is one; `breaks` stand after it."""
        text = "".join(piece.text for piece in self._pieces)
        if text:
            self.runs.append(Run(text, _visible("".join(self._raw)), tuple(self._pieces), self._breaks))
            self._breaks = 0
        self._breaks += breaks
        self._pieces.clear()
        self._raw.clear()
        self.blank = False


def _visible(text: str) -> str:
    if not text.isascii():
        for mark in INVISIBLE:
            text = text.replace(mark, "")
    return text
