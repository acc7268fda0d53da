"""Bylines as data. A line is one only if every piece of it is explained: nothing is guessed out of prose."""

from typing import Final, NamedTuple

from cleaner.article import Byline
from cleaner.fields.compact import parse_compact
from cleaner.fields.dates import read_stamp, stamp_tail
from cleaner.fields.people import People
from cleaner.fields.roles import agency_head
from cleaner.fields.tokens import (
    BREAK,
    CLOSE,
    DASH,
    MAX_LINE,
    MAX_TOKENS,
    OPEN,
    SEMI,
    SEPARATORS,
    Token,
    match,
    text_of,
    tokens,
)
from cleaner.fields.words import FALLBACK, Phrases, Words, fold, load_words

__all__ = ["parse_byline"]

_MAX_UNCUED: Final = 120
_MAX_HANDLED: Final = 60  # "by some_user" stands on short lines alone
_MAX_LEADING_STAMP: Final = 16
_DECORATION: Final = " \t\u00a0-\u2013\u2014|\u2022\u00b7*>#_([\u25b6\u2709+~"
_MAX_ABBREVIATION: Final = 5
_PUNCTUATION: Final = dict.fromkeys(map(ord, ",.;:()[]|/\u2022\u00b7\u2014\u2013-"), " ")
_ENDS: Final = tuple(".?!:\u2026\"\u201d'\u2019")


class _Clause(NamedTuple):
    """Tokens under one cue. `kind` is author, weak, with (agencies that helped), other (no authors) or ""."""

    kind: str
    cue: str
    toks: list[Token]


def parse_byline(line: str, language: str | None = None, *, bare: bool = False) -> Byline | None:
    """Reads a byline; None if the line is not one.

    Without `bare` a cue ("By"), a desk, an agency or a role must show it. With `bare` the caller vouches that the line
    stands where bylines stand: then plain names, and a cue or a role without a name, count too. Such a line gives a
    `Byline` without authors. People behind "edited by" and the like are not authors.
    """
    words = load_words(language)
    compact = parse_compact(line, words, bare=bare)
    if compact or not _may_be(line, words, bare=bare):
        return compact
    toks = tokens(line, words)
    if not toks or len(toks) > MAX_TOKENS or (toks[0].key == toks[-1].key == BREAK):
        return None  # the last is the row of a table
    dashed = toks[0].key == DASH
    toks, wrapped = _unwrap(toks)
    foreign = bare and not (language or "").casefold().startswith(FALLBACK)
    if foreign and len(toks) > 2 and toks[0].key in words.by_words and toks[0].key not in words.lone_cues:
        toks[0] = toks[0]._replace(key=min(words.lone_cues))
    found = _read(toks, words, bare=bare, dashed=dashed, marked=dashed or wrapped)
    return found and found._replace(raw=line)


def _may_be(line: str, words: Words, *, bare: bool) -> bool:
    """The cheap test that turns prose away: length, first word, last character."""
    size = len(line)
    if size > MAX_LINE:
        return False
    if (
        size > _MAX_UNCUED
        and line[0].isalpha()
        and line[: line.find(" ", 0, 24)].casefold().rstrip(":") not in words.openers
    ):
        return False
    head = line[:60].lstrip(_DECORATION).split(None, 2)
    if not head:
        return False
    first = head[0]
    word = fold(first).rstrip(",")
    if word in words.openers and _has_cue(line, head, words):
        return True
    if not first[1:].islower() and any(
        first[len(cue) :][:1].isupper() and first[: len(cue)].casefold() == cue and not first.isupper()
        for cue in words.lone_cues
    ):
        return True  # "ByJane"
    return _may_be_uncued(line, head, words, bare=bare)


def _may_be_uncued(line: str, head: list[str], words: Words, *, bare: bool) -> bool:
    """The same for lines that open with no cue; `head` are their first words."""
    first = head[0]
    word = fold(first).rstrip(",")
    if len(line) > _MAX_UNCUED or (len(head) > 1 and _is_prose(word, head[1], words)) or _ends_sentence(line):
        return False
    folded = line.casefold().translate(_PUNCTUATION).split()
    if first[0].isdigit() or (word in words.stamp_words and word not in words.desk_marks):
        return not words.lone_cues.isdisjoint(folded)
    if not bare and words.signs.isdisjoint(folded):
        return False
    return not first[0].islower() or word in words.agencies or not first.isascii()


