"""What the names that developers give to elements say of them: "related-posts", "byline__author", "cookie-banner"."""

import os
import re
from functools import lru_cache
from typing import Any, Final

import re2

from cleaner.errors import CleanerError
from cleaner.toml_cache import cached, read_toml

__all__ = ["BIT", "DOUBT_AROUND", "DOUBT_NEAR", "EVIDENCE", "GROUPS", "names_say"]

_FILE: Final = os.path.join(os.path.dirname(__file__), "data", "vocabulary.toml")
_FORMAT: Final = 2
_LONGEST: Final = 400  # characters of names that are read; some frameworks put the whole style into them
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAYOUT_WORDS: Final = r"\b(?:has|with|no|without|is|not|js|hide|show)-"
_LAYOUT: Final = re.compile(_LAYOUT_WORDS + r"(?!body|content)[\w-]+")


def _read() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    table, _ = read_toml(_FILE, CleanerError)
    groups, doubts = ([(entry["name"], entry["pattern"]) for entry in table[key]] for key in ("group", "doubt"))
    return groups, doubts


_EVIDENT, _DOUBTS = cached("vocabulary", [_FILE], _FORMAT, _read)
_TABLE: Final[list[tuple[str, str]]] = [*_EVIDENT, *_DOUBTS]
GROUPS: Final = tuple(name for name, _ in _EVIDENT)
BIT: Final = {name: 1 << i for i, (name, _) in enumerate(_EVIDENT)}
EVIDENCE: Final = (1 << len(GROUPS)) - 1  # the bits that the judge knows
DOUBT_AROUND, DOUBT_NEAR = (1 << len(GROUPS) + i for i in range(2))


def _compiled() -> Any:
    every = re2.Set.SearchSet()
    for pattern in (*(pattern for _, pattern in _TABLE), _LAYOUT_WORDS):
        every.Add(pattern)
    every.Compile()
    return every


_SET: Final = _compiled()
_OF_LAYOUT: Final = len(_TABLE)  # where `_LAYOUT_WORDS` are in the set
_WORTH: Final = (*(1 << i for i in range(len(_TABLE))), 0)


@lru_cache(maxsize=16_384)
def names_say(names: str) -> int:
    """The groups and doubts that a class or id attribute speaks of, as a sum of bits. Pages repeat names: cached."""
    names = names[:_LONGEST]
    plain = names.lower()
    if plain != names:
        plain = _CAMEL.sub("-", names).lower()
    plain = plain.replace("_", "-")
    said = _SET.Match(plain) or ()
    if _OF_LAYOUT in said:
        said = _SET.Match(_LAYOUT.sub(" ", plain)) or ()
    return sum(map(_WORTH.__getitem__, said))
