"""What the names of elements mean for reading a fragment."""

from typing import Final

__all__ = ["BLOCKS", "CELLS", "ENDED_BY", "HIDDEN", "ITEMS", "KEEPS_P", "LISTS", "MEDIA", "RAW", "TABLE", "VOID"]


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


VOID: Final = _names("area base br col embed hr img input link meta param source track wbr")
# What they hold is no markup, or nothing that a reader of the article sees.
RAW: Final = _names("script style textarea title iframe noembed noframes noscript xmp")
HIDDEN: Final = _names("template select datalist svg")
BLOCKS: Final = _names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol option p pre search"
    " section select summary table tbody td tfoot th thead tr ul video audio object canvas"
)
# An element with one of these is not empty without text.
MEDIA: Final = _names("img picture video audio iframe embed object svg canvas math input textarea")
TABLE: Final = _names("table caption colgroup tbody thead tfoot tr td th")
ITEMS: Final = _names("li dt dd option")
CELLS: Final = _names("table caption td th button object")
LISTS: Final = _names("ul ol dl menu dir select")
KEEPS_P: Final = _names("button caption option object video audio canvas colgroup tbody thead tfoot tr td th")
# An opening tag ends these, if they are open and no barrier stands between.
ENDED_BY: Final = {
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    **dict.fromkeys(("tbody", "thead", "tfoot"), ("tr", "tbody", "thead", "tfoot")),
    "li": ("li",),
    "option": ("option",),
    "tr": ("tr",),
}
