"""Parquet in and out: columns, metadata, compression; damaged files; records from elsewhere."""

import gc
import io
import json
import random
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.arrow import clean_table, output_schema
from cleaner.errors import ConfigError, InputError, RecordError
from cleaner.formats import parquet
from cleaner.formats.batch import Batch
from cleaner.formats.columns import ARTICLE
from cleaner.formats.work import Choices, Work

from .tables import BODY, CLEANER, MENU, PAGE, SHARED, TEXTS, filled

COLUMNS = {
    "n": pa.array([1, None, 3], pa.uint16()),
    "when": pa.array([1, None, 10**18 + 1], pa.timestamp("ns", "UTC")),
    "text": pa.array([SHARED, None, BODY], pa.large_string()),
    "price": pa.array(["1.50", None, "2.00"]).cast(pa.decimal128(9, 2)),
    "tags": pa.array([["a"], None, []]),
    "raw": pa.array([b"\xff", None, b""]),
    "kind": pa.array(["x", None, "x"]).dictionary_encode(),
    "deep": pa.array([[{"a": {"b": 1.5}}], None, []]),
}


class Pipe(io.RawIOBase):
    """A stream that cannot seek, as standard input is."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As much as there is room for."""
        return self._inner.readinto(buffer)


def work_of(target: str = "parquet", **choices: Any) -> Work:
    """Work on English records."""
    return Work(CLEANER, choices=Choices(**{"language": "en", **choices}), target=target)


def file_of(table: pa.Table | None = None, **options: Any) -> bytes:
    """A table as a file."""
    sink = io.BytesIO()
    pq.write_table(pa.table(COLUMNS) if table is None else table, sink, **options)
    return sink.getvalue()


def read(data: bytes, work: Work, stream: IO[bytes] | None = None) -> list[Batch]:
    """The batches of a file; they count its rows and bytes once each."""
    found = list(parquet.batches(stream or io.BytesIO(data), "a.parquet", work))
    assert sum(batch.size for batch in found) == len(data)
    assert [batch.first for batch in found] == [1 + sum(b.records for b in found[:i]) for i in range(len(found))]
    return found


def run(data: bytes, **choices: Any) -> bytes:
    """A file through the format and back into a file."""
    work = work_of(**choices)
    return written([parquet.clean(batch, work).payload for batch in read(data, work)])


def written(payloads: list[bytes], faults: list[RecordError] | None = None) -> bytes:
    """Payloads as a file. No fault is expected unless there is a list for them."""
    sink = io.BytesIO()
    writer = parquet.Writer(sink)
    found = [fault for payload in payloads for fault in writer.write(payload)] + writer.close()
    assert found == [] or faults is not None
    if faults is not None:
        faults += found
    return sink.getvalue()


