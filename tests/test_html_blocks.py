"""The block engine, part by part: where a page is cut, what is known of its elements, what residue is called."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaner.html.blocks import read_body
from cleaner.html.blocks.block import Block, Page
from cleaner.html.blocks.echo import echo, standing_in, words_of
from cleaner.html.blocks.evidence import COUNTS, FLAGS, NAMES, evidence
from cleaner.html.blocks.page import read_page
from cleaner.html.blocks.residue import category_of
from cleaner.html.blocks.survey import Head, Survey, doubted, survey
from cleaner.html.blocks.vocabulary import BIT, DOUBT_AROUND, DOUBT_NEAR, EVIDENCE, GROUPS, names_say
from cleaner.html.body import Body
from cleaner.html.depth import shallow

from .pages import MENU, PARAGRAPHS, article_page

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pages"


def page_of(html: str) -> Page:
    """The blocks of some markup."""
    return read_page(LexborHTMLParser(html))


def texts(html: str) -> list[str]:
    """The texts of its blocks."""
    return [block.text for block in page_of(html).blocks]


def only(html: str) -> Block:
    """The one block of some markup."""
    (block,) = page_of(html).blocks
    return block


# --- blocks


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>One <b>and</b> two</p><p>three", ["One and two", "three"]),
        ("<p>one<br>two<br><br>three</p>", ["one", "two", "three"]),
        ("one<hr>two<div>three</div>four", ["one", "two", "three", "four"]),
        ("<ul><li>one<li>two<ul><li>inner</ul></ul>", ["one", "two", "inner"]),
        ("<dl><dt>Term<dd>Meaning</dl>", ["Term", "Meaning"]),
        ("<table><tr><th>Port<th>Ships<tr><td>Tema<td>14</table>", ["Port Ships", "Tema 14"]),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", ["one", "two"]),
        ("<pre>first = 1\nsecond = 2\n\nthird = 3</pre>", ["first = 1", "second = 2", "third = 3"]),
        ("<blockquote>Said <cite>somebody</cite></blockquote>", ["Said somebody"]),
        ("<p>  blanks\n\n and&nbsp;more\t</p>", ["blanks and more"]),
        ("<p>soft&shy;hyphens and zero&#8203;widths</p>", ["softhyphens and zerowidths"]),
        ("<p>&shy;</p><p>\ufeff</p>", []),
        ("<h1>Title</h1>text<h2>Heading</h2>", ["Title", "text", "Heading"]),
        ("<p>an <a href=/>inline <span>link</span></a> stays</p>", ["an inline link stays"]),
        ("", []),
        ("   ", []),
        ("<body></body>", []),
    ],
)
def test_where_a_page_is_cut(html: str, wanted: list[str]) -> None:
    """A block ends where a browser would begin a new line."""
    assert texts(html) == wanted


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><ul><li>Home</ul></nav>",
        "<footer><p>Imprint</p></footer>",
        "<script>let x = '<p>no</p>'</script>",
        "<style>p { color: red }</style>",
        "<noscript><p>Turn it on</p></noscript>",
        "<template><p>later</p></template>",
        "<select><option>Tema</select>",
        "<button>Share</button>",
        "<textarea>write</textarea>",
        "<dialog open><p>Hello</p></dialog>",
        "<!-- a comment -->",
        "<div id=onetrust-banner-sdk><p>We value your privacy</p></div>",
        "<div class=cookie-notice><p>We use cookies</p></div>",
        "<div role=navigation><a href=/>Home</a></div>",
        "<div role=dialog><p>Subscribe</p></div>",
        "<svg><text>drawn</text></svg>",
        "<iframe src=/x>inner</iframe>",
    ],
)
def test_what_is_not_entered(markup: str) -> None:
    """What never holds text of an article leaves no block."""
    assert texts(f"<p>before</p>{markup}<p>after</p>") == ["before", "after"]


def test_a_wrapper_named_after_consent_is_entered() -> None:
    """Some sites put the class on the wrapper of the whole page."""
    assert texts("<div class=cookie-consent-given><h1>Title</h1><p>text</p></div>") == ["Title", "text"]


def test_shares_of_a_block() -> None:
    """Links, bold and italic as shares of the characters; a link is counted once however deep its text lies."""
    assert only("<p><a href=/>four</a>four</p>").links == pytest.approx(0.5)
    assert only("<p><a href=/><b><span>four</span></b></a></p>").links == 1.0
    block = only("<p><b>bold</b><i>cursive8</i>rest</p>")
    assert (block.bold, block.italic, block.links) == (pytest.approx(0.25), pytest.approx(0.5), 0.0)


def test_shares_do_not_run_over_into_the_next_block() -> None:
    """What is open in one block counts in it alone."""
    first, second = page_of("<p><a href=/>link</a></p><p>plain text</p>").blocks
    assert (first.links, second.links) == (1.0, 0.0)


def test_what_stands_before_a_block() -> None:
    """Line breaks, rules, pictures and times are remembered for the block that follows or holds them."""
    blocks = page_of("<p>one<br>two</p><hr><img src=a.jpg><p>three <time>now</time></p><p>four</p>").blocks
    assert [b.breaks for b in blocks] == [False, True, False, False]
    assert [b.rule for b in blocks] == [False, False, True, False]
    assert [b.image for b in blocks] == [False, False, True, False]
    assert [b.time for b in blocks] == [False, False, True, False]


def test_hidden_is_inherited() -> None:
    """By attribute, by style, by aria, for everything below."""
    html = (
        "<div hidden><p>a</p></div><div style='display: none'><p>b</p></div><div aria-hidden=true>c</div>"
        "<div aria-hidden=false style='color:red'>d</div>"
    )
    assert [b.element.hidden for b in page_of(html).blocks] == [True, True, True, False]


def test_elements_know_their_place() -> None:
    """Parents before children, depth from the body."""
    page = page_of("<main><article><p>x</p></article></main>")
    assert [e.tag for e in page.elements] == ["body", "main", "article", "p"]
    assert [e.depth for e in page.elements] == [0, 1, 2, 3]
    assert [e.tag for e in page.blocks[0].element.ancestors()] == ["p", "article", "main", "body"]


def test_depth_cannot_hurt() -> None:
    """Levels by the thousand are walked without recursion."""
    page = page_of("<div>" * 5_000 + "deep")
    assert [b.text for b in page.blocks] == ["deep"]
    body = read_body(LexborHTMLParser("<div><b>" * 2_500 + PARAGRAPHS[0]), Head())
    assert isinstance(body, Body)


def test_what_nests_too_deep_loses_its_tags_alone() -> None:
    """The parser never sees more than 512 levels of a large page; every character between the tags stays."""
    deep = "<div><b>x" * 100_000
    flat = shallow(deep)
    assert flat.count("<") == 512
    assert flat.replace("<div>", "").replace("<b>", "") == "x" * 100_000
    balanced = "<div>" * 100_000 + "x" + "</div>" * 100_000
    assert shallow(balanced) == "<div>" * 512 + "x" + "</div>" * 512


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<br>" * 50_000,
        "<div><p>one</p></div>" * 50_000,
        "<" * 50_000,
        "<a " * 50_000,
        "<div>" * 900,
        "<div><span>never closed</div>" * 20_000,
        "<script>for (i = 0; i<a.length; i++) { j>0 }</script>" * 20_000,
        "<svg><path d=M1/><g><circle /></g></svg>" * 10_000,
        "<script>" * 50_000,
    ],
    ids=lambda html: html[:24],
)
def test_other_pages_are_parsed_as_they_are(html: str) -> None:
    """Large, but not deep; or deep, but small. What scripts hold are no tags, and shapes of drawings close themselves."""
    assert shallow(html) is html


@pytest.mark.parametrize("tag", ["<DIV>", "<b>", '<div a="<">', "<x-y>", "<a_b>"])
def test_every_kind_of_tag_is_counted(tag: str) -> None:
    """Also those that no page has."""
    assert shallow(tag * 20_000) == tag * 512


def test_blocks_grow_with_the_page_and_no_faster() -> None:
    """Linear by count: twice the page is twice the blocks and twice the elements."""
    pages = [page_of("<div><p>one <b>two</b><br>three</p></div>" * size) for size in (50, 100, 200)]
    assert [len(page.blocks) for page in pages] == [100, 200, 400]
    assert [len(page.elements) for page in pages] == [101, 201, 401]


# --- names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("related-posts", "related"),
        ("relatedPosts", "related"),
        ("social_share", "share"),
        ("byline__author", "author"),
        ("article-body", "body"),
        ("newsletter-signup", "promo"),
        ("ad-slot", "ad"),
        ("comments", "comment"),
        ("image-caption", "caption"),
        ("standfirst", "lead"),
    ],
)
def test_names_speak(name: str, said: str) -> None:
    """Names of classes in the spellings that there are."""
    assert names_say(name) & BIT[said]


@pytest.mark.parametrize("name", ["", "css-1x2y3z", "has-sidebar", "no-ads", "is-related", "x" * 100_000])
def test_names_that_say_nothing(name: str) -> None:
    """Generated names, and what is not there."""
    assert names_say(name) == 0


@pytest.mark.parametrize(
    ("name", "doubt"),
    [
        ("comments-list", DOUBT_AROUND),
        ("box u-hidden", DOUBT_AROUND),
        ("Newsletter_signup", DOUBT_AROUND),
        ("image__caption", DOUBT_NEAR),
        ("c-globalModal", DOUBT_NEAR),
        ("overflow-hidden", 0),
        ("article-body", 0),
        ("commentary", 0),
    ],
)
def test_names_of_doubt(name: str, doubt: int) -> None:
    """They are bits beyond those that the judge knows."""
    assert names_say(name) & ~EVIDENCE == doubt


def test_doubt_holds_for_what_is_inside_and_not_for_the_wrapper_of_the_text() -> None:
    """An element with most of the text in it is about layout, whatever it is called."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = page_of(
        f"<div class=comments><h1>Title</h1>{paragraphs}<div class=comments-list><div><p>Me too!</div></div></div>"
    )
    known = survey(page, Head())
    assert [page.blocks[i].text for i in doubted(known)] == ["Me too!"]


