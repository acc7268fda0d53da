"""Every fixture page comes out as its expected files say."""

from typing import Any

import pytest

import cleaner
from cleaner import Article
from cleaner.formats.record import article_object

from .conftest import FIXTURES, Case, read_case
from .test_articles import as_lines, differences

CASES = [read_case(folder, folder.name, "source.html") for folder in sorted((FIXTURES / "pages").iterdir())]
KNOWN_FAULTS = 2  # cases that may be marked `expect = "fail"`


def expecting(case: Case) -> Any:
    """The case as a parameter; one that is known to fail must fail, so that nobody forgets it when it passes."""
    fails = case.about.get("expect") == "fail"
    return pytest.param(
        case, id=case.slug, marks=[pytest.mark.xfail(reason=case.about["reason"], strict=True)] if fails else []
    )


def clean(case: Case) -> Article:
    """The page cleaned without any help."""
    return cleaner.clean_html(case.source)


@pytest.mark.parametrize("case", [expecting(case) for case in CASES])
def test_the_text(case: Case) -> None:
    """The clean text is expected.txt, character for character, and what went can be put back."""
    article = clean(case)
    difference = differences(case.expected, article.text)
    if difference:
        pytest.fail(f"{case.slug}: {case.about['why']}\n{difference}", pytrace=False)
    assert cleaner.restore(article) == article.source
    assert cleaner.apply(article.source, article.decisions) == article.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.slug)
def test_the_fields(case: Case) -> None:
    """Every field that expected.json names has the value it names."""
    found = article_object(clean(case))
    got = {key: found.get(key) for key in case.fields}
    difference = differences(as_lines(case.fields), as_lines(got))
    if difference:
        pytest.fail(f"{case.slug}\n{difference}", pytrace=False)


def test_there_are_enough_pages() -> None:
    """At least 14, a third of them negatives, and next to none that are known to fail."""
    assert len(CASES) >= 14
    assert sum(case.about["kind"] == "negative" for case in CASES) * 3 >= len(CASES)
    assert sum(case.about.get("expect") == "fail" for case in CASES) <= KNOWN_FAULTS
    assert len({case.about["language"] for case in CASES}) >= 4
