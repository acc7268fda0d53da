"""Markup without the levels that no page has, for a parser whose time grows with the square of the depth."""

import re
from typing import Final

__all__ = ["shallow"]

_FEW: Final = 10_000  # tags: however deep they nest, parsing them takes less than half a second
_DEEPEST: Final = 512  # levels, as in browsers
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
# These hold nothing, or end where the next of their kind begins.
_FLAT: Final = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"}
)


def shallow(html: str) -> str:
    """The same markup, without tags that nest deeper than 512 levels. Their text stays.

    A hundred thousand levels cost the parser half a minute, with this pass a tenth of a second.
    """
    if html.count("<") <= _FEW:
        return html
    depth = 0
    parts: list[str] = []
    at = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _FLAT:
            continue
        if not tag[1]:
            depth += 1
            beyond = depth > _DEEPEST
        else:
            beyond = depth > _DEEPEST
            depth = max(0, depth - 1)
        if beyond:
            parts.append(html[at : tag.start()])
            at = tag.end()
    return "".join((*parts, html[at:])) if parts else html
