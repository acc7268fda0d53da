"""Input made to be slow, and what has to read it.

tests/test_hostile.py counts the steps that it takes, bench/hostile.py measures the time.
"""

import contextlib
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaner import Cleaner
from cleaner.errors import NotAnArticleError
from cleaner.fields import parse_authors, parse_byline, parse_date, parse_dateline
from cleaner.html.blocks.page import read_page
from cleaner.html.body import Line
from cleaner.html.decode import decode
from cleaner.html.depth import shallow
from cleaner.html.fragment import clean_fragment
from cleaner.html.markdown import markdown_of
from cleaner.html.metadata import read_metadata

from .pages import article_page

__all__ = ["FRAGMENTS", "READERS", "TEXTS", "Make", "Reader", "pieces_in"]

CLEANER = Cleaner()
MARKING = Cleaner(policy={"promo": "mark"})
BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."

Make = Callable[[int], Any]  # so many pieces, as one input


class Reader(NamedTuple):
    """Something that reads, and what could make it slow."""

    read: Callable[[Any], object]
    inputs: Mapping[str, Make]


TEXTS = {
    "credits in one line": "It is (Photo by Jane Roe/Getty Images) so. ",
    "tickers in one line": "Shares of ACME, +0.34% rose. ",
    "tickers alone": ", +0.1% ",
    "embeds in one line": "He wrote pic.twitter.com/aB3dE5fG7h and ",
    "cues in one line": "READ ALSO: Harbour Fees To Rise.  ",
    "cues that end nowhere": "Read more: ",
    "lines of cues": "Read also: " * 40 + "\n",
    "sentences to cut in one line": "Click here to join. ",
    "follow us in one line": "Follow us on Facebook. ",
    "advertisements in one line": "The sea rose. Advertisement The land fell. ",
    "shares in one line": "Share Tweet Email Print ",
    "open brackets": "(",
    "open brackets with a word": "(photo ",
    "lines of open brackets": "(" * 60 + "\n",
    "open quotes": "“",
    "lines of open quotes": "“" * 200 + "\n",
    "dots": ". ",
    "initials": "A. ",
    "lines of initials": "By " + "A. " * 100 + "\n",
    "names": "Jane Roe, ",
    "bylines in one line": "By Jane Roe ",
    "slashes": "(a/b",
    "lines of credits and slashes": "Photo by " + "(/" * 60 + "\n",
    "at signs": "a.b@c ",
    "lines of at signs": "a.b@c " * 80 + "\n",
    "spaces": " ",
    "no-break spaces": "\u00a0x",
    "combining marks": "e\u0301\u0302\u0303",
    "surrogates": "\ud800 ",
    "one word": "x",
    "scripts without blanks": "読む。",
    "cue lines": "READ ALSO: Harbour Fees To Rise\n",
    "cue lines without colon": "READ MORE Harbour Fees To Rise\n",
    "headlines": "Harbour Fees To Rise Again\n",
    "openers": "Related Stories\n",
    "openers and items": "Related Stories\nOne short line here\n",
    "bylines": "By Jane Roe\n",
    "dates": "May 3, 2024\n",
    "bios": "Jane Roe is a reporter who covers shipping for the Courier.\n",
    "captions": "FILE - Dock workers wait, May 3, 2023. (AP Photo/Jane Roe, File)\n",
    "colons": "What he said:\n",
    "separators": "***\n",
    "paragraphs and residue": f"{BODY}\n\nShare This Article\n\n",
    "prose and short lines": f"{BODY}\nA short line\nAnother one\n",
    "blank lines": "\n",
    "carriage returns": "\r",
    "CRLF residue": "Share This Article\r\n\r\n",
}
FRAGMENTS = {
    "deep": "<div>",
    "deep text": "<b>x<i></i>y",
    "unclosed": "<p>Share this<br>",
    "quotes": '<a "',
    "swapped quotes": '<a x="><a " ',
    "comments": "<!--",
    "open": "<",
    "closing": "</div>",
    "items": "<ul><li>Share",
    "cells": "<table><tr><td>a",
    "captions": "<figure><figcaption>x",
    "many captions": "<p class=caption>x</p>",
    "shares": "<div class=share>Share",
    "entities": "&amp",
    "breaks": "Share This Article<br>",
    "blanks": "a <b> </b>",
    "removed": "<p>Share This Article</p>",
}
MARKDOWN = ("<blockquote>", "<li>", "<b>", "<table><tr><td>", "<ul><li>x", "<p>a<br>a", "<a href=x>", "*", "[")
BYTES = (b"<", b"<html ", b"\xff", b"<meta ", b"\xe9<", b"<!--")
BYLINES = (
    *("By ", "A, ", "A. ", "and ", "(", "|", "| ", "Dec 20, ", "May 3 ", "min read ", "with inputs from "),
    *("Jane Doe/", "Jane Roe, ", "x@", "a@b.c "),
)
DATELINES = ("A-", "LAGOS - ", "(", "— ", "-", "A, ")
DATES = ("Dec 20, ", "min read ", "9:30 am ", "1,", "ago ", "|")


