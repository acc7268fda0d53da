"""Datelines at the start of paragraphs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.article import Dateline
from cleaner.fields import parse_dateline

FOUND = [
    ("LAGOS, Aug 14 (Reuters) - |The ministry said.", "LAGOS", "--08-14", "Reuters"),
    ("KARACHI (NNI), Jan 13: |The police said.", "KARACHI", "--01-13", "NNI"),
    ("KARACHI, Jan 13: |The police said.", "KARACHI", "--01-13", None),
    ("LA CROSSE, Wis. (AP) — |After a summer.", "LA CROSSE", None, "AP"),
    ("PUTRAJAYA, Nov 22 — |The court said.", "PUTRAJAYA", "--11-22", None),
    ("WASHINGTON—|Every member voted.", "WASHINGTON", None, None),
    ("WASHINGTON (CNN) -- |The first lady spoke.", "WASHINGTON", None, "CNN"),
    ("MOSCOW (Sputnik) – |The maker said.", "MOSCOW", None, "Sputnik"),
    ("NEW YORK (Reuters) - |The index fell.", "NEW YORK", None, "Reuters"),
    ("Berlin (dpa) - |Die Regierung sagt.", "Berlin", None, "dpa"),
    ("Cairo (AFP) - |The leader said.", "Cairo", None, "AFP"),
    ("LOS ANGELES -- |The team won.", "LOS ANGELES", None, None),
    ("RICHMOND, Va. (AP) —|A court ruled.", "RICHMOND", None, "AP"),
    ("MANILA, Philippines – |The firm said.", "MANILA", None, None),
    ("New Delhi, June 23, 2020 — |Police must act.", "New Delhi", "2020-06-23", None),
    ("LONDON, 14 August 2024 (Xinhua) -- |The bank said.", "LONDON", "2024-08-14", "Xinhua"),
    ("WASHINGTON/BEIJING (Reuters) - |The president said.", "WASHINGTON", None, "Reuters"),
    ("CLEAR LAKE, Iowa, Dec 23 (Reuters) - |The hopeful rose.", "CLEAR LAKE", "--12-23", "Reuters"),
    ("WASHINGTON, D.C. -- |Americans are positive.", "WASHINGTON", None, None),
    ("ST. LOUIS (AP) — |The river rose.", "ST. LOUIS", None, "AP"),
    ("SÃO PAULO - |Three days later.", "SÃO PAULO", None, None),
    ("  ACCRA, Monday (GNA) - |The trader said.", "ACCRA", None, "GNA"),
    ("LONDON\u00a0— |“We go,” he said.", "LONDON", None, None),
    ("SACRAMENTO — |12 people came.", "SACRAMENTO", None, None),
]

FOREIGN = [
    ("es", "Lirio (EFE).- |El muelle abrió.", "Lirio", None, "EFE"),
    ("es", "LIRIO, 3 may. (EUROPA PRESS) - |El muelle abrió.", "LIRIO", "--05-03", "EUROPA PRESS"),
    ("fr", "LYS (AFP) – |Le quai a ouvert.", "LYS", None, "AFP"),
    ("id", "Lili (ANTARA) - |Dermaga dibuka.", "Lili", None, "ANTARA"),
    ("ru", "ЛИЛИНО, 3 мая — |Причал открыт.", "ЛИЛИНО", "--05-03", None),
    ("it", "GIGLIO, 3 MAG - |Il molo apre.", "GIGLIO", "--05-03", None),
    ("ko", "(릴리=연합뉴스) 홍길순 기자 = |부두가 열렸다.", "릴리", None, "연합뉴스"),
    ("ko", "[릴리=뉴시스] |부두가 열렸다.", "릴리", None, "뉴시스"),
    ("zh", "新华社丽林5月3日电（记者王小明）|码头启用。", "丽林", "--05-03", "新华社"),
    ("ja", "【リリ共同】|埠頭が開いた。", "リリ", None, "共同"),
    ("ar", "الزنبق (رويترز) - |افتتح الرصيف.", "الزنبق", None, "رويترز"),
]
FOREIGN_NOT_FOUND = [
    ("ko", "(릴리) 부두가 열렸다."),
    ("ja", "【速報】埠頭が開いた。"),
    ("zh", "（新华社）码头启用。"),
    ("ar", "الرصيف (القديم) - افتتح أمس."),
    ("es", "Lirio (puerto) - El muelle abrió."),
]


@pytest.mark.parametrize(("language", "line", "place", "date", "agency"), FOREIGN)
def test_datelines_of_other_presses(language: str, line: str, place: str, date: str | None, agency: str | None) -> None:
    """Each press opens a report in its own way; the text begins behind the bar."""
    head, _, rest = line.partition("|")
    assert parse_dateline(head + rest, language) == (Dateline(place, date, agency), len(head))


@pytest.mark.parametrize(("language", "line"), FOREIGN_NOT_FOUND)
def test_brackets_that_are_no_dateline(language: str, line: str) -> None:
    """A bracket that names no agency says nothing."""
    assert parse_dateline(line, language) is None


NOT_FOUND = [
    "",
    "LE POINT SUR LA SITUATION - La suite",
    "(CNN) — The mayor said.",
    "FILE - In this photo",
    "FILE — In this photo",
    "BREAKING NEWS - The mayor said.",
    "WATCH LIVE — The mayor speaks.",
    "NASA — the agency — said so.",
    "NASA — The agency said so.",
    "Lagos - the city",
    "Lagos - The city",
    "Lagos: The city",
    "LAGOS: The city",
    "Apple, Google — the two",
    "On Aug. 5 - The day",
    "Monday, June 5 — The day",
    "Lee Ellery, Tate Britain, October 2, 2025 – February 15, 2026",
    "NEW YORK, NY – NOVEMBER 01: A speaker",
    "P.S. - After this",
    "ROUTER-- Assign DNS servers",
    "LIGHTEN YOUR LOAD – Start small.",
    "COVID-19 - What to know",
    "The plan — The one of 2020 — failed.",
    "Two men (both 30) — The tall one — fled.",
    "LAGOS",
    "LAGOS -",
    "- LAGOS",
    "He said: The time is now.",
    "CEO — John Abernathy",
    "Q&A - The mayor",
]


@pytest.mark.parametrize(("marked", "place", "date", "agency"), FOUND)
def test_dateline(marked: str, place: str, date: str | None, agency: str | None) -> None:
    """A dateline gives place, date and agency, and ends behind its dash."""
    length = marked.index("|")
    assert parse_dateline(marked.replace("|", "", 1), "en") == (Dateline(place, date, agency), length)


@pytest.mark.parametrize("line", NOT_FOUND)
def test_no_dateline(line: str) -> None:
    """Headings, scores and prose are none."""
    assert parse_dateline(line, "en") is None


ALPHABET = "LAGOS Abuja , ( ) Reuters AP Aug 14 2024 - — -- : / The the D.C. San JOSÉ"
WORDS = st.sampled_from(ALPHABET.split())


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=12).map(" ".join)))
def test_no_line_raises_and_the_place_is_in_the_line(line: str) -> None:
    """Any line can be read, and the place is a piece of it."""
    found = parse_dateline(line)
    if found:
        dateline, length = found
        assert 0 < length <= len(line)
        assert all(word in line for word in dateline.place.split())