def _ends_sentence(line: str) -> bool:
    """Whether the last character ends a sentence and not "Ph.D." or "Jr."."""
    line = line.rstrip()
    if not line.endswith(_ENDS):
        return False
    last = line.rsplit(None, 1)[-1]
    return line[-1] != "." or ("." not in last[:-1] and len(last) > _MAX_ABBREVIATION)


def _has_cue(line: str, head: list[str], words: Words) -> bool:
    """Whether a cue stands whole at the start, and is not followed by what no name begins with."""
    if len(head) > 1 and _is_common(head[1], words) and fold(head[1]) not in words.desk_marks:
        key = fold(head[0])
        if not any(rest and rest[0] == fold(head[1]) for p in _cue_tables(words) for rest in p.get(key, ())):
            return False
    toks = [Token(w, fold(w.rstrip(","))) for w in line[:80].lstrip(_DECORATION).split(None, 6)[:6]]
    size = max(match(phrases, toks, 0) for phrases in _cue_tables(words))
    if not size or size == len(toks) or len(line) < _MAX_HANDLED:
        return size > 0
    word = toks[size]
    if word.key in words.date_months or word.text[0].isdigit():
        return False
    return not word.text[0].islower() or word.key in words.particles or word.key in words.desk_marks


def _is_common(word: str, words: Words) -> bool:
    key = fold(word.rstrip(","))
    return key in words.not_names or (key in words.rare_names and key not in words.given_names)


def _cue_tables(words: Words) -> tuple[Phrases, ...]:
    return (words.cues, words.weak_cues, words.with_cues, words.colon_cues, words.dash_cues, words.other_cues)


def _is_prose(first: str, second: str, words: Words) -> bool:
    """Whether a line opens as no name, desk or date does: a small second word, or a function word."""
    if second[0].islower() and not (
        second in words.particles or first in words.role_words or first in words.desk_marks
    ):
        return first not in words.stamp_words and not first[:1].isdigit() and not second.startswith("d'")
    if first.endswith(":") or second.endswith(":"):
        return True
    known = first in words.role_words or first in words.desk_marks or first in words.outlet_words
    return _is_common(first, words) and not known and first not in words.stamp_words


def _unwrap(toks: list[Token]) -> tuple[list[Token], bool]:
    """The tokens without bars and dashes around them, and without brackets around the whole."""
    start, end = 0, len(toks)
    while start < end and toks[start].key in SEPARATORS and toks[start].key != OPEN:
        start += 1
    while end > start and toks[end - 1].key in (BREAK, DASH, SEMI, ",", "/"):
        end -= 1
    inner = [t.key for t in toks[start + 1 : end - 1]]
    if end - start > 2 and toks[start].key == OPEN and toks[end - 1].key == CLOSE and OPEN not in inner:
        return toks[start + 1 : end - 1], True
    return toks[start:end], False


def _read(toks: list[Token], words: Words, *, bare: bool, dashed: bool, marked: bool) -> Byline | None:
    stamp_end, toks = _after_leading_stamp(toks, words)
    tail = stamp_tail(toks, words)
    body = toks[: tail[0]] if tail else toks
    if not body:
        return None
    clauses = _clauses(body, words, dashed=dashed)
    people = People(words, cued=False, shouted=_is_shouted(body))
    for stamp in (stamp_end and read_stamp(stamp_end, words), tail and tail[1]):
        if stamp:
            people.note(stamp)
    for clause in clauses:
        people.cued = clause.kind == "author"
        if (
            clause.kind == "author"
            and people.authors
            and not any(c.kind == "author" for c in clauses[: clauses.index(clause)])
        ):
            return None  # "Based on characters created by"
        if clause.kind == "with":
            _add_agencies(clause.toks, people, words)
        elif clause.kind != "other" and not all(people.add(s) for s in _segments(clause.toks) if s):
            return None
    leading = sorted((c for c in clauses if c.kind not in ("other", "")), key=lambda c: c.kind == "with")
    cue = leading[0].cue if leading and (leading[0].kind != "with" or not people.persons) else ""
    kinds = {c.kind for c in clauses}
    if not _accepts(people, kinds, words, bare=bare, marked=marked, stamped=bool(stamp_end)):
        return None
    stamp = people.stamp
    return Byline(
        tuple(people.authors), cue, people.place(), people.others, stamp.reading_minutes, stamp.published, stamp.updated
    )


