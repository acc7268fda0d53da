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
_CAMEL: Final = re.compile(r"([a-z])([A-Z])")
_LAYOUT: Final = re.compile(r"\b(?:has|with|no|without|is|not|js|wp|hide|show)-(?!body|content)[\w-]+")


def _read() -> list[tuple[str, str]]:
    table, _ = read_toml(_FILE, CleanerError)
    return [(group["name"], group["pattern"]) for group in table["group"]]


_TABLE: Final[list[tuple[str, str]]] = cached("vocabulary", [_FILE], _FORMAT, _read)
GROUPS: Final = tuple(name for name, _ in _TABLE)
BIT: Final = {name: 1 << i for i, name in enumerate(GROUPS)}


def _compiled() -> Any:
    every = re2.Set.SearchSet()
    for _, pattern in _TABLE:
        every.Add(pattern)
    every.Compile()
    return every


_SET: Final = _compiled()


@lru_cache(maxsize=16_384)
def names_say(names: str) -> int:
    """The groups that a class or id attribute speaks of, as a sum of `BIT`s. Pages repeat their names: cached."""
    plain = _CAMEL.sub(r"\1-\2", names[:_LONGEST]).lower().replace("_", "-")
    plain = _LAYOUT.sub(" ", plain)
    return sum(1 << i for i in _SET.Match(plain) or ())
