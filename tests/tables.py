"""What the tests of tables and archives share: texts with something to take out, and a page."""

from typing import Any

from hypothesis import strategies as st

from cleaner import Cleaner

BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."
SHARED = f"By Ama Boateng\n\n{BODY}\n\nShare This Article"
PAGE = f"<!doctype html><title>Harbour Opens Again</title><h1>Harbour Opens Again</h1><p>{BODY}</p><p>{BODY} It was late.</p>"
MENU = '<!doctype html><title>Menu</title><ul><li><a href="/a">A</a><li><a href="/b">B</a></ul>'
CLEANER = Cleaner()

PIECES = [
    "READ ALSO: Minister opens the new bridge",
    "We’re now on WhatsApp. Click here to join.",
    "By AMA BOATENG and KOFI ADOM, Staff Reporters",
    "harbour-at-night-1024x683.jpg",
    "***",
    "Correction: an earlier version of this story misspelled a name.",
    "LAGOS, Aug 14 (Reuters) - The port closed on Monday after a crane fell on two empty barges, officials said.",
    BODY,
    "What a night! pic.twitter.com/aB3dE5fG7h",
    "",
    "港は火曜日に再開し、外で待っていた四十隻の船が夜までに入港したと当局者が述べた。",
]
LINES = st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
TEXTS = st.lists(LINES, max_size=8).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda end: end.join(lines))
)


def filled(value: Any) -> Any:
    """A struct without its nulls, to compare it with an object of JSON."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items() if item is not None}
    return [filled(item) for item in value] if isinstance(value, list) else value
