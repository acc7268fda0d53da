"""Whole pages through the library: what comes out, what is refused, and the laws on the way."""

import json
import pickle
from html import escape
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import cleaner
from cleaner import Article, Author, Cleaner, CleanerError, ConfigError, Document, InputError, RecordError
from cleaner.article import CATEGORIES
from cleaner.errors import NotAnArticleError

from .pages import ARTICLE, LISTING, MENU, PARAGRAPHS, RELATED, article_page
from .test_html_laws import CLASSES, HTML, TAGS

PAGE = article_page()
BODY = "\n\n".join(PARAGRAPHS)
NO_ARTICLES = {
    "nothing": "",
    "blanks": " \n ",
    "an empty page": "<!doctype html><title>Courier</title><body></body>",
    "a menu": MENU,
    "a page of links": LISTING,
    "a page that scripts fill": "<div id=root></div><script>" + "render();" * 500 + "</script>",
    "an error": "<title>404</title><h1>Not found</h1><p>This page does not exist.</p>",
}
POLICIES: dict[str, dict[str, Any]] = {
    action: dict.fromkeys(CATEGORIES, action) for action in ("keep", "mark", "move", "drop")
}
CLEANERS = {
    **{mode: Cleaner(mode=mode) for mode in ("careful", "balanced", "strict")},
    **{action: Cleaner(policy=policy) for action, policy in POLICIES.items()},
}


def check_laws(article: Article, html: str) -> None:
    """Decisions are sorted, disjoint and exact; they replay and restore; every letter stands in the page, in order."""
    at = 0
    for d in article.decisions:
        assert at <= d.start < d.end <= len(article.source), d
        assert d.text == article.source[d.start : d.end]
        assert d.category in CATEGORIES
        at = d.end
    assert cleaner.apply(article.source, article.decisions) == article.text
    assert cleaner.restore(article) == article.source
    if article.engine == "blocks":
        body = LexborHTMLParser(html).body
        letters = iter(body.text() if body else "")
        assert all(letter in letters for letter in article.text if not letter.isspace())


# --- what comes out


def test_a_page_becomes_its_article() -> None:
    """Body, title, author, date, language; related links and captions gone, menus and footer never there."""
    article = cleaner.clean_html(PAGE, "https://courier.example/2024/forty-ships")
    assert article.text == BODY
    assert article.title == "Forty Ships Enter the Harbour"
    assert article.authors == (Author("Ama Boateng"),)
    assert (article.published, article.language, article.engine) == ("2024-08-14", "en", "blocks")
    assert "Harbour fees to rise again" in article.source
    assert "Imprint" not in article.source
    assert {d.category for d in article.decisions} == {"related", "caption"}
    check_laws(article, PAGE)


def test_what_is_given_wins() -> None:
    """Title, authors, date and language that the caller knows stay as given; an empty address says nothing."""
    known = Document("", title="Another", language="en-GB", authors=(Author("Kofi Adom"),), published="2020-01-01")
    article = Cleaner().clean_html(PAGE, given=known)
    assert (article.title, article.language, article.published) == ("Another", "en-GB", "2020-01-01")
    assert article.authors == (Author("Kofi Adom"),)
    assert article.text == BODY


def test_structured_data_fills_in_for_scripts() -> None:
    """Where scripts fill the page, the body that JSON-LD holds is the article."""
    data = {"@type": "NewsArticle", "headline": "Forty Ships Enter", "articleBody": "\n".join(PARAGRAPHS)}
    page = f'<script type="application/ld+json">{json.dumps(data)}</script><div id=root></div>'
    article = cleaner.clean_html(page)
    assert (article.text, article.title, article.engine) == (BODY, "Forty Ships Enter", "json-ld")
    with pytest.raises(NotAnArticleError):
        Cleaner().clean_html(page, engine="blocks")
    beside = article_page(head=f'<script type="application/ld+json">{json.dumps(data)}</script>')
    assert cleaner.clean_html(beside).engine == "blocks"


def test_the_engine_can_be_chosen() -> None:
    """By name; a name that is none is refused."""
    pytest.importorskip("trafilatura")
    article = Cleaner().clean_html(PAGE, engine="trafilatura")
    assert article.engine == "trafilatura"
    assert BODY.split("\n\n")[-1] in article.text
    check_laws(article, PAGE)
    with pytest.raises(ConfigError, match="blocks"):
        Cleaner().clean_html(PAGE, engine="magic")


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_what_is_no_article_is_an_input_error(name: str) -> None:
    """With a message that says so."""
    with pytest.raises(InputError, match="no article"):
        cleaner.clean_html(NO_ARTICLES[name])


@pytest.mark.parametrize("value", [None, 5, b"<p>x", ["<p>"]])
def test_what_is_no_string_is_an_input_error(value: Any) -> None:
    """Bytes are decoded first; the message says where."""
    with pytest.raises(InputError, match=r"cleaner\.html\.decode"):
        cleaner.clean_html(value)


# --- policy and modes


