"""What a line looks like, whatever it says."""

from itertools import pairwise
from typing import Final

__all__ = [
    "fold_words",
    "is_break",
    "is_headline",
    "is_prose",
    "is_separator",
    "is_slug",
    "is_speech",
    "is_title_case",
    "is_wide",
    "sentence_count",
    "terminated",
    "words_of",
]

# Sentence-final marks of the scripts we meet; Thai, Lao, Khmer and Burmese prose has none.
FINAL: Final = frozenset(".!?…。！？．؟۔।॥։።")
WIDE_FINAL: Final = frozenset("。！？")  # no blank follows these
UNMARKED: Final = (("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"))
UNMARKED_CHARS: Final = 80
CLOSERS: Final = "\"'”’»«)]】」』）›*_ \t\u200b\u00a0"
OPENING_QUOTES: Final = '"“„«「『'
QUOTES: Final = '"“”„«»「『'
BULLETS: Final = "-•*–·"
BREAKS: Final = "*_-–—=~•·.#◆●■"
# A line of these is part of a program, a formula, a tree of folders or a statute.
NO_SEPARATORS: Final = frozenset("{}$;§│├└┌┐┘┤")
ELLIPSES: Final = frozenset({"[...]", "(...)", "[…]", "(…)"})

# What newsroom systems call the sizes of a picture.
RENDITIONS: Final = frozenset({"jumbo", "superJumbo", "superjumbo", "articleLarge", "thumbStandard", "thumbLarge"})
WORD_EDGES: Final = ".,:;!?\"'“”‘«»()[]|–—-…*#›"
INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufffd \t")

PROSE_CHARS: Final = 80
WIDE_PROSE_CHARS: Final = 30
LONG_LINE: Final = 240
WIDE_LONG_LINE: Final = 100  # says as much as `LONG_LINE` does in letters


def terminated(line: str) -> bool:
    """Whether a line ends like a sentence, closing quotes and brackets aside."""
    last = line.rstrip(CLOSERS)[-1:]
    return last in FINAL or (len(line) >= UNMARKED_CHARS and last >= UNMARKED[0][0] and _is_unmarked(last))


def _is_unmarked(last: str) -> bool:
    """Whether a line that ends so is of a script whose sentences end in no mark; if it is long, it is a paragraph."""
    return any(low <= last <= high for low, high in UNMARKED)


