"""Names of persons: which tokens make one, and how a name in capitals is written."""

from typing import Final

from cleaner.fields.tokens import Token
from cleaner.fields.words import Words, fold

__all__ = ["is_name_word", "is_person", "natural", "person_name", "strip_name"]

_APOSTROPHES: Final = "'\u2019\u02bc\u2018`"
_INSIDE: Final = frozenset("-.\u2010\u2011" + _APOSTROPHES)
_MAX_WORDS: Final = 5
_MAX_WORD: Final = 30


def is_name_word(tok: Token, words: Words) -> bool:
    """Whether the token can stand in a name: a capital first, letters only, no word of the language's own list."""
    text = tok.text
    # An initial may be a function word ("A.", "I."); without its full stop it may not.
    if not text[:1].isalpha() or len(text) > _MAX_WORD or (tok.key in words.not_names and not _is_initial(text)):
        return False
    first = text[0]
    if not first.isupper() and (first.islower() and not _is_elided(text)):
        return False
    # Letters with marks that have no composed form (Yoruba, Devanagari) are letters and marks to us.
    return text.isalpha() or all(c.isalpha() or c in _INSIDE or ord(c) > 0x02FF for c in text)


def _is_initial(text: str) -> bool:
    return (len(text) <= 2 and text.endswith(".")) or (len(text) == 1 and text not in "AIO")


def _is_elided(text: str) -> bool:
    """d'Angelo, al-Masri, el-Sayed, o'Brien."""
    for mark in (*_APOSTROPHES, "-"):
        at = text.find(mark)
        if 0 < at <= 2 and text[at + 1 : at + 2].isupper():
            return True
    return False


def strip_name(toks: list[Token], words: Words) -> list[Token]:
    """The tokens without titles in front and degrees behind ("Dr. Jane Doe, Ph.D."); one word always stays."""
    start, end = 0, len(toks)
    while end - start > 2 and toks[start].key in words.titles:  # "Chief Okafor" keeps what it has
        start += 1
    if end - start == 2 and toks[start].text.endswith(".") and toks[start].key in words.titles:
        start += 1
    while end - start > 2 and is_degree(toks[end - 1], words):
        end -= 1
    return toks[start:end]


def is_degree(tok: Token, words: Words) -> bool:
    """Ph.D., PhD, M.D., MBA; "Ma" and "Do" are surnames and differ by their case."""
    text = tok.text
    return tok.key.replace(".", "") in words.postnominals and (
        text.isupper() or "." in text or text[1:] != text[1:].lower()
    )


def _is_plausible(toks: list[Token], words: Words, *, strict: bool) -> bool:
    """Whether words that are seldom names stand where names have them: a given name first, another one last."""
    last = len(toks) - 1
    for n, tok in enumerate(toks):
        if tok.key not in words.rare_names or _is_initial(tok.text):
            continue
        opens = n == 0 and last > 0 and tok.key in words.given_names
        # "NBC News" is a station, "Edwina Price" a person.
        closes = 0 < n == last < 3 and not strict and tok.key not in words.outlet_words
        if not opens and not closes:
            return False
    return not strict or not any(_is_odd(t, words) for t in toks) or _is_shouted_all(toks)


def _is_shouted_all(toks: list[Token]) -> bool:
    return all(t.text.isupper() or t.text.islower() or t.text.startswith("Mc") for t in toks)


def _is_odd(tok: Token, words: Words) -> bool:
    """No letter case, an abbreviation, or a capital inside: "NFL", "TechRadar"; not "EJ", "McDonald"."""
    text = tok.text
    if tok.key in words.particles or tok.key in words.suffixes:
        return False
    if not text[:1].isupper() and not _is_elided(text):
        return True
    if text.isupper():
        return len(text) > 2 and "." not in text
    seam = next((n for n in range(1, len(text)) if text[n].isupper() and text[n - 1].isalpha()), 0)
    return seam > 0 and text[:seam].casefold() not in words.camel


def is_person(toks: list[Token], words: Words, *, strict: bool = False) -> bool:
    """Whether all of the tokens together look like one person's name.

    With `strict`, for lines that no cue vouches for, words that are seldom names, abbreviations and scripts without
    capitals are refused.
    """
    if not toks or len(toks) > _MAX_WORDS + 2 or (toks[-1].key in words.particles and toks[-1].text.islower()):
        return False
    if not _is_plausible(toks, words, strict=strict):
        return False
    full = capitals = 0
    for n, tok in enumerate(toks):
        if is_name_word(tok, words) or (n and len(tok.text) == 1 and tok.text.isupper()):
            capitals += 1
            full += len(tok.key.replace(".", "")) > 1
        elif tok.key in words.suffixes and n:
            continue
        elif not (tok.key in words.particles and tok.text.isalpha() and n + 1 < len(toks)):
            return False
    return 0 < capitals <= _MAX_WORDS and full > 0


def person_name(toks: list[Token], words: Words) -> str:
    """The name in natural case, without a full stop that ends the line."""
    kept = strip_name(toks, words)
    texts = [t.text for t in kept]
    # "Jane Doe." ends a line, "Jane D." and "John Doe Jr." end in their own full stop.
    if texts and texts[-1].endswith(".") and len(texts[-1]) > 3 and kept[-1].key not in words.suffixes:
        texts[-1] = texts[-1].rstrip(".") if "." not in texts[-1][:-1] else texts[-1]
    return natural(" ".join(texts), words)


def natural(name: str, words: Words) -> str:
    """A name in capitals in its natural case: JANE McDONALD is Jane McDonald, R. SRINIVASAN is R. Srinivasan.

    A name with any other small letter is left alone.
    """
    parts = name.split()
    if len(parts) < 2 or not any(len(p) > 2 for p in parts) or not all(_is_shouted(p) for p in parts):
        return name
    return " ".join(_lowered(p, words, first=n == 0, last=n == len(parts) - 1) for n, p in enumerate(parts))


def _is_shouted(part: str) -> bool:
    letters = [c for c in part if c.isalpha()]
    small = [c for c in letters if c.islower()]
    return (
        not small
        or (part[:2] in ("Mc", "Ma", "O'", "De", "Di", "Le", "La") and part[-2:].isupper())
        or (
            part.islower() and len(part) < 5  # particles are written small among capitals: "JAN van DYK"
        )
    )


def _lowered(part: str, words: Words, *, first: bool, last: bool) -> str:
    key = fold(part)
    if part.islower():
        return part
    if key in words.lowered and not first and not last:
        return part.lower()
    if key in words.suffixes and not first:
        return part if key.startswith("i") else part.capitalize()
    if "." in part[:-1] or len(part.rstrip(".")) == 1 or _is_initials(part):
        return part
    for mark in ("-", *_APOSTROPHES):
        if mark in part:
            return str(mark).join(_lowered(p, words, first=True, last=True) if p else p for p in part.split(mark))
    return _capitalized(part, key, words)


def _capitalized(part: str, key: str, words: Words) -> str:
    """One part in capitals with capitals where a name has them: McDonald, MacLeod."""
    if key.startswith("mc") and len(key) > 3:
        return part[:1].upper() + part[1:2].lower() + part[2:3].upper() + part[3:].lower()
    if key.startswith("mac") and key[3:] in words.mac:
        return part[:1].upper() + part[1:3].lower() + part[3:4].upper() + part[4:].lower()
    return part[:1] + part[1:].lower()


def _is_initials(part: str) -> bool:
    """JK, RJ, AJ: two letters that nobody speaks as a syllable."""
    return len(part) == 2 and (part[1] == "J" or not any(c in "AEIOUY" for c in part) or not part.isascii())
