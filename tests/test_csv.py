"""CSV in and out: the text clean, every other value as it was; lines that are no rows; records from elsewhere."""

import csv as standard
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import ConfigError, RecordError
from cleaner.formats import csv, tsv
from cleaner.formats.batch import Batch
from cleaner.formats.record import decisions_from
from cleaner.formats.work import Choices, Fields, Work
from cleaner.removal import restore_text

from .tables import BODY, CLEANER, MENU, PAGE, SHARED, TEXTS

ROW = f'7,"{SHARED}",x\n'


def work_of(target: str = "csv", fields: Fields = Fields(), **choices: Any) -> Work:  # noqa: B008 - it is immutable
    """Work on English records."""
    return Work(CLEANER, fields, Choices(**{"language": "en", **choices}), target)


def read(data: bytes, work: Work, module: Any = csv) -> tuple[list[Batch], list[RecordError]]:
    """The batches of a file, and what is no row. Each row has a number of its own."""
    items = list(module.batches(io.BytesIO(data), "a.csv", work))
    numbers = [
        n for i in items for n in ([i.number] if isinstance(i, RecordError) else range(i.first, i.first + i.records))
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    return [i for i in items if isinstance(i, Batch)], [i for i in items if isinstance(i, RecordError)]


def run(data: str | bytes, module: Any = csv, target: str = "csv", **options: Any) -> tuple[bytes, list[RecordError]]:
    """A file through the format and back into a file, and all faults."""
    work = work_of(target, **options)
    found, faults = read(data if isinstance(data, bytes) else data.encode(), work, module)
    outputs = [csv.clean(batch, work) for batch in found]
    sink = io.BytesIO()
    writer = {"csv": csv, "tsv": tsv}[target].Writer(sink)
    late = [fault for output in outputs for fault in writer.write(output.payload)]
    assert late + writer.close() == []
    return sink.getvalue(), [*faults, *(fault for output in outputs for fault in output.faults)]


def table_of(data: bytes, delimiter: str = ",") -> list[list[str]]:
    """A file as another reader sees it."""
    return list(standard.reader(io.StringIO(data.decode("utf-8", "surrogateescape"), newline=""), delimiter=delimiter))


def csv_of(rows: list[list[str]], end: str = "\n", delimiter: str = ",") -> str:
    """Rows as a file."""
    text = io.StringIO(newline="")
    standard.writer(text, lineterminator=end, delimiter=delimiter, quoting=standard.QUOTE_ALL).writerows(rows)
    return text.getvalue()


# --- CSV to CSV


def test_the_text_is_clean_and_the_article_is_the_last_column() -> None:
    """As JSON; everything else is as it was."""
    out, faults = run("id,text,note\n" + ROW + '8,,"a,""b"\n')
    header, first, second = table_of(out)
    assert header == ["id", "text", "note", "article"]
    assert first[:3] == ["7", BODY, "x"]
    assert json.loads(first[3])["authors"] == [{"name": "Ama Boateng", "kind": "person"}]
    assert second[:3] == ["8", "", 'a,"b']
    assert faults == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_mark_stay(end: str, mark: str) -> None:
    """Whatever wrote the file can read it again."""
    out, faults = run(mark + csv_of([["id", "text"], ["7", BODY]], end))
    text = out.decode()
    assert text.startswith(f"{mark}id,text,article{end}7,")
    assert text.endswith(f'"{end}')
    assert faults == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_shows_the_text(delimiter: str) -> None:
    """Spreadsheets in much of Europe write semicolons; in CSV tabs become commas."""
    out, _ = run(csv_of([["id", "text"], ["7", BODY]], delimiter=delimiter))
    assert table_of(out, "," if delimiter == "\t" else delimiter)[1][:2] == ["7", BODY]


def test_tabs() -> None:
    """Tables of that name have tabs and keep them, and either becomes the other."""
    source = csv_of([["id", "text"], ["7", BODY], ["8", "a\tb"]], delimiter="\t")
    out, _ = run(source, tsv, "tsv")
    assert [row[:2] for row in table_of(out, "\t")] == [["id", "text"], ["7", BODY], ["8", "a\tb"]]
    out, _ = run(source, tsv, "csv")
    assert [row[:2] for row in table_of(out)] == [["id", "text"], ["7", BODY], ["8", "a\tb"]]
    out, _ = run(csv_of([["id", "text"], ["7", BODY]]), csv, "tsv")
    assert out.startswith(b"id\ttext\tarticle\n7\t")


CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\0"), max_size=12), st.sampled_from(['"', ",", "\r", "\n", '""', " x "])
)


