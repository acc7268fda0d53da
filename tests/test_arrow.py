"""Batches of Arrow: every column but the text as it came, one new column, and a schema that no value changes."""

import decimal
import json
import re
import subprocess
import sys
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.arrow import ARTICLE, clean_batch, clean_table, output_schema
from cleaner.errors import ConfigError
from cleaner.formats.jsonl import clean_lines
from cleaner.formats.record import decisions_from
from cleaner.formats.work import Choices, Work
from cleaner.removal import restore_text

from .conftest import ROOT
from .tables import BODY, CLEANER, PAGE, SHARED, TEXTS, filled

TEXT_TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int32(), pa.string()),
    pa.dictionary(pa.int64(), pa.large_string()),
    pa.binary(),
    pa.large_binary(),
]


def batch_of(rows: list[dict[str, Any]], **types: Any) -> pa.RecordBatch:
    """Rows as a batch; columns are strings where nothing else is said."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    schema = pa.schema([(name, types.get(name, pa.string())) for name in names])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def clean(batch: pa.RecordBatch, **options: Any) -> pa.RecordBatch:
    """Clean English, and hold the result to the schema that was foretold."""
    out = clean_batch(batch, CLEANER, **{"lang": "en", **options})
    foretold = output_schema(batch.schema, **options)
    assert out.schema.equals(foretold, check_metadata=True)
    assert out.num_rows == batch.num_rows
    out.validate(full=True)
    return out


# --- what comes out


def test_the_text_is_clean_and_the_article_beside_it() -> None:
    """As a record of JSON lines, with a struct in the place of the object."""
    out = clean(batch_of([{"id": "7", "text": SHARED}]))
    assert out.schema.names == ["id", "text", "article"]
    (row,) = out.to_pylist()
    assert row["text"] == BODY
    assert row["article"]["authors"] == [{"name": "Ama Boateng", "kind": "person", "role": None, "contact": None}]
    assert row["article"]["flag"] is None
    assert row["article"]["removed"] is None


@pytest.mark.parametrize("kind", TEXT_TYPES, ids=str)
def test_the_type_of_the_text_stays(kind: Any) -> None:
    """Whatever kind of string the text is; nulls stay nulls."""
    values = [SHARED, None, BODY]
    if "binary" in str(kind):
        values = [v if v is None else v.encode() for v in values]  # type: ignore[misc]
    batch = pa.RecordBatch.from_arrays([pa.array(values, kind)], ["text"])
    out = clean(batch)
    assert out.schema.field("text").type == kind
    wanted = [BODY, None, BODY]
    assert out.column("text").to_pylist() == ([w and w.encode() for w in wanted] if "binary" in str(kind) else wanted)


@pytest.mark.parametrize("values", [pa.string(), pa.string_view()], ids=str)
def test_a_narrow_dictionary_has_no_room_for_every_text(values: Any) -> None:
    """One text may become several, by their titles: 128 would not be enough, so the column is plain."""
    column = pa.DictionaryArray.from_arrays(pa.array([0, 0, None], pa.int8()), pa.array([SHARED], values))
    out = clean(pa.RecordBatch.from_arrays([column], ["text"]))
    assert out.schema.field("text").type == values
    assert out.column("text").to_pylist() == [BODY, BODY, None]


def test_bytes_that_are_no_utf8_come_out_of_a_binary_column_as_they_went_in() -> None:
    """In the text; what was found in it says where they were."""
    note = b"Correction: an earlier version of this na\xefve story misspelled a name."
    raw = BODY.encode() + b" caf\xe9\n\n" + note
    out = clean(pa.RecordBatch.from_arrays([pa.array([raw])], ["text"]), explain=True)
    (row,) = out.to_pylist()
    assert row["text"] == BODY.encode() + b" caf\xe9"
    assert row["article"]["notes"][0]["text"] == note.decode("utf-8", "replace")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()], ids=str)
def test_a_page_becomes_text(kind: Any) -> None:
    """A page wins over a text, goes, and is decoded where it comes as bytes."""
    page = PAGE.replace("Harbour Opens Again", "Häfen Open")
    value = page.encode("cp1252") if kind == pa.binary() else page
    batch = batch_of([{"html": value, "n": "1"}], html=kind)
    out = clean(batch)
    assert out.schema.names == ["n", "text", "article"]
    assert out.column("article").to_pylist()[0]["title"] == "Häfen Open"
    kept = clean(batch, keep_html=True)
    assert kept.schema.names == ["html", "n", "text", "article"]
    assert kept.column("html").equals(batch.column("html"))


def test_markdown_is_a_column_where_it_is_asked_for() -> None:
    """For every batch, so that the schema is known; null for texts."""
    out = clean(batch_of([{"html": PAGE}, {"html": None, "text": BODY}]), markdown=True, markdown_field="md")
    assert out.schema.names == ["text", "md", "article"]
    first, second = out.column("md").to_pylist()
    assert first.startswith(BODY)
    assert second is None


@pytest.mark.parametrize("row", [{"text": None}, {"text": None, "html": None}, {"text": None, "html": "<p>menu</p>"}])
def test_what_cannot_be_cleaned_is_flagged(row: dict[str, Any]) -> None:
    """Never lost, and its neighbours are not touched."""
    out = clean(batch_of([{"text": SHARED}, row, {"text": BODY}])).to_pylist()
    assert [r["text"] for r in out] == [BODY, None, BODY]
    assert [r["article"]["flag"] for r in out] == [None, "not-an-article" if row.get("html") else "no-text", None]


def test_an_empty_batch_has_the_schema_of_a_full_one() -> None:
    """No value is asked."""
    schema = pa.schema([("text", pa.string()), ("n", pa.int8())])
    assert clean(pa.RecordBatch.from_pylist([], schema=schema)).num_rows == 0
    assert clean_table(schema.empty_table()).schema == output_schema(schema)


# --- what is given


def test_columns_are_evidence() -> None:
    """Title, language, authors and date, as keys of a record are; a timestamp is a date as well."""
    rows = [{"text": f"The harbour is open\n\n{BODY}", "title": "The Harbour Is Open", "language": "en-GB"}]
    batch = batch_of(rows).append_column("published", pa.array([1714720500], pa.timestamp("s")))
    batch = batch.append_column("authors", pa.array([["Kofi Adom"]]))
    (row,) = clean_batch(batch, CLEANER).to_pylist()
    assert row["text"] == BODY
    article = filled(row["article"])
    assert article["title"] == "The Harbour Is Open"
    assert article["language"] == "en-GB"
    assert article["authors"] == [{"name": "Kofi Adom", "kind": "person"}]
    assert article["published"] == "2024-05-03T07:15:00"


def test_columns_may_have_other_names() -> None:
    """The options are those of the command."""
    out = clean(batch_of([{"body": SHARED, "headline": "Ships"}]), text_field="body", title_field="headline")
    assert out.column("body").to_pylist() == [BODY]
    assert out.column("article").to_pylist()[0]["title"] == "Ships"


# --- what is left alone


def test_other_columns_are_the_same_arrays() -> None:
    """Types, nulls, dictionaries, nesting, metadata, order, even two columns of one name."""
    others = [
        pa.array([1, None], pa.uint64()),
        pa.array([decimal.Decimal("1.50"), None], pa.decimal128(9, 2)),
        pa.array(["a", None]).dictionary_encode(),
        pa.array([10**18 + 1, None], pa.timestamp("ns", "UTC")),
        pa.array([[{"a": b"x"}], None]),
        pa.array([float("nan"), None]),
        pa.array(['{"a":1}', None], pa.json_()),
        pa.array([None, None]),
    ]
    names = [*"abcdefg", "a"]
    fields = [
        *[pa.field(name, a.type, metadata={"k": name}) for name, a in zip(names[:3], others[:3], strict=True)],
        pa.field("text", pa.string(), nullable=False, metadata={"k": "text"}),
        *[pa.field(name, a.type) for name, a in zip(names[3:], others[3:], strict=True)],
    ]
    columns = [*others[:3], pa.array([SHARED, BODY]), *others[3:]]
    batch = pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields, metadata={"pandas": "{}", "x": "y"}))
    out = clean(batch)
    assert out.schema.metadata == batch.schema.metadata
    for i, field in enumerate(fields):
        assert out.schema.field(i).equals(field, check_metadata=True)
        if field.name != "text":
            assert out.column(i).equals(batch.column(i)) or field.name == "f"  # NaN is not equal to itself
            for mine, theirs in zip(out.column(i).buffers(), batch.column(i).buffers(), strict=True):
                assert mine == theirs


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_rows_do_not_know_each_other(texts: list[str | None], data: st.DataObject) -> None:
    """Cut a batch anywhere and the rows are the same; and they are the records of JSON lines."""
    batch = pa.RecordBatch.from_arrays([pa.array(range(len(texts))), pa.array(texts, pa.string())], ["n", "text"])
    whole = clean(batch, explain=True)
    cut = data.draw(st.integers(0, len(texts)))
    parts = [clean(batch.slice(0, cut), explain=True), clean(batch.slice(cut), explain=True)]
    assert pa.Table.from_batches(parts).equals(pa.Table.from_batches([whole]))
    lines = [json.dumps({"n": n, "text": text}).encode() for n, text in enumerate(texts)]
    work = Work(CLEANER, choices=Choices(language="en", explain=True))
    records = [json.loads(item) for item in clean_lines(lines, work) if isinstance(item, bytes)]
    assert [filled(row) for row in whole.to_pylist()] == [filled(record) for record in records]
    again = clean(whole)
    assert again.column("text").equals(whole.column("text"))
    assert again.column("article").equals(whole.column("article"))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_everything_can_be_put_back(text: str) -> None:
    """After two runs with explain, from the struct alone."""
    once = clean(batch_of([{"text": text}]), explain=True)
    (row,) = clean(once, explain=True).to_pylist()
    assert restore_text(row["text"], decisions_from(row["article"]["removed"])) == text


# --- an article that is there already


def test_an_article_that_is_there_is_merged() -> None:
    """Its fields stay, new finds only add, a flag goes; rows without one get theirs."""
    first = clean(batch_of([{"text": f"By Kofi Adom\n\n{BODY}"}, {"text": None}]))
    again = first.set_column(0, "text", pa.array([f"By Ama Boateng\n\n{BODY}", BODY]))
    out = clean(again).to_pylist()
    assert [a["name"] for a in out[0]["article"]["authors"]] == ["Kofi Adom", "Ama Boateng"]
    assert out[1]["article"]["flag"] is None


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.json_()], ids=str)
def test_an_article_as_json_stays_json(kind: Any) -> None:
    """With keys that nobody knows here; what is no object stays as it is."""
    old = ['{"title":null,"score":0.5,"tags":["a"]}', None, "no json", "[1]", ""]
    batch = pa.RecordBatch.from_arrays([pa.array([SHARED] * 5), pa.array(old, kind)], ["text", "article"])
    out = clean(batch)
    assert out.schema.field("article").type == kind
    found = out.column("article").to_pylist()
    assert json.loads(found[0])["score"] == 0.5
    assert json.loads(found[0])["authors"][0]["name"] == "Ama Boateng"
    assert json.loads(found[1]) == json.loads(found[4])
    assert found[2:4] == old[2:4]
    assert out.column("text").to_pylist() == [BODY, BODY, SHARED, SHARED, BODY]


def test_an_object_of_the_records_own_can_be_put_back() -> None:
    """With explain, it stands under `earlier` as JSON, over any number of runs."""
    kind = pa.struct([("title", pa.large_string()), ("tags", pa.large_list(pa.large_string())), ("guard", pa.null())])
    batch = batch_of([{"text": SHARED, "article": {"title": "Ships", "tags": ["a"]}}], article=kind)
    once = clean(batch, explain=True)
    assert once.schema.field("article").type == ARTICLE
    again = clean(once, explain=True)
    assert again.column("article").equals(once.column("article"))
    assert json.loads(once.to_pylist()[0]["article"]["earlier"]) == {"title": "Ships", "tags": ["a"]}


# --- what is refused


@pytest.mark.parametrize(
    ("schema", "options", "message"),
    [
        (
            {"body": pa.string(), "n": pa.int64()},
            {},
            "no column 'text' and no column 'html'; the columns are: body, n; text_field ",
        ),
        ({}, {}, "the columns are: none"),
        ({"text": pa.int64()}, {}, "the column 'text' is int64, not text"),
        ({"text": pa.string(), "html": pa.list_(pa.string())}, {}, "the column 'html' is list<item: string>, not text"),
        ({"text": pa.string(), "article": pa.int64()}, {}, "the column 'article' is taken"),
        ({"text": pa.string(), "article": pa.struct([("price", pa.string())])}, {}, "the column 'article' is taken"),
        ({"text": pa.string(), "article": pa.struct([("title", pa.int8())])}, {}, "the column 'article' is taken"),
        ({"text": pa.string()}, {"language": "en"}, "no option 'language'; there are text_field, "),
    ],
)
def test_batches_that_cannot_be_cleaned(schema: dict[str, Any], options: dict[str, Any], message: str) -> None:
    """The message says what there is."""
    with pytest.raises(ConfigError, match=re.escape(message)):
        output_schema(pa.schema(schema), **options)
    with pytest.raises(ConfigError):
        clean_batch(pa.RecordBatch.from_pylist([], schema=pa.schema(schema)), CLEANER, **options)


def test_what_is_no_arrow() -> None:
    """Frames, a batch for a table, the name of a mode for a cleaner: the message says what is needed."""
    table = pa.table({"text": [BODY]})
    for wrong in (table.to_pandas(), table.to_batches()[0], table.to_pydict()):
        with pytest.raises(ConfigError, match=f"Table is needed, not {type(wrong).__name__}"):
            clean_table(wrong)
    with pytest.raises(ConfigError, match="RecordBatch is needed, not Table"):
        clean_batch(table)
    with pytest.raises(ConfigError, match="is a Cleaner, not 'strict'"):
        clean_table(table, "strict")  # type: ignore[arg-type]


def test_two_columns_of_one_name_cannot_both_be_the_text() -> None:
    """Nobody could tell which one is meant."""
    batch = pa.RecordBatch.from_arrays([pa.array([BODY])] * 2, ["text", "text"])
    with pytest.raises(ConfigError, match="two columns have the name 'text'"):
        clean_batch(batch, CLEANER)


def test_without_pyarrow_the_extra_is_named() -> None:
    """And `import cleaner` does not need it."""
    code = (
        "import sys; sys.modules['pyarrow'] = None\nimport cleaner, cleaner.formats\n"
        "try: import cleaner.arrow\nexcept cleaner.ConfigError as e: print(e)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Arrow needs pyarrow: pip install 'article-cleaner[parquet]'"
