"""Bylines: every line of the fixtures, and what must hold for any line at all."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import Author, Byline
from cleaner.fields import parse_authors, parse_byline
from cleaner.fields.names import natural
from cleaner.fields.words import load_words

FIXTURES = Path(__file__).parent.parent / "fixtures" / "bylines"


def cases() -> list[Any]:
    """The bylines of the fixtures, each named after its line."""
    records = [
        {**json.loads(line), "language": path.stem}
        for path in sorted(FIXTURES.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [pytest.param(r, id=f"{r['language']}:{r['raw'][:60]}{'+bare' if r.get('bare') else ''}") for r in records]


def expected(record: dict[str, Any]) -> tuple[Any, ...]:
    """What a record says that its line holds."""
    authors = tuple(Author(a["name"], a["kind"], a.get("role"), a.get("contact")) for a in record["authors"])
    numbers = (record.get("others", 0), record.get("reading_minutes"))
    return (authors, *numbers, record.get("published"), record.get("updated"), record.get("place"))


def found(byline: Byline) -> tuple[Any, ...]:
    """The same fields of what was read."""
    return (
        byline.authors,
        byline.others,
        byline.reading_minutes,
        byline.published,
        byline.updated,
        byline.place,
    )


@pytest.mark.parametrize("record", cases())
def test_fixture(record: dict[str, Any]) -> None:
    """Each byline of the fixtures gives its authors and fields, or none at all."""
    byline = parse_byline(record["raw"], record["language"], bare=record.get("bare", False))
    if record["authors"] is None:
        assert byline is None
    else:
        assert byline is not None
        assert found(byline) == expected(record)
        assert byline.raw == record["raw"]


@pytest.mark.parametrize("record", [c for c in cases() if c.values[0]["authors"]])
def test_bare_never_finds_less(record: dict[str, Any]) -> None:
    """A line that is a byline anywhere is one where bylines stand."""
    byline = parse_byline(record["raw"], record["language"], bare=True)
    assert byline is not None
    assert byline.authors


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("By Ann Beecham", "By"),
        ("Words by Ann Beecham", "Words by"),
        ("Author: Ann Beecham", "Author"),
        ("Posted on May 3, 2020 by Ann Beecham", "by"),
        ("Ann Beecham, Staff Writer", ""),
        ("with inputs from PTI", "with inputs from"),
    ],
)
def test_cue_is_as_written(line: str, cue: str) -> None:
    """The cue keeps its spelling."""
    byline = parse_byline(line)
    assert byline is not None
    assert byline.cue == cue


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Capital Von Jemma Kelling", ["Jemma Kelling"]),
        ("Mathis Hagens; Journalist", ["Mathis Hagens"]),
        ("Ann Beecham and John Rowley", ["Ann Beecham", "John Rowley"]),
        ("Ann Beecham, John Rowley", ["Ann Beecham", "John Rowley"]),
        ("Ann Beecham; John Rowley; Ann Beecham", ["Ann Beecham", "John Rowley"]),
        ("https://facebook.com/x", []),
        ("www.facebook.com", []),
        ("Beecham, Ann", ["Beecham, Ann"]),
        ("Beecham, Ann; Rowley, John A.", ["Ann Beecham", "John A. Rowley"]),
        ("You; Xiaoling; Lennaro; Mariana", ["Xiaoling You", "Mariana Lennaro"]),
        ("Beecham; AFP", ["Beecham", "AFP"]),
        ("ANN BEECHAM/AFP", ["Ann Beecham", "AFP"]),
        ("courier/abe", ["courier/abe"]),
        ("Ann Beecham | August 14, 2024 | 5 min read", ["Ann Beecham"]),
        ("Ann Beecham Ann Beecham", ["Ann Beecham"]),
        ("Ann Beecham (abe.)", ["Ann Beecham"]),
        ("Ann Beecham, London; John Rowley, Paris", ["Ann Beecham", "John Rowley"]),
        ("ANN BEECHAM", ["Ann Beecham"]),
        ("By Ann Beecham", ["Ann Beecham"]),
        ("Ludwig von Misen", ["Ludwig von Misen"]),
        ("Staff Reporter", ["Staff Reporter"]),
        ("AFP", ["AFP"]),
        ("배윤명", ["배윤명"]),
        ("", []),
    ],
)
def test_author_fields(text: str, names: list[str]) -> None:
    """Author fields give names, without addresses and roles."""
    assert [a.name for a in parse_authors(text)] == names


def test_a_role_in_an_author_field_belongs_to_its_author() -> None:
    """A role behind a semicolon goes to the author before it."""
    assert parse_authors("Mathis Hagens; Journalist") == (Author("Mathis Hagens", "person", "Journalist"),)


@pytest.mark.parametrize(
    ("shouted", "name"),
    [
        ("JANE McDONALD", "Jane McDonald"),
        ("R. SRINAVASTAN", "R. Srinavastan"),
        ("JAN VAN DER BERGE", "Jan van der Berge"),
        ("Jane Doe", "Jane Doe"),
        ("AJLabs", "AJLabs"),
        ("CMYK", "CMYK"),
        ("MARY-ANN O'BRANAGH", "Mary-Ann O'Branagh"),
    ],
)
def test_natural_case(shouted: str, name: str) -> None:
    """Names in capitals come out in natural case."""
    assert natural(shouted, load_words("en")) == name


def test_there_are_enough_bylines() -> None:
    """At least 400 lines beside the English ones, in at least 25 languages."""
    languages = [c.values[0]["language"] for c in cases() if c.values[0]["language"] != "en"]
    assert len(languages) >= 400
    assert len(set(languages)) >= 25


def test_other_languages_fall_back() -> None:
    """Languages without words of their own have the English ones."""
    assert load_words("xx") == load_words(None) == load_words("en-GB")


ALPHABET = (
    "By by BY Written Jane DOE O'Neil van der and & , ; | — - ( ) / 2 others Staff Reporter Desk AFP Reuters in Lagos "
    "Dec 20 2023 9:30 am min read 3 Updated Published @x a@b.co Ph.D. the with inputs from Editing 2024-08-14 Ọlá 박"
)
PIECES = st.sampled_from(ALPHABET.split())
LINES = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map(" ".join))


def fold(text: str) -> str:
    """Text without differences of case and composition."""
    return unicodedata.normalize("NFC", text.casefold())


@settings(max_examples=500, deadline=None)
@given(LINES, st.booleans())
def test_nothing_is_invented(line: str, bare: bool) -> None:
    """Names, roles and places are made of pieces of the line."""
    byline = parse_byline(line, bare=bare)
    line_folded = fold(line)
    for author in byline.authors if byline else ():
        words = [w for part in (author.name, author.role, author.contact) if part for w in part.split()]
        assert all(fold(word) in line_folded for word in words)
    if byline and byline.place:
        assert all(fold(word) in line_folded for word in byline.place.split())


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_author_fields_never_raise(text: str) -> None:
    """Any text is an author field, and no author is without a name."""
    assert all(author.name.strip() for author in parse_authors(text))
