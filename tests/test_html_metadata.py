"""Metadata of pages: the sources, their order, what is repaired, what is never invented, and hostile input."""

import json
import re
from html import escape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleaner.article import Author
from cleaner.html.metadata import Metadata, read_metadata

URL = "https://www.harbour-courier.example/news/2024/08/14/ferry-returns"
TITLE = "Ferry Returns to the Tano After Two Years"


def read(html: str, url: str | None = URL) -> Metadata:
    """The metadata of a page."""
    return read_metadata(LexborHTMLParser(html), url)


def linked(**fields: Any) -> str:
    """A page whose JSON-LD has one article with these fields."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "url": URL, **fields}
    return f'<html><head><script type="application/ld+json">{json.dumps(node)}</script></head><body></body></html>'


def people(html: str, url: str | None = URL) -> list[str]:
    """The names of the persons."""
    return [a.name for a in read(html, url).authors if a.kind == "person"]


def person(name: object) -> dict[str, Any]:
    """A person of JSON-LD."""
    return {"@type": "Person", "name": name}


def test_every_field() -> None:
    """A page that says everything."""
    html = linked(
        author={**person("Ama Boateng"), "jobTitle": "Staff Writer"},
        datePublished="2024-08-14T09:30:00.000+0000",
        dateModified="2024-08-15",
        inLanguage="en_GH",
        description="The ferry is back.",
        articleBody="<p>The ferry came back.</p><p>Two years &amp; a storm.</p>",
        publisher={"@type": "Organization", "name": "Harbour Courier"},
    )
    assert read(html) == Metadata(
        TITLE,
        (Author("Ama Boateng", "person", "Staff Writer"),),
        "2024-08-14T09:30:00+00:00",
        "2024-08-15",
        "en-GH",
        "Harbour Courier",
        "The ferry is back.",
        "The ferry came back.\nTwo years & a storm.",
        (TITLE,),
    )


def test_an_empty_page() -> None:
    """What the page does not say is empty."""
    assert read("", None) == Metadata()
    assert read("<p>By the river, nothing happened.</p>", None) == Metadata()


@pytest.mark.parametrize(
    ("given_author", "expected"),
    [
        (person("Ama Boateng"), ["Ama Boateng"]),
        ("Ama Boateng", ["Ama Boateng"]),
        ([person("Ama Boateng"), [person("Kofi Mensah")]], ["Ama Boateng", "Kofi Mensah"]),
        (person(["Ama Boateng", "Kofi Mensah"]), ["Ama Boateng", "Kofi Mensah"]),
        (person("Ama Boateng and Kofi Mensah"), ["Ama Boateng", "Kofi Mensah"]),
        (person("AMA BOATENG"), ["Ama Boateng"]),
        (person("By Ama Boateng"), ["Ama Boateng"]),
        (person("Von Jemma Kelling"), ["Jemma Kelling"]),
        (person("Ama Boateng, harbour-courier.example"), ["Ama Boateng"]),
        (person("Ama Boateng (amb)"), ["Ama Boateng"]),
        (person("Text: Ama Boateng"), ["Ama Boateng"]),
        (person("Ama Boateng ama@courier.example"), ["Ama Boateng"]),
        (person("Zo&euml; O&#39;Neale"), ["Zoë O'Neale"]),
        (person("<b>Ama</b> Boateng"), ["Ama Boateng"]),
        (person("Jone Petrate, professor of the old school"), ["Jone Petrate"]),
        ({"@type": "Person", "givenName": "Ama", "familyName": "Boateng"}, ["Ama Boateng"]),
        ([person("Ama Boateng"), person("Ama Boateng")], ["Ama Boateng"]),
    ],
)
def test_authors_of_json_ld(given_author: object, expected: list[str]) -> None:
    """Persons in all the forms in which pages give them."""
    assert people(linked(author=given_author)) == expected


@pytest.mark.parametrize(
    "name",
    [
        "admin",
        "Guest",
        "Staff",
        "NOC Admin",
        "https://www.facebook.com/courier",
        "@courier",
        "ama@courier.example",
        "",
        "105092",
    ],
)
def test_nobody(name: str) -> None:
    """Accounts, addresses and handles are nobody."""
    assert read(linked(author=person(name))).authors == ()
    assert read(f'<meta name="author" content="{escape(name)}">').authors == ()


def test_houses_are_no_persons() -> None:
    """A site, an editorial office and an organisation may sign, but not as persons; a wire is an agency."""
    publisher = {"@type": "Organization", "name": "Harbour Courier"}
    assert read(linked(author=person("Harbour Courier"), publisher=publisher)).authors == (
        Author("Harbour Courier", "desk"),
    )
    assert read(linked(author=person("HC-Redaktion"))).authors == (Author("HC-Redaktion", "desk"),)
    assert read(linked(author={"@type": "Organization", "name": "Ada Wong"})).authors == (Author("Ada Wong", "desk"),)
    assert read(linked(author=person("AFP"))).authors == (Author("AFP", "agency"),)


def test_a_person_beats_the_site() -> None:
    """A site that signs with its own name says nothing; the next source is asked."""
    page = '<meta property="og:site_name" content="Harbour Courier"><meta name="author" content="Harbour Courier">'
    assert people(f'{page}<meta name="byl" content="By Ama Boateng">') == ["Ama Boateng"]
    body = f'<h1>{TITLE}</h1><div class="byline">By <a>Ama Boateng</a></div>'
    assert people(page + body) == ["Ama Boateng"]


def test_a_publisher_before_the_name() -> None:
    """A company that heads the field of its writer is a house."""
    html = linked(author=person("Courier Holding; Ama Boateng"), publisher=person("Courier Holding"))
    assert people(html) == ["Ama Boateng"]


def test_the_order_of_trust() -> None:
    """JSON-LD before meta tags, meta tags before the byline."""
    body = f'<h1>{TITLE}</h1><p class="byline">By Third Person</p>'
    meta = '<meta name="author" content="Second Woman">'
    assert people(linked(author=person("First Man")).replace("<body>", f"<body>{meta}{body}")) == ["First Man"]
    assert people(meta + body) == ["Second Woman"]


@pytest.mark.parametrize(
    "tag",
    [
        '<meta property="article:author" content="Ama Boateng">',
        '<meta name="DC.creator" content="Ama Boateng">',
        '<meta name="parsely-author" content="Ama Boateng">',
        '<meta name="citation_author" content="Ama Boateng">',
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ama Boateng">',
    ],
)
def test_authors_of_meta_tags(tag: str) -> None:
    """The common names of the tag."""
    assert people(tag) == ["Ama Boateng"]


def test_a_label_that_is_no_author() -> None:
    """`twitter:data1` may be a reading time or a price."""
    tags = '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="Four Minutes">'
    assert read(tags).authors == ()


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="article-byline">By Ama Boateng | August 14, 2024</p>',
        '<div class="css-1x"><span>By <a href="/writer/12/Ama_Boateng/">Ama Boateng</a>, Staff Writer</span></div>',
        "<div><span>By</span><span>Ama Boateng</span></div>",
        "<div>By</div><div>Ama Boateng</div>",
        "<div>Written by</div><div>Ama Boateng</div>",
        '<a href="/author/ama-boateng">Ama Boateng</a>',
        '<span itemprop="author"><span itemprop="name">Ama Boateng</span></span>',
        '<div class="author-box"><div>von Ama Boateng</div><div>Stand: 14.08.2024, 05:00 Uhr</div></div>',
        "<p>Por Ama Boateng</p>",
    ],
)
def test_bylines_of_the_page(byline: str) -> None:
    """Below the headline, with and without markup that says so."""
    prose = "<p>" + "The ferry came back on Monday after two years. " * 6 + "</p>"
    assert people(f'<html lang="de"><h1>{TITLE}</h1>{byline}{prose}</html>') == ["Ama Boateng"]


@pytest.mark.parametrize(
    "other",
    [
        '<aside><p class="byline">By Ama Boateng</p></aside>',
        '<div class="related-list"><span class="author">Ama Boateng</span></div>',
        '<figure><figcaption class="author">Ama Boateng</figcaption></figure>',
        '<ol class="comments"><li><b class="comment-author">Ama Boateng</b></li></ol>',
        "<p>By the river the ferry lay for two years</p>",
        "<p>Cloud Computing</p><p>August 14, 2024</p>",
        '<p class="byline">Published August 14, 2024</p>',
    ],
)
def test_what_is_no_byline(other: str) -> None:
    """The authors of others, and lines that only look like names."""
    assert read(f"<h1>{TITLE}</h1>{other}").authors == ()


def test_the_article_of_this_page() -> None:
    """Of several articles in JSON-LD the one with this address or headline counts; teasers of others never do."""
    other = {
        "@type": "NewsArticle",
        "headline": "Another Story Altogether Today",
        "author": person("Wrong Man"),
        "url": URL + "-2",
    }
    own = {"@type": "NewsArticle", "headline": TITLE, "mainEntityOfPage": {"@id": URL}, "author": {"@id": "#ama"}}
    graph = {
        "@graph": [
            other,
            {"@type": "ItemList", "itemListElement": [other]},
            own,
            {**person("Ama Boateng"), "@id": "#ama"},
        ]
    }
    html = f'<script type="application/ld+json">{json.dumps(graph)}</script><h1>{TITLE}</h1>'
    assert people(html) == ["Ama Boateng"]
    assert read(html).title == TITLE
    only_other = (
        f'<script type="application/ld+json">{json.dumps({"itemListElement": [other]})}</script><h1>{TITLE}</h1>'
    )
    assert read(only_other).authors == ()


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "author": "Ama Boateng",}',
        '{"@type": "Article", "author": "Ama Boateng"};',
        '<!-- {"@type": "Article", "author": "Ama Boateng"} -->',
        '//<![CDATA[\n{"@type": "Article", "author": "Ama Boateng"}\n//]]>',
        '{"@type": "Article", "description": "two\nlines", "author": "Ama Boateng"}',
        '[[{"@type": ["http://schema.org/Article"], "author": "Ama Boateng"}]]',
    ],
)
def test_forbearance_with_json(script: str) -> None:
    """Commas too many, comments and raw line ends are common and harmless."""
    assert people(f'<script type="application/ld+json">{script}</script>') == ["Ama Boateng"]


@pytest.mark.parametrize(
    ("head", "headings", "title"),
    [
        (f"<title>{TITLE} | News | The Courier</title>", "", f"{TITLE} | News"),
        (f"<title>The Courier - {TITLE}</title>", f"<h1>{TITLE}</h1>", TITLE),
        (
            '<meta property="og:title" content="Ferry is back: what we know">',
            "<h1>Log In</h1>",
            "Ferry is back: what we know",
        ),
        (f'<meta property="og:title" content="{TITLE}">', f"<h1>Ports | {TITLE}</h1>", TITLE),
        ('<meta property="og:title" content="Why the ferry returns to the Tano">', f"<h1>{TITLE}</h1>", TITLE),
        (f"<title>{TITLE}</title>", f"<h1>The Courier</h1><h1>{TITLE}</h1>", TITLE),
    ],
)
def test_titles(head: str, headings: str, title: str) -> None:
    """The heading that another title agrees with; without site and label."""
    site = '<meta property="og:site_name" content="The Courier">'
    assert read(f"<head>{site}{head}</head><body>{headings}</body>", None).title == title


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ('<meta property="article:published_time" content="2024-08-13T23:10:05Z">', "2024-08-13T23:10:05Z"),
        ('<meta name="date" content="20240813">', "2024-08-13"),
        ('<meta name="date" content="2024/08/13">', "2024-08-13"),
        ('<meta name="date" content="2024-08-13T22:06:08:684Z">', "2024-08-13"),
        ('<meta name="pubdate" content="Tue, 13 Aug 2024 10:00:00 GMT">', "2024-08-13T10:00:00Z"),
        ('<h1>Ferry</h1><p><time datetime="2024-08-13">yesterday</time></p>', "2024-08-13"),
        ("<h1>Ferry</h1><p>Published August 13, 2024</p>", "2024-08-13"),
        ("<h1>Ferry</h1><p>Stand vom 13.08.2024</p>", "2024-08-13"),
        ('<div class="entry-date">13 August 2024</div>', "2024-08-13"),
        ('<meta name="date" content="2023-02-29"><meta name="pubdate" content="03/04/2024">', None),
    ],
)
def test_dates(html: str, day: str | None) -> None:
    """Every form that is read in one way; days that do not exist and dates in two readings are none."""
    assert read(html, None).published == day


def test_the_day_in_the_address() -> None:
    """The last resort before marked elements."""
    assert read("<h1>Ferry</h1>").published == "2024-08-14"


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html lang="de_AT">', "de-AT"),
        ('<meta property="og:locale" content="fr_FR">', "fr-FR"),
        ('<html lang="{{x}}">', None),
    ],
)
def test_language(html: str, language: str | None) -> None:
    """As the page gives it, with a hyphen; what is no tag is none."""
    assert read(html, None).language == language


def test_site() -> None:
    """Its own name before the publisher's, the host if nothing else."""
    assert read('<meta property="og:site_name" content="Harbour Courier">').site == "Harbour Courier"
    assert read("<p>", "https://www.courier.example:8080/x").site == "courier.example"


