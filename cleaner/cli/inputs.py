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
    start = head.removeprefix(BOM).lstrip()[:SNIFF_BYTES]
    if start[:1] == b"{":
        from cleaner.formats.jsonl import load  # noqa: PLC0415

        with contextlib.suppress(RecordError):
            load(head, 1)
            return "jsonl", head
    is_page = start[:9].lower() == b"<!doctype" or start[:5].lower() == b"<html"
    return ("html" if is_page else "text"), head
