"""Datelines: where, when and by whom a report was filed, at the start of a paragraph."""

from typing import Final, NamedTuple

from cleaner.article import Dateline
from cleaner.fields.clock import Day, read_day
from cleaner.fields.compact import parse_filed
from cleaner.fields.outlets import is_domain
from cleaner.fields.roles import is_agency
from cleaner.fields.tokens import CLOSE, COMMA, OPEN, Token, text_of, tokens
from cleaner.fields.words import Words, fold, load_words

__all__ = ["parse_dateline"]

_MAX_DATELINE: Final = 100
_MAX_PLACE: Final = 4
_MAX_SHOUTED: Final = 3
_MIN_SHOUTED: Final = 4
_YEAR: Final = 4
_FULL: Final = "\u2014\u2013\u2015"
_DASHES: Final = _FULL + "-:"
_DIGITS: Final = frozenset("0123456789")
_NO_DAY: Final[Day] = (None, None, None)


class _Run(NamedTuple):
    """Tokens between commas and brackets; `bracketed` says that they stood in brackets."""

    toks: list[Token]
    bracketed: bool


def parse_dateline(line: str, language: str | None = None) -> tuple[Dateline, int] | None:
    """The dateline that opens a paragraph, and the length of it with its dash and blanks; None without one.

    The date is ISO 8601; a day without a year is written "--08-14", as XML Schema and vCard do.
    """
    first = line[:1]
    if first > "\u058f" or first in "[(":  # scripts without capitals
        return parse_filed(line[:_MAX_DATELINE], load_words(language))
    if not first.isspace() and not first.isupper():
        return None
    head = line[:_MAX_DATELINE]
    start = len(head) - len(head.lstrip())
    if not _may_open(head, start):
        return None
    end, after, colon = _dash(head, start)
    if not end:
        return None
    words = load_words(language)
    if not _starts_sentence(line[after : after + 40], words):
        return None
    written = head[start:end]
    written = written[:-1] if written.endswith(").") else written  # Madrid (EFE).-
    found = _read(tokens(written, words), words, colon=colon)
    return (found, after) if found else None


def _may_open(head: str, start: int) -> bool:
    """The cheap test: a dash, and a first word in capitals or a sign of an agency or a date further on."""
    if not head[start : start + 1].isupper() or not any(map(head.__contains__, _DASHES)):
        return False
    return head[start + 1 : start + 2].isupper() or "(" in head or not _DIGITS.isdisjoint(head)


def _dash(head: str, start: int) -> tuple[int, int, bool]:
    """Where the first dash that can close a dateline begins and where the text after it does; whether it is a colon.

    A full dash counts anywhere, a hyphen between blanks, a double one unless it leans on the word before, a colon
    before a blank.
    """
    at = start + 1
    while True:
        found = [p for p in (head.find(mark, at + 1) for mark in _DASHES) if p > 0]
        if not found:
            return 0, 0, False
        at = end = min(found)
        while head[at + 1 : at + 2] and head[at + 1] in _DASHES:
            at += 1
        before = head[end - 1].isspace() or head[end - 1] == CLOSE or head[end - 2 : end] == ")."
        rest = head[at + 1 :]
        blank = rest[:1].isspace()
        mark = head[end]
        double = mark == "-" and at > end
        if (
            mark in _FULL
            or (double and before >= blank)
            or (mark == ":" and blank)
            or (mark == "-" and before and blank)
        ):
            return end, at + 1 + len(rest) - len(rest.lstrip()), mark == ":"


def _starts_sentence(rest: str, words: Words) -> bool:
    """A capital or a figure follows, and no second date, which would make it the span of an event."""
    rest = rest.lstrip("\"'\u201c\u2018(\u00ab[ ")
    if not (rest[:1].isupper() or rest[:1].isdigit()):
        return False
    heads = [fold(word.rstrip(",")) for word in rest.split(None, 2)[:2]]
    return heads[0] not in words.date_months and not (heads[0][:1].isdigit() and heads[-1] in words.date_months)


def _runs(toks: list[Token]) -> list[_Run]:
    runs = [_Run([], bracketed=False)]
    for tok in toks:
        if tok.key in (COMMA, CLOSE, "/"):
            runs.append(_Run([], bracketed=False))
        elif tok.key == OPEN:
            runs.append(_Run([], bracketed=True))
        else:
            runs[-1].toks.append(tok)
    return [run for run in runs if run.toks]


