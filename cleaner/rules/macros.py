"""The macros of the rule dialect: short names for what recurs in patterns."""

import re
from typing import Final

from cleaner.errors import RuleError

__all__ = ["MACROS", "expand"]

MACROS: Final[dict[str, str]] = {
    "n": "(?:[0-9]+(?:[.,][0-9]+)?[km]?)",
    "sep": "(?: *(?:[:|>»→–—-]+|\\.\\.\\.|…) *)",
    "network": (
        "(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|linkedin|tiktok|pinterest|reddit|tumblr|snapchat"
        "|threads|bluesky|mastodon|flipboard|google news|apple news|google\\+|messenger|viber|signal|discord|email"
        "|e-mail|rss)"
    ),
    "outlet": "(?:(?:[^ :|\\n]+ ){0,4}[^ :|\\n]+)",
    "rest": "(?:[^\\n]+)",
}
_MACRO = re.compile(r"\{([a-z]+)\}")


def expand(pattern: str, where: str) -> str:
    """A pattern with its macros spelled out. Raises `RuleError` on one that does not exist."""

    def replace(match: re.Match[str]) -> str:
        if match[1] not in MACROS:
            raise RuleError(f"{where}: no macro {{{match[1]}}}; there are {', '.join(sorted(MACROS))}")
        return MACROS[match[1]]

    return _MACRO.sub(replace, pattern)
