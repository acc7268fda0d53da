"""Author fields as extractors and feeds give them, made into authors."""

from typing import Final

from cleaner.article import Author
from cleaner.fields.byline import parse_byline
from cleaner.fields.dates import read_stamp
from cleaner.fields.names import is_person, natural, person_name
from cleaner.fields.outlets import is_contact, is_outlet
from cleaner.fields.roles import is_agency, is_desk, is_role
from cleaner.fields.tokens import COMMA, MAX_LINE, SEMI, SLASH, Token, text_of, tokens
from cleaner.fields.words import Words, load_words

__all__ = ["parse_authors"]

_MAX_NAME: Final = 80


def parse_authors(text: str, language: str | None = None) -> tuple[Author, ...]:
    """The authors of a given field such as "Jane Doe and John Roe" or "Mathis Hagens; Journalist".

    A field is an author field by its name, so more is believed than on a line of text: whatever is neither address nor
    role is somebody. "Doe, Jane" is left as it is.
    """
    words = load_words(language)
    found: list[Author] = []
    for piece in _pieces(tokens(text[:MAX_LINE], words), words):
        for author in _authors(piece, words, language):
            if all(author.name.casefold() != a.name.casefold() for a in found):
                found.append(author)
        if is_role(piece, words) and not is_desk(piece, words) and found and found[-1].role is None:
            found[-1] = found[-1]._replace(role=text_of(piece))
    return tuple(found)


def _pieces(toks: list[Token], words: Words) -> list[list[Token]]:
    """The tokens cut at semicolons and bars; a family name that was cut from its given name comes behind it again.

    One "Doe, Jane" may be read in two ways. A list of such pairs ("Doe, Jane; Roe, John") is in the form of libraries,
    and in "Doe; Jane; Roe; John" somebody has cut that at the commas.
    """
    pieces: list[list[Token]] = [[]]
    for tok in toks:
        if tok.key == SEMI or tok.text == "|":
            pieces.append([])
        else:
            pieces[-1].append(tok)
    pieces = [piece for piece in pieces if piece]
    if len(pieces) % 2 == 0 and all(len(piece) == 1 and _is_name(piece, words) for piece in pieces):
        return [[*given, *family] for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    if len(pieces) > 1 and all(2 < len(p) < 5 and p[1].key == COMMA and _is_name(p[:1] + p[2:], words) for p in pieces):
        return [[*piece[2:], piece[0]] for piece in pieces]
    return pieces


def _is_name(toks: list[Token], words: Words) -> bool:
    """Whether each can be a part of a name, as which "You" and "May" count here, and is neither a wire nor a role."""
    return all(
        t.text[0].isupper()
        and t.text.strip(".").replace("-", "").isalpha()
        and not is_agency([t], words)
        and not is_role([t], words)
        for t in toks
    )


def _authors(piece: list[Token], words: Words, language: str | None) -> tuple[Author, ...]:
    piece = _after_by([t for t in piece if not is_contact(t)], words)
    piece = _once(piece)
    text = text_of(piece).replace(" ,", ",").replace(" / ", "/").strip(" ,|\u2014")
    if not text or len(text) > _MAX_NAME * 4 or not any(c.isalpha() for c in text) or read_stamp(piece, words):
        return ()
    if is_desk(piece, words):
        return (Author(text, "desk"),)
    if is_agency(piece, words):
        return (Author(text, "agency"),)
    if is_role(piece, words):
        return ()
    return _somebody(piece, text, words, language)


def _somebody(piece: list[Token], text: str, words: Words, language: str | None) -> tuple[Author, ...]:
    """Persons, or a paper, or whoever it is."""
    if is_person(piece, words):
        return (Author(person_name(piece, words)),)
    if len(piece) == 3 and piece[1].key == COMMA:  # family name first; which is which is not ours to say
        return (Author(text),)
    byline = parse_byline(text, language, bare=True)
    if byline and byline.authors:
        return byline.authors
    parts = _parts(piece, words)
    if parts:
        return tuple(author for part in parts for author in _authors(part, words, language))
    if is_outlet(piece, words):
        return (Author(text, "desk"),)
    return (Author(natural(text, words)),) if len(text) <= _MAX_NAME else ()


def _once(piece: list[Token]) -> list[Token]:
    """A name that a template wrote twice ("Jane Doe Jane Doe"), once."""
    half = len(piece) // 2
    return piece[:half] if half > 1 and piece[:half] == piece[half:] else piece


def _parts(piece: list[Token], words: Words) -> list[list[Token]]:
    """The signatures around a slash ("Jane Doe/AFP"), none if one of the sides is neither person nor house."""
    parts: list[list[Token]] = [[]]
    for tok in piece:
        if tok.key == SLASH:
            parts.append([])
        else:
            parts[-1].append(tok)
    known = (
        (len(p) > 1 and is_person(p, words)) or is_agency(p, words) or is_desk(p, words) or is_outlet(p, words)
        for p in parts
    )
    return parts if len(parts) > 1 and all(known) else []


def _after_by(piece: list[Token], words: Words) -> list[Token]:
    """The tokens after the last "by" of any language, a paper before it or not ("Capital Von Jemma Kelling")."""
    for at in range(min(3, len(piece)) - 1, -1, -1):
        # "von" inside a name is small and stands between two of its words.
        opens = at == 0 or piece[at].text[:1].isupper()
        if piece[at].key in words.by_words and opens and at + 1 < len(piece):
            return piece[at + 1 :]
    return piece
