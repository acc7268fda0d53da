"""Plain text: one document, bytes in and the same bytes out where nothing was removed."""

from cleaner.article import Article
from cleaner.fields import parse_byline

__all__ = ["decode", "encode", "header", "signature"]

# Bylines in these words stand above the body when the source had no cue word of its own.
DEFAULT_CUE = "By"


def decode(data: bytes) -> str:
    """Bytes to text. What is not UTF-8 survives as surrogates and comes out of `encode` as it went in."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The inverse of `decode`."""
    return text.encode("utf-8", "surrogateescape")


def header(article: Article) -> str:
    """Title and byline that were moved out of the text, normalised, for the head of text output; "" for none.

    Those of a page stand beside its text: they are printed as the page gives them.
    """
    if article.engine:
        return "".join(f"{line}\n\n" for line in (article.title, signature(article)) if line)
    found = {d.category: d.text.strip() for d in reversed(article.decisions) if d.action == "move"}
    lines = []
    if "title" in found:
        lines.append(found["title"])
    if "byline" in found and article.authors:
        byline = parse_byline(found["byline"], article.language, bare=True)
        cue = (byline.cue if byline else "") or DEFAULT_CUE
        lines.append(f"{cue} {_joined([a.name for a in article.authors])}")
    end = "\r\n" if "\r\n" in article.source[:2000] else "\n"
    return "".join(line + end + end for line in lines)


def signature(article: Article) -> str:
    """The authors of a page as a byline; "" for none."""
    return f"{DEFAULT_CUE} {_joined([a.name for a in article.authors])}" if article.authors else ""


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
