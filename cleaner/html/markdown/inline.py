"""A line of pieces, each with its marks, as Markdown. What a reader sees of it is the text, character for character.

A mark that Markdown cannot express where it stands (emphasis that ends inside a word with a quotation mark, say) is
left out: text comes before marks.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

__all__ = ["PLAIN", "Piece", "Style", "escaped", "heading", "line", "rendered"]


class Style(NamedTuple):
    """The marks around a piece of text, in the order in which they are written, from the outside in."""

    href: str = ""
    strong: bool = False
    struck: bool = False
    emphasis: bool = False
    code: bool = False


class Piece(NamedTuple):
    """Text with one style. `column` is the cell of a table row that it stands in."""

    text: str
    style: Style
    column: int = 0


PLAIN: Final = Style()
_SIGNS: Final = {"strong": "**", "struck": "~~"}
_ANYWHERE: Final = re.compile(
    r"[\\`*~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside a word an underscore is only itself
    r"|<(?=[A-Za-z/!?])|&(?=#?\w{1,40};)|!(?=\[)|\](?=[(\[:])"
)
_AT_A_SEAM: Final = re.compile(r"[<&!\]]\Z")  # what the next piece might complete
_BRACKETS: Final = re.compile(r"(\\.)|[\[\]]")  # after what is escaped already
_AT_START: Final = re.compile(
    r"(?:#{1,6}|[-+])(?=\s|\Z)|>|(?<=\A)[-=:|](?=[-=:| ]*\Z)|\[(?=[ xX]\](?:\s|\Z))"
    r"|(?P<digits>\d{1,9})(?=[.)](?:\s|\Z))"
)
_BACKTICKS: Final = re.compile("`+")


def escaped(text: str) -> str:
    """Text that reads as itself inside a line."""
    return _ANYWHERE.sub(r"\\\g<0>", text)


def line(pieces: Sequence[Piece]) -> str:
    """Pieces as a line that is no heading, item, quotation or rule by accident."""
    text = rendered(pieces)
    found = _AT_START.match(text)
    if found is None:
        return text
    digits = found["digits"]
    return f"{digits}\\{text[len(digits) :]}" if digits else f"\\{text}"


def heading(level: int, pieces: Sequence[Piece]) -> str:
    """Pieces as a heading. It is strong by itself."""
    text = rendered([piece._replace(style=piece.style._replace(strong=False)) for piece in pieces])
    bare = text.rstrip("#")
    if bare != text and (not bare or bare[-1] == " "):  # else they would close the heading
        text = f"{bare}\\{text[len(bare) :]}"
    return f"{'#' * level} {text}"


def rendered(pieces: Sequence[Piece]) -> str:
    """Pieces as part of a line, say of a heading or of a row."""
    return _Line(_merged(pieces)).level(0, None, 0).strip()


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one style as one piece. Blanks at an edge have only the marks of both sides."""
    apart: list[Piece] = []
    for piece in pieces:
        core = piece.text.strip()
        lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
        tail = piece.text[len(lead) + len(core) :]
        apart += [Piece(text, piece.style) for text in (lead, core, tail) if text]
    styles = [None if piece.text.isspace() else piece.style for piece in apart]
    following = list(styles)
    for i in range(len(apart) - 2, -1, -1):
        following[i] = styles[i] or following[i + 1]
    merged: list[Piece] = []
    before = PLAIN
    for piece, own, after in zip(apart, styles, following, strict=True):
        style = own or _common(before, after or PLAIN)
        before = own or before
        last = merged[-1].style if merged else PLAIN
        if style.code and last.code and style.href == last.href:  # backticks beside backticks would be one run
            style = _common(style, last)
            merged[-1] = Piece(merged[-1].text, style)
        if merged and merged[-1].style == style:
            merged[-1] = Piece(merged[-1].text + piece.text, style)
        else:
            merged.append(Piece(piece.text, style))
    return merged


def _common(one: Style, other: Style) -> Style:
    return Style(
        one.href if one.href == other.href else "", *(a and b for a, b in zip(one[1:], other[1:], strict=True))
    )


class _Line:
    """The pieces of a line, written mark by mark: each level groups what shares a mark."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces

    def level(self, start: int, stop: int | None, mark: int) -> str:
        """The pieces from `start` to `stop`, with the marks from number `mark` on. As deep as there are marks."""
        stop = len(self._pieces) if stop is None else stop
        inside = self._pieces[start:stop]
        while mark < len(PLAIN) and not any(piece.style[mark] for piece in inside):
            mark += 1
        if mark == len(PLAIN):
            return "".join(self._text(i) for i in range(start, stop))
        parts = []
        at = start
        for value, group in groupby(inside, key=lambda piece: piece.style[mark]):
            end = at + sum(1 for _ in group)
            inner = self.level(at, end, mark + 1)
            parts.append(self._wrapped(inner, value, at, end, mark) if value else inner)
            at = end
        return "".join(parts)

    def _text(self, i: int) -> str:
        piece = self._pieces[i]
        if piece.style.code:
            return piece.text
        text = escaped(piece.text)
        if i + 1 < len(self._pieces):
            text = _AT_A_SEAM.sub(_escape_once, text)
        return _BRACKETS.sub(lambda m: m[1] or "\\" + m[0], text) if piece.style.href else text

    def _wrapped(self, inner: str, value: str | bool, start: int, stop: int, mark: int) -> str:
        core = inner.strip()
        if not core:
            return inner
        lead, _, tail = inner.partition(core)
        name = PLAIN._fields[mark]
        if name == "href":
            return f"{lead}[{core}]({value}){tail}"
        if name == "code":
            return f"{lead}{_code(core)}{tail}"
        before = lead or (self._pieces[start - 1].text[-1] if start else " ")
        after = tail or (self._pieces[stop].text[0] if stop < len(self._pieces) else " ")
        around = (before[-1], after[0])
        sign = _SIGNS.get(name) or self._emphasis(around, start, stop)
        unseen = [_is_word(out) > _is_word(edge) for out, edge in zip(around, (core[0], core[-1]), strict=True)]
        if not sign or any(unseen):
            return inner
        return f"{lead}{sign}{core}{sign}{tail}"

    def _emphasis(self, around: tuple[str, str], start: int, stop: int) -> str:
        """Underscores do not work inside words, and asterisks not beside other asterisks."""
        if not any(map(_is_word, around)):
            return "_"
        beside = (*self._pieces[max(start - 1, 0) : start], *self._pieces[stop : stop + 1])
        return "*" if all(piece.style == PLAIN for piece in (*beside, *self._unlike(start, stop))) else ""

    def _unlike(self, start: int, stop: int) -> list[Piece]:
        """The pieces that have more marks than emphasis."""
        alone = Style(emphasis=True)
        return [piece for piece in self._pieces[start:stop] if piece.style != alone]


def _escape_once(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    odd = (len(before) - len(before.rstrip("\\"))) % 2
    return found[0] if odd else f"\\{found[0]}"


def _code(text: str) -> str:
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(text)), default=0) + 1)
    room = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{room}{text}{room}{fence}"


def _is_word(character: str) -> bool:
    """As Markdown sees it: neither blank nor punctuation."""
    return not character.isspace() and unicodedata.category(character)[0] not in "PS"
