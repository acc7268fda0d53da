"""Markdown of pages: each construct by itself, and the law that its words are those of the text."""

import json
import re
import subprocess
import sys
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

import cleaner
from cleaner.article import Article, Author, Decision
from cleaner.formats.markdown import header
from cleaner.html.blocks.page import read_page
from cleaner.html.body import Line
from cleaner.html.markdown import markdown_of
from cleaner.removal import apply

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BREAKS = ("softbreak", "hardbreak")
PAGE = """<!doctype html><title>Ferry Returns to the Tano</title><article><h1>Ferry Returns to the Tano</h1><p class=byline>By Ama Boateng</p>
<p>The ferry came back on <a href="/m">Monday</a>, two years after a storm had broken its <b>only</b> engine, and people cheered at the pier.</p>
<p>READ ALSO: <a href="/b">Minister opens the new bridge</a></p>
<h2>Six times a day</h2>
<p>It crosses the river six times a day until the end of the season in October, the harbour office said on Monday.</p></article>"""


def read(markdown: str) -> str:
    """What a reader of the Markdown sees, as CommonMark has it, with a blank between blocks."""
    out = []
    for token in READER.parse(markdown):
        if token.type in ("fence", "code_block", "html_block"):
            out.append(token.content)
        for child in token.children or ():
            assert child.type != "image"
            out.append(" " if child.type in BREAKS or child.content == "<br>" else child.content)
        out.append(" ")
    return "".join(out)


def markdown(html: str, base: str = "") -> str:
    """Everything on a page as Markdown."""
    tree = LexborHTMLParser(html)
    page = read_page(tree)
    lines = [Line(b.text, "\n", node=b.element.node, rule=b.rule) for b in page.blocks]
    return markdown_of(lines, (), base)