def lines_of(*records: Any) -> bytes:
    """Records as JSON lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


# --- Parquet to Parquet


def test_a_file_comes_out_as_the_same_file_with_clean_text() -> None:
    """What `clean_table` makes of it, with columns, types, nulls and metadata as they were."""
    table = pa.table(COLUMNS).replace_schema_metadata({"pandas": "{}", "mine": "x"})
    out = pq.read_table(io.BytesIO(run(file_of(table))))
    assert out.schema.metadata == table.schema.metadata
    assert out.equals(clean_table(table, CLEANER, lang="en"))
    assert out.drop_columns(["text", "article"]).equals(table.drop_columns(["text"]))


@pytest.mark.parametrize("codec", ["NONE", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4"])
def test_the_compression_is_that_of_the_source(codec: str) -> None:
    """Whoever chose it had a reason."""
    about = pq.ParquetFile(io.BytesIO(run(file_of(compression=codec)))).metadata
    assert about.row_group(0).column(0).compression == codec.replace("NONE", "UNCOMPRESSED")


def test_many_rows_are_many_batches_and_few_row_groups() -> None:
    """Small row groups of the source do not come out again."""
    table = pa.table({"n": range(1000), "text": [BODY] * 1000})
    data = file_of(table, row_group_size=10)
    assert len(read(data, work_of())) == 16
    out = pq.ParquetFile(io.BytesIO(run(data)))
    assert out.num_row_groups == 1
    assert out.read(["n"]).column("n").to_pylist() == list(range(1000))


def test_large_rows_are_small_batches() -> None:
    """Memory is bounded by bytes, not by rows."""
    found = read(file_of(pa.table({"text": ["x" * 100_000] * 64})), work_of())
    assert {batch.records for batch in found[:-1]} == {2}
    assert max(len(batch.data) for batch in found) < 1 << 18


def test_a_file_without_rows_keeps_its_columns() -> None:
    """As an empty file."""
    table = pa.table(COLUMNS).slice(0, 0)
    out = pq.read_table(io.BytesIO(run(file_of(table))))
    assert out.num_rows == 0
    assert out.schema == output_schema(table.schema)


def test_a_pipe_is_read_as_a_file_is() -> None:
    """Parquet is read from its end, so what cannot seek is set aside first."""
    data = file_of()
    work = work_of()
    assert read(data, work, Pipe(data)) == read(data, work)  # type: ignore[arg-type]


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=10), st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_where_it_is_cut_changes_nothing(texts: list[str | None], rows: int) -> None:
    """Row groups of any size, and rows one by one, make the same file."""
    table = pa.table({"n": range(len(texts)), "text": pa.array(texts, pa.string())})
    once = run(file_of(table), explain=True)
    assert run(file_of(table, row_group_size=rows), explain=True) == once
    work = work_of(explain=True)
    singles = [one for batch in read(file_of(table), work) for one in parquet.singles(batch)]
    assert [(one.first, one.records) for one in singles] == [(n + 1, 1) for n in range(len(texts))]
    if texts:
        assert written([parquet.clean(one, work).payload for one in singles]) == once


def test_faults_have_the_number_of_their_row() -> None:
    """And the row is in the output, flagged."""
    (batch,) = read(file_of(), work_of())
    for target in ("parquet", "jsonl"):
        (fault,) = parquet.clean(batch, work_of(target)).faults
        assert (fault.number, fault.cause) == (2, "no-text")


# --- Parquet to JSON lines


def test_rows_become_lines() -> None:
    """ISO 8601, digits, base64; as exact as they are in the file."""
    (batch,) = read(file_of(), work_of("jsonl"))
    first, second, third = map(json.loads, parquet.clean(batch, work_of("jsonl")).payload.splitlines())
    assert first == {
        "n": 1,
        "when": "1970-01-01T00:00:00.000000001Z",
        "text": BODY,
        "price": "1.50",
        "tags": ["a"],
        "raw": "/w==",
        "kind": "x",
        "deep": [{"a": {"b": 1.5}}],
        "article": first["article"],
    }
    assert first["article"]["authors"] == [{"name": "Ama Boateng", "kind": "person"}]
    assert second == {**dict.fromkeys(COLUMNS), "article": {"flag": "no-text"}}
    assert third["when"] == "2001-09-09T01:46:40.000000001Z"


def test_pages_become_lines() -> None:
    """Pages go, but where they hold no article, as in JSON lines."""
    data = file_of(pa.table({"html": [PAGE.encode(), MENU.encode()]}))
    (batch,) = read(data, work_of("jsonl"))
    first, second = map(json.loads, parquet.clean(batch, work_of("jsonl")).payload.splitlines())
    assert first["text"].startswith(BODY)
    assert "html" not in first
    assert second == {"html": MENU, "article": {"flag": "not-an-article"}}


# --- what cannot be read


def test_columns_that_are_missing_are_a_matter_of_options() -> None:
    """The message names the file and what there is."""
    with pytest.raises(
        ConfigError, match=r"a\.parquet: no column 'text' .*; the columns are: body; text_field or html_field"
    ):
        read(file_of(pa.table({"body": ["x"]})), work_of())


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no parquet at all" * 10, file_of()[:-20], file_of()[:200]])
def test_what_is_no_parquet_file_is_an_input_error(data: bytes) -> None:
    """Empty, foreign, cut off."""
    with pytest.raises(InputError, match=r"^no Parquet file, or damaged or cut off: "):
        read(data, work_of())


def test_damage_anywhere_is_an_input_error() -> None:
    """Bytes turned at random: rows, or an error of ours."""
    chance = random.Random(5)
    whole = file_of(pa.table({"n": range(500), "text": [f"{SHARED} {n}" for n in range(500)]}), row_group_size=50)
    raised = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            list(parquet.batches(io.BytesIO(bytes(data)), "a.parquet", work_of()))
        except (InputError, ConfigError):
            raised += 1
    assert raised > 50


# --- JSON lines to Parquet


def test_records_from_elsewhere_get_columns() -> None:
    """Of the narrowest type that holds all of the first ones; the article is the struct."""
    article = {"title": None, "authors": [{"name": "Ama Boateng", "kind": "person"}], "tags": [], "earlier": {"a": [1]}}
    first = {"id": 1, "text": "a", "score": 1, "ok": True, "tags": ["x"], "more": {"k": 1}, "mix": 1, "none": None}
    second = {"id": 2, "text": "b", "score": 0.5, "ok": None, "tags": [], "more": {"l": []}, "mix": "x", "big": 1 << 70}
    out = pq.read_table(io.BytesIO(written([lines_of({**first, "article": article}), lines_of(second)])))
    assert dict(zip(out.schema.names, out.schema.types, strict=True)) == {
        "id": pa.int64(),
        "text": pa.string(),
        "score": pa.float64(),
        "ok": pa.bool_(),
        "tags": pa.list_(pa.string()),
        "more": pa.json_(),
        "mix": pa.json_(),
        "none": pa.string(),
        "article": ARTICLE,
        "big": pa.json_(),
    }
    assert filled(out.to_pylist()) == [
        {
            **{k: v for k, v in first.items() if v is not None},
            "more": '{"k":1}',
            "mix": "1",
            "article": {"authors": article["authors"], "tags": [], "earlier": '{"a":[1]}'},
        },
        {**{k: v for k, v in second.items() if v is not None}, "more": '{"l":[]}', "mix": '"x"', "big": str(1 << 70)},
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), JSON_VALUES, max_size=3), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_records_come_back_as_they_were(records: list[dict[str, Any]]) -> None:
    """Through a file of Parquet and out again, but for keys that are null, or in the errors with their line."""
    faults: list[RecordError] = []
    records = [{"text": "x", **record} for record in records]
    data = written([lines_of(*records)], faults)
    back = []
    for batch in read(data, work_of("jsonl")):
        back += list(map(json.loads, parquet.clean(batch, work_of("jsonl")).payload.splitlines()))
    lost = [json.loads(fault.record) for fault in faults]  # type: ignore[arg-type]
    for record in back:
        del record["article"]
    wanted = [without_nulls(record) for record in records if record not in lost]
    assert [without_nulls(record) for record in back] == wanted
    assert all(any("\ud800" <= c <= "\udfff" for c in json.dumps(r, ensure_ascii=False)) for r in lost)


def without_nulls(record: dict[str, Any]) -> dict[str, Any]:
    """Parquet has no keys that are missing."""
    return {key: value for key, value in record.items() if value is not None}


@pytest.mark.parametrize(
    "later",
    [
        {"text": "x", "new": 1},
        {"text": 1},
        {"text": ["x"]},
        {"text": "x\udce9"},
        {"text": "x", "n": 1.5},
        {"text": "x", "n": "1"},
        {"text": "x", "n": True},
        {"text": "x", "n": 1 << 63},
        {"text": "x", "n": {}},
        {"text": "x", "article": {"price": 1}},
        {"text": "x", "article": {"authors": [{"name": "A", "age": 3}]}},
        {"text": "x", "article": "taken"},
    ],
)
def test_what_does_not_fit_later_is_a_fault_with_its_line(later: dict[str, Any], monkeypatch: Any) -> None:
    """Nothing is lost and nothing is bent, and the rest goes on."""
    monkeypatch.setattr("cleaner.formats.parquet_writer._FIRST_BYTES", 1)
    faults: list[RecordError] = []
    fitting = {"text": "a", "n": 1, "article": {"title": "t"}}
    data = written([lines_of(fitting), lines_of(fitting, later), lines_of(fitting)], faults)
    assert pq.read_table(io.BytesIO(data)).num_rows == 3
    ((number, cause, record),) = [(fault.number, fault.cause, fault.record) for fault in faults]
    assert (number, cause) == (3, "does-not-fit")
    assert json.loads(record) == later  # type: ignore[arg-type]


def test_nothing_at_all_is_an_empty_file() -> None:
    """With the columns that every record has."""
    assert pq.read_table(io.BytesIO(written([]))).schema.names == ["text", "article"]


def test_files_with_other_columns_join_where_they_can() -> None:
    """Types are cast if no value changes, missing columns are null, what is left over is a fault."""
    tables = [
        pa.table({"text": ["a"], "n": pa.array([1], pa.int64()), "t": pa.array([1], pa.timestamp("us"))}),
        pa.table({"t": pa.array([2], pa.timestamp("ms")), "n": pa.array([2], pa.int8()), "text": ["b"]}),
        pa.table({"text": ["c"]}),
        pa.table({"text": ["d", "e"], "n": [3.0, 3.5]}),
        pa.table({"text": ["f"], "more": [1]}),
    ]
    payloads = [parquet.clean(read(file_of(table), work_of())[0], work_of()).payload for table in tables]
    faults: list[RecordError] = []
    out = pq.read_table(io.BytesIO(written([*payloads, lines_of({"text": "g", "n": 7})], faults)))
    rows = [(row["text"], row["n"], row["t"] and row["t"].microsecond) for row in out.to_pylist()]
    assert rows == [("a", 1, 1), ("b", 2, 2000), ("c", None, None), ("g", 7, None)]
    assert [json.loads(fault.record)["text"] for fault in faults] == ["d", "e", "f"]  # type: ignore[arg-type]


def test_a_file_can_be_written_to_a_pipe() -> None:
    """Nothing is sought in the output."""

    class Sink(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.parts.append(bytes(data))
            return len(data)

    sink = Sink()
    writer = parquet.Writer(sink)  # type: ignore[arg-type]
    writer.write(lines_of({"text": "a"}))
    writer.close()
    assert not sink.closed
    assert pq.read_table(io.BytesIO(b"".join(sink.parts))).column("text").to_pylist() == ["a"]


def test_a_file_that_is_given_up_gets_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor a word about it: its stream may be closed by then."""
    monkeypatch.setattr("cleaner.formats.parquet_writer._FIRST_BYTES", 1)
    for closed in (False, True):
        sink = io.BytesIO()
        writer = parquet.Writer(sink)
        writer.write(lines_of({"text": "a"}))
        assert sink.getvalue() == b"PAR1"
        if closed:
            sink.close()
        del writer  # a warning about it would be an error here
        gc.collect()
        assert closed or sink.getvalue() == b"PAR1"


def test_an_error_of_the_output_is_itself() -> None:
    """A full disk, or a reader that has gone."""

    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "no space left", len(data))

    writer = parquet.Writer(Full())
    writer.write(lines_of({"text": "a"}))
    with pytest.raises(OSError, match="no space left") as caught:
        writer.close()
    assert caught.value.errno == 28
