"""Bylines in scripts that set no blanks inside names and have no capitals: 記者王小明／台北報導, 홍길동 기자.

A name shows by the words around it ("reporter", "text", "reporting from") and by its length. Those words and lengths
are data of the language.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.article import Author, Byline, Dateline
from cleaner.fields.words import Words

__all__ = ["parse_compact", "parse_filed"]

MAX_LINE: Final = 80
MAX_AUTHORS: Final = 8
# Expressions are compiled on first use: few texts need them, and every start would pay for them.
# Letters of Han, kana and Hangul, the mark inside foreign names, and the iteration mark.
_NAME: Final = "[々〇ぁ-ゖァ-ヺー㐀-䶿一-鿿가-힣]+(?:[·‧・＝][ァ-ヺー一-鿿]+)*"
_ADDRESS: Final = r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\.[A-Za-z]+"
_PARTS: Final = "[/／|｜、，,;；:：=＝\u3000 \t()（）\\[\\]【】〔〕<>〈〉■◆●▶▲※◎&＆]+"
# [서울=뉴시스]: where and by which agency, before the name.
_INNER: Final = "·‧・"
_FILED: Final = "^ ?[\\[(【（]([가-힣一-鿿A-Za-z]{1,12})[=＝]"


# What opens a report: (서울=연합뉴스), 【ロンドン共同】, 新华社北京5月3日电, القاهرة (رويترز) -
_EQUALS: Final = "^[\\[(（【]([^=＝()\\[\\]（）【】]{1,12})[=＝]([^=＝()\\[\\]（）【】]{2,12})[\\])）】] ?"
_BOXED: Final = "^【([^】=＝]{2,14})】 ?"
_WIRED: Final = "^([一-鿿]{2,12}?)(?:([0-9]{1,2})月([0-9]{1,2})日)(?:电|電) ?(?:[（(][^（）()]{2,20}[)）])? ?"
_BRACKETED: Final = "^([^()\\n.:،؟!]{2,30}) \\(([^()\\n]{2,20})\\) ?[–—-] ?"


class _Piece(NamedTuple):
    """A piece of the line without the words around the name. `led`: such a word stood before it or after it."""

    text: str
    led: bool
    other: bool
    place: bool
    role: str


def parse_compact(line: str, words: Words, *, bare: bool) -> Byline | None:
    """Reads a byline; None if the line is not one, or not one of this kind."""
    if (
        not words.compact_names
        or len(line) > MAX_LINE
        or not re.search(_NAME, line)
        or line.rstrip()[-1:] in "。！？?!."
    ):
        return None
    address = re.search(_ADDRESS, line)
    filed = re.match(_FILED, line)
    reader = _Reader(words, filed[1] if filed else None)
    pieces = list(_pieces(re.sub(_ADDRESS, " ", line[filed.end() :] if filed else line), words))
    if not all(reader.add(piece) for piece in pieces) or not (reader.signed or bare):
        return None
    authors = reader.authors
    if not authors or len(authors) > MAX_AUTHORS or (not reader.signed and len(pieces) > 1):
        return None
    if address and authors[0].kind == "person":
        authors[0] = authors[0]._replace(contact=address[0])
    return Byline(tuple(authors), "", reader.place, reader.others, raw=line)


def _pieces(line: str, words: Words) -> Iterator[_Piece]:
    for text in re.split(_PARTS, line):
        if text:
            yield _piece(text, words)


def _piece(text: str, words: Words) -> _Piece:
    other = next((w for w in _longest(words.compact_others) if text.startswith(w)), "")
    lead = "" if other else next((w for w in _longest(words.compact_leads) if text.startswith(w)), "")
    rest = text[len(other or lead) :].lstrip(_INNER)
    role = next((w for w in _longest(words.compact_roles) if rest.endswith(w)), "")
    rest = rest[: len(rest) - len(role)]
    tail = next((w for w in _longest(words.compact_tails) if rest.endswith(w)), "")
    rest = rest[: len(rest) - len(tail)]
    return _Piece(rest, bool(lead or role), bool(other), bool(tail), role)


def _longest(found: frozenset[str]) -> list[str]:
    return sorted(found, key=len, reverse=True)


class _Reader:
    """Puts the pieces of a line together; `add` is False for what no byline holds."""

    def __init__(self, words: Words, place: str | None) -> None:
        self.words = words
        self.authors: list[Author] = []
        self.place = place
        self.others = 0
        self.signed = False
        self._other = False

    def add(self, piece: _Piece) -> bool:
        """Reads one piece."""
        if piece.other or piece.led:
            self._other = piece.other
        self.signed = self.signed or piece.led
        if not piece.text:
            return self._role(piece.role)
        if self._counts(piece.text):
            return True
        if piece.text in self.words.agencies:
            self.authors.append(Author(piece.text, "agency"))
            return True
        if any(piece.text.endswith(w) for w in self.words.compact_desks):
            self.signed = True
            self.authors.append(Author(piece.text, "desk"))
            return True
        return self._placed(piece) or self._named(piece)

    def _role(self, role: str) -> bool:
        """A role alone belongs to the name before it; one in front of a name is a cue and no more."""
        if role and self.authors and self.authors[-1].kind == "person" and self.authors[-1].role is None:
            self.authors[-1] = self.authors[-1]._replace(role=role)
        return True

    def _counts(self, text: str) -> bool:
        """And so many others."""
        number = "".join(c for c in text if c.isdecimal())
        if not self.authors or text.replace(number, "") not in self.words.others:
            return False
        self.others += int(number or "0")
        return True

    def _placed(self, piece: _Piece) -> bool:
        """Reporting from a place, behind the name or glued to it."""
        if not piece.place:
            return False
        self.signed = self.signed or bool(self.authors)
        longest = max(map(int, self.words.compact_names)) - 1
        if piece.led and len(piece.text) > longest:
            self.place = piece.text[longest:]
            return self._named(piece._replace(text=piece.text[:longest]))
        if not piece.led:
            self.place = piece.text
            return bool(self.authors)
        return False

    def _named(self, piece: _Piece) -> bool:
        name = piece.text
        if not re.fullmatch(_NAME, name):
            names = name.replace("‧", "·").replace("・", "·").split("·")
            joined = len(names) > 1 and all(re.fullmatch(_NAME, n) for n in names)
            return joined and all(self._named(piece._replace(text=n)) for n in names)
        if name in self.words.not_names:
            return False
        foreign = any(mark in name for mark in _INNER + "＝")
        if not foreign and str(len(name)) not in self.words.compact_names:
            return False
        if not self._other and all(a.name != name for a in self.authors):
            self.authors.append(Author(name, "person", piece.role or None))
        return True


def parse_filed(line: str, words: Words) -> tuple[Dateline, int] | None:
    """Where, when and by which agency a report was filed, in scripts without capitals; and the length of it.

    Only agencies that the data know make a dateline here: there are no capitals to tell one from any other bracket.
    """
    found = re.match(_EQUALS, line) or re.match(_BRACKETED, line)
    if found and found[2] in words.agencies:
        signed = _signature(line[found.end() :], words) if "=" in found[0] or "＝" in found[0] else 0
        return Dateline(found[1].strip(), None, found[2]), found.end() + signed
    found = re.match(_BOXED, line)
    agency = found and next((a for a in _longest(words.agencies) if found[1].endswith(a) and found[1] != a), "")
    if found and agency:
        return Dateline(found[1][: -len(agency)], None, agency), found.end()
    found = re.match(_WIRED, line)
    agency = found and next((a for a in _longest(words.agencies) if found[1].startswith(a) and found[1] != a), "")
    if found and agency:
        return Dateline(found[1][len(agency) :], f"--{found[2]:0>2}-{found[3]:0>2}", agency), found.end()
    return None


def _signature(rest: str, words: Words) -> int:
    """The length of "홍길순 기자 = " behind the agency, 0 without one."""
    head, sign, _ = rest[:40].partition("=")
    pieces = head.split()
    return len(head) + 2 if sign and len(pieces) == 2 and pieces[1] in words.compact_roles else 0
