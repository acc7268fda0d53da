"""Where in the structure of a page an element stands: lists, quotations, headings, tables, code."""

import re
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from cleaner.html.markdown.inline import PLAIN, Style
from cleaner.html.markdown.runs import marked

__all__ = ["Container", "Place", "Places"]

_DEEPEST: Final = 8  # lists and quotations inside each other; what is nested deeper stands at this depth
_COLUMNS: Final = 50  # what cells may span
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LANGUAGE: Final = re.compile(r"(?:^|\s)lang(?:uage)?-([\w+#.-]+)")
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "ftp", ""})
_IN_LINKS: Final = {ord(c): f"%{ord(c):02X}" for c in ' ()<>"\\|`'}
_ENTITY: Final = re.compile(r"&(?=#?\w{1,40};)")


class Container(NamedTuple):
    """A quotation, or an item of a list. The two numbers tell it and its list from others."""

    quote: bool
    node: int
    list: int = 0
    ordered: bool = False
    start: int = 1


class Place(NamedTuple):
    """What stands around an element. `heading` is its level, `code` and `table` tell one from another; 0 is none.

    `outside` are the containers around the table.
    """

    containers: tuple[Container, ...] = ()
    style: Style = PLAIN
    heading: int = 0
    code: int = 0
    language: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    head: bool = False
    outside: tuple[Container, ...] = ()


class Places:
    """The places of a page's elements, each found once: linear however deep the page is."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._known: dict[int, Place] = {}
        self._columns: dict[int, int] = {}

    def of(self, node: LexborNode) -> Place:
        """The place of what stands in an element."""
        up: list[LexborNode] = []
        above: LexborNode | None = node
        place = None
        while above is not None:
            place = self._known.get(above.mem_id)
            if place is not None:
                break
            up.append(above)
            above = above.parent
        place = place or Place()
        for below in reversed(up):
            place = self._inside(place, below, below.tag or "")
            self._known[below.mem_id] = place
        return place

    def column(self, cell: LexborNode) -> int:
        """The column of a cell, from 0. Cells that span rows are not counted in the rows below."""
        if cell.mem_id not in self._columns:
            at = 0
            sibling = cell.parent.child if cell.parent else cell
            while sibling is not None:
                self._columns[sibling.mem_id] = at
                if sibling.tag in ("td", "th"):
                    at += min(_number(sibling.attributes.get("colspan"), 1) or 1, _COLUMNS)
                sibling = sibling.next
        return self._columns[cell.mem_id]

    def link(self, href: str) -> str:
        """An address as it is written into Markdown, absolute if the page's own is known; "" for what leads nowhere."""
        href = "".join(href.split()) if "\n" in href else href.strip()
        if not href or href[0] == "#":
            return ""
        try:
            address = urljoin(self._base, href)
            scheme = urlsplit(address).scheme
        except ValueError:
            return ""
        if scheme not in _SCHEMES:
            return ""
        return _ENTITY.sub(r"\\&", "".join(c for c in address if c >= " " and c != "\x7f").translate(_IN_LINKS))

    def _inside(self, place: Place, node: LexborNode, tag: str) -> Place:
        if tag in ("p", "div", "span", "section"):
            return place
        if tag in ("blockquote", "li") and len(place.containers) < _DEEPEST:
            container = Container(quote=True, node=node.mem_id) if tag == "blockquote" else _item(node)
            return place._replace(containers=(*place.containers, container))
        if tag in _HEADINGS:
            return place._replace(heading=_HEADINGS[tag])
        if tag == "pre":
            return place._replace(code=node.mem_id, language=_language(node))
        if tag in ("table", "thead", "tr", "td", "th"):
            return self._in_table(place, node, tag)
        return place._replace(style=marked(place.style, node, tag, self.link))

    def _in_table(self, place: Place, node: LexborNode, tag: str) -> Place:
        if tag == "table":
            return place._replace(table=node.mem_id, row=0, head=False, outside=place.containers)
        if tag == "thead":
            return place._replace(head=True)
        if tag == "tr":
            return place._replace(row=node.mem_id, head=place.head or _all_headers(node))
        return place._replace(column=self.column(node))


def _item(node: LexborNode) -> Container:
    above = node.parent
    if above is None or above.tag != "ol":
        return Container(quote=False, node=node.mem_id, list=above.mem_id if above else 0)
    start = _number(above.attributes.get("start"), 1)
    return Container(quote=False, node=node.mem_id, list=above.mem_id, ordered=True, start=start)


def _all_headers(row: LexborNode) -> bool:
    cell = row.child
    found = False
    while cell is not None:
        if cell.tag == "td":
            return False
        found |= cell.tag == "th"
        cell = cell.next
    return found


def _language(node: LexborNode) -> str:
    """What `class="language-..."` says, on the element or on the `code` in it."""
    child = node.child
    for element in (node, child) if child is not None and child.tag == "code" else (node,):
        found = _LANGUAGE.search(element.attributes.get("class") or "")
        if found:
            return found[1]
    return ""


def _number(value: str | None, default: int) -> int:
    return int(value) if value and len(value) < 9 and value.isascii() and value.isdigit() else default
