"""Author fields as extractors and feeds give them, made into authors."""

from typing import Final

from cleaner.article import Author
from cleaner.fields.byline import parse_byline
from cleaner.fields.names import is_person, natural, person_name
from cleaner.fields.outlets import is_contact, is_outlet
from cleaner.fields.roles import is_agency, is_desk, is_role
from cleaner.fields.tokens import MAX_LINE, SEMI, Token, text_of, tokens
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
    toks = tokens(text[:MAX_LINE], words)
    pieces: list[list[Token]] = [[]]
    for tok in toks:
        if tok.key == SEMI or tok.text == "|":
            pieces.append([])
        else:
            pieces[-1].append(tok)
    for piece in pieces:
        for author in _authors(piece, words, language):
            if all(author.name.casefold() != a.name.casefold() for a in found):
                found.append(author)
        if is_role(piece, words) and not is_desk(piece, words) and found and found[-1].role is None:
            found[-1] = found[-1]._replace(role=text_of(piece))
    return tuple(found)


def _authors(piece: list[Token], words: Words, language: str | None) -> tuple[Author, ...]:
    piece = _after_by([t for t in piece if not is_contact(t)], words)
    text = text_of(piece).replace(" ,", ",").strip(" ,|\u2014")
    if not text or len(text) > _MAX_NAME * 4 or not any(c.isalpha() for c in text):
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
    if len(piece) == 3 and piece[1].key == ",":  # family name first; which is which is not ours to say
        return (Author(text),)
    byline = parse_byline(text, language, bare=True)
    if byline and byline.authors:
        return byline.authors
    if is_outlet(piece, words):
        return (Author(text, "desk"),)
    return (Author(natural(text, words)),) if len(text) <= _MAX_NAME else ()


def _after_by(piece: list[Token], words: Words) -> list[Token]:
    """The tokens after the last "by" of any language, a paper before it or not ("Capital Von Jemma Kelling")."""
    for at in range(min(3, len(piece)) - 1, -1, -1):
        # "von" inside a name is small and stands between two of its words.
        opens = at == 0 or piece[at].text[:1].isupper()
        if piece[at].key in words.by_words and opens and at + 1 < len(piece):
            return piece[at + 1 :]
    return piece
