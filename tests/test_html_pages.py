"""Whole pages through the library and the command: what comes out, what is refused, and the laws on the way."""

import json
import pickle
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import cleaner
from cleaner import Article, Author, Cleaner, CleanerError, ConfigError, Document, InputError, RecordError
from cleaner.article import CATEGORIES
from cleaner.html.pages import NotAnArticleError

from .pages import ARTICLE, LISTING, MENU, PARAGRAPHS, RELATED, article_page
from .test_cli import lines_of, run
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
    assert menu.number == 2
    assert "no article" in str(menu)
    assert isinstance(text, Article)
    assert isinstance(other, Article)
    assert text.engine is other.engine is None


# --- JSON lines


def test_records_with_a_page() -> None:
    """The page becomes `text` and `article`; it goes itself, unless it is to stay."""
    record = {"n": 1, "html": PAGE, "mine": [1]}
    (out,) = map(json.loads, run(given=lines_of(record)).stdout.splitlines())
    assert list(out) == ["n", "mine", "article", "text"]
    assert out["text"] == BODY
    article = out["article"]
    assert (article["title"], article["engine"]) == ("Forty Ships Enter the Harbour", "blocks")
    assert article["authors"] == [{"name": "Ama Boateng", "kind": "person"}]
    assert article["published"] == "2024-08-14"
    kept = json.loads(run("--keep-html", given=lines_of(record)).stdout)
    assert kept == {**out, "html": PAGE}


def test_keys_of_records_with_a_page() -> None:
    """--html-field and --text-field; what stands under `html` then is not ours."""
    done = run("--html-field", "page", "--text-field", "body", given=lines_of({"page": PAGE, "html": "<b>mine</b>"}))
    out = json.loads(done.stdout)
    assert (out["body"], out["html"], "page" in out) == (BODY, "<b>mine</b>", False)


def test_a_page_wins_over_a_text() -> None:
    """It says more. A blank one does not."""
    out = run(given=lines_of({"text": "Old text.", "html": PAGE}, {"text": PARAGRAPHS[0], "html": " "})).stdout
    assert [json.loads(line)["text"] for line in out.splitlines()] == [BODY, PARAGRAPHS[0]]


def test_a_record_without_an_article_is_flagged() -> None:
    """Unchanged but for the flag, with a message and status 1; the stream goes on."""
    done = run(given=lines_of({"id": 1, "html": MENU}, {"id": 2, "html": PAGE}))
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"id": 1, "html": MENU, "article": {"flag": "not-an-article"}}
    assert second["text"] == BODY
    assert done.returncode == 1
    assert done.stderr.decode().startswith("cleaner: record 1: no article on this page")


@pytest.mark.parametrize("runs", [1, 2])
def test_what_a_page_lost_can_be_restored(runs: int) -> None:
    """--explain lists what went from the lines of the article, and restore puts it back, however often it ran."""
    data = lines_of({"id": 1, "html": PAGE}).encode()
    for _ in range(runs):
        data = run("--explain", "--keep-html", given=data).stdout
    removed = json.loads(data)["article"]["removed"]
    assert "Harbour fees to rise again" in [r["text"].strip() for r in removed]
    restored = json.loads(run("restore", given=data).stdout)
    assert restored == {"id": 1, "html": PAGE, "text": cleaner.clean_html(PAGE).source}


# --- the command on files


def test_a_page_through_the_command(tmp_path: Path) -> None:
    """Title and byline on top of the text; as a line of JSON; with its reasons on standard error."""
    path = tmp_path / "ships.html"
    path.write_text(PAGE, encoding="utf-8")
    assert run(str(path)).stdout.decode() == f"Forty Ships Enter the Harbour\n\nBy Ama Boateng\n\n{BODY}\n"
    assert run("--body-only", str(path)).stdout.decode() == f"{BODY}\n"
    record = json.loads(run("--to", "jsonl", str(path)).stdout)
    assert (record["id"], record["text"]) == (str(path), BODY)
    said = run("--explain", str(path)).stderr.decode()
    assert "Harbour fees to rise again" in said
    assert re.search(r"^ +html\.\S+", said, re.MULTILINE)


def test_options_of_pages(tmp_path: Path) -> None:
    """--url dates the page, --engine chooses, --from html reads any name as a page, --keep keeps."""
    path = tmp_path / "page"
    path.write_text(re.sub("<time.*?</time>", "", PAGE), encoding="utf-8")
    run_ = ("--from", "html", "--to", "jsonl", str(path))
    assert "published" not in json.loads(run(*run_).stdout)["article"]
    dated = json.loads(run("--url", "https://courier.example/2024/08/15/ships", *run_).stdout)
    assert dated["article"]["published"] == "2024-08-15"
    assert json.loads(run("--engine", "blocks", *run_).stdout)["article"]["engine"] == "blocks"
    assert run("--engine", "magic", *run_).returncode == 2
    assert "at night" in json.loads(run("--keep", "caption", *run_).stdout)["text"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("windows-1252", "windows-1252"), ("shift_jis", "shift_jis")],
)
def test_pages_in_any_encoding(encoding: str, declared: str) -> None:
    """Bytes in, UTF-8 out."""
    said = "港は火曜日に再開した。" if declared == "shift_jis" else "Der Kapitän grüßte müde."
    page = PAGE.replace(PARAGRAPHS[-1], said + PARAGRAPHS[-1]).replace("<head>", f"<head><meta charset='{declared}'>")
    done = run(given=page.encode(encoding))
    assert said in done.stdout.decode("utf-8")


def test_a_page_without_an_article_through_the_command(tmp_path: Path) -> None:
    """Nothing on standard output, the name in the message, status 1."""
    path = tmp_path / "menu.html"
    path.write_text(MENU, encoding="utf-8")
    done = run(str(path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"cleaner: {path}: no article on this page")
