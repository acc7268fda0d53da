"""When the page says it was published and changed, as ISO 8601."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.fields import parse_date
from cleaner.html.metadata.below import BAR, Line, text_of
from cleaner.html.metadata.head import Head
from cleaner.html.metadata.jsonld import Node, as_list
from cleaner.html.metadata.values import one_line

__all__ = ["from_address", "from_elements", "from_lines", "given"]

_MAX_DATE: Final = 60
_MAX_LINE: Final = 120
_MAX_CANDIDATES: Final = 40
_MAX_PIECES: Final = 8
_ELEMENTS: Final = 'time,[itemprop~="datePublished"],[class*="date" i],[class*="publish" i],[class*="posted" i]'
# The common form takes this short way past the reader of all forms. A 29th of February is that reader's matter.
_ISO: Final = re.compile(
    r"((?:19|20)\d\d)-(\d\d)-(\d\d)"
    r"(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:[.,]\d{1,9})? ?(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# A whole day in figures that is read in one way: 2024-08-14, 14.8.2024.
_DAY: Final = re.compile(
    r"(?<![\d.])(?:((?:19|20)\d\d)[-.](\d\d)[-.](\d\d)|(\d\d?)\. ?(\d\d?)\. ?((?:19|20)\d\d))(?![\d.])",
    re.ASCII,
)
_ADDRESS: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?!\d)", re.ASCII)
_PUBLISHED: Final = (
    "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "og:article:published_time",
    "article.published", "cxenseparse:recs:publishtime", "article:published", "og:published_time", "publication_date",
    "publish-date", "publishdate", "publish_date", "pubdate", "date.created", "citation_publication_date",
    "citation_online_date", "citation_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "article_date_original", "originalpublicationdate", "timestamp", "datecreated",
    "article:post_date", "published-date", "published_date", "published_time", "published", "date",
)  # fmt: skip
_UPDATED: Final = (
    "article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "lastmod", "last-modified",
    "article.updated", "article:modified", "og:article:modified_time", "date.modified", "revision_date",
    "dc.date.modified", "updated_time",
)  # fmt: skip


def _iso(value: object, language: str | None) -> str | None:
    """A date in any form that the text path reads, plain "20240430" too; None for what is none or unsure."""
    text = one_line(value)
    if not text or len(text) > _MAX_DATE:
        return None
    known = _ISO.fullmatch(text)
    if known and 1 <= int(known[2]) <= 12 and 1 <= int(known[3]) <= _LENGTHS[int(known[2]) - 1]:
        return _written(known)
    if text.isascii() and text.isdecimal() and len(text) == 8:
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    stamp = parse_date(text.replace("/", "-") if text[:4].isdecimal() else text, language)
    if stamp is None and len(text) > len("2024-08-14") and _ISO.fullmatch(text[:10]):
        return _iso(text[:10], language)  # the time is out of joint: 22:06:08:684Z
    return stamp.published if stamp else None


def _written(known: re.Match[str]) -> str:
    """ISO 8601 in the form of the text path: no fractions of a second, a colon in the offset."""
    time, zone = known[4] or "", known[5] or ""
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{known[1]}-{known[2]}-{known[3]}" + (f"T{time}{zone}" if time else "")


def given(nodes: Sequence[Node], head: Head, language: str | None) -> tuple[str | None, str | None]:
    """Published and updated out of JSON-LD, then out of meta tags."""
    published = (*_graph_values(nodes, "datePublished", "dateCreated", "uploadDate"), *_meta(head, _PUBLISHED))
    updated = (*_graph_values(nodes, "dateModified"), *_meta(head, _UPDATED))
    return _first(published, language), _first(updated, language)


def _graph_values(nodes: Sequence[Node], *keys: str) -> Iterable[object]:
    return (value for key in keys for node in nodes for value in as_list(node.get(key))[:3])


def _meta(head: Head, keys: Sequence[str]) -> Iterable[object]:
    return (value for key in keys if key in head.meta for value in head.values(key)[:3])


def _first(values: Iterable[object], language: str | None) -> str | None:
    return next(filter(None, (_iso(value, language) for value in values)), None)


def from_lines(lines: Iterable[Line], language: str | None) -> tuple[str | None, str | None]:
    """Published and updated as lines below the headline say; an attribute for machines before the words."""
    for line in lines:
        first = _iso(line.moment, language)
        pieces = line.text.split(f" {BAR} ") if line.marked else [line.text]
        for stamp in (_stamp(piece, language) for piece in pieces[:_MAX_PIECES]):
            if first or stamp[0]:
                return first or stamp[0], stamp[1]
    return None, None


def from_elements(tree: LexborHTMLParser, language: str | None) -> str | None:
    """The first element that the markup calls a date and that reads as one."""
    for node in tree.css(_ELEMENTS)[:_MAX_CANDIDATES]:
        attributes = node.attributes
        value = attributes.get("datetime") or attributes.get("content")
        found = _iso(value, language) or _stamp(text_of(node), language)[0]
        if found:
            return found
    return None


def from_address(url: str | None) -> str | None:
    """The day that many sites put into the address."""
    day = _ADDRESS.search(url or "")
    return _iso("-".join(day.groups()), None) if day else None


def _stamp(text: str, language: str | None) -> tuple[str | None, str | None]:
    """A line of dates, or the one day in figures on a short line whose words are of a language that we cannot read."""
    if not text or len(text) > _MAX_LINE:
        return None, None
    stamp = parse_date(text, language)
    if stamp:
        return stamp.published, stamp.updated
    day = _DAY.search(text)
    if not day:
        return None, None
    year, month, date, date2, month2, year2 = day.groups()
    return _iso(f"{year or year2}-{int(month or month2):02d}-{int(date or date2):02d}", None), None
