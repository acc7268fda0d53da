"""The dialect rules are written in, and its translations to RE2.

A pattern is lower-case text with a little regular expression in it. It is matched without regard to case; a space
matches any run of blanks, `'` and `"` also match their curly forms, and `{macros}` stand for what recurs. Anchors, and
the decoration around a line ("» ", "**", "[ ]"), come from the rule's scope, never from the pattern.

Three readers: the gate runs over the bytes of a whole document in lower case (byte-wise, so that its automaton stays
small: letters beyond ASCII count as decoration there, which only lets a few lines more through), the classifier over
single folded lines, and `span_source` over a line as it is, to find where a phrase begins and ends.
"""

import re
from collections.abc import Iterable
from typing import Final

from cleaner.errors import RuleError
from cleaner.rules.schema import Rule

__all__ = ["MACROS", "classifier_source", "expand", "fold", "gate_source", "span_source", "strip_decoration"]

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
_CURLY: Final = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("“", '"'), ("”", '"'), ("„", '"'), ("«", '"'), ("»", '"'), ("\u200b", " "))
_WORD_END: Final = "(?:[^a-z0-9]|$)"
_WORD_START: Final = "(?:^|[^a-z0-9])"
# How each reader spells a blank, an apostrophe and a quotation mark.
_BYTES: Final = {" ": "(?: |\t|\u00a0|\u2009|\u202f)+", "'": "(?:'|’|‘|`)", '"': '(?:"|“|”|„)'}
_TEXT: Final = {" ": "[ \\t\\x{a0}\\x{2002}-\\x{200b}\\x{202f}\\x{3000}]+", "'": "['’‘ʼ`]", '"': '["“”„«»]'}


def expand(pattern: str, where: str) -> str:
    """A pattern with its macros spelled out. Raises `RuleError` on one that does not exist."""

    def replace(match: re.Match[str]) -> str:
        if match[1] not in MACROS:
            raise RuleError(f"{where}: no macro {{{match[1]}}}; there are {', '.join(sorted(MACROS))}")
        return MACROS[match[1]]

    return _MACRO.sub(replace, pattern)


def _spell(pattern: str, spelling: dict[str, str]) -> str:
    """Blanks and quotes, outside character classes and escapes, as one reader spells them."""
    out: list[str] = []
    in_class = False
    escaped = False
    for c in pattern:
        if escaped or c == "\\":
            escaped = not escaped
            out.append(c)
            continue
        in_class = (in_class or c == "[") and c != "]"
        if c in "?*" and out and out[-1] == spelling[" "]:
            out[-1] = spelling[" "][:-1]  # an optional blank: any number of them
            c = "*"
        out.append(c if in_class else spelling.get(c, c))
    return "".join(out)


def gate_source(rules: Iterable[Rule]) -> str:
    """The union of the rules' factors over the lower-case bytes of a document, in multi-line mode; "" for no rules."""
    places: dict[tuple[bool, bool], list[str]] = {}
    for rule in rules:
        for source, complete, anchored in rule.gates:
            place = (anchored and rule.scope in ("line", "start"), complete and rule.scope in ("line", "end"))
            places.setdefault(place, []).append(_spell(expand(source, rule.id), _BYTES))
    union = {place: f"(?:{'|'.join(dict.fromkeys(sources))})" for place, sources in places.items()}
    end = "[^a-z0-9\\n]*$"
    at_start = "|".join([*([union[True, True] + end] if (True, True) in union else []), *filter(None, [union.get((True, False))])])
    return "|".join(
        [
            *([f"^[^a-z0-9\\n]*(?:{at_start})"] if at_start else []),
            *filter(None, [union.get((False, False))]),
            *([union[False, True] + end] if (False, True) in union else []),
        ]
    )


def classifier_source(rule: Rule) -> str:
    """The rule over one line that was folded and freed of its decoration."""
    body = expand(rule.pattern, rule.id)
    if rule.scope == "line":
        return f"^(?:{body})$"
    if rule.scope == "start":
        return f"^(?:{body}){_WORD_END}"
    if rule.scope == "end":
        return f"{_WORD_START}(?:{body})$"
    if rule.scope == "cue":
        return f"{_WORD_START}(?:{body}){MACROS['sep']}"
    return f"{_WORD_START}(?:{body}){_WORD_END}"


def span_source(rule: Rule) -> str:
    """The rule over a line as it is, with the phrase as group 1."""
    body = _spell(expand(rule.pattern, rule.id), _TEXT)
    tail = _spell(MACROS["sep"], _TEXT) if rule.scope == "cue" else "(?:[^\\pL\\pN]|$)"
    return f"(?:^|[^\\pL\\pN])({body}){tail}"


def fold(line: str) -> str:
    """The form of a line that the classifier sees: lower case, plain quotes, single spaces. Never shown to anybody."""
    if not line.isascii():
        for curly, plain in _CURLY:  # on single lines several times as fast as str.translate
            line = line.replace(curly, plain)
    return " ".join(line.replace("`", "'").lower().split())


def strip_decoration(line: str) -> str:
    """The line from its first to its last letter or digit."""
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end]
