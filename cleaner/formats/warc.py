"""Web archives: each page a record with its address, its date and its id."""

from collections.abc import Iterator
from typing import IO, Any, Final, NamedTuple

from cleaner.errors import ConfigError, InputError, RecordError
from cleaner.formats.batch import BATCH_BYTES, Batch, Output
from cleaner.formats.http_body import PAGE_BYTES, decoded
from cleaner.formats.jsonl import dump
from cleaner.formats.work import Work, clean_record, limited

try:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    from cleaner.html.decode import decode
except ModuleNotFoundError as error:
    raise ConfigError(f"WARC needs {error.name}: pip install 'article-cleaner[warc]'") from error

__all__ = ["batches", "clean", "singles"]

_HTML: Final = ("text/html", "application/xhtml+xml")
_END: Final = b"\r\n\r\n"  # of every record
_PAGES: Final = 64  # of a batch, or fewer if they are large


class Page(NamedTuple):
    """A page as the archive holds it. `codings` are those of its body, in the order in which they were applied."""

    id: str | None
    url: str | None
    date: str | None
    content_type: str
    codings: tuple[str, ...]
    body: bytes


def batches(stream: IO[bytes], name: str, _work: Work) -> Iterator[Batch]:
    """The pages that came with success, and those that were put there as such; nothing else of an archive counts.

    Raises `InputError` where the archive is damaged or ends too early, after the pages before.
    """
    pages: list[Page] = []
    first, size = 1, 0
    damage = None
    try:
        for page in _pages(stream):
            pages.append(page)
            size += len(page.body)
            if len(pages) == _PAGES or size >= BATCH_BYTES:
                yield Batch(first, len(pages), pages, size, name)
                first, pages, size = first + len(pages), [], 0
    except InputError as e:
        damage = e
    if pages:
        yield Batch(first, len(pages), pages, size, name)
    if damage:
        raise damage


class _Source:
    """A stream that can be read and nothing else: the parser would panic at one that says it cannot seek."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._place = 0
        self.end = _END

    def read(self, size: int = -1) -> bytes:
        """As much as there is, up to a size."""
        data = self._stream.read(size)
        self._place += len(data)
        self.end = (self.end + data[-len(_END) :])[-len(_END) :]
        return data

    def tell(self) -> int:
        """How much has been read."""
        return self._place


def _pages(stream: IO[bytes]) -> Iterator[Page]:
    source: Any = _Source(stream)
    kinds = WarcRecordType.response | WarcRecordType.resource
    try:
        for record in ArchiveIterator(source, record_types=kinds, parse_http=True, stream_detect=False):
            page = _page(record)
            if page:
                yield page
    except OSError as e:
        if e.errno:
            raise
        raise InputError(f"no WARC file, or damaged: {e}") from e
    if source.end != _END:
        raise InputError("cut off: its last record has no end")


def _page(record: Any) -> Page | None:
    """The page of a record, or None if it holds something else."""
    if not record.headers.get("Content-Length", "").strip().isdecimal():
        raise InputError("cut off, or damaged: a record does not say how long it is")
    http = record.http_headers
    if record.record_type == WarcRecordType.response and (not http or not 200 <= (http.status_code or 0) < 300):
        return None
    headers = http or record.headers
    content_type = headers.get("Content-Type", "")
    if content_type.partition(";")[0].strip().lower() not in _HTML:
        return None
    length = min(record.content_length, PAGE_BYTES)
    body = record.reader.read(length)
    if len(body) < length:
        raise InputError(f"cut off: of the last page there are {len(body)} bytes of {record.content_length}")
    named = (headers.get(name, "") for name in ("Content-Encoding", "Transfer-Encoding") if http)
    codings = tuple(coding.strip().lower() for value in named for coding in value.split(",") if coding.strip())
    known = record.headers.get
    return Page(known("WARC-Record-ID"), known("WARC-Target-URI"), known("WARC-Date"), content_type, codings, body)


def singles(batch: Batch) -> list[Batch]:
    """Each page as a batch of its own."""
    return [Batch(batch.first + n, 1, [page], len(page.body), batch.name) for n, page in enumerate(batch.data)]


def _read(record: dict[str, Any], page: Page, number: int, work: Work) -> RecordError | None:
    """Put the markup of a page into its record, or why that cannot be: a body is unfolded within the limits too."""
    try:
        with limited(number, work):
            record[work.fields.html] = decode(decoded(page.body, page.codings), page.content_type)
    except RecordError as obstacle:
        record["article"] = {"flag": obstacle.cause}
        return obstacle
    return None


def clean(batch: Batch, work: Work) -> Output:
    """Some pages as JSON lines. The markup of a page without an article goes too, since the archive has it."""
    fields = work.fields
    lines: list[bytes] = []
    faults: list[RecordError] = []
    for number, page in enumerate(batch.data, batch.first):
        record: dict[str, Any] = {fields.id: page.id, fields.url: page.url, "date": page.date}
        fault = _read(record, page, number, work) or clean_record(record, number, work)
        if fault:
            faults.append(fault)
        if not work.choices.keep_html:
            record.pop(fields.html, None)
        lines.append(dump(record))
    return Output(b"".join(lines), tuple(faults))