CASES = {
    "marks": ("<p>A <b>strong</b>, <em>slanted</em>, <del>gone</del> and <code>coded</code> word", "A **strong**, _slanted_, ~~gone~~ and `coded` word"),
    "marks around marks": ("<p><b>all of <i>it</i></b> here", "**all of _it_** here"),
    "blanks outside of marks": ("<p>a<b> b </b>c", "a **b** c"),
    "marks that meet": ("<p><b>a </b><b>b</b>", "**a b**"),
    "a part of a word": ("<p>un<i>believ</i>able", "un*believ*able"),
    "emphasis Markdown cannot end": ("<p><b>„so“</b>da", "„so“da"),
    "a link": ("<p>See <a href='/m?a=1&amp;b=(2)'>the map</a>.", "See [the map](https://x.example/m?a=1&b=%282%29)."),
    "an anchor": ("<p>See <a href='#n'>below</a>, <a href='javascript:x()'>or</a> <a>not</a>.", "See below, or not."),
    "a link that is no address": ("<p><a href='http://[x'>a</a>", "a"),
    "a link around blocks": ("<a href='/m'><h2>Map</h2></a>", "## [Map](https://x.example/m)"),
    "brackets in a link": ("<p><a href='/m'>[1]</a>", r"[\[1\]](https://x.example/m)"),
    "a code span of backticks": ("<p><code>`a`</code>", "`` `a` ``"),
    "levels": ("<h3>A</h3><h4>B</h4><h3>C #</h3>", "## A\n\n### B\n\n## C \\#"),
    "lists": ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
    "a numbered list": ("<ol start=9><li>a<li>b<p>c</ol>", "9. a\n10. b\n\n    c"),
    "lists in a row": ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n* b"),
    "a number no list of its own": ("<ul><li>a<ol start=3><li>b</ol></ul>", "- a\n\n  3. b"),
    "a quotation": ("<blockquote><p>a<p>b</blockquote><blockquote>c</blockquote>", "> a\n>\n> b\n\n> c"),
    "a list in a quotation": ("<blockquote><ul><li>a<li>b</ul>c</blockquote>", "> - a\n> - b\n>\n> c"),
    "a table": ("<table><tr><th>a<th>b<tr><td>1|2<td><tr><td colspan=2>c</table>", "| a | b |\n| --- | --- |\n| 1\\|2 |  |\n| c |  |"),
    "a table without a header": ("<table><tr><td>a<td>b<tr><td>1<td><p>2<p>3</table>", "|  |  |\n| --- | --- |\n| a | b |\n| 1 | 2<br>3 |"),
    "a table for layout": ("<table><tr><td><h2>a</h2><td><p>b</table>", "## a\n\nb"),
    "code": ("<pre class='language-c'>if (x)\n    y();\n\n```\n</pre>", "````c\nif (x)\n    y();\n\n```\n````"),
    "breaks": ("<p>a<br>b<br><br>c", "a\\\nb\n\nc"),
    "a rule": ("<p>a<hr><p>b", "a\n\n---\n\nb"),
    "pictures": ("<p>a<img src=x.jpg alt=x><p>b", "a\n\nb"),
    "no accidental blocks": ("<p># a<p>1. b<p>- c<p>&gt; d<p>+ e<p>---<p>===<p>2) f", "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d\n\n\\+ e\n\n\\---\n\n\\===\n\n2\\) f"),
    "no accidental marks": ("<p>*a* _b_ c_d `e` &lt;f&gt; &amp;amp; g]: ~h~ \\i 3 &lt; 4 [j] (k)", r"\*a\* \_b\_ c_d \`e\` \<f> \&amp; g\]: \~h\~ \\i 3 < 4 [j] (k)"),
    "no accidental picture": ("<p>Wow!<a href='/m'>a</a>", r"Wow\![a](https://x.example/m)"),
    "no accidental task": ("<ul><li>[x] a</ul>", r"- \[x] a"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_constructs(case: str) -> None:
    """Each construct comes out as Markdown has it."""
    html, expected = CASES[case]
    assert markdown(html, "https://x.example/a/b") == expected


def test_what_is_removed_is_not_in_the_markdown() -> None:
    """A line that the text path took out is in neither."""
    article = cleaner.clean_html(PAGE, "https://x.example/a", markdown=True)
    assert article.markdown == (
        "The ferry came back on [Monday](https://x.example/m), two years after a storm had broken its **only** engine, "
        "and people cheered at the pier.\n\n## Six times a day\n\n"
        "It crosses the river six times a day until the end of the season in October, the harbour office said on Monday."
    )
    assert read(article.markdown).split() == article.text.split()
    assert cleaner.clean_html(PAGE).markdown is None


def test_a_cut_inside_a_line() -> None:
    """What is cut out of a line is cut out of its marks."""
    html = "<p>The ferry <b>is (Photo: X) back</b> now"
    tree = LexborHTMLParser(html)
    block = read_page(tree).blocks[0]
    text = block.text
    at = text.index("(Photo")
    cut = Decision(at, at + 11, "media", "drop", "certain", (), (), text[at : at + 11])
    assert markdown_of([Line(text, node=block.element.node)], [cut]) == "The ferry **is back** now"


def test_the_base_of_the_page() -> None:
    """Links are resolved as a browser does it."""
    page = PAGE.replace("<title>", "<base href='//y.example/z/'><title>")
    article = cleaner.clean_html(page, "https://x.example/a", markdown=True)
    assert "(https://y.example/m)" in (article.markdown or "")


def test_lines_without_elements_are_paragraphs() -> None:
    """An engine that knows no elements gives paragraphs."""
    assert markdown_of([Line("1. a *b*"), Line("c")], ()) == "1\\. a \\*b\\*\n\nc"


def test_the_head() -> None:
    """Title and byline read as they are."""
    article = Article("", "", title="5 * 5 #", authors=(Author("A. *B*"),), engine="blocks")
    assert header(article) == "# 5 \\* 5 \\#\n\nBy A. \\*B\\*\n\n"
    assert header(Article("", "", engine="blocks")) == ""


TAGS = [
    *("p", "div", "b", "i", "a", "code", "del", "ul", "ol", "li", "h2", "h4", "blockquote", "table", "tr", "td", "th"),
    *("pre", "section", "span", "figure", "thead", "article"),
]
WORDS = [
    *("the", "ferry", "a_b", "_", "*", "**", "#", "##", "1.", "2)", "-", "+", "--", "===", "|", ":-", "`", "```", "~", "~~~"),
    *("<b>", "<", "&amp;", "&", "amp;", "[x]", "[", "]", "](", "](u)", "(u)", "[a]:", "!", "\\", ">", "„a“", "漢字", "\u00ad"),
    *("http://x.example/a_b*c", "a\u200bb", ".", ",", "\u00a0", "\n", "    ", "\t", "$", "é"),
]  # fmt: skip
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: escape("".join(words)))
SPACED = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: escape(" ".join(words)))
VOID = st.sampled_from(["<br>", "<br><br>", "<hr>", "<img src=a>", "</b>", "</p>", "</ul>", "<p>", "<li>", "<td>"])
MARKUP = st.recursive(
    st.one_of(TEXT, SPACED, VOID),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} href='/u(1)_*' start=4 colspan=2 class='language-x'>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=30,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(MARKUP, max_size=6).map("".join), st.randoms(use_true_random=False))
