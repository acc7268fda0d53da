"""The inputs of the command: files or standard input, and which format each is in."""

import argparse
import contextlib
import os
import sys
from typing import IO

from cleaner.errors import RecordError

__all__ = ["BOM", "check_readable", "format_of", "kind_by_name", "opened"]

SNIFF_BYTES = 4096
BOM = b"\xef\xbb\xbf"
KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


def opened(name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
    """A file to read; "-" is standard input."""
    return contextlib.nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb")


def check_readable(name: str) -> None:
    """Fail before any output is opened, and so emptied, if an input cannot be read."""
    with opened(name):
        pass


def kind_by_name(name: str) -> str | None:
    """The format that the ending of a name says, or None."""
    return KINDS.get(os.path.splitext(name)[1].lower())


def format_of(options: argparse.Namespace, name: str, source: IO[bytes]) -> tuple[str, bytes]:
    """The format of one input and the first bytes that were read to find it out."""
    if options.source != "auto":
        return options.source, b""
    known = kind_by_name(name)
    if known:
        return known, b""
    head = source.readline()
    while len(head) < SNIFF_BYTES and not _start(head):  # templates leave blank lines on top
        line = source.readline()
        if not line:
            break
        head += line
    start = _start(head)[:SNIFF_BYTES]
    if start[:1] == b"{":
        from cleaner.formats.jsonl import load  # noqa: PLC0415

        with contextlib.suppress(RecordError):
            load(head, 1)
            return "jsonl", head
    is_page = start[:9].lower() == b"<!doctype" or start[:5].lower() == b"<html"
    return ("html" if is_page else "text"), head


def _start(head: bytes) -> bytes:
    """What a file begins with, after what may stand before the first line of records or pages."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16
        head = head[2:].replace(b"\0", b"")
    start = head.removeprefix(BOM).lstrip()
    return start.partition(b"?>")[2].lstrip() if start.startswith(b"<?xml") else start
