"""Values as pages write them, made into plain text, languages and comparable addresses."""

import re
from functools import lru_cache
from html import unescape
from typing import Final
from urllib.parse import urlsplit

__all__ = ["address", "folded", "is_same_text", "language_tag", "one_line", "plain"]

_TAG: Final = re.compile(r"<[/!a-zA-Z][^<>]*>")
_BLOCK: Final = re.compile(
    r"</?(?:p|div|h[1-6]|li|ul|ol|br|tr|table|blockquote|section|figure)\b[^<>]*>", re.IGNORECASE
)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}")
_BLANKS: Final = re.compile(r"[ \t\r\f\v\u00a0]+")
# Soft hyphens and marks without width tell browsers how to break a line.
_UNSEEN: Final = "\u00ad\u200b\u2060\ufeff"
_SPOKEN: Final = re.compile(r"[^\W_]+")
_MAX_BODY: Final = 2_000_000
_MAX_LINE: Final = 2_000


def one_line(value: object) -> str:
    """A short value without markup, entities and line ends; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    text = value[:_MAX_LINE]
    if not text.isascii():
        for mark in _UNSEEN:  # several times as fast as str.translate
            text = text.replace(mark, "")
    if "&" in text:
        # Twice, because what a template escaped is often escaped again by the next.
        text = unescape(unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    return " ".join(text.split())


def plain(value: object) -> str:
    """A long text without markup, its paragraphs on lines of their own."""
    if not isinstance(value, str):
        return ""
    text = value[:_MAX_BODY]
    # Escaped markup ("&lt;p&gt;") is markup; in text with real tags an escaped one is content.
    if "&lt;" in text and "<" not in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", text))
    if "&" in text:
        text = unescape(text)
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Letters and figures alone, without case: for comparing titles and names of sites, over and over the same."""
    return "".join(_SPOKEN.findall(text.casefold()))


def is_same_text(one: str, other: str) -> bool:
    """Whether two folded titles say the same, one of them perhaps cut short ("..."), or with a site's name after it."""
    a, b = sorted((one, other), key=len)
    return bool(a) and (a == b or (len(a) > 20 and b.startswith(a)))


def address(url: str) -> str:
    """Host and path of an address in a form that compares: no scheme, "www.", query and last slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return parts.netloc.casefold().removeprefix("www.") + parts.path.rstrip("/")


def language_tag(value: object) -> str | None:
    """A language tag as given, with hyphens; None for what is none."""
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    text = one_line(value).split(",")[0].strip()
    return text.replace("_", "-") if _LANGUAGE.fullmatch(text) else None
