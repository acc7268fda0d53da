"""The macros of the rule dialect: short names for what recurs in patterns."""

import re
from typing import Final

from cleaner.errors import RuleError
from cleaner.rules.folding import fold_letters

__all__ = ["MACROS", "expand"]

_NO_STOP: Final = "[^ .:;!?()\\[\\]|。\\n]"
_CREDITED: Final = f"(?:{_NO_STOP}+(?:\\.{_NO_STOP}+)*|{_NO_STOP}{{1,4}}\\.)"
MACROS: Final[dict[str, str]] = {
    "n": "(?:[0-9]+(?:[.,][0-9]+)?[km]?)",
    "sep": "(?:[】》〉」 ]*(?:[:|>»→►▶】》〉–—-]+|\\.\\.\\.|…) *)",
    "network": (
        "(?:facebook|twitter|x|instagram|whatsapp|telegram|youtube|linkedin|tiktok|pinterest|reddit|tumblr|snapchat"
        "|threads|bluesky|mastodon|flipboard|google news|apple news|google\\+|messenger|viber|signal|discord|email"
        "|e-mail|rss)"
    ),
    "outlet": "(?:(?:[^ :|\\n]+ ){0,4}[^ :|\\n]+)",
    # Who took a picture: a few words without the end of a sentence, initials and domains aside.
    "credited": f"(?:{_CREDITED}(?: {_CREDITED}){{0,7}})",
    "rest": "(?:[^\\n]+)",
}
_MACRO = re.compile(r"\{([a-z]+)\}")


def expand(pattern: str, where: str) -> str:
    """A pattern with macros spelled out and letters folded. Raises `RuleError` on a macro that does not exist."""

    def replace(match: re.Match[str]) -> str:
        if match[1] not in MACROS:
            raise RuleError(f"{where}: no macro {{{match[1]}}}; there are {', '.join(sorted(MACROS))}")
        return MACROS[match[1]]

    spelled = _MACRO.sub(replace, pattern)
    return spelled if spelled.isascii() else fold_letters(spelled)