def test_hostile_json() -> None:
    """Deep, wide and long scripts raise nothing."""
    deep = "[" * 200_000 + "]" * 200_000
    wide = json.dumps({"@type": "Article", "author": [person(f"Jane Roe{n}") for n in range(100_000)]})
    nested = '{"author":' * 900 + '"x"' + "}" * 900
    long = json.dumps({"@type": "Article", "headline": "x" * 5_000_000, "articleBody": "<p>" * 2_000_000})
    for script in (deep, wide, nested, long, '{"a":' * 100_000):
        read(f'<script type="application/ld+json">{script}</script>')


def test_hostile_markup() -> None:
    """Elements marked as byline, inside each other and side by side, in great numbers, raise nothing."""
    for html in (
        "<h1>x</h1>" + '<div class="byline author">' * 3_000 + "By Ama Boateng",
        "<h1>x</h1>" + '<div class="author">nobody, really, at all</div>' * 30_000,
        "<h1>x</h1>" * 20_000,
        '<meta name="author" content="Ama Boateng">' * 50_000,
        f"<h1>{'a &amp; ' * 100_000}</h1><title>{'| ' * 100_000}</title>",
    ):
        read(html)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=40)
    | st.sampled_from(["Jane Roe", "By Jane Roe", "Roe; Jane", "AFP"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "name",
                    "author",
                    "headline",
                    "url",
                    "publisher",
                    "datePublished",
                    "jobTitle",
                ]
            ),
            inner | st.sampled_from(["Article", "Person", "WebSite", URL]),
            max_size=6,
        )
    ),
    max_leaves=24,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES, st.text(max_size=60), st.text(max_size=60))
def test_any_json_and_any_attribute(value: Any, content: str, address: str) -> None:
    """No value of any type in any place raises, and no word of an author is not in the page."""
    script = json.dumps(value).replace("<", "\\u003c")
    html = (
        f'<script type="application/ld+json">{script}</script><meta name="author" content="{escape(content)}">'
        f'<h1>{escape(content)}</h1><p class="byline">{escape(content)}</p><a rel="author">{escape(address)}</a>'
    )
    found = read(html.encode("utf-8", "replace").decode(), address)
    spoken = _letters(" ".join((json.dumps(value, ensure_ascii=False), content, address)))
    for author in found.authors:
        assert all(_letters(word) in spoken for word in author.name.split()), author


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(data: bytes) -> None:
    """Any bytes at all."""
    read_metadata(LexborHTMLParser(data), None)
