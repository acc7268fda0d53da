"""A line as tokens: words with the marks that join or part them set free.

Nothing is dropped but blanks and decoration, so that every name is made of pieces of the line.
"""

import re
from typing import Final, NamedTuple

from cleaner.fields.words import Phrases, Words, fold

__all__ = [
    "BREAK",
    "CLOSE",
    "COMMA",
    "DASH",
    "MAX_LINE",
    "MAX_TOKENS",
    "OPEN",
    "SEMI",
    "SEPARATORS",
    "SLASH",
    "Token",
    "match",
    "text_of",
    "tokens",
]

MAX_LINE: Final = 500
MAX_TOKENS: Final = 90

COMMA, SEMI, BREAK, DASH, OPEN, CLOSE = ",", ";", "|", "\u2014", "(", ")"
SLASH: Final = "/"
SEPARATORS: Final = frozenset((COMMA, SEMI, BREAK, DASH, OPEN, CLOSE, SLASH))

_TABLE: Final[dict[int, str | None]] = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None),
    **dict.fromkeys(map(ord, '\u00a0\u202f\u2007\u3000*~#>\u00bb\u25b6\u25ba\u2709\u00ab"'), " "),
    **dict.fromkeys(map(ord, ",\uff0c\u3001\u060c"), " , "),
    **dict.fromkeys(map(ord, ";\uff1b\u061b"), " ; "),
    **dict.fromkeys(map(ord, "|\u2022\u00b7\u2027\u25cf\u25aa\u2219\u22c5\u30fb\uff5c\u2502\t"), " | "),
    **dict.fromkeys(map(ord, "\uff1a"), ": "),
    **dict.fromkeys(map(ord, "\u2014\u2013\u2015\u2212"), " \u2014 "),
    **dict.fromkeys(map(ord, "([{\uff08"), " ( "),
    **dict.fromkeys(map(ord, ")]}\uff09"), " ) "),
    ord("&"): " & ",
    ord("!"): " ! ",
    ord("?"): " ? ",
}


# Days and times as Chinese, Japanese and Korean write them; compiled on first use.
_EASTERN_DAY: Final = "([0-9]{4}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日号일]"
_EASTERN_SHORT: Final = "([0-9]{1,2}[月월]) ?([0-9]{1,2}) ?[日号일]"
_EASTERN_TIME: Final = "([0-9]{1,2}) ?[時时点點시] ?([0-9]{1,2}) ?[分분]"


class Token(NamedTuple):
    """A piece of the line as written, and its folded form."""

    text: str
    key: str


def tokens(line: str, words: Words) -> list[Token]:
    """The tokens of a line of at most `MAX_LINE` characters; pieces that scrapers glued together come apart."""
    # Two columns of a byline box come out with a wide gap of no-break spaces.
    line = line.strip().replace(" \u00a0 ", " | ")
    if not line.isascii():
        line = re.sub(_EASTERN_DAY, lambda m: f" {m[1]}-{m[2]:0>2}-{m[3]:0>2} ", line)
        line = re.sub(_EASTERN_SHORT, lambda m: f" {m[1]} {m[2]} ", line)
        line = re.sub(_EASTERN_TIME, lambda m: f" {m[1]:0>2}:{m[2]:0>2} ", line)
    out: list[Token] = []
    for written in line.translate(_TABLE).split():
        # Emphasis, as in _Jane Doe_.
        piece = written.strip("_") or DASH if "_" in (written[0], written[-1]) else written
        if not piece.strip("-"):
            out.append(Token(DASH, DASH))
        elif piece[0] == "-" and piece.lstrip("-")[0].isalpha():
            out.append(Token(DASH, DASH))  # --IANS
            out.append(Token(piece.lstrip("-"), fold(piece.lstrip("-"))))
        elif piece.isalpha() or piece in SEPARATORS:
            out.extend(Token(p, fold(p)) for p in _unglue(piece, words))
        else:
            out.extend(Token(p, fold(p)) for part in _parts(piece) for p in _unglue(part, words))
    return _unglue_names(_unglue_minutes(out, words), words)


def _unglue_names(toks: list[Token], words: Words) -> list[Token]:
    """Parts "RiemannBarbara" between two names by a comma of our own: a list that lost its marks."""
    for at in range(len(toks) - 2, 0, -1):
        text = toks[at].text
        seam = next((n for n in range(3, len(text) - 2) if text[n].isupper() and text[n - 1].islower()), 0)
        if seam and text.isalpha() and text[:seam].casefold() not in words.camel:
            beside = toks[at - 1].text[0].isupper() and toks[at + 1].text[0].isupper()
            if beside and text[0].isupper() and text[seam + 1].islower():
                toks[at : at + 1] = [
                    Token(text[:seam], fold(text[:seam])),
                    Token(COMMA, COMMA),
                    Token(text[seam:], fold(text[seam:])),
                ]
    return toks


def _unglue_minutes(toks: list[Token], words: Words) -> list[Token]:
    """Cuts "Press3 minute read", the only place where a digit that hangs on a word is not part of it."""
    for at in range(len(toks) - 2, -1, -1):
        text = toks[at].text
        head = text.rstrip("0123456789")
        if toks[at + 1].key in words.reading_minutes and len(head) > 2 and head.isalpha() and head != text:
            toks[at : at + 1] = [Token(part, fold(part)) for part in (head, text[len(head) :])]
    return toks


def _parts(piece: str) -> list[str]:
    """Cuts "A/B" (but no date and no address), "Name@handle", "Name+2" and 2024-08-14T09:30:00.000+01:00."""
    if piece[10:11] == "T" and piece[:4].isdecimal() and len(piece) < 36:
        return [piece[:10], *_iso_time(piece[11:])]
    at = piece.find("@")
    if at > 1 and "." not in piece[at:] and piece[at - 1].isalpha():
        return [piece[:at], piece[at:]]
    plus = piece.find("+")
    if plus > 1 and piece[plus - 1].isalpha():
        return [piece[:plus], piece[plus:]]
    if SLASH in piece and "." not in piece and ":" not in piece and not any(c.isdigit() for c in piece):
        return [p for half in piece.split(SLASH) for p in (SLASH, half) if p][piece[0] != SLASH :]
    return [piece]


def _iso_time(time: str) -> list[str]:
    at = max(time.find("+"), time.find("-"), time.find("Z"))
    clock, zone = (time[:at], time[at:]) if at > 0 else (time, "")
    return [p for p in (clock.split(".")[0], zone) if p]


def _unglue(piece: str, words: Words) -> list[str]:
    """Cuts "SamDecember", "ByJane" and "Press3" where what stands on the seam is a known word."""
    for at in range(2, len(piece) - 1):
        before, here = piece[at - 1], piece[at]
        if here.isupper() and before.isalpha() and (before.islower() or piece[at + 1].islower()):
            head, tail = piece[:at], piece[at:]
            key = fold(tail)
            if key in words.date_months or (key in words.role_nouns and len(head) > 2):
                return [head, tail]
            if fold(head) in words.lone_cues and at + 1 < len(piece) and head[-1].islower():
                return [head, tail]
    return [piece]


def match(phrases: Phrases, toks: list[Token], at: int) -> int:
    """How many tokens from `at` the longest of the phrases covers, 0 if none does."""
    if at >= len(toks):
        return 0
    for rest in phrases.get(toks[at].key, ()):
        end = at + 1 + len(rest)
        if end <= len(toks) and all(toks[at + 1 + n].key == word for n, word in enumerate(rest)):
            return end - at
    return 0


def text_of(toks: list[Token]) -> str:
    """The tokens as written, with one blank between them."""
    return " ".join(t.text for t in toks)
