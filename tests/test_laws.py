"""The seven laws of the design, each as a property over generated articles, fixtures and hostile text."""

import pickle
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Article, Cleaner, Decision
from cleaner.formats.jsonl import Spelling, clean_lines, dump, load
from cleaner.formats.record import decisions_from
from cleaner.formats.work import Choices, Work
from cleaner.removal import apply, restore_text

from .conftest import ALL_CASES
from .effort import grows_evenly

# Pieces that rules, signals and fields react to, so that generated texts are full of edges.
PIECES = [
    "READ ALSO: Minister opens the new bridge",
    "We’re now on WhatsApp. Click here to join.",
    "Share This Article",
    "By Ama Boateng 3 Min Read",
    "By AMA BOATENG and KOFI ADOM, Staff Reporters",
    "Published August 14, 2024",
    "5 min read",
    "04port2 1 778 videoSixteenByNine3000",
    "harbour-at-night-1024x683.jpg",
    "A crane unloads a ship in Tema on Monday. (Photo by Jane Roe/Getty Images)",
    "FILE - Dock workers wait at the gate, May 3, 2023. (AP Photo/Jane Roe, File)",
    "Related Stories",
    "Harbour Fees To Rise Again Next Year",
    "***",
    "Advertisement",
    "Comments",
    "Tags: ports, trade",
    "(With inputs from agencies)",
    "Correction: an earlier version of this story misspelled a name.",
    "Jane Roe is a reporter who covers shipping for the Courier.",
    "LAGOS, Aug 14 (Reuters) - The port closed on Monday after a crane fell on two empty barges, officials said.",
    "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell.",
    "“Follow us on Facebook,” the mayor told the crowd, “and you will see how little we have to hide.”",
    "Shares of ACME, +0.34% rose. Advertisement The rest of the market slept through a long and quiet afternoon.",
    "What a night! pic.twitter.com/aB3dE5fG7h",
    "Subscribe",
    "",
    "   ",
    "\u00a0",
    "Das Schiff lag drei Tage vor der Küste, bevor der Lotse endlich an Bord gehen konnte, sagte der Kapitän.",
    "港は火曜日に再開し、外で待っていた四十隻の船が夜までに入港したと当局者が述べた。",
]
LINES = st.one_of(st.sampled_from(PIECES), st.text(max_size=60))
TEXTS = st.lists(LINES, max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"]).map(lambda end: end.join(lines))
)
TITLES = st.one_of(st.none(), st.sampled_from(PIECES), st.text(max_size=40))
CLEANERS = {
    **{mode: Cleaner(mode=mode) for mode in ("careful", "balanced", "strict")},
    "marking": Cleaner(mode="strict", policy=dict.fromkeys(("related", "promo", "share", "caption"), "mark")),
}
MODES = st.sampled_from(sorted(CLEANERS))


def clean(text: str, title: str | None = None, mode: str = "balanced") -> Article:
    """Clean with a cleaner that is compiled once."""
    return CLEANERS[mode].clean(text, title=title, language="en")


def removed(decisions: tuple[Decision, ...]) -> list[Decision]:
    """The decisions that take something out of the text."""
    return [d for d in decisions if d.removes]


@given(TEXTS, TITLES, MODES)
@settings(max_examples=250, deadline=None)
def test_law_1_nothing_is_invented(text: str, title: str | None, mode: str) -> None:
    """The clean text is the input minus the removed spans."""
    article = clean(text, title, mode)
    kept = []
    at = 0
    for d in removed(article.decisions):
        kept.append(text[at : d.start])
        at = d.end
    assert article.text == "".join(kept) + text[at:]


@given(TEXTS, TITLES, MODES)
@settings(max_examples=250, deadline=None)
def test_law_2_apply_and_restore_are_exact(text: str, title: str | None, mode: str) -> None:
    """Decisions replayed give the clean text, and put back give the input."""
    article = clean(text, title, mode)
    assert apply(text, article.decisions) == article.text
    assert cleaner.restore(article) == text
    assert article.source == text