@given(
    st.lists(st.tuples(CELLS, TEXTS.map(lambda t: t.replace("\0", "")), CELLS), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 60),
)
@settings(max_examples=120, deadline=None)
def test_other_values_are_untouched_wherever_it_is_cut(rows: list[Any], end: str, size: int) -> None:
    """Values with quotes, delimiters and line ends; blocks of any size; and the text can be put back."""
    data = csv_of([["a", "text", ""], *map(list, rows)], end).encode("utf-8", "surrogatepass")
    data = data.decode("utf-8", "replace").encode()
    source = table_of(data)
    with pytest.MonkeyPatch.context() as patch:
        whole = run(data, explain=True)
        patch.setattr("cleaner.formats.batch.BATCH_BYTES", size)
        assert run(data, explain=True) == whole
    header, *found = table_of(whole[0])
    assert header == ["a", "text", "", "article"]
    assert [[a, c] for a, _, c, _ in found] == [[a, c] for a, _, c in source[1:]]
    for (_, text, _, article), (_, before, _) in zip(found, source[1:], strict=True):
        assert restore_text(text, decisions_from(json.loads(article)["removed"])) == before
    assert whole[1] == []


def test_undecodable_bytes_come_out_as_they_went_in() -> None:
    """In the text, beside it and in the header."""
    data = b'caf\xe9,text\n\xff,"na\xefve ' + BODY.encode() + b'\n\nShare This Article"\n'
    out, _ = run(data)
    assert out.startswith(b'caf\xe9,text,article\n\xff,"na\xefve ' + BODY.encode() + b'",')


def test_a_second_run_changes_nothing() -> None:
    """The article that is there is merged; an own object of the rows too, and what is none stays."""
    out, _ = run("id,text\n" + ROW.replace(",x", ""))
    assert run(out)[0] == out
    out, faults = run(csv_of([["article", "text"], ['{"score":1}', SHARED], ["mine", SHARED], ["", SHARED]]))
    _, first, second, third = table_of(out)
    assert json.loads(first[0])["score"] == 1
    assert second == ["mine", SHARED]
    assert json.loads(third[0])["title"] is None
    assert [(fault.number, fault.cause) for fault in faults] == [(2, "article-taken")]


def test_pages_go_and_give_text() -> None:
    """A file of pages gets a column of texts; a page without an article is flagged."""
    source = csv_of([["html", "n"], [PAGE, "1"], [MENU, "2"]])
    out, faults = run(source)
    header, first, second = table_of(out)
    assert header == ["n", "text", "article"]
    assert first[1].startswith(BODY)
    assert (second[1], json.loads(second[2])) == ("", {"flag": "not-an-article"})
    assert [(fault.number, fault.cause) for fault in faults] == [(2, "not-an-article")]
    header, first, _ = table_of(run(source, keep_html=True, markdown=True)[0])
    assert header == ["html", "n", "text", "markdown", "article"]
    assert first[0] == PAGE
    assert first[3].startswith(BODY)


def test_a_header_alone_comes_out() -> None:
    """With the new column; nothing at all gives nothing."""
    assert run("id,text\n") == (b"id,text,article\n", [])
    assert run("id,text") == (b"id,text,article\n", [])
    assert run("") == (b"", [])


def test_large_fields_are_read() -> None:
    """A page is more than the 128 kB that the standard library takes."""
    out, faults = run(csv_of([["text", "big"], [BODY, "x" * 300_000]]))
    assert len(table_of(out)[1][1]) == 300_000
    assert faults == []


# --- CSV to JSON lines


def test_rows_become_records_of_strings() -> None:
    """Under the names of the columns."""
    work = work_of("jsonl")
    (batch,), _ = read(("id,text,note\n" + ROW).encode(), work)
    record = json.loads(csv.clean(batch, work).payload)
    assert list(record) == ["id", "text", "note", "article"]
    assert record["text"] == BODY
    assert [one.first for one in csv.singles(batch)] == [1]
    assert [csv.clean(one, work).payload for one in csv.singles(batch)] == [csv.clean(batch, work).payload]


# --- what is no row


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("9,x\n", "2 values, but the header has 3"),
        ('9,"a\nb",c,d\n', "4 values, but the header has 3"),
        ('9,"a"b,c\n', "',' expected after '\"'"),
        ("9,a\0b,c\n", "it holds a NUL"),
        ('9,"abc\n', "a quote is not closed"),
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_what_is_no_row_is_a_fault_with_its_lines(line: str, why: str, last: bool) -> None:
    """The rows around it are cleaned all the same."""
    after = "" if last else "8,x,y\n"
    out, faults = run("id,text,note\n" + ROW + line + after)
    assert [row[0] for row in table_of(out)] == ["id", "7", *(["8"] if after else [])]
    assert [(f.number, f.cause, f.record, f.message) for f in faults] == [(2, "not-a-row", line.encode(), why)]


