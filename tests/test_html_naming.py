"""Residue of pages that rules know by its words."""

import pytest

import cleaner.html.pages
from cleaner import Cleaner, Document, Note
from cleaner.html.body import Body, Line
from cleaner.html.naming import named

from .pages import PARAGRAPHS

CORRECTION = "Correction: An earlier version of this article misspelled the name of the harbour master."
RESIDUE = {"READ ALSO: Harbour fees to rise again": "related", CORRECTION: "note", "Tuesday": "other"}


def body_of(odds: float, *residue: str) -> Body:
    """The paragraphs with residue between the first and the second, of which the markup said nothing."""
    first, *rest = (Line(p, odds=3.0) for p in PARAGRAPHS)
    return Body("blocks", (first, *(Line(text, category="other", odds=odds) for text in residue), *rest), 1.0)


def test_rules_name_what_they_know() -> None:
    """A category for each line, "other" for what no rule knows; notes and tags are told."""
    body, told = named(
        body_of(-3.0, *RESIDUE, "Tags: harbour, storms"), Document("", language="en"), Cleaner().clean_document
    )
    assert {line.text: line.category for line in body.lines if line.text in RESIDUE} == RESIDUE
    assert told is not None
    assert told.notes == (Note("correction", CORRECTION),)
    assert told.tags == ("harbour", "storms")


def test_captions_stay_captions() -> None:
    """Whatever else is on them; and without residue there is nothing to name."""
    captions = Body("blocks", (Line(PARAGRAPHS[0]), Line("Photo: Jonas Brell", category="caption")), 1.0)
    assert named(captions, Document(""), Cleaner().clean_document) == (captions, None)


@pytest.mark.parametrize("odds", [-3.0, -1.0])
@pytest.mark.parametrize("mode", ["careful", "balanced", "strict"])
def test_a_note_is_kept_once(mode: str, odds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where careful mode leaves the line in the text, and the text cleaning finds it there."""
    monkeypatch.setattr(cleaner.html.pages, "find_body", lambda *_: body_of(odds, CORRECTION, "Tags: harbour, storms"))
    article = Cleaner(mode=mode).clean_html("<html lang=en><p>The page.</p></html>")
    assert article.notes == (Note("correction", CORRECTION),)
    assert article.tags == ("harbour", "storms")
    assert article.text == "\n\n".join(PARAGRAPHS)