@given(TEXTS, TITLES)
@settings(max_examples=100, deadline=None)
def test_law_2_holds_through_json_lines(text: str, title: str | None) -> None:
    """What `--explain` writes is enough to get the input back."""
    line = dump({"text": text, "title": title}, Spelling(exact=True))
    (out,) = clean_lines([line], Work(CLEANERS["balanced"], choices=Choices(language="en", explain=True)))
    assert isinstance(out, bytes)
    record, _ = load(out, 1)
    assert restore_text(record["text"], decisions_from(record["article"]["removed"])) == text


@given(TEXTS, TITLES, MODES)
@settings(max_examples=300, deadline=None)
def test_law_3_cleaning_twice_changes_nothing_more(text: str, title: str | None, mode: str) -> None:
    """A clean text is clean."""
    once = clean(text, title, mode)
    assert clean(once.text, title, mode).text == once.text


def test_law_3_a_record_keeps_the_fields_it_has(case: Any) -> None:
    """A second run over JSON lines adds nothing and loses nothing."""
    line = dump({"id": 1, "text": case.source, "title": case.about.get("title")})
    own = CLEANERS[case.about.get("mode", "balanced")]
    (once,) = clean_lines([line], Work(own, choices=Choices(language="en")))
    assert isinstance(once, bytes)
    (twice,) = clean_lines([once], Work(own, choices=Choices(language="en")))
    assert twice == once


@given(TEXTS, TITLES, MODES)
@settings(max_examples=250, deadline=None)
def test_law_4_decisions_are_disjoint_and_sorted(text: str, title: str | None, mode: str) -> None:
    """Every removed character belongs to exactly one decision."""
    decisions = clean(text, title, mode).decisions
    at = 0
    for d in decisions:
        assert at <= d.start < d.end <= len(text)
        assert d.text == text[d.start : d.end]
        at = d.end


@pytest.mark.parametrize(
    "tail",
    [
        "Send questions/comments to the editors.\n\n« Previous\n\nNext »\n\nfiled under:",
        "Share This Article\n\n[Gambas:Video 20detik]\n\n(iwd/iwd)",
    ],
)
def test_a_mark_gives_way_to_what_takes_the_same_characters(tail: str) -> None:
    """Residue beside it that goes makes the line residue too: at once, and not in the next run."""
    body = "The ferry came back on Monday, two years after a storm had broken its only engine, and people were glad."
    marking = Cleaner(policy={"related": "mark", "promo": "mark"})
    once = marking.clean(f"{body}\n\n{body}\n\n{tail}", language="en")
    assert any(d.action == "mark" for d in once.decisions)
    assert all(one.end <= two.start for one, two in pairwise(once.decisions))
    assert marking.clean(once.text, language="en").text == once.text


def test_law_5_a_record_depends_on_itself_alone() -> None:
    """Any order, any batch, a pickled cleaner: the same articles."""
    texts = [case.source for case in ALL_CASES]
    alone = {text: Cleaner().clean(text) for text in texts}
    backwards = list(Cleaner().clean_many(reversed(texts)))
    travelled = pickle.loads(pickle.dumps(Cleaner()))
    assert [alone[text] for text in reversed(texts)] == backwards
    assert [travelled.clean(text) for text in texts] == [alone[text] for text in texts]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300), TITLES)
@settings(max_examples=300, deadline=None)
def test_law_6_no_text_raises(text: str, title: str | None) -> None:
    """Any string at all, surrogates and controls included."""
    article = clean(text, title, "strict")
    assert cleaner.restore(article) == text


@pytest.mark.parametrize(
    "piece", ["READ ALSO: Harbour Fees To Rise\n", "Read more: ", "By Jane Roe\n", "(", f"{PIECES[-1]}\n\n"]
)
def test_law_6_work_grows_linearly(piece: str) -> None:
    """Eight times the input costs at most eight times the steps. All that is hostile: test_hostile.py."""
    grows_evenly(clean, lambda times: piece * times, 100)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_law_7_folding_never_shows(text: str) -> None:
    """What stays is made of untouched lines or of pieces of them, character for character."""
    source = text.split("\n")
    for line in clean(text).text.split("\n"):
        assert any(_is_subsequence(line, original) for original in source)


def _is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(c in rest for c in part)
