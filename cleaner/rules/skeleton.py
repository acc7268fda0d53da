"""The skeleton of a text: what is left of it when only keys are looked for.

Letters are small and folded, every digit is a 0, everything else a blank. Each line is bare of its decoration and
stands between two line feeds, with a blank behind the first one, so that there is a blank before every word.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cleaner.rules.folding import SIGNS, beyond_ascii, fold_letters, is_plain, strip_decoration

__all__ = ["LINE_START", "skeleton", "words"]

LINE_START: Final = b"\n "

# By byte: a letter as a small one (bytes beyond ASCII as they are), 0 for a digit, the line feed, else a blank.
_BARE: Final = bytes(
    c if c >= 0x80 or c == 0x0A else 0x30 if chr(c).isdigit() else ord(chr(c).lower()) if chr(c).isalpha() else 0x20
    for c in range(256)
)
# Where a word of a script with blanks may follow a letter of one without.
_UNSPACED: Final = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff]"
_SEAM: Final = f"({_UNSPACED})(?=[A-Za-z0-9\xaa-\u0dff\u10a0-\u10ff\u1e00-\u1fff\uac00-\ud7af])"
_SIGN: Final = "-"
_BLANK: Final = " "
# More kinds of signs than that are no running text; they are taken out in one pass.
MAX_SIGNS: Final = 200


def skeleton(lines: Sequence[str]) -> bytes:
    """The skeleton of lines. Costs about 4 us a kB."""
    bare = [line.strip(SIGNS) for line in lines]
    text = "\n ".join(["", *bare, ""])
    if not text.isascii():
        bare = [
            line if line.isascii() or (line[0].isalnum() and line[-1].isalnum()) else strip_decoration(line)
            for line in bare
        ]
        text = "\n ".join(["", *bare, ""])
    return words(text[:-1])


def words(text: str) -> bytes:
    """A stretch of text in the form of a skeleton."""
    if not text.isascii():
        text = _plain(text)
    if "\t" in text:
        text = text.replace("\t", " ")
    if "  " in text:
        text = re.sub("  +", " ", text)
    return text.encode("utf-8", "replace").translate(_BARE)


def _plain(text: str) -> str:
    """A text with its letters folded, and plain signs and blanks for those beyond ASCII."""
    chars = beyond_ascii(text.encode("utf-8", "replace"))
    if not all(map(is_plain, chars)):
        text = fold_letters(text.lower())
        chars = beyond_ascii(text.encode("utf-8", "replace"))
    signs = {char: sign for char in chars if (sign := _stand_in(char))}
    if any(char >= "\u0e00" for char in chars.difference(signs)):
        text = re.sub(_SEAM, "\\1 ", text)
    if len(signs) > MAX_SIGNS:
        text = text.translate({ord(char): sign for char, sign in signs.items()})
    else:
        for char, sign in signs.items():
            text = text.replace(char, sign)
    return text


@lru_cache(maxsize=4096)
def _stand_in(char: str) -> str:
    """What stands for a character beyond ASCII that is no letter; "" for a letter, or a part of one."""
    import unicodedata  # noqa: PLC0415 - ASCII texts do without

    kind = unicodedata.category(char)
    if kind[0] == "Z" or char in "\u200b\u0085":
        return _BLANK
    if kind == "Me" or char == "\u02bc":  # an apostrophe that counts as a letter
        return _SIGN
    return "" if kind[0] in "LMN" else _SIGN
