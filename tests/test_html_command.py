"""Whole pages through the command: as files, and under `html` in JSON lines."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner

from .conftest import ROOT
from .pages import MENU, PARAGRAPHS
from .test_cli import lines_of, run
from .test_html_pages import BODY, PAGE

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


def test_cleaning_the_record_of_a_page_again_changes_nothing() -> None:
    """The title of the page is evidence the second time too: a heading on top is no headline beside it."""
    page = PAGE.replace(f"<p>{PARAGRAPHS[0]}", f"<h2>The Long Way Into the Port</h2><p>{PARAGRAPHS[0]}")
    once = run(given=lines_of({"n": 1, "title": 5, "html": page})).stdout
    assert json.loads(once)["text"].startswith("The Long Way Into the Port\n")
    assert run(given=once).stdout == once


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


@pytest.mark.parametrize("args", [[], ["--to", "html"], ["--to", "markdown"], ["--to", "jsonl"], ["explain"]])
def test_without_the_extra_a_page_names_it(args: list[str]) -> None:
    """A message and status 2, as after any other option that cannot be had."""
    block = "import sys\nfor name in 'bs4', 'charset_normalizer', 'selectolax', 'w3lib': sys.modules[name] = None\n"
    code = f"{block}from cleaner.cli import main\nsys.exit(main({args}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=PAGE, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"cleaner: .+: pip install 'article-cleaner\[html\]'\n", done.stderr)
