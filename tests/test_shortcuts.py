"""Cheap tests that spare a text the thorough ones: they may let too much through, never too little."""

import sys
import unicodedata

import pytest

from cleaner import clean
from cleaner.rules.folding import bare_form, fold, fold_letters, is_plain, least_size, strip_decoration
from cleaner.signals import captions, tail
from tests.conftest import ALL_CASES

LINES = list(dict.fromkeys(line.strip() for case in ALL_CASES for line in case.source.splitlines() if line.strip()))
ODD = [
    "“Quoted” – and dashed…",
    "`Ticked`  twice ",
    "e\u0301 composed",
    "soft\u00adhyphen",
    "zero\u200bwidth",
    "\u212a is a sign and no letter",
    "\u0130stanbul",
    "ΟΔΟΣ Σ",
    "ａｂｃ１２３",
    "مُحَمَّد",
    "각 \u1100\u1161\u11a8",
    "\ud800 lone",
    "***",
    "...»",
    "a\tb\x1cc",
]


def test_letters_that_are_passed_over_need_no_folding() -> None:
    """Every plain character is its own lower case and its own normal form, also beside every other."""
    plain = [c for c in map(chr, range(0x80, sys.maxunicode + 1)) if is_plain(c)]
    text = "".join(plain)
    assert text.lower() == text
    assert unicodedata.normalize("NFC", text) == text
    assert not any(map(unicodedata.combining, plain))
    assert {"é", "’", "—", "中", "ж"} < set(plain)
    assert not {"É", "\u0301", "ё", "ａ", "\u1161", "\u200d"} & set(plain)


@pytest.mark.parametrize("line", ODD)
def test_folding_in_short_is_folding(line: str) -> None:
    """The short way to the bare form says what the long one does, and the least size is no more than its size."""
    assert bare_form(line) == fold(strip_decoration(line))
    assert least_size(line) <= len(bare_form(line))


def test_folding_in_short_on_lines_of_articles() -> None:
    """The same for real lines, alone and with something odd behind them."""
    for line in LINES:
        for text in (line, f"{line} {ODD[len(line) % len(ODD)]}"):
            assert bare_form(text) == fold(strip_decoration(text))
            assert least_size(text) <= len(bare_form(text))


def test_letters_fold_as_without_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts without letters to fold come back as they are, which is what folding makes of them."""
    lower = [line.lower() for line in LINES + ODD]
    short = [fold_letters(line) for line in lower]
    monkeypatch.setattr("cleaner.rules.folding.is_plain", lambda _: False)
    assert [fold_letters(line) for line in lower] == short


CREDITS = [
    "A crane in Tema. (Photo by Jane Roe/Getty Images)",
    "A crane stands over the harbour of Tema. (Jane Roe/The Courier). toggle caption",
    "Jane Roe via Getty Images The crane stands in Tema.",
    "FILE - The crane in Tema.",
    "© Reuters/Jane Roe The crane in Tema.",
    "A crane in Tema. Photo: Jane Roe",
    "A crane in Tema. Photograph courtesy of Jane Roe",
    "A crane in Tema. via AFP",
    "A crane in Tema. AP Photo/Jane Roe MORE",
]


BIOS = ["Jane de Roe", "— Jane Roe", "* Dr. Jane Roe", "The author Jane Roe", "Jane Roe, 41,"]
PARAGRAPH = (
    "The cranes of the harbour stood still on Monday, for the first time since the storm had come over the coast."
)
STORY = f"{PARAGRAPH}\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n"


def test_no_credit_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """On lines of articles, with a credit behind or before them, the expressions find no more without the tests."""
    texts = [
        f"{a} {b}".strip() for line in LINES[::7] for credit in CREDITS for a, b in ((line, credit), (credit, line))
    ]
    told = [captions.is_caption(text) for text in texts]
    monkeypatch.setattr(captions, "_may_open", lambda _: True)
    monkeypatch.setattr(captions, "EDGE_CHARS", 10_000)
    monkeypatch.setattr(captions, "TAIL_SIGNS", ("",))
    assert [captions.is_caption(text) for text in texts] == told
    assert any(told)
    assert not all(told)


def test_no_author_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles end in the same bios when every line may name somebody."""
    more = [f"{STORY}{opening} covers the ports of the coast as a reporter." for opening in BIOS]
    sources = [case.source for case in ALL_CASES if case.about.get("language") == "en"] + more
    told = [clean(source, language="en").decisions for source in sources]
    monkeypatch.setattr(tail, "_may_name", lambda _: True)
    assert [clean(source, language="en").decisions for source in sources] == told
    assert all(told[-len(more) :])