def _accepts(people: People, kinds: set[str], words: Words, *, bare: bool, marked: bool, stamped: bool) -> bool:
    """Whether the finds make a byline under the rules for lines with and without a cue."""
    authors, persons = people.authors, people.persons
    if not authors:
        return bare and ("author" in kinds or people.role_only)
    if "author" in kinds or stamped:
        return True
    if "weak" in kinds:
        return not persons or (bare and " " in persons[0].name and (bool(people.places) or "author" in kinds))
    if "with" in kinds:
        return True
    if persons and people.slashed and len(persons) < len(authors):
        return False  # John Doe/AFP is the credit of a picture
    unsure = not persons and all(a.name in words.ambiguous_agencies for a in authors)
    return bare or (marked if unsure else people.sign or len(persons) < len(authors))


def _after_leading_stamp(toks: list[Token], words: Words) -> tuple[list[Token], list[Token]]:
    """Cuts "May 3, 2020 by Jane Doe" and "Posted on May 3, 2020 by Jane Doe" before their cue."""
    if (
        toks
        and (toks[0].key in words.stamp_words or toks[0].key[:1].isdigit())
        and not _cue(toks, 0, words, dashed=False)[1]
    ):
        for at in range(1, min(len(toks), _MAX_LEADING_STAMP)):
            if match(words.cues, toks, at):
                return (toks[:at], toks[at:]) if read_stamp(toks[:at], words) else ([], toks)
    return [], toks


def _clauses(toks: list[Token], words: Words, *, dashed: bool) -> list[_Clause]:
    """Cuts the tokens at cues and semicolons: "Reporting by A; Editing by B"."""
    out: list[_Clause] = []
    kind, cue = "", ""
    run: list[Token] = []
    at = 0
    while at < len(toks):
        found, size = _cue(toks, at, words, dashed=dashed)
        fresh = at == 0 or toks[at - 1].key in SEPARATORS
        if size and (fresh or size > 1 or found == "with"):
            out.append(_Clause(kind, cue, run))
            kind, cue, run = found, text_of(toks[at : at + size]).rstrip(":"), []
            at += size
            continue
        if toks[at].key == SEMI:
            out.append(_Clause(kind, cue, run))
            cue, run = "", []
        elif toks[at].key:
            run.append(toks[at])
        at += 1
    out.append(_Clause(kind, cue, run))
    return [c for c in out if c.kind or c.toks]


def _cue(toks: list[Token], at: int, words: Words, *, dashed: bool) -> tuple[str, int]:
    """The kind of the cue at `at` and its length, 0 without one; of several the longest."""
    best = ("", 0)
    if toks[at].key not in words.openers:
        return best
    for kind, phrases in (("other", words.other_cues), ("with", words.with_cues), ("author", words.cues)):
        size = match(phrases, toks, at)
        wired = kind == "with" and size > 0 and agency_head(toks[at + size :], words) > 0
        if size > best[1] and (size > 1 or kind == "author" or wired or _has_colon(toks, at + size)):
            best = (kind, size)
    colon: tuple[Phrases, ...] = (words.colon_cues, words.dash_cues) if dashed else (words.colon_cues,)
    for phrases in colon:
        size = match(phrases, toks, at)
        if size > best[1] and _has_colon(toks, at + size):
            best = ("author", size)
    size = match(words.weak_cues, toks, at) if at == 0 else 0
    return ("weak", size) if size > best[1] else best


def _has_colon(toks: list[Token], end: int) -> bool:
    return toks[end - 1].text.endswith(":") or (end < len(toks) and toks[end].text == ":")


def _segments(toks: list[Token]) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    for tok in toks:
        if tok.key in (BREAK, DASH):
            out.append([])
        else:
            out[-1].append(tok)
    return [_unwrap(s)[0] for s in out]


def _add_agencies(toks: list[Token], people: People, words: Words) -> None:
    """Agencies out of "with inputs from PTI and ANI"; people there are not the authors."""
    helpers = People(words, cued=True, shouted=False)
    if toks and all(helpers.add(s) for s in _segments(toks) if s):
        known = {a.name for a in people.authors}
        people.authors.extend(a for a in helpers.authors if a.kind == "agency" and a.name not in known)


def _is_shouted(toks: list[Token]) -> bool:
    """Whether the line is set in capitals, so that a word in capitals is no sign of an abbreviation."""
    letters = [t.text for t in toks if t.text[:1].isalpha() and len(t.text) > 2]
    return bool(letters) and sum(t.isupper() for t in letters) * 2 > len(letters)
