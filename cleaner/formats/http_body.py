"""The body of a response as it was before it was compressed and cut into chunks for its way through the net."""

import io
import re
import zlib
from collections.abc import Sequence
from typing import Final, cast

from cleaner.errors import InputError
from cleaner.formats.compression import decompressing

__all__ = ["PAGE_BYTES", "decoded"]

PAGE_BYTES: Final = 1 << 26  # of a page, the rest is left out: a small body may unfold to gigabytes
_CHUNK: Final = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r?\n")


def decoded(body: bytes, codings: Sequence[str]) -> bytes:
    """A body without its codings, which were applied in this order. One that is cut off gives what there is.

    Archives often hold bodies decoded already under headers that still name the coding, so that what cannot be decoded
    is itself.
    """
    for coding in reversed(codings):
        body = _without(coding, body) or body
    return body


def _without(coding: str, body: bytes) -> bytes:
    if coding in ("gzip", "x-gzip"):
        return _decompressed(body, "gzip")
    if coding == "zstd":
        return _decompressed(body, "zstd")
    if coding == "deflate":  # with the header of zlib, or, as some servers have it, without
        return _inflated(body, zlib.MAX_WBITS) or _inflated(body, -zlib.MAX_WBITS)
    if coding == "br":
        return _unpacked(body)
    return _joined(body) if coding == "chunked" else b""


def _decompressed(body: bytes, kind: str) -> bytes:
    try:
        return decompressing(io.BytesIO(body), kind).read(PAGE_BYTES)
    except InputError:
        return b""


def _inflated(body: bytes, bits: int) -> bytes:
    try:
        return zlib.decompressobj(bits).decompress(body, PAGE_BYTES)
    except zlib.error:
        return b""


def _unpacked(body: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - few bodies need it

    try:
        return cast("bytes", brotli.Decompressor().process(body, output_buffer_limit=PAGE_BYTES))
    except brotli.error:
        return b""


def _joined(body: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK.match(body, at)) and (length := int(size[1], 16)):
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1
    return b"".join(parts)