@example("<p>a<b>*</b>b", None)
@example("<a href='/u'>\\[x]</a>", None)
def test_words_survive_in_order(html: str, chance: object) -> None:
    """A CommonMark reader sees the words of the text, whatever the markup, wherever it is cut."""
    tree = LexborHTMLParser(html)
    page = read_page(tree)
    lines = [Line(b.text, "\n", node=b.element.node, rule=b.rule) for b in page.blocks]
    source = "".join(line.text + line.gap for line in lines)
    cuts, at = [], 0
    for line in lines:
        if chance is not None and chance.random() < 0.3:  # type: ignore[attr-defined]
            start, stop = sorted(chance.randint(at, at + len(line.text)) for _ in "ab")  # type: ignore[attr-defined]
            cuts.append(Decision(start, stop, "other", "drop", "likely", (), (), source[start:stop]))
        at += len(line.text) + len(line.gap)
    assert read(markdown_of(lines, cuts, "https://x.example/")).split() == apply(source, cuts).split()


def run(*args: str, data: str) -> subprocess.CompletedProcess[str]:
    """The command on this input."""
    return subprocess.run(
        [sys.executable, "-m", "cleaner", *args],
        input=data,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_the_command() -> None:
    """Title, byline and body, or the body alone."""
    done = run("--to", "markdown", "--url", "https://x.example/a", data=PAGE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "# Ferry Returns to the Tano\n\nBy Ama Boateng\n\nThe ferry came back on [Monday](https"
    )
    assert done.stdout.endswith("on Monday.\n")
    assert run("--to", "markdown", "--body-only", data=PAGE).stdout.startswith("The ferry came back on [Monday](/m)")


def test_markdown_beside_the_text_of_a_record() -> None:
    """In JSON lines it is one more key, for pages only."""
    records = (
        json.dumps({"html": PAGE, "url": "https://x.example/a"}) + "\n" + json.dumps({"text": "The ferry came back."})
    )
    done = run("--from", "jsonl", "--markdown", data=records)
    page, text = map(json.loads, done.stdout.splitlines())
    assert "## Six times a day" in page["markdown"]
    assert "##" not in page["text"]
    assert "markdown" not in text
    named = json.loads(run("--to", "jsonl", "--markdown", "--markdown-field", "md", data=PAGE).stdout)
    assert re.match(r"The ferry came back on \[", named["md"])


def test_a_text_has_no_markup_for_markdown() -> None:
    """Plain text is refused with the reason."""
    done = run("--to", "markdown", data="The ferry came back on Monday.\n")
    assert done.returncode == 2
    assert "needs HTML" in done.stderr