def test_groups_are_in_the_order_of_the_weights() -> None:
    """Each group has a column near the element and one within its ancestors."""
    assert [n.removeprefix("near-") for n in NAMES if n.startswith("near-")] == list(GROUPS)
    assert [n.removeprefix("within-") for n in NAMES if n.startswith("within-")] == list(GROUPS)


# --- survey and evidence


def known_of(html: str, head: Head | None = None) -> Survey:
    """The survey of some markup."""
    return survey(page_of(html), head or Head())


def test_the_container_of_the_text_is_found() -> None:
    """Running text gathers in one element, whatever its name."""
    known = known_of(article_page())
    assert known.best.name == "story"
    assert known.page.blocks[known.title].text == "Forty Ships Enter the Harbour"
    first, last = (known.page.blocks[i].text for i in (known.first, known.last))
    assert (first, last) == (PARAGRAPHS[0], PARAGRAPHS[-1])


def test_an_echo_of_the_title_is_the_headline() -> None:
    """Of two first headings, the one that the page's title repeats."""
    html = f"<h1>Forty Ships Enter</h1><h1>Harbour Courier</h1><p>{PARAGRAPHS[0]}</p>"
    assert known_of(html, Head("Forty Ships Enter - Courier")).title == 0


def test_evidence_has_one_number_for_each_name() -> None:
    """Rows run parallel to the candidates; all of it can be read as numbers."""
    for html in (article_page(), MENU, "<p>x", "<table><tr><td>a</table>"):
        known = known_of(html, Head("A title", "A description", PARAGRAPHS[0]))
        rows = evidence(known, Head("A title", "A description", PARAGRAPHS[0]))
        assert len(rows) == len(known.candidates)
        assert {len(row) for row in rows} <= {len(NAMES)}
        assert all(float(value) == value for row in rows for value in row)


