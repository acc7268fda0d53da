"""Every fixture article comes out as its expected files say."""

import difflib
import json
import re
from functools import lru_cache
from typing import Any

import pytest

import cleaner
from cleaner import Article, Cleaner
from cleaner.formats.record import article_object

from .conftest import ALL_CASES, Case

FIELDS = (
    "title",
    "authors",
    "agencies",
    "dateline",
    "published",
    "updated",
    "reading_minutes",
    "notes",
    "truncated",
    "tags",
    "guard",
)
EMPTY: dict[str, Any] = {"authors": [], "agencies": [], "notes": [], "tags": [], "truncated": False}


@lru_cache(maxsize=3)
def cleaner_of(mode: str) -> Cleaner:
    """One cleaner a mode for all cases."""
    return Cleaner(mode=mode)


CLEANED: dict[str, Article] = {}


def clean_case(case: Case) -> Article:
    """The case cleaned the way its case.toml asks, once for all tests."""
    if case.slug not in CLEANED:
        cleaner_ = cleaner_of(case.about.get("mode", "balanced"))
        CLEANED[case.slug] = cleaner_.clean(case.source, title=case.about.get("title"), language=case.about["language"])
    return CLEANED[case.slug]


def sentences(text: str) -> list[str]:
    """A text cut after line ends and sentences, so that a diff of one long line stays readable."""
    return [repr(piece) for piece in re.findall(r"[^\n]*?(?:[.!?][\"”’)]* +|\n|$)", text) if piece]


def differences(wanted: str, got: str) -> str:
    """A unified diff of two texts, "" when they are equal. White space shows."""
    lines = difflib.unified_diff(sentences(wanted), sentences(got), "expected", "got", lineterm="", n=1)
    return "\n".join(lines) if wanted != got else ""


def as_lines(value: Any) -> str:
    """A JSON value as text that diffs well."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def fail_on(difference: str, case: Case) -> None:
    """Fail with a diff and the reason why the case exists."""
    if difference:
        pytest.fail(f"{case.slug}: {case.about['why']}\n{difference}", pytrace=False)


def test_the_text(case: Case) -> None:
    """The clean text is expected.txt, character for character."""
    fail_on(differences(case.expected, clean_case(case).text), case)


def test_the_fields(case: Case) -> None:
    """Every field that expected.json names has the value it names."""
    fields = article_object(clean_case(case))
    named = [key for key in FIELDS if key in case.fields]
    wanted = {key: case.fields[key] for key in named}
    got = {key: fields.get(key, EMPTY.get(key)) for key in named}
    if wanted != got:
        fail_on(differences(as_lines(wanted), as_lines(got)), case)


def test_what_was_removed(case: Case) -> None:
    """Categories and texts of everything that went, in the order of the text."""
    if "removed" not in case.fields:
        pytest.skip("expected.json names no removed list")
    got = "".join(f"{d.category}: {d.text.strip()}\n" for d in clean_case(case).decisions if d.removes)
    wanted = "".join(f"{r['category']}: {r['text']}\n" for r in case.fields["removed"])
    fail_on(differences(wanted, got), case)


def test_expected_files_name_known_keys_only(case: Case) -> None:
    """A misspelt key in expected.json would be checked by nobody."""
    assert not set(case.fields) - {*FIELDS, "removed"}
    assert {r["category"] for r in case.fields.get("removed", [])} <= set(cleaner.article.CATEGORIES)


def test_there_are_enough_articles() -> None:
    """At least 60 articles in at least 12 kinds of situation, a good part of them negatives."""
    kinds = [case.about["kind"] for case in ALL_CASES]
    assert len(ALL_CASES) >= 60
    assert len(set(kinds)) >= 12
    assert kinds.count("negative") >= 20
