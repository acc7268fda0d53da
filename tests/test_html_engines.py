"""What judges blocks, and the engines that find the body of a page."""

import sys

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaner.errors import CleanerError, ConfigError
from cleaner.html.blocks.evidence import NAMES, evidence
from cleaner.html.blocks.judge import forest
from cleaner.html.blocks.survey import Head
from cleaner.html.body import Body
from cleaner.html.engines import ENGINES, find_body
from cleaner.html.metadata import read_metadata

from .pages import ARTICLE, PARAGRAPHS, article_page
from .test_html_blocks import known_of

# --- judge


def test_the_judge_tells_prose_from_menus() -> None:
    """On a page of clear structure."""
    known = known_of(article_page())
    judge = forest()
    odds = {
        known.page.blocks[i].text: judge.score(row)
        for i, row in zip(known.candidates, evidence(known, Head()), strict=True)
    }
    assert min(odds[p] for p in PARAGRAPHS) > 0
    assert max(odds[title] for title in ("Harbour fees to rise again", "Minister opens the new bridge")) < 0


def test_reasons_are_names_of_evidence() -> None:
    """At most two, and none twice."""
    known = known_of(article_page())
    for row in evidence(known, Head()):
        reasons = forest().reasons(row)
        assert len(reasons) == len(set(reasons)) <= 2
        assert set(reasons) <= set(NAMES)


def test_weights_of_other_evidence_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights and evidence must go together; a mismatch is named, not scored."""
    monkeypatch.setattr("cleaner.html.blocks.judge.cached", lambda *_: (["other"], None))
    forest.cache_clear()
    try:
        with pytest.raises(CleanerError, match=r"bench/train\.py"):
            forest()
    finally:
        forest.cache_clear()


# --- engines


def find(html: str, engine: str = "auto") -> Body:
    """The body of some markup by an engine."""
    tree = LexborHTMLParser(html)
    return find_body(html, tree, read_metadata(tree, None), engine)


@pytest.mark.parametrize("engine", ["auto", "blocks", "trafilatura"])
def test_every_engine_finds_a_clear_article(engine: str) -> None:
    """All paragraphs, no menu; the body says who found it."""
    if engine == "trafilatura":
        pytest.importorskip("trafilatura")
    body = find(article_page(), engine)
    content = [line.text for line in body.lines if not line.category]
    assert [p for p in PARAGRAPHS if p not in content] == []
    assert not any("Imprint" in text for text in content)
    assert body.engine == ("trafilatura" if engine == "trafilatura" else "blocks")
    assert 0.0 < body.trust <= 1.0
    assert body.characters == sum(map(len, content))


def test_an_engine_that_there_is_not() -> None:
    """The message lists what there is."""
    with pytest.raises(ConfigError) as caught:
        find("<p>x", "magic")
    for name in ("'magic'", *ENGINES):
        assert name in str(caught.value)


def test_an_engine_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how to get it."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ConfigError, match="pip install"):
        find(article_page(), "trafilatura")


@pytest.mark.parametrize("html", ["", "<p>", "<html>", "<script>1</script>"])
@pytest.mark.parametrize("engine", ["auto", "blocks"])
def test_a_page_of_nothing_has_an_empty_body(html: str, engine: str) -> None:
    """No lines and no trust."""
    body = find(html, engine)
    assert (body.lines, body.trust, body.characters) == ((), 0.0, 0)


def test_what_is_between_first_and_last_line_is_accounted_for() -> None:
    """Residue inside the article is a line with a category and the evidence behind it; what is around it is counted."""
    body = find(article_page(), "blocks")
    residue = [line for line in body.lines if line.category]
    assert {line.category for line in residue} <= {"related", "caption"}
    assert "Harbour fees to rise again" in [line.text for line in residue]
    assert all(signal.startswith("html.") for line in residue for signal in line.signals)
    assert body.lines[0].category is None
    assert body.lines[-1].category is None
    assert body.chrome > 0


def test_lines_of_lists_and_breaks_stand_close() -> None:
    """Between items, rows and broken lines stands one line end, between paragraphs two."""
    items = "".join(f"<li>{p}</li>" for p in PARAGRAPHS[:2])
    html = f"<article><p>{PARAGRAPHS[2]}<br>{PARAGRAPHS[3]}</p><ul>{items}</ul><p>{ARTICLE}</p></article>"
    assert [line.gap for line in find(html, "blocks").lines][:4] == ["\n", "\n\n", "\n", "\n\n"]