def test_columns_are_what_the_judge_takes_for_granted() -> None:
    """It asks flags for their truth and compares counts with whole numbers: another type there is another answer."""
    fixtures = [path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*/source.html"))]
    for html in (*fixtures, article_page(), MENU, "<p>x", "<table><tr><td>a</table>"):
        head = Head("A title", "A description", PARAGRAPHS[0])
        for row in evidence(known_of(html, head), head):
            for name, value in zip(NAMES, row, strict=True):
                types = (bool,) if name in FLAGS else (bool, int) if name in COUNTS else (float,)
                assert isinstance(value, types), name


def test_names_of_evidence_are_unique() -> None:
    """A name stands for one column."""
    assert len(set(NAMES)) == len(NAMES)


def test_echo() -> None:
    """All words of the title and no others are 1, no common word is 0, much else said is next to nothing."""
    words = frozenset(words_of("Forty ships enter"))
    assert echo("Forty Ships Enter", words) == 1.0
    assert echo("Bridge reopens", words) == 0.0
    assert echo("Forty", words) < 0.5
    assert echo("x" * 300, words) == 0.0
    assert echo("anything", frozenset()) == 0.0


def test_texts_that_stand_in_another() -> None:
    """By their first six words; shorter texts do not tell."""
    words = ["a", "b", "c", "d", "e", "f", "g"]
    assert standing_in(["a b c d e f x", "b c d e f g", "c d e f g h", "a b c"], words) == [True, True, False, -1]
    assert standing_in(["a b c d e f"], words[:5]) == [-1]


@pytest.mark.parametrize("text", ["Forty_two SHIPS, 3rd\x1fday", "Fährt\u2019s nicht", "\x00\x7f", "İ"])
def test_words_by_a_table_and_by_an_expression(text: str) -> None:
    """Plain text goes a shorter way to the same words."""
    assert words_of(text) == re.findall(r"\w+", text.lower())


# --- residue


@pytest.mark.parametrize(
    ("inside", "category"),
    [
        ("<figure><figcaption>X</figcaption></figure>", "caption"),
        ("<div class=related-posts><p>X</p></div>", "related"),
        ("<div class=related-posts><ul><li><span>X</span></ul></div>", "related"),
        ("<div class=social-share>X</div>", "share"),
        ("<div class=newsletter-signup><p>X</p></div>", "promo"),
        ("<div class=ad-slot>X</div>", "ad"),
        ("<div class=video-player><p>X</p></div>", "media"),
        ("<div class=comments><p>X</p></div>", "comment"),
        ("<div class=breadcrumb>X</div>", "nav"),
        ("<div class=tag-list>X</div>", "nav"),
        ("<div class=author-bio><p>X</p></div>", "author_bio"),
        ("<h1>X</h1>", "title"),
        ("<p><a href=/>X</a></p>", "related"),
        ("<p>X</p>", "other"),
    ],
)
def test_category_of(inside: str, category: str) -> None:
    """The markup nearest to the block decides, then what is around it, then what it is made of."""
    head, *rest = (f"<p>{p}</p>" for p in PARAGRAPHS)
    known = known_of(f"<article>{head}{inside}{''.join(rest)}</article>")
    (block,) = (b for b in known.page.blocks if b.text == "X")
    assert category_of(block, known) == category


def test_who_wrote_it_above_the_text_is_a_byline() -> None:
    """The same name below it is who the author is."""
    known = known_of(f"<article><p class=author>X</p>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>")
    assert category_of(known.page.blocks[0], known) == "byline"
