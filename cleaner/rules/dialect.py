"""The dialect rules are written in, and its translations to RE2.

A pattern is lower-case text with a little regular expression in it. It is matched without regard to case; a space
matches any run of blanks, `'` and `"` also match their curly forms, and `{macros}` stand for what recurs. Anchors, and
the decoration around a line ("» ", "**", "[ ]"), come from the rule's scope, never from the pattern.

Three readers: the gate runs over the bytes of a whole document in lower case (byte-wise, so that its automaton stays
small: letters beyond ASCII count as blanks there, which only lets a few lines more through), the classifier over
single folded lines, and `span_source` over a line as it is, to find where a phrase begins and ends.
"""

import re
from typing import Final

from cleaner.rules.folding import is_unspaced
from cleaner.rules.macros import MACROS, expand
from cleaner.rules.schema import Rule

__all__ = ["classifier_source", "span_source"]

_TOKEN = re.compile(r"\\.|\[\^?\]?[^\]]*\]|.", re.DOTALL)
_NUMBER: Final = "[0-9]+(?:[.,][0-9]+)*"  # what stands as 0 in a key
# Letters and digits of the scripts that set blanks between words; far cheaper to RE2 than its own class of letters.
_LETTERS: Final = "a-z0-9à-öø-ʯͰ-ԯԱ-ևא-תؠ-٩ٮ-ۓە-ۼऀ-ॣ०-෿Ⴀ-ჿḀ-῿가-힣"
_WORD_END: Final = f"(?:[^{_LETTERS}]|$)"
_WORD_START: Final = f"(?:^|[^{_LETTERS}])"
# Han, kana, Thai, Lao, Burmese and Khmer know no blanks: a phrase of theirs may stand anywhere but behind a plain
# letter or digit, where no key is looked for.
_UNSPACED_START: Final = "(?:^|[^a-z0-9])"
# How each reader spells a blank, an apostrophe and a quotation mark.
# The gate's blanks are single bytes, all beyond ASCII among them: a few ranges compile in half the time of twenty.
_BYTES: Final = {
    " ": "[\\t\\x0b-\\r\\x1c-\\x20\\x80-\\xff]+",
    "'": "(?:['`]|\\xe2\\x80[\\x98\\x99]|\\xca\\xbc)",
    '"': '(?:"|\\xe2\\x80[\\x9c-\\x9e])',
}
_TEXT: Final = {" ": "[\\pZ\\t\\x0b\\x0c\\r\\x1c-\\x1f\\x{85}\\x{200b}]+", "'": "['’‘ʼ`]", '"': '["“”„]'}


def _spell(pattern: str, spelling: dict[str, str]) -> str:
    """Blanks and quotes, escapes aside, as one reader spells them; a class with a blank in it takes any run of them."""
    blank = spelling[" "]
    out: list[str] = []
    for token in _TOKEN.findall(pattern):
        if token[0] == "[" and token[1] != "^" and " " in token:
            out.append(f"{token[:-1].replace(' ', blank[1:-2])}]+")
        elif token in ("?", "*") and out and out[-1] == blank:
            out[-1] = blank[:-1] + "*"  # an optional blank: any number of them
        elif token in ("?", "*", "+", "{") and out and out[-1].endswith("]+") and out[-1] != blank:
            out[-1] = out[-1][:-1] + {"?": "*"}.get(token, token)
        else:
            out.append(spelling.get(token, token))
    return "".join(out)


def classifier_source(rule: Rule) -> str:
    """The rule over one line that was folded and freed of its decoration."""
    body = expand(rule.pattern, rule.id)
    if rule.scope == "line":
        return f"^(?:{body})$"
    start, end = (_UNSPACED_START, "") if is_unspaced(body) else (_WORD_START, _WORD_END)
    if rule.scope == "start":
        return f"^(?:{body}){end}"
    if rule.scope == "end":
        return f"{start}(?:{body})$"
    if rule.scope == "cue":
        return f"{start}(?:{body}){MACROS['sep']}"
    return f"{start}(?:{body}){end}"


def span_source(rule: Rule) -> str:
    """The rule over a line whose letters alone are folded, with the phrase as group 1.

    A cue may hang on the word before it, where a scraper lost the blank; `signals.inline` looks at the seam.
    """
    body = _spell(expand(rule.pattern, rule.id), _TEXT)
    unspaced = is_unspaced(body)
    start = "" if rule.scope == "cue" else _UNSPACED_START if unspaced else _WORD_START
    end = _spell(MACROS["sep"], _TEXT) if rule.scope == "cue" else "" if unspaced else _WORD_END
    return f"{start}({body}){end}"
