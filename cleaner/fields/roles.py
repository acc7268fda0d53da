"""Wires, desks and roles: who signs a report besides persons, and what persons are."""

from typing import Final

from cleaner.fields.outlets import is_proper
from cleaner.fields.tokens import Token
from cleaner.fields.words import Words

__all__ = ["agency_head", "agency_tail", "is_agency", "is_desk", "is_role", "role_tail"]

_MAX_AGENCY: Final = 5
_MAX_ROLE: Final = 9


def is_agency(toks: list[Token], words: Words) -> bool:
    """Whether the tokens name a wire service. A single word counts in its own case: "AP" is one, "Ap" is not."""
    if len(toks) == 1:
        return toks[0].text.rstrip(".:") in words.agencies
    return 0 < len(toks) <= _MAX_AGENCY and " ".join(t.key for t in toks) in words.agencies


def agency_head(toks: list[Token], words: Words) -> int:
    """How many tokens at the start name an agency."""
    return next((n for n in range(min(_MAX_AGENCY, len(toks)), 0, -1) if is_agency(toks[:n], words)), 0)


def agency_tail(toks: list[Token], words: Words) -> int:
    """How many tokens at the end name an agency: JANE DOE Associated Press."""
    return next((n for n in range(min(_MAX_AGENCY, len(toks)), 0, -1) if is_agency(toks[-n:], words)), 0)


def is_desk(toks: list[Token], words: Words) -> bool:
    """Whether the tokens are a signature of a newsroom: "Our Staff Reporter", "Web Desk", "Herald Reporter"."""
    if not toks or len(toks) > _MAX_ROLE - 2 or not toks[0].text[:1].isupper():
        return False
    keys = [t.key for t in toks]
    if len(keys) == 1:
        return keys[0] in words.desk_words
    for size in (2, 1):
        if " ".join(keys[-size:]) in words.desk_ends and len(keys) > size - (size == 2):
            return all(_is_desk_word(t, n, words) for n, t in enumerate(toks[:-size]))
    head = keys[:-1]
    if keys[-1] in words.desk_people:
        known = words.desk_marks | words.outlet_words
        # "Herald Reporter" and "IOL Staff" are desks, "Jane Reporter" is a person with a role.
        return all(
            k in known or k in words.outlet_small or (t.text.isupper() and len(t.text) > 1) or "." in k
            for k, t in zip(head, toks, strict=False)
        ) and (len(head) > 1 or head[0] not in words.outlet_small or head[0] in words.desk_marks)
    return False


def _is_desk_word(tok: Token, at: int, words: Words) -> bool:
    """What stands before "Desk": a beat, a paper, a place; an article only in front."""
    if tok.key in words.outlet_small:
        return at == 0
    known = tok.key in words.desk_marks or tok.key in words.role_words or tok.key in words.outlet_words
    return known or (
        tok.text[:1].isupper()
        and tok.text.replace(".", "").isalnum()
        and tok.key not in words.not_names
        and tok.key not in words.rare_names
    )


def is_role(toks: list[Token], words: Words, *, strict: bool = False) -> bool:
    """Whether the tokens are a job in a newsroom, with or without its paper: "Forbes India Staff", "senior writer".

    With `strict` not one that others have too ("Chief", "Fellow").
    """
    if not toks or len(toks) > _MAX_ROLE:
        return False
    nouns = [n for n, t in enumerate(toks) if t.key in words.role_nouns]
    if not nouns or (strict and all(toks[n].key in words.loose_roles for n in nouns)):
        return False
    return all(
        t.key in words.role_nouns or t.key in words.role_words or t.key in words.outlet_small or is_proper(t)
        for t in toks
    )


def role_tail(toks: list[Token], words: Words) -> int:
    """How many tokens at the end are a role that hangs on a name without a comma: Jane Doe Senior Reporter."""
    if not toks or toks[-1].key not in words.role_nouns:
        return 0
    size = 1
    while size < len(toks) and (toks[-size - 1].key in words.role_words or toks[-size - 1].key in words.role_nouns):
        size += 1
    return size
