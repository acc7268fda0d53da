"""Web archives: which records are pages, how their bodies are undone, and archives that are cut off or damaged."""

import gzip
import io
import json
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from cleaner.errors import InputError
from cleaner.formats import http_body, warc
from cleaner.formats.batch import Batch
from cleaner.formats.compression import compressed, decompressing
from cleaner.formats.http_body import decoded
from cleaner.formats.work import Choices, Fields, Work

from .tables import BODY, CLEANER, MENU, PAGE

OK = "HTTP/1.1 200 OK"
HTML = "Content-Type: text/html; charset=utf-8"


def record(block: bytes, kind: str = "response", content_type: str = "application/http; msgtype=response") -> bytes:
    """A record around a block."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-08-14T09:30:00Z\r\n"
        f"WARC-Target-URI: https://courier.example/a\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n"
    )
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def response(body: bytes, *headers: str, status: str = OK) -> bytes:
    """A response as a crawler stores it."""
    return record("\r\n".join([status, *(headers or (HTML,)), "", ""]).encode() + body)


INFO = record(b"software: test\r\n", "warcinfo", "application/warc-fields")
REQUEST = record(b"GET /a HTTP/1.1\r\nHost: courier.example\r\n\r\n", "request", "application/http; msgtype=request")
ARCHIVE = INFO + b"".join(REQUEST + response(PAGE.replace("late", f"late {n}").encode()) for n in range(5))


def work_of(**choices: Any) -> Work:
    """Work on English pages."""
    return Work(CLEANER, Fields(), Choices(**{"language": "en", **choices}))


def read(data: bytes) -> list[Batch]:
    """The batches of an archive."""
    return list(warc.batches(io.BytesIO(data), "a.warc", work_of()))


def run(data: bytes, **choices: Any) -> list[dict[str, Any]]:
    """The records that an archive becomes."""
    lines = b"".join(warc.clean(batch, work_of(**choices)).payload for batch in read(data))
    return [json.loads(line) for line in lines.splitlines()]


def bodies(data: bytes) -> list[bytes]:
    """The bodies of its pages."""
    return [page.body for batch in read(data) for page in batch.data]


# --- pages to records


def test_a_page_becomes_a_record() -> None:
    """With what the archive knows of it."""
    (found,) = run(INFO + REQUEST + response(PAGE.encode()))
    assert list(found)[:3] == ["id", "url", "date"]
    assert (found["id"], found["url"]) == ("<urn:uuid:1>", "https://courier.example/a")
    assert found["date"] == "2024-08-14T09:30:00Z"
    assert found["text"].startswith(BODY)
    assert found["article"]["title"] == "Harbour Opens Again"
    assert "html" not in found


@pytest.mark.parametrize(
    "other",
    [
        response(b"{}", "Content-Type: application/json"),
        response(b"x"),
        response(PAGE.encode(), status="HTTP/1.1 404 Not Found"),
        response(b"", "Location: /b", HTML, status="HTTP/1.1 301 Moved"),
        record(b"no http at all"),
        record(PAGE.encode(), "conversion", "text/html"),
        record(b"", "revisit"),
        record(b"\x89PNG", "resource", "image/png"),
    ],
)
def test_what_is_no_page_is_passed_over(other: bytes) -> None:
    """Other types, failures, redirects, and what has no type; but a page without an article is a record."""
    found = run(other + response(PAGE.encode()))
    assert found[-1]["text"].startswith(BODY)
    assert [r["article"]["flag"] for r in found[:-1]] == (["not-an-article"] if other == response(b"x") else [])


def test_a_page_that_was_put_there_counts() -> None:
    """A record of the type "resource" has no HTTP around its page."""
    (found,) = run(record(PAGE.encode(), "resource", "text/html; charset=utf-8"))
    assert found["text"].startswith(BODY)


def test_a_page_without_an_article_is_flagged() -> None:
    """Without its markup, which the archive has, unless it is asked for."""
    data = response(MENU.encode())
    assert run(data)[0]["article"] == {"flag": "not-an-article"}
    assert "html" not in run(data)[0]
    assert run(data, keep_html=True)[0]["html"] == MENU
    (fault,) = warc.clean(read(data)[0], work_of()).faults
    assert (fault.number, fault.cause) == (1, "not-an-article")


def test_the_charset_of_the_header_counts() -> None:
    """Before that of the page."""
    page = PAGE.replace("Harbour Opens Again", "Порт снова открыт после шторма")
    (found,) = run(response(page.encode("koi8-r"), "Content-Type: text/html; charset=koi8-r"))
    assert found["article"]["title"] == "Порт снова открыт после шторма"


def test_a_page_that_was_given_up_is_not_touched() -> None:
    """Nor decoded: that may be what killed its process."""
    (batch,) = read(response(PAGE.encode()))
    out = warc.clean(batch, work_of()._replace(refuse="worker-died"))
    assert json.loads(out.payload)["article"] == {"flag": "worker-died"}


def test_a_body_that_cannot_be_read_costs_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in there, the run goes on and the record says so."""
    real = warc.decoded

    def faulty(body: bytes, codings: tuple[str, ...]) -> bytes:
        if b"late 2" in body:
            raise ZeroDivisionError("never")
        return real(body, codings)

    monkeypatch.setattr(warc, "decoded", faulty)
    flags = [found["article"].get("flag") for found in run(ARCHIVE)]
    assert flags == [None, None, "internal-error", None, None]


