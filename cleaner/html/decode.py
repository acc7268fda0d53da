"""Bytes of a page into text: by the byte order mark, the bytes themselves, what is declared, or by detection.

Declarations are often wrong, valid UTF-8 hardly ever is by chance. So the bytes speak before the header does.
"""

import codecs
import re
from typing import Final

from cleaner.errors import ConfigError

try:
    from charset_normalizer import from_bytes
    from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode
except ImportError as error:
    raise ConfigError("HTML needs more packages: pip install 'article-cleaner[html]'") from error

__all__ = ["decode"]

LATIN: Final = frozenset({"cp1252", "iso8859-15"})
DENSE: Final = ("euc_jp", "cp932", "cp949", "gb18030", "big5hkscs", "cp1251", "koi8_u", "cp1253", "cp1255", "cp1256")
DENSE_MORE: Final = ("cp874", "iso8859_5", "iso8859_7", "iso8859_6", "iso8859_8", "cp866")
SPARSE: Final = ("cp1252", "cp1250", "cp1254", "cp1257")
# Names of Python's codecs. It knows others ("hex", "idna", "punycode") that are no encodings of text, and that raise.
KNOWN: Final = frozenset(
    {codecs.lookup(name).name for name in (*DENSE, *DENSE_MORE, *SPARSE)}
    | {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "koi8-r", "cp1258", "cp850"}
    | {
        "iso2022_jp",
        "hz",
        "gbk",
        "gb2312",
        "big5",
        "euc_kr",
        "shift_jis",
        "mac-roman",
        "mac-cyrillic",
        "cp437",
        "cp852",
    }
    | {f"iso8859-{n}" for n in (2, 3, 4, 10, 13, 14, 15, 16)}
)
# What pages in a language were written in before UTF-8, where it is not the encoding of western Europe.
BY_LANGUAGE: Final = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "sr", "mk", "kk"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "tr": "cp1254",
    "az": "cp1254",
    "el": "cp1253",
    "he": "cp1255",
    "th": "cp874",
    "vi": "cp1258",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
# A word of two Chinese characters is valid UTF-8 by chance now and then; four characters are no chance.
CHANCE: Final = 4
# In Latin scripts letters beyond ASCII stand alone or in pairs (mean run 1.0 to 1.2); elsewhere it is 2.9 and more.
DENSE_RUN: Final = 2.0
SAMPLE_FROM: Final = 200_000
SAMPLE_BYTES: Final = 8_192
# How much better than western Europe's the letter statistics of another encoding must be (ties are common).
COHERENCE_LEAD: Final = 0.05

_ESCAPE: Final = re.compile(rb"\x1b[$(][@BJI]")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_TAG: Final = re.compile(rb"<[^<>]*>")
_LANGUAGE: Final = re.compile(rb"<html[^<>]*\slang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text of a page. `content_type` is the HTTP header of that name; a byte order mark is no part of the text.

    What cannot be decoded becomes U+FFFD; no bytes raise.
    """
    encoding, mark = read_bom(data)
    encoding = encoding or _wide(data)
    if encoding:
        return to_unicode(data[len(mark or b"") :], encoding)
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        if fault.end == len(data) and fault.start and not data[: fault.start].isascii():
            return to_unicode(data, "utf-8")  # the last character is cut off
        return _legacy(data, _declared(data, content_type))
    if b"\x1b" in data and _ESCAPE.search(data):
        return to_unicode(data, "iso2022_jp")
    if len(data) - len(text) >= CHANCE or (text.isascii() and "~{" not in text):
        return text
    return _short(data, text, _declared(data, content_type))


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: half of the bytes of its markup are NUL."""
    start = data[:1024]
    if b"\0" not in start:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < max(4, len(start) // 8) or min(even, odd) > len(start) // 32:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """The encodings that the header and the page itself name, the better one first, each known and narrow."""
    header, meta = http_content_type_encoding(content_type), html_body_declared_encoding(data)
    both = [header, meta]
    if header in LATIN and meta:  # the default of many servers, set by nobody
        both.reverse()
    return [name for name in dict.fromkeys(both) if name in KNOWN and not name.startswith(("utf-16", "utf-32"))]


def _short(data: bytes, text: str, declared: list[str]) -> str:
    """Bytes that are valid UTF-8, but so few that chance may have made them so."""
    encoding = next(iter(declared), "utf-8")
    if encoding == "utf-8" or encoding in LATIN:
        return text
    return _strictly(data, encoding) or text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _legacy(data: bytes, declared: list[str]) -> str:
    """Bytes that are not valid UTF-8: what is declared, if that is plausible; else damaged UTF-8; else a guess."""
    sample = _sample(data)
    dense = _is_dense(sample)
    for encoding in declared:
        text = None if encoding == "utf-8" or (dense and encoding in LATIN) else _strictly(data, encoding)
        if text is not None:
            return text
    for encoding in dict.fromkeys((*declared, "utf-8")):
        text = to_unicode(data, encoding)
        if not (dense and encoding in LATIN) and _mostly_sound(text):
            return text
    return to_unicode(data, _guess(data, sample, dense=dense))


def _mostly_sound(text: str) -> bool:
    """Whether what could not be decoded is a blemish beside the other characters beyond ASCII."""
    lost = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return lost * 10 <= beyond - lost


def _sample(data: bytes) -> bytes:
    """Lines of text with bytes beyond ASCII, whole, because half a character would spoil the statistics."""
    out: list[bytes] = []
    size = 0
    for line in _TAG.sub(b"\n", data[:SAMPLE_FROM]).split(b"\n"):
        if not line.isascii():
            out.append(line)
            size += len(line)
            if size > SAMPLE_BYTES:
                break
    return b"\n".join(out)[: 2 * SAMPLE_BYTES]


def _is_dense(sample: bytes) -> bool:
    runs = _HIGH.findall(sample)
    return sum(map(len, runs)) > DENSE_RUN * len(runs)


def _guess(data: bytes, sample: bytes, *, dense: bool) -> str:
    """The likeliest encoding by the statistics of letters, and by the language that the page names."""
    named = _LANGUAGE.search(data[:4096])
    by_language = BY_LANGUAGE.get(named.group(1).decode().lower()) if named else None
    if dense:
        found = from_bytes(sample, cp_isolation=[*DENSE, *DENSE_MORE], enable_fallback=False).best()
        return found.encoding if found else by_language or "cp1252"
    encoding = by_language or _sparse(sample)
    if encoding == "cp1250" and not any(0x80 <= byte < 0xA0 for byte in sample):
        return "iso8859_2"  # nearly the same, but without these
    return encoding


def _sparse(sample: bytes) -> str:
    """Western Europe's encoding unless another one is clearly better; many texts read alike in several."""
    found = from_bytes(sample, cp_isolation=list(SPARSE), enable_fallback=False)
    scores = {name: match.coherence - match.chaos for match in found for name in match.could_be_from_charset}
    best = max(scores, key=scores.__getitem__, default="cp1252")
    return best if scores.get(best, 0.0) > scores.get("cp1252", 0.0) + COHERENCE_LEAD else "cp1252"