def _read(toks: list[Token], words: Words, *, colon: bool) -> Dateline | None:
    """PLACE[, REGION][, DATE][(AGENCY)] in any order behind the place."""
    runs = _runs(toks)
    if not runs or runs[0].bracketed:
        return None
    date, place = _trailing_date(runs[0].toks, words)
    agency, source, region = "", "", False
    at = 1
    while at < len(runs):
        run = runs[at]
        size, day = _date(runs, at, words)
        at += size or 1
        if size:
            date = day if day != _NO_DAY else date
        elif is_agency(run.toks, words):
            agency = text_of(run.toks)
        elif (
            (run.bracketed or (len(run.toks) == 1 and is_domain(run.toks[0])))
            and not source
            and _is_region(run.toks, words)
        ):
            source = text_of(run.toks)  # an agency or a paper that the data do not know
        elif not region and _is_region(run.toks, words):
            region = True
        else:
            return None
    shouted = all(t.text.isupper() for t in place)
    if not _is_place(place, words, known=bool(agency)):
        return None
    if not (agency or date or (source and shouted and not colon)) and not _is_shouted(
        place, region=region, colon=colon
    ):
        return None
    return Dateline(text_of(place).rstrip("."), _iso(date) if date else None, agency or source or None)


def _is_shouted(place: list[Token], *, region: bool, colon: bool) -> bool:
    """A place in capitals that needs no agency or date: at most three words, and no short abbreviation."""
    shouted = all(t.text.isupper() for t in place) and len(place) <= _MAX_SHOUTED
    return shouted and not colon and (region or len(text_of(place)) >= _MIN_SHOUTED)


def _is_place(toks: list[Token], words: Words, *, known: bool) -> bool:
    """Capitals, at most four words, and none of those that open headings and sentences, unless an agency vouches."""
    if not 0 < len(toks) <= _MAX_PLACE or any(t.key in words.date_months or t.key in words.date_weekdays for t in toks):
        return False
    if not known and any(t.key in words.not_places for t in toks):
        return False
    if len(toks) == 1 and "." in toks[0].text[:-1]:
        return False  # P.S., KONTAN.CO.ID
    return all(_is_place_word(t, words) for t in toks) and toks[0].text[:1].isupper()


def _is_place_word(tok: Token, words: Words) -> bool:
    plain = tok.text.replace("-", "").replace(".", "").replace("'", "").replace("\u2019", "")
    return plain.isalpha() and (tok.text[0].isupper() or tok.key in words.particles)


def _is_region(toks: list[Token], words: Words) -> bool:
    """Wis., Philippines, South Africa, D.C."""
    if len(toks) > _MAX_SHOUTED or any(t.key in words.not_places or t.key in words.date_weekdays for t in toks):
        return False
    return all(_is_place_word(t, words) and t.text[0].isupper() for t in toks)


def _trailing_date(toks: list[Token], words: Words) -> tuple[Day | None, list[Token]]:
    """LAGOS Aug 14: a date without a comma before it, after a place in capitals."""
    for at in range(1, len(toks)):
        found = read_day(toks, at, words)
        if found and at + found[0] == len(toks) and found[1][2] and toks[0].text.isupper():
            return found[1], toks[:at]
    return None, toks


def _date(runs: list[_Run], at: int, words: Words) -> tuple[int, Day]:
    """A day in the runs from `at`: 1 run ("Aug 14"), 2 with a year; a weekday counts as a date without value."""
    run = [t for t in runs[at].toks if t.key not in words.date_weekdays]
    if not run:
        return 1, _NO_DAY
    found = read_day(run, 0, words)
    if not found or found[0] != len(run) or (found[1][2] is None and found[1][0] is None):
        return 0, _NO_DAY
    year, month, day = found[1]
    following = runs[at + 1].toks if at + 1 < len(runs) else []
    if year is None and len(following) == 1 and len(following[0].key) == _YEAR and following[0].key.isdecimal():
        return 2, (int(following[0].key), month, day)
    return 1, (year, month, day)


def _iso(day: Day) -> str | None:
    year, month, number = day
    if month is None or number is None:
        return None
    return f"{year:04d}-{month:02d}-{number:02d}" if year else f"--{month:02d}-{number:02d}"
