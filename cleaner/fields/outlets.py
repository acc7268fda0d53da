"""Papers, places and addresses: what stands beside the names in a byline."""

from typing import Final

from cleaner.fields.names import is_name_word
from cleaner.fields.tokens import Token, match
from cleaner.fields.words import Words

__all__ = [
    "is_contact",
    "is_domain",
    "is_free_name",
    "is_handle",
    "is_newsroom",
    "is_outlet",
    "is_outlet_word",
    "is_place",
    "is_proper",
    "lead",
]

_MAX_OUTLET: Final = 9
_MAX_PLACE: Final = 4
_HANDLE: Final = range(4, 31)


def is_outlet(toks: list[Token], words: Words) -> bool:
    """Whether the tokens are the name of a paper, station or institute.

    That is one telling word, an abbreviation or a domain, and capitals for the rest.
    """
    if not toks or len(toks) > _MAX_OUTLET or not all(is_proper(t) or t.key in words.outlet_small for t in toks):
        return False
    if len(toks) == 1 and not is_name_word(toks[0], words):
        text = toks[0].text
        # detikNews, MyJoyOnline.com
        return (
            is_domain(toks[0]) or (text.isalpha() and text[0].islower() and not text.islower()) or text.upper() == text
        )
    return any(t.key in words.outlet_words or is_domain(t) or _is_abbreviation(t) for t in toks)


def is_proper(tok: Token) -> bool:
    """Whether the token is written as names are: with a capital somewhere, as a domain, or as an abbreviation."""
    return (
        (tok.text[:1].isupper() or is_domain(tok) or any(c.isupper() for c in tok.text)) and tok.text[-1:].isalnum()
    ) or tok.text.endswith(".")


def _is_abbreviation(tok: Token) -> bool:
    text = tok.text.replace(".", "")
    return 2 < len(text) < 6 and text.isupper()


def is_domain(tok: Token) -> bool:
    """Hollywood.com, NBA.com."""
    head, dot, tail = tok.key.rpartition(".")
    return bool(dot) and len(head) > 1 and 2 <= len(tail) <= 4 and tail.isalpha() and head.replace(".", "").isalnum()


def is_place(toks: list[Token], words: Words) -> bool:
    """Whether the tokens are a place of more than one word that the data know."""
    return " ".join(t.key for t in toks) in words.places


def is_contact(tok: Token) -> bool:
    """An e-mail address, a handle or a web address."""
    text = tok.text
    if text.startswith("@"):
        return 2 < len(text) <= 40 and text[1:].replace("_", "").replace(".", "").isalnum()
    if tok.key.startswith(("http:", "https:", "www.")):
        return True
    name, at, host = text.partition("@")
    return bool(at) and bool(name) and "." in host and "@" not in host and len(text) <= 80


def lead(toks: list[Token], words: Words) -> tuple[str, int]:
    """What they open with: ("outlet", n) for "Special to the Tribune", ("place", n) for "in Abuja", or ("", 0)."""
    size = match(words.outlet_leads, toks, 0)
    if size and len(toks) > size and is_free_name(toks[size:], words):
        return "outlet", size
    size = match(words.place_leads, toks, 0)
    if (
        size
        and 0 < len(toks) - size <= 4
        and all(is_name_word(t, words) or t.key in words.particles or is_place(toks[size:], words) for t in toks[size:])
    ):
        return "place", size
    return "", 0


def is_free_name(toks: list[Token], words: Words) -> bool:
    """Capitals throughout, apart from small words: the name of anything."""
    return (
        0 < len(toks) <= _MAX_OUTLET
        and any(is_proper(t) for t in toks)
        and all(is_proper(t) or t.key in words.outlet_small for t in toks)
    )


def is_outlet_word(tok: Token, words: Words, *, shouted: bool) -> bool:
    """Whether one word after a name is a paper and not a place: "CNN", "WakingTimes.com", "ChosunBiz"."""
    text = tok.text
    if tok.key in words.outlet_words or is_domain(tok) or (text.isupper() and len(text) > 1 and not shouted):
        return True
    return text.isalpha() and not text.isupper() and any(c.isupper() for c in text[3:])


def is_handle(tok: Token, words: Words) -> bool:
    """Whether the token can be a user name ("Riddy10", "quillmonger")."""
    name = tok.text
    plain = name.replace("_", "").replace("-", "").replace(".", "")
    if len(name) not in _HANDLE or not (plain.isalnum() and name[0].isalpha() and name[-1].isalnum()):
        return False
    return not any(tok.key in known for known in (words.not_names, words.rare_names, words.openers, words.stamp_words))


def is_newsroom(toks: list[Token], words: Words) -> bool:
    """Whether the tokens are a paper or station that signs itself: "NBC News", "The Daily Mail"."""
    start = 1 if toks[0].key in words.outlet_small else 0
    if not is_outlet(toks[start:], words):
        return False
    first = toks[start]
    if first.key in words.not_names or first.key in words.rare_names:
        return False
    return len(toks) > 1 or first.text.isupper()
