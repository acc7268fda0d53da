"""The words of a language: data files, read once and kept by `cleaner.toml_cache` as rule packs are."""

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cleaner.errors import ConfigError
from cleaner.rules import resolve
from cleaner.toml_cache import cached, read_toml

__all__ = ["FALLBACK", "Phrases", "Words", "fold", "load_words", "word_languages"]

FALLBACK: Final = "en"  # pages in every language carry English furniture
_COMMON = "common"
_DATA = os.path.join(os.path.dirname(__file__), "data")
_FORMAT = 9  # raise when Words changes

_MADE: Final = ("openers", "lone_cues", "signs", "stamp_words")

# First word -> the rests of the phrases that it opens, the longest first.
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


class Words(NamedTuple):
    """What the data files say, common and language together.

    A field is named after its key (`date_fill` is `fill` of the table `date`); everything is folded by `fold`, agencies
    alone keep their case.
    """

    # bylines
    cues: Phrases
    colon_cues: Phrases
    dash_cues: Phrases
    weak_cues: Phrases
    other_cues: Phrases
    with_cues: Phrases
    conjunctions: frozenset[str]
    others: frozenset[str]
    others_end: frozenset[str]
    # desks, agencies, roles, outlets, places
    agencies: frozenset[str]
    ambiguous_agencies: frozenset[str]
    desk_ends: frozenset[str]
    desk_people: frozenset[str]
    desk_marks: frozenset[str]
    desk_words: frozenset[str]
    role_nouns: frozenset[str]
    loose_roles: frozenset[str]
    role_words: frozenset[str]
    outlet_leads: Phrases
    outlet_marks: Phrases
    outlet_words: frozenset[str]
    outlet_small: frozenset[str]
    place_leads: Phrases
    places: frozenset[str]
    not_places: frozenset[str]
    # names
    titles: frozenset[str]
    not_names: frozenset[str]
    rare_names: frozenset[str]
    given_names: frozenset[str]
    camel: frozenset[str]
    not_name_ends: frozenset[str]  # of single words
    particles: frozenset[str]
    lowered: frozenset[str]
    mac: frozenset[str]
    suffixes: frozenset[str]
    postnominals: frozenset[str]
    by_words: frozenset[str]
    # scripts that set no blanks inside names (see `compact`); `compact_names` are lengths in characters
    compact_names: frozenset[str]
    compact_leads: frozenset[str]
    compact_others: frozenset[str]
    compact_tails: frozenset[str]
    compact_roles: frozenset[str]
    compact_desks: frozenset[str]
    # dates and reading times
    zones: frozenset[str]
    utc: frozenset[str]
    date_months: Mapping[str, int]
    date_weekdays: frozenset[str]
    date_am: frozenset[str]
    date_pm: frozenset[str]
    date_clock: frozenset[str]
    date_ordinals: frozenset[str]
    date_published: Phrases
    date_updated: Phrases
    date_weak: frozenset[str]
    date_fill: frozenset[str]
    date_now: Phrases
    date_ago: frozenset[str]
    date_one: frozenset[str]
    date_units: frozenset[str]
    date_views: Phrases
    reading_minutes: frozenset[str]
    reading_read: Phrases
    reading_lead: Phrases
    # made while loading: the first words of cues, and of lines of dates
    openers: frozenset[str]
    lone_cues: frozenset[str]  # cues of one word
    signs: frozenset[str]  # what a byline without a cue has one of
    stamp_words: frozenset[str]


def fold(word: str) -> str:
    """The form in which words are compared: no case, one apostrophe, no colon or full stop at the end."""
    return word.casefold().replace("\u2019", "'").rstrip(":.")


@lru_cache(maxsize=1)
def word_languages() -> tuple[str, ...]:
    """The codes that have a data file of their own."""
    names = {f.removesuffix(".toml") for f in os.listdir(_DATA) if f.endswith(".toml")}
    return tuple(sorted(names - {_COMMON}))


@lru_cache(maxsize=256)
def load_words(language: str | None) -> Words:
    """The words of a language; those of `FALLBACK` for None and for languages without a file ("en-GB" is "en").

    The same object for all codes that share a file.
    """
    code = resolve(language or FALLBACK)
    return _load(code if code in word_languages() else FALLBACK)


@lru_cache(maxsize=64)
def _load(code: str) -> Words:
    files = [os.path.join(_DATA, f"{name}.toml") for name in (_COMMON, code)]
    return Words(*cached(code, files, _FORMAT, lambda: tuple(_build([read_toml(f, ConfigError)[0] for f in files]))))


def _build(tables: list[dict[str, Any]]) -> Words:
    flat: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            nested = isinstance(value, dict)
            flat.update({f"{key}_{k}": v for k, v in value.items()} if nested else {key: value})
    made = {name: _field(name, flat.get(name, ())) for name in Words._fields if name not in _MADE}
    made["openers"] = _words(k for name in tuple(made) if name.endswith("cues") for k in made[name])
    made["lone_cues"] = _words(k for k, rests in made["cues"].items() if () in rests)
    made["signs"] = _signs(made)
    made["stamp_words"] = _words(
        w for name in made if name.startswith(("date_", "reading_")) for w in _every(made[name])
    )
    made["stamp_words"] |= made["zones"]
    return Words(**made)


def _signs(made: dict[str, Any]) -> frozenset[str]:
    names = ("role_nouns", "desk_ends", "desk_people", "desk_words", "agencies", "outlet_marks", "with_cues")
    signs = {w.casefold() for name in names for phrase in made[name] for w in phrase.split()}
    return _words(signs.difference(made["outlet_small"]))


def _field(name: str, value: Any) -> Any:
    kind = Words.__annotations__[name]
    if name == "date_months":
        return {fold(k): int(v) for k, v in dict(value).items()}
    if kind is Phrases:
        return _phrases(value)
    # Short names of agencies are told from words by their case; several words are safe without it.
    if name == "compact_names":
        return _words(map(str, value))
    if name.startswith("compact_"):
        return _words(value)
    return _words(v if name.endswith("agencies") and " " not in v else " ".join(map(fold, v.split())) for v in value)


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words)


def _phrases(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        first, *rest = map(fold, phrase.split())
        found.setdefault(first, []).append(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in found.items()}


def _every(words: Any) -> Iterable[str]:
    """Every single word of a set of words or of a table of phrases."""
    yield from words
    if isinstance(words, dict):
        for rests in words.values():
            for rest in rests if isinstance(rests, tuple) else ():
                yield from rest
