"""Which language a text is in, which packs are used for it, and what each pack must bring along."""

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner
from cleaner.fields.words import word_languages
from cleaner.language import UNKNOWN, detect
from cleaner.rules import about, languages, load_pack, resolve

from .conftest import ALL_CASES, ROOT, Case

FOREIGN = [case for case in ALL_CASES if case.about["language"] != "en"]
CLEANER = Cleaner()
BODY = "The ferry came back on Monday, two years after a storm had broken its only engine and half of its deck."


@pytest.mark.parametrize("case", FOREIGN, ids=[case.slug for case in FOREIGN])
def test_detected_or_given_is_the_same(case: Case) -> None:
    """A fixture comes out the same when nobody says its language, and cleaning it again changes nothing."""
    found = Cleaner().clean(case.source, title=case.about.get("title"))
    assert found.language == case.about["language"]
    assert found.text == case.expected
    assert Cleaner().clean(found.text).text == found.text


@pytest.mark.parametrize("text", ["", "Por", "12 34 56", "Jane Roe", "\x00\x01\ud800" * 40, "中", "ok ok ok"])
def test_short_texts_are_unsure(text: str) -> None:
    """Too little to tell gives no language, and never an error."""
    assert detect(text) == UNKNOWN


def test_control_characters_do_not_hide_the_language() -> None:
    """The detector refuses them; it never sees them."""
    assert detect(BODY.replace(" ", " \x02") + "\ud800\ufffe").code == "en"


def test_other_codes_of_a_language() -> None:
    """Regions and older codes lead to the pack."""
    assert [resolve(code) for code in ("pt-BR", "zh_Hant", "nb", "iw", "EN", "xx")] == [
        "pt", "zh", "no", "he", "en", "xx",
    ]  # fmt: skip


def test_codes_of_three_letters_and_names() -> None:
    """Corpora write "deu", "deu_Latn" or "German": each pack has its own, and no other pack's."""
    assert [resolve(code) for code in ("deu", "ger", "eng_Latn", "German", "ENGLISH", "nob")] == [
        "de", "de", "en", "de", "en", "no",
    ]  # fmt: skip
    others = [code for language in languages() for code in (about(language).name.lower(), *about(language).aliases)]
    assert len(set(others)) == len(others)
    assert not set(others) & set(languages())
    assert all(any(len(code) == 3 for code in about(language).aliases) for language in languages())


def test_a_given_language_is_kept_as_it_was_given() -> None:
    """What the caller says stands in the article."""
    article = Cleaner().clean(f"Les også: Broen åpner\n\n{BODY}", language="nb")
    assert (article.language, article.text) == ("nb", BODY)


def test_packs_of_other_languages_stay_out() -> None:
    """A German line in a text that is told to be Spanish stays; English chrome goes everywhere."""
    text = f"{BODY}\n\nArtikel teilen\n\n{BODY}\n\nShare This Article"
    kept = f"{BODY}\n\nArtikel teilen\n\n{BODY}"
    assert Cleaner().clean(text, language="es").text == kept
    assert Cleaner(languages=["en"]).clean(text, language="de").text == kept
    assert Cleaner().clean(text, language="de").text == f"{BODY}\n\n{BODY}"


def test_nothing_is_loaded_before_it_is_needed() -> None:
    """A given language asks no detector, and no other pack is read."""
    code = (
        "import sys, cleaner\n"
        f"cleaner.clean({BODY!r}, language='en')\n"
        "from cleaner.rules.load import load_pack\n"
        "print('pycld2' in sys.modules, load_pack.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "2"]


def test_every_pack_has_its_words_and_bylines() -> None:
    """A pack is rules, words and bylines that prove them."""
    assert set(word_languages()) == set(languages())
    assert {path.stem for path in (ROOT / "fixtures" / "bylines").glob("*.jsonl")} == set(languages())


def test_strong_packs_have_articles() -> None:
    """At least three articles for each strong pack, one of them a negative."""
    for code in languages():
        kinds = [case.about["kind"] for case in ALL_CASES if case.about["language"] == code]
        if about(code).status == "strong":
            assert len(kinds) >= 3, code
            assert "negative" in kinds, code


def test_the_page_is_up_to_date() -> None:
    """docs/languages.md names every pack with its status and number of rules (`bench/languages.py --write`)."""
    page = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| `([a-z]+)` \| ([a-z]+) \| (\d+) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    bylines = {path.stem: path for path in (ROOT / "fixtures" / "bylines").glob("*.jsonl")}
    assert {
        (code, name, status, int(rules), int(seen), int(lines)) for name, code, status, rules, seen, lines in rows
    } == {
        (c, about(c).name, about(c).status, len(load_pack(c)), about(c).attested, _count(bylines[c].read_text("utf-8")))
        for c in languages()
    }


def _count(lines: str) -> int:
    return sum(bool(json.loads(line)) for line in lines.splitlines())


LINES = st.lists(st.sampled_from([line for case in FOREIGN for line in case.source.split("\n\n")]), max_size=9)


@given(LINES, st.sampled_from(["\n", "\n\n", " ", "  "]))
@settings(max_examples=250, deadline=None)
def test_laws_hold_where_the_language_is_detected(lines: list[str], glue: str) -> None:
    """Lines of many languages thrown together: cleaning twice changes nothing more, and everything can be put back."""
    text = glue.join(lines)
    article = CLEANER.clean(text)
    assert cleaner.restore(article) == text
    assert CLEANER.clean(article.text).text == article.text