# What is marked stays in the line, beside what is cut out of it.
MARKED = {
    "marks in one line": "Follow us on Facebook. ",
    "marks and cuts in one line": "Follow us on Facebook. The sea rose. Advertisement The land fell. ",
    "lines with a mark and a cut": "Follow us on Facebook. The sea rose. Advertisement The land fell.\n",
}


def _repeated(piece: str, before: str = "", after: str = "") -> Make:
    return lambda times: before + piece * times + after


def _script(before: str, piece: str, inmost: str, end: str) -> Make:
    return lambda times: (
        f'<script type="application/ld+json">{before}{piece * times}{inmost}{end * times}</script><h1>x</h1>'
    )


def _article_by(times: int) -> str:
    people = [{"@type": "Person", "name": f"Jane Roe{n}"} for n in range(times)]
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", "author": people})}</script>'


METADATA: dict[str, Make] = {
    "deep lists": _script("", "[", "", "]"),
    "deep authors": _script("", '{"author":', '"x"', "}"),
    "open objects": _script("", '{"a":', "", ""),
    "many authors": _article_by,
    "a long headline": _script('{"@type": "Article", "headline": "', "x", '"}', ""),
    "a body of tags": _script('{"@type": "Article", "articleBody": "', "<p>", '"}', ""),
    "deep bylines": _repeated('<div class="byline author">', "<h1>x</h1>", "By Ama Boateng"),
    "bylines of nobody": _repeated('<div class="author">nobody, really, at all</div>', "<h1>x</h1>"),
    "headlines": _repeated("<h1>x</h1>"),
    "author tags": _repeated('<meta name="author" content="Ama Boateng">'),
    "a headline of entities": _repeated("a &amp; ", "<h1>", "</h1>"),
    "a title of bars": _repeated("| ", "<title>", "</title>"),
}


def _pages() -> dict[str, Make]:
    """Each hostile fragment within an article, and pages that are nothing but links."""
    inside = {name: (lambda times, piece=piece: article_page(piece * times)) for name, piece in FRAGMENTS.items()}
    return {
        **inside,
        "menus": _repeated("<li><a href=/b>Section</a></li>", "<ul>"),
        "teasers": _repeated("<div class=teaser><h3><a href=/1>Harbour fees rise again</a></h3></div>"),
        "paragraphs": _repeated(f"<p>{BODY}</p>", "<h1>Harbour opens</h1>"),
        "a long paragraph": _repeated(f"{BODY} ", "<h1>Harbour opens</h1><p>"),
        "a long attribute": _repeated("y", '<img alt="', f'"><p>{BODY}'),
        "long names": _repeated("related ", "<p class='", f"'>{BODY}"),
    }


def _page(html: str) -> None:
    with contextlib.suppress(NotAnArticleError):
        CLEANER.clean_html(html)


def _parsed(html: str) -> LexborHTMLParser:
    """As `clean_html` does: the parser itself is quadratic in depth."""
    return LexborHTMLParser(shallow(html))


def _markdown(html: str) -> None:
    lines = [Line(b.text, "\n", node=b.element.node) for b in read_page(_parsed(html)).blocks]
    markdown_of(lines, ())


def _byline(line: str) -> None:
    for bare in (False, True):
        parse_byline(line, bare=bare)
    parse_authors(line)


READERS = {
    "text": Reader(
        lambda text: CLEANER.clean(text, language="en"), {name: _repeated(piece) for name, piece in TEXTS.items()}
    ),
    "marked text": Reader(
        lambda text: MARKING.clean(text, language="en"),
        {name: _repeated(piece) for name, piece in MARKED.items()},
    ),
    "fragment": Reader(
        lambda html: clean_fragment(html, CLEANER, language="en"),
        {name: _repeated(piece) for name, piece in FRAGMENTS.items()},
    ),
    "page": Reader(_page, _pages()),
    "markdown": Reader(_markdown, {piece: _repeated(piece, after="<p>word") for piece in MARKDOWN}),
    "metadata": Reader(lambda html: read_metadata(_parsed(html)), METADATA),
    "decode": Reader(
        decode, {ascii(piece)[2:-1]: (lambda times, piece=piece: piece * times + b"\xff") for piece in BYTES}
    ),
    "byline": Reader(_byline, {piece: _repeated(piece, "By ") for piece in BYLINES}),
    "dateline": Reader(parse_dateline, {piece: _repeated(piece, "LAGOS ") for piece in DATELINES}),
    "date": Reader(parse_date, {piece: _repeated(piece) for piece in DATES}),
}


def pieces_in(make: Make, size: int) -> int:
    """How many pieces make an input of about this size."""
    return max(1, round(size * 64 / (len(make(64)) - len(make(0)))))
