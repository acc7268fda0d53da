"""Plain text: one document, bytes in and the same bytes out where nothing was removed."""

from collections.abc import Iterator
from typing import IO, Final

from cleaner.article import Article, Document
from cleaner.errors import RecordError
from cleaner.fields import parse_byline
from cleaner.formats.batch import Batch, Output
from cleaner.formats.report import report
from cleaner.formats.work import Work, limited, within_size

__all__ = ["batches", "clean", "decode", "encode", "header", "signature", "singles"]

BOM: Final = b"\xef\xbb\xbf"
_UTF_16: Final = ("\udcff\udcfe", "\udcfe\udcff")  # its marks, decoded as UTF-8

# Bylines in these words stand above the body when the source had no cue word of its own.
DEFAULT_CUE = "By"


def batches(stream: IO[bytes], name: str, _work: Work) -> Iterator[Batch]:
    """The whole of the stream: a text is one article."""
    data = stream.read()
    yield Batch(1, 1, data, len(data), name)
    stream.read(1)  # of a damaged file all is cleaned that could be read; what follows is the damage


def singles(batch: Batch) -> list[Batch]:
    """A text cannot be divided."""
    return [batch]


def clean(batch: Batch, work: Work) -> Output:
    """One text. What cannot be cleaned comes out as it is, or flagged where there is room for a flag."""
    mark = BOM if batch.data.startswith(BOM) else b""
    text = decode(batch.data[len(mark) :])
    found = _cleaned(text, work)
    if work.target != "text":
        from cleaner.formats.documents import as_line, flagged_line  # noqa: PLC0415 - text to text needs no JSON

        if isinstance(found, RecordError):
            return Output(flagged_line(text, found, batch.name, work), (found,))
        return Output(as_line(found, batch.name, work))
    if isinstance(found, RecordError):
        return Output(batch.data, (found,))
    top = "" if work.choices.body_only else header(found)
    told = report(found, colour=work.choices.colour) if work.choices.explain else ""
    return Output(mark + encode(top + found.text), (), told)


def _cleaned(text: str, work: Work) -> Article | RecordError:
    choices = work.choices
    try:
        with limited(1, work):
            document = Document(within_size(1, _readable(text), work), title=choices.title, language=choices.language)
            article = work.cleaner.clean_document(document)
    except RecordError as obstacle:
        return obstacle
    work.told(article, choices.url)
    return article


def _readable(text: str) -> str:
    if text.startswith(_UTF_16):
        raise RecordError(1, "utf-16", "a text in UTF-16: convert it first, say with iconv -f utf-16 -t utf-8")
    return text


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