def test_batches_are_bounded_and_divide() -> None:
    """By number and by size; one by one gives the same."""
    assert [batch.records for batch in read(ARCHIVE * 30)] == [64, 64, 22]
    assert [batch.records for batch in read(response(PAGE.encode() + b" " * 200_000) * 5)] == [2, 2, 1]
    (batch,) = read(ARCHIVE)
    singles = warc.singles(batch)
    assert [one.first for one in singles] == [1, 2, 3, 4, 5]
    parts = [warc.clean(one, work_of()).payload for one in singles]
    assert b"".join(parts) == warc.clean(batch, work_of()).payload


@pytest.mark.parametrize("kind", ["gzip", "zstd", "bz2"])
def test_each_record_may_be_compressed_by_itself(kind: str) -> None:
    """As archives usually are."""
    data = b"".join(compressed(part, kind) for part in (INFO, REQUEST, response(PAGE.encode())) * 3)
    stream = decompressing(io.BytesIO(data), kind)
    assert [batch.records for batch in warc.batches(stream, "a.warc", work_of())] == [3]


# --- bodies


def chunked(body: bytes, size: int = 50) -> bytes:
    """A body in chunks."""
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    """What some servers call deflate."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


CODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": lambda body: compressed(body, "zstd"),
    "chunked": chunked,
}


@pytest.mark.parametrize("coding", CODERS)
def test_bodies_are_undone(coding: str) -> None:
    """Also of several codings; where there is none under its name, the body is itself; what is cut gives a part."""
    body, code = PAGE.encode() * 50, CODERS[coding]
    assert decoded(code(body), [coding]) == body
    assert decoded(chunked(code(body)), [coding, "chunked"]) == body
    assert decoded(body, [coding]) == body
    cut = decoded(code(body)[:-8], [coding])
    assert cut
    assert body.startswith(cut) or coding in ("chunked", "zstd")  # the mark of a chunk, a whole block


def test_other_codings() -> None:
    """Deflate without its header; what nobody knows."""
    assert decoded(raw_deflate(PAGE.encode()), ["deflate"]) == PAGE.encode()
    assert decoded(b"x", ["snappy", "identity"]) == b"x"
    assert decoded(b"", ["gzip", "br", "chunked"]) == b""
    assert decoded(b"-5\r\nx\r\n0\r\n", ["chunked"]) == b"-5\r\nx\r\n0\r\n"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_small_body_does_not_unfold_to_gigabytes(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page ends at its bound, or a little after."""
    monkeypatch.setattr(http_body, "PAGE_BYTES", 1_000_000)
    bomb = CODERS[coding](b"x" * 100_000_000)
    assert 1_000_000 <= len(decoded(bomb, [coding])) <= 20_000_000


def test_codings_are_read_from_the_header() -> None:
    """In any case, several of them."""
    body = chunked(brotli.compress(gzip.compress(PAGE.encode())))
    (found,) = run(response(body, HTML, "Content-Encoding: GZip, br", "transfer-encoding: chunked"))
    assert found["text"].startswith(BODY)


# --- damage


def test_every_end_is_clean_or_said() -> None:
    """Cut anywhere: the pages before come out, and it is said unless the cut is between two records."""
    whole = [page for batch in read(ARCHIVE) for page in batch.data]
    for cut in range(0, len(ARCHIVE), 7):
        pages: list[warc.Page] = []
        try:
            for batch in warc.batches(io.BytesIO(ARCHIVE[:cut]), "a.warc", work_of()):
                pages += batch.data
        except InputError:
            pass
        else:
            assert cut == 0 or ARCHIVE[:cut].endswith(b"\r\n\r\n")
        assert pages == whole[: len(pages)]
        assert len(pages) >= ARCHIVE[:cut].count(b"</p>\r\n\r\n")


@pytest.mark.parametrize(
    "damage",
    [
        b"garbage\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\nx\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999999999\r\n\r\nx\r\n\r\n",
        b"WARC/1.0\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_comes_before_damage_comes_out(damage: bytes) -> None:
    """And then it is said."""
    found = warc.batches(io.BytesIO(ARCHIVE + damage + ARCHIVE), "a.warc", work_of())
    assert next(found).records == 5
    with pytest.raises(InputError, match=r"damaged|cut off"):
        list(found)


def test_damage_of_the_compression_is_passed_on() -> None:
    """After the pages that could be read."""
    data = b"".join(gzip.compress(part) for part in [response(PAGE.encode())] * 4)
    found = warc.batches(decompressing(io.BytesIO(data[:-60]), "gzip"), "a.warc", work_of())
    assert next(found).records == 3
    with pytest.raises(InputError):
        list(found)


@pytest.mark.parametrize("data", [b"<html>no archive</html>\n" * 100, b"PAR1", b"{}\n"])
def test_what_is_no_archive_is_an_input_error(data: bytes) -> None:
    """Not an empty one."""
    with pytest.raises(InputError, match="no WARC file, or damaged"):
        read(data)


def test_nothing_is_an_empty_archive() -> None:
    """As in the other formats."""
    assert read(b"") == []
    assert bodies(INFO + REQUEST) == []