def test_the_policy_holds_for_residue_of_the_page() -> None:
    """Kept, it stays and is not listed; marked, it stays and is; moved or dropped, it goes."""
    kept = CLEANERS["keep"].clean_html(PAGE)
    assert (kept.text, kept.decisions) == (kept.source, ())
    marked = CLEANERS["mark"].clean_html(PAGE)
    assert marked.text == marked.source
    assert {d.action for d in marked.decisions} == {"mark"}
    assert "Harbour fees to rise again" in [d.text for d in marked.decisions]
    for action in ("move", "drop"):
        article = CLEANERS[action].clean_html(PAGE)
        assert article.text == BODY
        assert {d.action for d in article.decisions} == {action}


def test_a_policy_of_one_category() -> None:
    """Captions alone stay."""
    text = Cleaner(policy={"caption": "keep"}).clean_html(PAGE).text
    assert "Ships off the mole at night." in text
    assert "Harbour fees" not in text


def test_modes_nest() -> None:
    """What careful takes balanced takes, and what that takes strict takes; careful acts on what is certain alone."""
    articles = [CLEANERS[mode].clean_html(PAGE) for mode in ("careful", "balanced", "strict")]
    gone = [{n for d in a.decisions for n in range(d.start, d.end) if not a.source[n].isspace()} for a in articles]
    assert gone[0] <= gone[1] <= gone[2]
    assert {d.confidence for d in articles[0].decisions} <= {"certain"}
    assert all(BODY.split("\n\n")[n] in a.text for n in range(5) for a in articles)


# --- laws


@pytest.mark.parametrize("name", CLEANERS)
def test_the_laws_hold_on_clear_pages(name: str) -> None:
    """Whatever the mode and the policy."""
    for inside in (
        "",
        RELATED,
        f"<ul>{'<li>one item' * 4}</ul>",
        f"<p>{ARTICLE}<br>READ ALSO: More ships<br>{ARTICLE}</p>",
    ):
        html = article_page(inside)
        check_laws(CLEANERS[name].clean_html(html), html)


PROSE = st.sampled_from(
    [*PARAGRAPHS, ARTICLE, "READ ALSO: Harbour fees to rise", "Share This Article", "By Ama Boateng"]
)
BOXES = st.builds(
    lambda tag, name, text: f"<{tag} class='{name}'>{escape(text)}</{tag}>",
    st.sampled_from(TAGS),
    st.sampled_from([*CLASSES, "article-body", "byline", "caption"]),
    PROSE,
)
PAGES = st.lists(st.one_of(PROSE.map("<p>{}</p>".format), PROSE.map("<p>{}</p>".format), BOXES, HTML), max_size=12)


@given(PAGES.map("".join), st.sampled_from(sorted(CLEANERS)))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_laws_hold_on_generated_pages(inside: str, name: str) -> None:
    """Boxes, prose and broken markup in any order, inside a page and alone."""
    for html in (article_page(inside), inside):
        try:
            article = CLEANERS[name].clean_html(html)
        except NotAnArticleError:
            continue
        check_laws(article, html)


@given(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=()), max_size=200), st.text(alphabet="<>/!-ab=\"' &;#x")
    )
)
@settings(max_examples=200, deadline=None)
def test_no_string_raises_anything_else(html: str) -> None:
    """Any string at all gives an article or an error of ours."""
    for page in (html, f"<p>{ARTICLE}</p>{html}"):
        try:
            article = CLEANERS["strict"].clean_html(page)
        except CleanerError:
            continue
        assert cleaner.restore(article) == article.source


HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep and bold": "<div><b>x" * 50_000,
    "unclosed": "<p>Share this<br>" * 30_000,
    "open": "<" * 500_000,
    "quotes": '<a "' * 100_000,
    "comments": "<!--" * 100_000,
    "cells": "<table><tr><td>a" * 20_000,
    "a long attribute": f'<img alt="{"y" * 1_000_000}">',
    "long names": f"<p class='{'related ' * 100_000}'>x",
    "a long paragraph": f"<p>{ARTICLE * 8_000}</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_size_alone_is_no_danger(name: str) -> None:
    """Megabytes and a hundred thousand levels around an article end; what is quadratic would take minutes."""
    html = article_page(HOSTILE[name])
    try:
        article = CLEANERS["balanced"].clean_html(html)
    except NotAnArticleError:
        return
    assert cleaner.restore(article) == article.source


# --- cleaners as values, and many pages


def test_a_pickled_cleaner_cleans_pages() -> None:
    """As the one that it was."""
    own = Cleaner(mode="careful", policy={"caption": "keep"})
    assert pickle.loads(pickle.dumps(own)).clean_html(PAGE) == own.clean_html(PAGE)


def test_pages_among_many_documents() -> None:
    """A mapping with a page; what is no article is a value in its place."""
    documents = [
        {"html": PAGE, "title": "Given"},
        {"html": MENU, "id": "m"},
        PARAGRAPHS[0],
        {"html": 5, "text": "x y z"},
    ]
    page, menu, text, other = Cleaner().clean_many(documents)
    assert isinstance(page, Article)
    assert (page.text, page.title, page.engine) == (BODY, "Given", "blocks")
    assert isinstance(menu, RecordError)
    assert (menu.number, menu.cause) == (2, "not-an-article")
    assert "no article" in str(menu)
    assert isinstance(text, Article)
    assert isinstance(other, Article)
    assert text.engine is other.engine is None