def test_a_quote_that_is_not_closed_costs_its_own_line() -> None:
    """Also where the rows after it have quotes, or the file is endless."""
    rows = "".join(f'{n},"a ""quoted"" text",x\n' for n in range(10, 20))
    out, faults = run('id,text,note\n9,"abc,x\n' + rows)
    assert [row[0] for row in table_of(out)] == ["id", *map(str, range(10, 20))]
    assert [fault.record for fault in faults] == [b'9,"abc,x\n']
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.formats.csv_rows._ROW_CHARS", 1000)
        out, faults = run('id,text,note\n9,"abc,x\n' + "8,x,y\n" * 1000)
    assert len(table_of(out)) == 1001
    assert [fault.record for fault in faults] == [b'9,"abc,x\n']


@pytest.mark.parametrize("line", ['a,"\n', '""a\n', 'a"\n', '"""\n', ',"""\n', '"a""\n', '","\n', "\r\n", '" "" "\n'])
def test_no_line_is_slow(line: str) -> None:
    """Two hundred thousand of the same, with quotes in bad places."""
    run("id,text\n" + line * 20_000)


@given(st.text(st.sampled_from('a,"\n\r;\0'), max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_character_is_lost(text: str) -> None:
    """Whatever stands below the header is in a row or in a fault."""
    found, faults = read(b"text,b\n" + text.encode(), work_of())
    in_rows = sum(value.count("a") for batch in found for row in batch.data.rows for value in row)
    in_faults = sum(fault.record.count(b"a") for fault in faults)  # type: ignore[attr-defined]
    assert in_rows + in_faults == text.count("a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("id,body\n1,x\n", "a.csv: no column 'text' and no column 'html'; the columns are: id, body; --text-field "),
        ("text,text\n", "a.csv: two columns have the name 'text'"),
        ('"text\n', "a.csv: its first line is no header: a quote is not closed"),
    ],
)
def test_files_that_cannot_be_cleaned(data: str, message: str) -> None:
    """The message names the file and what there is."""
    with pytest.raises(ConfigError, match=message):
        run(data)


def test_columns_of_one_name() -> None:
    """Are nobody's business in a table; in a record only one of them would be left."""
    out, _ = run("a,text,a\n1,x,2\n")
    assert table_of(out)[1][:3] == ["1", "x", "2"]
    with pytest.raises(ConfigError, match="two columns have the name 'a'"):
        read(b"a,text,a\n", work_of("jsonl"))


def test_columns_may_have_other_names() -> None:
    """As keys may."""
    out, _ = run(csv_of([["body", "id"], [SHARED, "7"]]), fields=Fields(text="body"))
    assert table_of(out)[1][0] == BODY


# --- JSON lines to CSV


def lines_of(*records: Any) -> bytes:
    """Records as JSON lines."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_records_become_rows() -> None:
    """The article last; strings as they are, null is nothing, the rest JSON."""
    sink = io.BytesIO()
    writer = csv.Writer(sink)
    record = {"id": 1, "article": {"title": None}, "text": "a,b", "ok": True, "tags": ["x", 1.5], "none": None}
    assert writer.write(lines_of(record, {"text": "c", "more": "\udce9"})) == []
    assert writer.close() == []
    assert table_of(sink.getvalue()) == [
        ["id", "text", "ok", "tags", "none", "more", "article"],
        ["1", "a,b", "true", '["x",1.5]', "", "", '{"title":null}'],
        ["", "c", "", "", "", "\udce9", ""],
    ]
    sink = io.BytesIO()
    tsv.Writer(sink).write(lines_of({"text": "a\tb"}))
    assert sink.getvalue() == b'text\tarticle\n"a\tb"\t\n'


def test_what_does_not_fit_later_is_a_fault_with_its_line() -> None:
    """A key that is no column, and half a character."""
    sink = io.BytesIO()
    writer = csv.Writer(sink)
    later = [{"text": "b", "new": 1}, {"text": "\ud800"}]
    assert writer.write(lines_of({"text": "a"})) == []
    faults = writer.write(lines_of(*later, {"text": "c"}))
    assert [(fault.number, fault.cause) for fault in faults] == [(2, "does-not-fit"), (3, "does-not-fit")]
    assert [json.loads(fault.record) for fault in faults] == later  # type: ignore[arg-type]
    assert [row[0] for row in table_of(sink.getvalue())] == ["text", "a", "c"]


def test_files_with_other_columns_join_where_they_can() -> None:
    """By the names of the columns; what has another one is a fault."""
    work = work_of()
    payloads = []
    for data in (b"id,text\n1,a\n", b"text;id\r\nb;2\r\n", b"text\nc\n", b"text,new\nd,4\n"):
        (batch,), _ = read(data, work)
        payloads.append(csv.clean(batch, work).payload)
    sink = io.BytesIO()
    writer = csv.Writer(sink)
    faults = [fault for payload in payloads for fault in writer.write(payload)]
    assert [row[:2] for row in table_of(sink.getvalue())] == [["id", "text"], ["1", "a"], ["2", "b"], ["", "c"]]
    assert [(fault.number, json.loads(fault.record)["text"]) for fault in faults] == [(4, "d")]  # type: ignore[arg-type]
