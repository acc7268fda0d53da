"""The laws for fragments, as properties over generated markup, hand-written cases and hostile strings."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.article import CATEGORIES
from cleaner.html.fragment import Fragment, clean_fragment
from cleaner.html.lines import text_of
from cleaner.html.source import read
from cleaner.removal import apply, restore_text

from .test_laws import PIECES

CLEANERS = {
    "careful": Cleaner(mode="careful"),
    "balanced": Cleaner(),
    "strict": Cleaner(mode="strict"),
    "keep": Cleaner(policy=dict.fromkeys(CATEGORIES, "keep")),
    "mark": Cleaner(policy=dict.fromkeys(CATEGORIES, "mark")),
    "mixed": Cleaner(policy={"caption": "keep", "related": "keep"}),
}
TAGS = [
    *("p", "p", "p", "div", "div", "ul", "ol", "li", "li", "h2", "h3", "b", "i", "a", "span", "blockquote", "section"),
    *("figure", "figcaption", "aside", "table", "tr", "td", "pre", "dl", "dt", "dd", "button", "form", "svg", "center"),
]
CLASSES = [
    *("sharedaddy", "wp-caption-text", "related-posts", "newsletter", "ad-slot", "entry-content", "tag-share"),
    *("SocialShare_wrapper", "caption", "author-box", "adsbygoogle", "post-tags", "text"),
]
VOIDS = [
    "<br>",
    "<br><br>",
    "<br/>",
    "<img src=a.jpg>",
    "<img width=1 height='1'>",
    "<hr>",
    "<wbr>",
    "<!-- x -->",
    "<iframe></iframe>",
    "<script>x<p></script>",
]
INLINE = [
    "Share",
    "Tweet",
    "x",
    " ",
    "\n",
    "&nbsp;",
    "&amp;",
    "&#10;",
    "  \n ",
    "Harbour",
    "1",
    "Photo: Jane Roe",
    "(Photo: AP)",
    "&unknown;",
    "&lt;p&gt;",
]
TEXT = st.one_of(st.sampled_from(PIECES).map(escape), st.sampled_from(PIECES), st.sampled_from(INLINE))
LEAF = st.one_of(TEXT, TEXT, st.sampled_from(VOIDS))


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, inner, closed: f"<{tag}{name}>{''.join(inner)}" + (f"</{tag}>" if closed else ""),
        st.sampled_from(TAGS),
        st.one_of(st.just(""), st.just(""), st.sampled_from(CLASSES).map(" class='{}'".format)),
        st.lists(children, max_size=5),
        st.sampled_from([True, True, True, True, False]),
    )


NODES = st.recursive(LEAF, _element, max_leaves=12)
STRAY = st.sampled_from(["</p>", "</div>", "</b>", "<", ">", "<p", "</", "<a href='", "\n\n", "\ufeff"])
HTML = st.lists(st.one_of(NODES, NODES, NODES, STRAY), max_size=8).map("".join)
MODES = st.sampled_from(sorted(CLEANERS))


def clean(html: str, mode: str = "balanced", title: str | None = None) -> Fragment:
    """Clean with a cleaner that is compiled once."""
    return clean_fragment(html, CLEANERS[mode], title=title, language="en")


def lines(text: str) -> list[str]:
    """What stands on the lines that are not blank."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


@given(HTML, MODES)
@settings(max_examples=150, deadline=None)
def test_the_output_reads_as_the_clean_text(html: str, mode: str) -> None:
    """Read again, the cleaned markup has the lines of the article, and no others."""
    fragment = clean(html, mode)
    assert lines(text_of(read(fragment.html)).text) == lines(fragment.article.text)


@given(HTML, MODES)
@settings(max_examples=150, deadline=None)
def test_cuts_are_exact(html: str, mode: str) -> None:
    """Decisions are sorted and disjoint, replay to the output, and put back give the input."""
    fragment = clean(html, mode)
    at = 0
    for d in fragment.decisions:
        assert at <= d.start < d.end <= len(html)
        assert d.text == html[d.start : d.end]
        at = d.end
    assert fragment.source == html
    assert apply(html, fragment.decisions) == fragment.html
    assert restore_text(fragment.html, fragment.decisions) == html


@given(HTML, MODES, st.one_of(st.none(), st.sampled_from(PIECES)))
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_changes_nothing_more(html: str, mode: str, title: str | None) -> None:
    """A clean fragment is clean."""
    once = clean(html, mode, title)
    assert clean(once.html, mode, title).html == once.html


@given(HTML)
@settings(max_examples=60, deadline=None)
def test_nothing_found_is_nothing_changed(html: str) -> None:
    """With every category kept the output is the input; marks change nothing either."""
    for action in ("keep", "mark"):
        assert clean(html, action).html == html


@given(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=()), max_size=200),
        st.text(alphabet="<>/!-ab=\"' &;#x", max_size=80),
    )
)
@settings(max_examples=200, deadline=None)
def test_no_string_raises(html: str) -> None:
    """Any string at all."""
    fragment = clean(html, "strict")
    assert restore_text(fragment.html, fragment.decisions) == html


@given(HTML)
@settings(max_examples=100, deadline=None)
def test_every_character_is_read_once(html: str) -> None:
    """The events cover the source without a gap."""
    assert "".join(html[e.start : e.end] for e in read(html).events) == html


@pytest.mark.parametrize("html", ["<div>" * 100_000 + "x", f'<img src="{"y" * 1_000_000}">x', "<p>a" * 20_000])
def test_size_alone_is_no_danger(html: str) -> None:
    """A hundred thousand levels, an attribute of a megabyte, paragraphs that never end."""
    assert clean(html).html == html
