"""Markup without the levels that no page has, for a parser whose time grows with the square of the depth."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

__all__ = ["shallow"]

_FEW: Final = 10_000  # tags: however deep they nest, parsing them takes less than half a second
_DEEPEST: Final = 512  # levels, as in browsers
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
# These hold nothing, or end where the next of their kind begins.
_FLAT: Final = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"}
)
_RAW: Final = frozenset({"script", "style", "textarea"})  # what looks like a tag in them is none


def shallow(html: str) -> str:
    """The same markup, without tags that nest deeper than 512 levels. Their text stays.

    A hundred thousand levels cost the parser half a minute, with this pass half a second.
    """
    if html.count("<") <= _FEW:
        return html
    parts: list[str] = []
    at = 0
    for start, end in _beyond(html):
        parts.append(html[at:start])
        at = end
    return "".join((*parts, html[at:])) if parts else html


def _beyond(html: str) -> Iterator[tuple[int, int]]:
    """Where the tags stand that are too deep."""
    inside: list[str] = []
    opened: Counter[str] = Counter()
    at = 0
    end = html.rfind(">") + 1  # beyond, each start of a tag would be followed to the end in vain
    while tag := _TAG.search(html, at, end):
        at = tag.end()
        name = tag[2].lower()
        if name in _RAW and not tag[1]:
            at = _after_raw(html, name, at)
        elif name in _FLAT or (tag[0].endswith("/>") and opened["svg"] + opened["math"]):
            continue
        elif not tag[1]:
            inside.append(name)
            opened[name] += 1
            if len(inside) > _DEEPEST:
                yield tag.span()
        elif opened[name]:
            _close(name, inside, opened)
            if len(inside) >= _DEEPEST:
                yield tag.span()


def _after_raw(html: str, name: str, at: int) -> int:
    """Where the end tag of an element stands whose text is not markup; the end of the page if it has none."""
    at = html.find("</", at)
    while at >= 0 and html[at + 2 : at + 2 + len(name)].lower() != name:
        at = html.find("</", at + 2)
    return at if at >= 0 else len(html)


def _close(name: str, inside: list[str], opened: Counter[str]) -> None:
    """An end tag ends all that is open inside its element."""
    last = None
    while last != name:
        last = inside.pop()
        opened[last] -= 1
