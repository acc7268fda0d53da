"""What the elements of a fragment say of its lines: regions by class and name, and lines that are the article's own."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from cleaner.html.classes import kind_of
from cleaner.html.lines import Line, Text
from cleaner.html.source import Element, Source
from cleaner.html.tags import MEDIA
from cleaner.signals.markup import Markup, Region

__all__ = ["Claimed", "Evidence", "evidence_of"]

FIXED: Final = frozenset({"pre", "math"})
# The script of the network turns these into a widget, and wants them as they are.
EMBEDS: Final = frozenset({"twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "text-post-media"})
PARTS: Final = frozenset({"h2", "h3", "h4", "h5", "h6", "li", "dt", "dd"})
PICTURES: Final = MEDIA | {"noscript"}
# A figure of these is no picture: what stands below a quotation names its source, below a table what it shows.
QUOTED: Final = frozenset({"table", "blockquote", "pre", "math", "q", "code"})
# A cell with more lines than this is a layout, not data.
CELL_LINES: Final = 3
LINKED_SHARE: Final = 0.5
CAPTION_REACH: Final = 4  # the caption itself, and three around it
WHOLE: Final = frozenset({"html", "body", "main", "article"})
LATE: Final = ("alt", "srcset", "data-src", "data-srcset", "data-lazy-src", "data-original")  # a picture to come
PIXEL: Final = frozenset({"0", "1", "0px", "1px"})


class Claimed(NamedTuple):
    """An element that is something by its name, with the positions of its lines; none if it holds no line whole."""

    element: Element
    first: int
    behind: int
    category: str
    claim: str
    signal: str


class Evidence(NamedTuple):
    """All that the markup says, for the text (`markup`) and for the elements (`claimed`).

    `anchors` are tables and quotations that keep a line from being a caption: without them it would become one.
    """

    markup: Markup
    claimed: list[Claimed]
    anchors: frozenset[int]


class _Pictures:
    """Where pictures stand, and what a line below may belong to instead."""

    def __init__(self, source: Source) -> None:
        self._pictures = list(_lasting(source))
        self._quoted = [e.start for e in source.elements if e.name in QUOTED]
        self.anchors: set[int] = set()

    def said(self, element: Element) -> tuple[str, str, str] | None:
        """What an element is: (category, claim, signal)."""
        if element.name == "figcaption":
            return ("caption", "html-caption", "html.figcaption") if self._captions(element) else None
        if _is_pixel(element):
            return "media", "html-widget", "html.pixel"
        if element.name in WHOLE:
            return None
        said = kind_of(_names(element))
        if said and said[0] == "caption" and not self._captions(element):
            return None
        if said is None and element.name == "aside":
            return "other", "html-aside", "html.aside"
        return said

    def _captions(self, element: Element) -> bool:
        """Whether a caption stands with a picture, and not below a table or a quotation."""
        around: object = element
        for _ in range(CAPTION_REACH):
            if not isinstance(around, Element) or around.name in ("td", "li"):
                break
            if _holds(around, self._quoted):
                self.anchors.add(self._quoted[bisect_left(self._quoted, around.start)])
                return False
            if _holds(around, self._pictures):
                return True
            around = around.parent
        return False


def _lasting(source: Source) -> Iterator[int]:
    """Where pictures stand that no widget can take away: a caption must be one without it as well."""
    widget_to = 0
    for element in source.elements:
        said = kind_of(_names(element))
        if said and said[0] != "caption" and element.name not in WHOLE:
            widget_to = max(widget_to, element.end)
        if element.name in PICTURES and element.start >= widget_to and not _is_pixel(element):
            yield element.start


def _holds(element: Element, places: list[int]) -> bool:
    return bisect_left(places, element.start) < bisect_left(places, element.end)


def evidence_of(source: Source, text: Text) -> Evidence:
    """Look at every element once."""
    lines = text.lines
    starts = [line.start for line in lines]
    pictures = _Pictures(source)
    claimed = []
    own = _Own(lines)
    for element in source.elements:
        within = _within(element, starts)
        own.look(element, within)
        said = pictures.said(element)
        if said:
            stop = within.stop if _whole(element, lines, within) else within.start
            claimed.append(Claimed(element, within.start, stop, *said))
    linked = frozenset(line.number for line in lines if line.linked > LINKED_SHARE * (line.end - line.at))
    regions = tuple(_regions(claimed, lines))
    markup = Markup(regions, frozenset(own.fixed), frozenset(own.held), frozenset(own.parts), linked)
    return Evidence(markup, claimed, frozenset(pictures.anchors))


class _Own:
    """Lines that are the article's own. Of nested elements the outer one counts, so that each line is seen once."""

    def __init__(self, lines: list[Line]) -> None:
        self.fixed: set[int] = set()
        self.held: set[int] = set()
        self.parts: set[int] = set()
        self._lines = lines
        self._fixed_to = self._held_to = 0

    def look(self, element: Element, within: range) -> None:
        """Take in the lines of an element."""
        if element.name in FIXED or (element.name == "blockquote" and not EMBEDS.isdisjoint(_names(element))):
            if element.start >= self._fixed_to:
                self.fixed.update(self._numbers(within))
                self._fixed_to = element.end
        elif element.name == "blockquote":
            if element.start >= self._held_to:
                self.held.update(self._numbers(within))
                self._held_to = element.end
        elif element.name in ("td", "th"):
            if len(within) <= CELL_LINES:
                self.held.update(self._numbers(within))
        elif element.name in PARTS:
            self.parts.update(self._numbers(within[:1]))

    def _numbers(self, within: range) -> Iterator[int]:
        return (self._lines[i].number for i in within)


def _within(element: Element, starts: list[int]) -> range:
    return range(bisect_left(starts, element.start), bisect_left(starts, element.end))


def _whole(element: Element, lines: list[Line], within: range) -> bool:
    """Whether an element holds lines whole: a span in the middle of a sentence is no region."""
    if within.start and lines[within.start - 1].stop > element.start:
        return False
    return not within or lines[within.stop - 1].stop <= element.end


def _regions(claimed: Iterable[Claimed], lines: list[Line]) -> Iterator[Region]:
    for c in claimed:
        if c.first < c.behind:
            yield Region(lines[c.first].number, lines[c.behind - 1].number, c.category, c.claim, c.signal)


def _names(element: Element) -> Iterator[str]:
    for attribute in ("class", "id"):
        value = element.get(attribute)
        if isinstance(value, str):
            yield from value.split()
        elif value:
            yield from value


def _is_pixel(element: Element) -> bool:
    if element.name != "img":
        return False
    sizes = [str(element.get(side) or "").strip().lower() for side in ("width", "height")]
    return all(size in PIXEL for size in sizes) and not any(element.get(name) for name in LATE)
