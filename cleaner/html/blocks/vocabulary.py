"""What the names that developers give to elements say of them: "related-posts", "byline__author", "cookie-banner"."""

import os
import re
from functools import lru_cache
from typing import Any, Final

import re2

from cleaner.errors import CleanerError
from cleaner.toml_cache import cached, read_toml

__all__ = ["BIT", "GROUPS", "names_say"]

_FILE: Final = os.path.join(os.path.dirname(__file__), "data", "vocabulary.toml")
_FORMAT: Final = 1
_LONGEST: Final = 400  # characters of names that are read; some frameworks put the whole style into them
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LAYOUT_WORDS: Final = r"\b(?:has|with|no|without|is|not|js|hide|show)-"
_LAYOUT: Final = re.compile(_LAYOUT_WORDS + r"(?!body|content)[\w-]+")


def _read() -> list[tuple[str, str]]:
    table, _ = read_toml(_FILE, CleanerError)
    return [(group["name"], group["pattern"]) for group in table["group"]]


_TABLE: Final[list[tuple[str, str]]] = cached("vocabulary", [_FILE], _FORMAT, _read)
GROUPS: Final = tuple(name for name, _ in _TABLE)
BIT: Final = {name: 1 << i for i, name in enumerate(GROUPS)}


def _compiled() -> Any:
    every = re2.Set.SearchSet()
    for pattern in (*(pattern for _, pattern in _TABLE), _LAYOUT_WORDS):
        every.Add(pattern)
    every.Compile()
    return every


_SET: Final = _compiled()
_OF_LAYOUT: Final = len(_TABLE)  # where `_LAYOUT_WORDS` are in the set
_WORTH: Final = (*BIT.values(), 0)


@lru_cache(maxsize=16_384)
def names_say(names: str) -> int:
    """The groups that a class or id attribute speaks of, as a sum of `BIT`s. Pages repeat their names: cached."""
    names = names[:_LONGEST]
    plain = names.lower()
    if plain != names:
        plain = _CAMEL.sub("-", names).lower()
    plain = plain.replace("_", "-")
    said = _SET.Match(plain) or ()
    if _OF_LAYOUT in said:
        said = _SET.Match(_LAYOUT.sub(" ", plain)) or ()
    return sum(map(_WORTH.__getitem__, said))
