"""How lines look to the rules: folded, and without the decoration around them. Never shown to anybody."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

__all__ = [
    "SIGNS",
    "aligned",
    "bare_form",
    "beyond_ascii",
    "fold",
    "fold_letters",
    "fold_quotes",
    "is_plain",
    "is_single_spaced",
    "is_unspaced",
    "least_size",
    "strip_decoration",
]

_CURLY: Final = (
    ("’", "'"),
    ("‘", "'"),
    ("ʼ", "'"),
    ("“", '"'),
    ("”", '"'),
    ("„", '"'),
    ("\u200b", " "),
)

# Letters that writers and keyboards mix, after lower-casing. What folds to nothing is not seen in print.
_SAME: Final[dict[str, str]] = {
    **{chr(c + 0xFEE0): chr(c).lower() for c in range(0x21, 0x7F)},  # full-width forms
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("ةۀہ", "ه"),
    "ک": "ك",
    **{chr(0x660 + n): str(n) for n in range(10)},
    **{chr(0x6F0 + n): str(n) for n in range(10)},
    **dict.fromkeys(map(chr, (0x640, *range(0x64B, 0x653), 0x670)), ""),  # tatweel and vowel marks
    "\u200c": " ",  # where one writer sets a non-joiner, the next sets a blank
    **dict.fromkeys("\u200d\u200e\u200f\u00ad\u2060\ufeff\ufe0f", ""),
    "ı": "i",
    "\u0307": "",  # what lower-casing leaves of a dotted capital I
    "ё": "е",
    "ș": "ş",
    "ț": "ţ",
    "ς": "σ",
    **dict(zip("άέήίϊΐόύϋΰώ", "αεηιιιουυυω", strict=True)),
}
_VARIANT: Final = f"[{''.join(map(re.escape, _SAME))}]"  # compiled on first use: ASCII texts do without
_MARK: Final = "\u0300"  # no combining mark comes before it
_MARKS: Final = 4
_ASCII: Final = bytes(range(0x80))
# All bytes but plain letters and digits: signs may be decoration, and what is not ASCII may fold to nothing.
_MAY_GO: Final = bytes(c for c in range(256) if c >= 0x80 or not chr(c).isalnum())
# What is decoration at the edges of a line, as far as it is ASCII.
SIGNS: Final = "".join(chr(c) for c in range(0x80) if not chr(c).isalnum())
# Han, kana, Thai, Lao, Burmese and Khmer know no blanks between words.
_UNSPACED: Final = (("฀", "໿"), ("က", "႟"), ("ក", "៿"), ("぀", "ヿ"), ("㐀", "䶿"), ("一", "鿿"))


def fold(line: str) -> str:
    """A line as the classifier sees it: lower case, plain quotes, single spaces, one form for each letter."""
    line = fold_quotes(line).lower()
    if not line.isascii():
        line = fold_letters(line)
    return line if is_single_spaced(line) and line == line.strip(" ") else " ".join(line.split())


def bare_form(line: str) -> str:
    """`fold(strip_decoration(line))`, the line as rules see it, in a third of the time where it is ASCII but quotes."""
    quoted = fold_quotes(line)
    if not quoted.isascii():
        return fold(strip_decoration(line))
    bare = quoted.strip(SIGNS).lower()
    return bare if is_single_spaced(bare) else " ".join(bare.split())


def is_single_spaced(line: str) -> bool:
    """Whether a line has plain blanks only, never two together; without taking it to pieces."""
    return line.isprintable() and "  " not in line


def is_unspaced(pattern: str) -> bool:
    """Whether a phrase is of a script without blanks; no class of `re`, which takes 8 ms to compile this one."""
    if pattern.isascii() or max(pattern) < _UNSPACED[0][0]:
        return False
    return any(low <= char <= high for char in set(pattern) for low, high in _UNSPACED)


def least_size(line: str) -> int:
    """So many characters at least are left of a line when it is folded and freed of its decoration."""
    return len(line.encode("utf-8", "replace").translate(None, _MAY_GO))


def fold_letters(text: str) -> str:
    """Lower-case text with one form for each letter. Lines stay lines; lengths may change."""
    if all(map(is_plain, beyond_ascii(text.encode("utf-8", "replace")))):
        return text
    import unicodedata  # noqa: PLC0415 - most texts do without

    return re.sub(_VARIANT, lambda m: _SAME[m[0]], unicodedata.normalize("NFC", text))


def beyond_ascii(data: bytes) -> set[str]:
    """The characters of UTF-8 that are not ASCII."""
    return set(data.translate(None, _ASCII).decode())


@lru_cache(maxsize=4096)
def is_plain(char: str) -> bool:
    """Whether `fold_letters(char.lower())` is the character itself, whatever stands beside it."""
    import unicodedata  # noqa: PLC0415

    if char.lower() != char or char in _SAME or "\u1100" <= char <= "\u11ff" or "\uffff" < char < "\U0001f000":
        return False  # parts of Hangul syllables and of some rare scripts are put together
    return unicodedata.category(char)[0] != "M" and unicodedata.is_normalized("NFC", char)


def fold_quotes(line: str) -> str:
    """Plain quotes for curly ones."""
    if not line.isascii():
        for curly, plain in _CURLY:  # on single lines several times as fast as str.translate
            line = line.replace(curly, plain)
    return line.replace("`", "'")


def aligned(line: str) -> tuple[str, Sequence[int]]:
    """A line with its letters folded, and for each of its characters, and its end, the offset in the line as it is."""
    if line.isascii():
        return line, range(len(line) + 1)
    lower = line.lower()
    folded = fold_letters(lower)
    if len(folded) == len(lower) == len(line):  # folding only ever shortens, so nothing moved
        return folded, range(len(line) + 1)
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in _clusters(line):
        out.append(line[at:start].lower())
        offsets += range(at, start)
        piece = fold_letters(line[start:end].lower())
        out.append(piece)
        offsets += [start] * len(piece)
        at = end
    return "".join(out) + line[at:].lower(), [*offsets, *range(at, len(line) + 1)]


def _clusters(line: str) -> Iterator[tuple[int, int]]:
    """The characters that folding may change, each with the marks that are composed with it."""
    import unicodedata  # noqa: PLC0415

    folding = {char for char in set(line) if not char.isascii() and not is_plain(char)}
    end = 0
    for at in [i for i, char in enumerate(line) if char in folding]:
        if at < end:
            continue
        start = at - 1 if at > end and unicodedata.combining(line[at]) else at
        end = at + 1
        while end < len(line) and unicodedata.combining(line[end]):
            end += 1
        yield start, end


def strip_decoration(line: str) -> str:
    """The line from its first to its last letter or digit."""
    line = line.strip(SIGNS)
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not (line[end - 1].isalnum() or (line[end - 1] >= _MARK and _on_letter(line, end - 1))):
        end -= 1
    return line[start:end]


def _on_letter(line: str, at: int) -> bool:
    """Whether a character is a vowel sign or an accent on a letter, and so a part of the word."""
    import unicodedata  # noqa: PLC0415

    for back in range(at, max(-1, at - _MARKS), -1):
        if unicodedata.category(line[back])[0] != "M":
            return back < at and line[back].isalpha()
    return False