def is_wide(line: str) -> bool:
    """Whether a line is mostly of a script that needs few characters for a sentence (Han, kana, Hangul)."""
    if line.isascii():
        return False
    sample = line[:60]
    return sum(c >= "\u2e80" for c in sample) * 2 > len(sample)


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph of running text."""
    n = len(line)
    if n >= LONG_LINE:
        return True
    if n >= PROSE_CHARS:
        return terminated(line) or is_long(line)
    return n >= WIDE_PROSE_CHARS and is_wide(line) and terminated(line)


def is_long(line: str) -> bool:
    """Whether a line is too long for a heading or a headline, in any script."""
    return len(line) >= LONG_LINE or (len(line) >= WIDE_LONG_LINE and is_wide(line))


def is_headline(line: str) -> bool:
    """Whether a line could be a headline: a few words, no end of sentence, nothing that hangs open."""
    if not 12 <= len(line) <= 180 or line[-1] in ":;," or (terminated(line) and line[-1] not in "?!'’\"”"):
        return False
    return line[0].isalnum() or line[0] in QUOTES + "'‘¿¡"


def is_title_case(line: str) -> bool:
    """Whether most words are capitalised, as in American headlines; at least four words that have a case."""
    words = [w for w in line.split() if (w[0].isalpha() and len(w) > 3) or w[0].isupper()]
    cased = [w for w in words if w[0].isupper() or w[0].islower()]
    return len(cased) >= 4 and sum(w[0].isupper() for w in cased) >= 0.8 * len(cased)


def is_separator(line: str) -> bool:
    """A line of symbols only ("***", "———"); no rule under the head of a table, no code, nothing invisible."""
    if not 0 < len(line) <= 80 or any(c.isalnum() for c in line) or "|" in line or line[0] == "+":
        return False
    return line not in ELLIPSES and any(c not in INVISIBLE for c in line) and NO_SEPARATORS.isdisjoint(line)


def is_break(line: str) -> bool:
    """A separator as writers set between two sections: three signs of one kind and more ("* * *", "___")."""
    signs = line.replace(" ", "")
    return len(signs) >= 3 and len(set(signs)) == 1 and signs[0] in BREAKS


_MEDIA_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".mp4", ".mov", ".tiff", ".bmp")


def is_slug(line: str) -> bool:
    """An image or video file name, or the internal name of a rendition ("01port2 1 778 videoSixteenByNine3000")."""
    if not 6 <= len(line) <= 160:
        return False
    tokens = line.split()
    last = tokens[-1]
    if last.lower().partition("?")[0].endswith(_MEDIA_ENDINGS):
        if len(tokens) > 1 and tokens[-2][-1] == ":" and "://" in last:
            return False  # "Example: https://...": an address that the article gives
        return len(tokens) == 1 or (
            len(tokens) <= 8 and not terminated(" ".join(tokens[:-1])) and _looks_numbered(tokens[:-1])
        )
    if len(tokens) <= 6 and (_is_rendition(last) or (last in RENDITIONS and tokens[0][0].isdigit())):
        return any(c.isdigit() for c in line)
    return len(tokens) == 1 and _is_sized(last)


def _looks_numbered(tokens: list[str]) -> bool:
    return any(c.isdigit() for token in tokens for c in token) or len(tokens) <= 3


def _is_rendition(token: str) -> bool:
    """CamelCase ending in digits, or the like: no word of any language."""
    humps = sum(a.islower() and b.isupper() for a, b in pairwise(token))
    return token.isalnum() and token.isascii() and humps >= 2 and token[-1].isdigit() and token[0].islower()


def _is_sized(token: str) -> bool:
    """A name with the size of a picture: `tinted-harbour-1024x683`."""
    head, _, size = token.rpartition("-")
    width, _, height = size.partition("x")
    return (
        bool(head) and 2 <= len(width) <= 4 and 2 <= len(height) <= 4 and (width + height).isdigit() and len(head) >= 3
    )


def words_of(line: str) -> list[str]:
    """Words, case-folded, without punctuation."""
    out = []
    for token in line.casefold().replace("’", "'").split():
        word = token.strip(WORD_EDGES)
        if word:
            out.append(word)
    return out


def fold_words(line: str) -> str:
    """The words of a line joined by single spaces: two lines with the same words compare equal."""
    return " ".join(words_of(line))


def is_speech(line: str) -> bool:
    """A line that opens with a quotation and goes on after it: somebody is being reported."""
    if line[0] not in OPENING_QUOTES:
        return False
    return any(mark in line[1:-1] for mark in '"”“»') or (line[-1] in '"”»' and line[-2:-1] in FINAL)


def sentence_count(line: str) -> int:
    """How many sentences end inside a line: marks followed by a space and something that opens a sentence."""
    count = 0
    for i in range(1, len(line) - 2):
        if line[i] in WIDE_FINAL:
            count += 1
        elif line[i] in FINAL and line[i + 1] in " \u00a0" + CLOSERS and not _is_abbreviation(line, i):
            rest = line[i + 1 : i + 6].lstrip(CLOSERS)
            count += bool(rest) and (rest[0].isupper() or rest[0].isdigit() or rest[0] in QUOTES or rest[0] >= "\u2e80")
    return count + terminated(line)


def _is_abbreviation(line: str, i: int) -> bool:
    """`U.S. Senate`, `J. Doe`, `Gov. Ann`: a dot after one letter or a short capitalised word."""
    if line[i] != ".":
        return False
    start = line.rfind(" ", 0, i) + 1
    token = line[start:i].lstrip("(“\"'")
    return len(token) <= 1 or "." in token or (len(token) <= 4 and token[:1].isupper())
