"""JSON lines and plain text: what comes in, and that nothing of it gets lost on the way out."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pytest

from cleaner import Article, Author, Cleaner, RecordError
from cleaner.cli.plan import TEXT_POLICY
from cleaner.formats.jsonl import clean_lines, load
from cleaner.formats.record import article_object, decisions_from, merged, removed_list
from cleaner.formats.text import decode, encode, header
from cleaner.formats.work import Choices, Fields, Work
from cleaner.removal import restore_text

from .conftest import Case

BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."
SHARED = f"{BODY}\n\nShare This Article"
EMPTY = {"title": None, "authors": [], "agencies": [], "language": "en", "tags": [], "notes": []}


@lru_cache(maxsize=8)
def cleaner_of(mode: str = "balanced", *, as_text: bool = False) -> Cleaner:
    """One cleaner a mode and policy."""
    return Cleaner(mode=mode, policy=TEXT_POLICY if as_text else None)


def clean(lines: Iterable[bytes], *, mode: str = "balanced", **options: Any) -> list[bytes | RecordError]:
    """Lines through the JSON lines format."""
    fields = options.pop("fields", Fields())
    return list(clean_lines(lines, Work(cleaner_of(mode), fields, Choices(language="en", **options))))


def clean_one(line: bytes, **options: Any) -> bytes:
    """One line that must come out as one line."""
    (out,) = clean([line], **options)
    assert isinstance(out, bytes), out
    assert out.endswith(b"\n")
    assert out.count(b"\n") == 1
    return out


def record_of(line: bytes, **options: Any) -> dict[str, Any]:
    """The record that one line becomes."""
    return load(clean_one(line, **options), 1)[0]


def line_of(**record: Any) -> bytes:
    """A record as a line of bytes."""
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


# --- JSON lines: what is kept


def test_unknown_keys_and_their_order_are_kept() -> None:
    """Only `text` changes, and `article` is new, at the end."""
    record = {
        "z": [1, {"b": None, "a": True}],
        "url": "https://example.org/é",
        "text": SHARED,
        "a": "x\ty",
        "n": 1.5,
        "": {},
    }
    out = record_of(line_of(**record))
    assert list(out) == [*record, "article"]
    assert out.pop("article") == EMPTY
    assert out == {**record, "text": BODY}


@pytest.mark.parametrize(
    "value",
    [
        b"18446744073709551615",
        b"18446744073709551616",
        b"-9223372036854775809",
        b"123456789012345678901234567890123456789",
        b"NaN",
        b"-Infinity",
        b"0.1",
        b"1.0",
        b"-0.0",
        b"9007199254740993",
        b"[99999999999999999999, NaN]",
    ],
)
def test_numbers_come_out_as_they_went_in(value: bytes) -> None:
    """Integers over 64 bits, NaN and infinities are no reason to lose a digit."""
    out = clean_one(b'{"n": ' + value + b', "text": "x"}')
    assert b'"n":' + value.replace(b" ", b"") in out.replace(b" ", b"")


@pytest.mark.parametrize(
    "escape", [rb"\ud800", rb"\udfff", rb"\udc80", rb"\udcff", rb"\u0000", rb"\u2028", rb"\ud83d\ude00"]
)
def test_escapes_mean_the_same_afterwards(escape: bytes) -> None:
    """Lone surrogates, NUL and separators: the output is UTF-8 and reads as the same string."""
    line = b'{"k": "a' + escape + b'b", "text": "c' + escape + b'd"}'
    out = clean_one(line)
    record = json.loads(out.decode("utf-8"))
    wanted = json.loads(line)
    assert (record["k"], record["text"]) == (wanted["k"], wanted["text"])


def test_undecodable_bytes_come_out_as_they_went_in() -> None:
    """A byte that is no UTF-8 is passed through, in the text and beside it."""
    out = clean_one(b'{"k": "caf\xe9", "text": "na\xefve ' + SHARED.encode().replace(b"\n", b"\\n") + b'"}')
    assert b'"caf\xe9"' in out
    assert b'"na\xefve ' in out


def test_undecodable_bytes_beside_a_lone_surrogate() -> None:
    """Both at once: the bytes stay bytes and the escape stays an escape."""
    out = clean_one(b'{"k": "caf\xe9", "text": "\\ud800"}')
    assert b'"caf\xe9"' in out
    assert rb'"\ud800"' in out


@pytest.mark.parametrize("depth", [10, 250, 600])
def test_nested_values_are_kept(depth: int) -> None:
    """Values of any sane depth come back whole."""
    line = b'{"text": "x", "deep": ' + b"[" * depth + b"]" * depth + b"}"
    assert b"[" * depth + b"]" * depth in clean_one(line)


@pytest.mark.parametrize("depth", [900, 990, 1000, 1010, 1023, 1024, 1100, 20_000, 200_000])
def test_values_nested_too_deep_are_an_error_of_ours(depth: int) -> None:
    """Either the record comes out whole or it goes to the errors; nothing is raised."""
    line = b'{"text": "x", "deep": ' + b"[" * depth + b"]" * depth + b"}"
    (out,) = clean([line])
    if isinstance(out, bytes):
        assert b"[" * depth + b"]" * depth in out
    else:
        assert out.record == line


def test_an_object_as_text_is_not_read_as_one() -> None:
    """A key of the record that is called like a field of ours, with any type, does no harm."""
    out = record_of(line_of(text=SHARED, title=["no", "string"], language=7, url={}, id=None))
    assert out["text"] == BODY
    assert out["title"] == ["no", "string"]
    assert out["article"]["title"] is None


# --- JSON lines: what cannot be cleaned


def test_empty_lines_are_passed_over() -> None:
    """Blank lines give nothing and count."""
    good = line_of(text="x")
    out = clean([b"\n", good, b"  \r\n", b"", b"nothing\n"])
    assert isinstance(out[0], bytes)
    assert isinstance(out[1], RecordError)
    assert out[1].number == 5
    assert len(out) == 2


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b'["text"]\n', "not-an-object"),
        (b'"text"\n', "not-an-object"),
        (b"null\n", "not-an-object"),
        (b"12345678901234567890\n", "not-an-object"),
        (b'{"text": "x"\n', "not-json"),
        (b"{'text': 'x'}\n", "not-json"),
        (b'{"text": "a\x00b"}\n', "not-json"),
        (b'{"text": "x"} {"text": "y"}\n', "not-json"),
        (b"\xff\xfe{\x00\n", "not-json"),
        (b"READ ALSO: a plain text\n", "not-json"),
    ],
)
def test_a_line_that_is_no_object(line: bytes, cause: str) -> None:
    """No output line but a value with number, cause and the line; the stream goes on."""
    out = clean([line_of(text="a"), line, line_of(text="b")])
    assert [isinstance(item, bytes) for item in out] == [True, False, True]
    error = out[1]
    assert isinstance(error, RecordError)
    assert (error.number, error.cause, error.record) == (2, cause, line)
    assert str(error).startswith("record 2: not ")


@pytest.mark.parametrize(
    "record", [{"id": 1}, {"id": 1, "text": None}, {"id": 1, "text": ["x"]}, {"id": 1, "text": 5}, {}]
)
def test_a_record_without_text_comes_out_unchanged(record: dict[str, Any]) -> None:
    """With `article.flag`, and an error value for the count."""
    error, out = clean([line_of(**record)])
    assert isinstance(error, RecordError)
    assert (error.number, error.cause) == (1, "no-text")
    assert isinstance(out, bytes)
    assert json.loads(out) == {**record, "article": {"flag": "no-text"}}


def test_a_record_without_text_keeps_its_article() -> None:
    """What an earlier run found stays beside the flag."""
    _, out = clean([line_of(id=1, article={"title": "T", "mine": 1})])
    assert isinstance(out, bytes)
    assert json.loads(out)["article"] == {"title": "T", "mine": 1, "flag": "no-text"}


@pytest.mark.parametrize("value", ["mine", 5, ["a"], True])
@pytest.mark.parametrize("text", [SHARED, None])
def test_a_key_called_article_that_is_ours_by_name_only(value: Any, text: Any) -> None:
    """Somebody else's `article` is data: it may not vanish without a word."""
    line = line_of(text=text, article=value)
    out = clean([line])
    records = [json.loads(item) for item in out if isinstance(item, bytes)]
    kept = any(repr(value) in map(repr, record.values()) for record in records)
    assert kept or any(isinstance(item, RecordError) and item.record == line for item in out)


def test_another_text_field() -> None:
    """--text-field, --title-field: nothing else is touched."""
    line = line_of(
        text="READ ALSO: This Stays As It Is", body=f"A Harbour Opens Again\n\n{SHARED}", head="A Harbour Opens Again"
    )
    out = record_of(line, fields=Fields(text="body", title="head"))
    assert out["text"] == "READ ALSO: This Stays As It Is"
    assert out["body"] == BODY
    assert out["article"]["title"] == "A Harbour Opens Again"


# --- JSON lines: line ends


def test_windows_line_ends() -> None:
    """CRLF after a record is white space; CRLF inside the text is text."""
    out = record_of(b'{"text": "One line.\\r\\nTwo lines.\\r\\n"}\r\n')
    assert out["text"] == "One line.\r\nTwo lines.\r\n"


def test_last_line_without_line_end() -> None:
    """A stream that ends in the middle of nothing is complete all the same."""
    out = clean([line_of(text="a"), b'{"text": "b"}'])
    assert [json.loads(item)["text"] for item in out if isinstance(item, bytes)] == ["a", "b"]


def test_a_byte_order_mark_does_not_cost_the_first_record() -> None:
    """Files that Windows tools wrote begin with one."""
    out = clean([b"\xef\xbb\xbf" + line_of(text=SHARED), line_of(text="b")])
    assert [isinstance(item, bytes) for item in out] == [True, True]


# --- JSON lines: the article object


def test_explain_lists_what_was_removed() -> None:
    """Each removed stretch with place, category, action, confidence, evidence and text."""
    source = f"By Ama Boateng\n\n{SHARED}\n"
    (byline, share) = record_of(line_of(text=source), explain=True)["article"]["removed"]
    assert list(byline) == ["start", "end", "category", "action", "confidence", "rules", "signals", "text"]
    assert (byline["category"], byline["action"], byline["text"]) == ("byline", "move", "By Ama Boateng\n\n")
    assert (share["category"], share["action"], share["confidence"]) == ("share", "drop", "certain")
    assert share["rules"]
    for item in (byline, share):
        assert source[item["start"] : item["end"]] == item["text"]


def test_without_explain_there_is_no_removed_list() -> None:
    """The removed text is written only when it is asked for."""
    assert "removed" not in record_of(line_of(text=SHARED))["article"]


def test_explain_gives_every_fixture_back(case: Case) -> None:
    """`removed` is enough to restore, for every article there is."""
    out = record_of(line_of(text=case.source, title=case.about.get("title")), explain=True)
    assert restore_text(out["text"], decisions_from(out["article"]["removed"])) == case.source


def test_explaining_twice_still_restores() -> None:
    """A second --explain run that finds more may not mix two sets of offsets."""
    tail = "Harbour Fees To Rise Again\n\nMore Ships Come In This Week\n\nWhat The Mayor Said Of Fees"
    source = f"Bridge Reopens After the Long Flood\n\n{BODY}\n\nREAD ALSO: Harbour Fees To Rise\n\n{BODY}\n\n{tail}"
    once = clean_one(line_of(text=source), mode="careful", explain=True)
    first = json.loads(once)["text"]
    twice = json.loads(clean_one(once, mode="strict", explain=True))
    assert twice["text"] != first
    assert restore_text(twice["text"], decisions_from(twice["article"]["removed"])) in (source, first)


@pytest.mark.parametrize(
    "removed", [None, "x", 5, {}, ["x"], [{"start": 1}], [{"start": "a", "end": None}], [[1, 2]]], ids=repr
)
def test_a_removed_list_that_is_none(removed: Any) -> None:
    """Whatever stands under `article.removed`, nothing is raised and the record is not lost."""
    line = line_of(text=SHARED, article={"removed": removed})
    for explain in (False, True):
        out = clean([line], explain=explain)
        assert any(isinstance(item, bytes) for item in out) or [
            e.record for e in out if isinstance(e, RecordError)
        ] == [line]


def test_a_removed_list_that_does_not_fit_the_text() -> None:
    """Offsets of another text, or none at all in order: a value or an error value, never an exception."""
    pieces = [
        {"start": s, "end": e, "category": "ad", "action": "drop", "confidence": "certain", "text": "x"}
        for s, e in ((9**9, 9**9 + 1), (5, 2), (-7, -1))
    ]
    for removed in ([piece] for piece in pieces):
        assert clean([line_of(text=SHARED, article={"removed": removed})], explain=True)


def test_contacts_only_when_asked_for() -> None:
    """Addresses of authors are private until --contacts."""
    line = line_of(text=f"By Ama Boateng (ama@example.org)\n\n{SHARED}")
    (author,) = record_of(line)["article"]["authors"]
    assert author == {"name": "Ama Boateng", "kind": "person"}
    (author,) = record_of(line, contacts=True)["article"]["authors"]
    assert author == {"name": "Ama Boateng", "kind": "person", "contact": "ama@example.org"}


def test_an_article_that_is_there_keeps_its_fields() -> None:
    """New finds only add: what an earlier run or another tool wrote wins."""
    old = {
        "title": "An Older Title",
        "authors": [{"name": "AMA BOATENG", "kind": "person", "role": "Editor"}],
        "published": "2020-01-01",
        "section": "ports",
        "tags": ["a"],
    }
    text = f"By Ama Boateng and Kofi Adom\n\nPublished August 14, 2024\n\n{BODY}"
    new = record_of(line_of(text=text, article=old))["article"]
    assert list(new)[:5] == list(old)
    assert new["title"] == "An Older Title"
    assert new["authors"] == [*old["authors"], {"name": "Kofi Adom", "kind": "person"}]
    assert (new["published"], new["section"], new["tags"]) == ("2020-01-01", "ports", ["a"])
    assert new["agencies"] == []


def test_cleaning_a_record_twice_changes_nothing_though_its_title_is_known_by_then() -> None:
    """The title that run one found is no new evidence for run two."""
    title = "Bridge Reopens After Flood"
    once = clean_one(line_of(text=f"{title}\n\nBy Ama Boateng\n\n{BODY}\n\n{title}\n\n{BODY}"))
    assert clean_one(once) == once


def test_an_article_that_is_null_is_none() -> None:
    """As in a table, from which such a record may come."""
    out = record_of(line_of(text=SHARED, article=None, n=1))
    assert (list(out), out["text"]) == (["text", "article", "n"], BODY)
    assert out["article"] == record_of(line_of(text=SHARED))["article"]


def test_an_old_flag_does_not_outlive_its_cause() -> None:
    """A record that had no text once and has one now is cleaned like any other."""
    out = record_of(line_of(text=SHARED, article={"flag": "no-text"}), explain=True)
    assert out["text"] == BODY
    assert not out["article"].get("flag")


def test_merged_adds_to_lists_and_fills_gaps() -> None:
    """The rule by itself: old values stay, empty ones fill, lists grow by what is new."""
    old = {"title": None, "language": "", "tags": ["a"], "authors": [{"name": "A B"}], "updated": "x"}
    new = {
        "title": "T",
        "language": "en",
        "tags": ["a", "b"],
        "authors": [{"name": "a b"}, {"name": "C D"}],
        "updated": "y",
    }
    assert merged(old, new) == {
        "title": "T",
        "language": "en",
        "tags": ["a", "b"],
        "authors": [{"name": "A B"}, {"name": "C D"}],
        "updated": "x",
    }


def test_the_article_object_leaves_out_what_is_empty() -> None:
    """Optional fields appear only when they are set."""
    article = Article(
        "x", "x", authors=(Author("A B", role="Editor", contact="a@example.org"),), truncated=True, guard="loss"
    )
    assert article_object(article) == {
        **EMPTY,
        "language": None,
        "authors": [{"name": "A B", "kind": "person", "role": "Editor"}],
        "truncated": True,
        "guard": "loss",
    }


def test_decisions_survive_the_record() -> None:
    """Decision to JSON and back is the same decision."""
    decisions = cleaner_of().clean(SHARED, language="en").decisions
    assert decisions
    assert decisions_from(json.loads(json.dumps(removed_list(decisions)))) == decisions


# --- plain text


@pytest.mark.parametrize(
    "data", [b"caf\xe9 \xff\xfe \x80", b"\xed\xa0\x80", b"a\x00b\x1a", b"\xef\xbb\xbfabc\r\n", b"", bytes(range(256))]
)
def test_bytes_pass_through_text(data: bytes) -> None:
    """Decoding and encoding are exact for any bytes."""
    assert encode(decode(data)) == data


def test_undecodable_bytes_stay_beside_what_is_removed() -> None:
    """The lines that stay keep their bytes when others go."""
    article = cleaner_of().clean(decode(b"caf\xe9 " + SHARED.encode()), language="en")
    assert encode(article.text) == b"caf\xe9 " + BODY.encode()


def as_text(text: str, case: Case) -> str:
    """What text output shows: header and body."""
    cleaner = cleaner_of(case.about.get("mode", "balanced"), as_text=True)
    article = cleaner.clean(text, title=case.about.get("title"), language="en")
    return header(article) + article.text


def test_text_output_is_stable(case: Case) -> None:
    """Cleaning the output, header and all, changes nothing."""
    once = as_text(case.source, case)
    assert as_text(once, case) == once


def test_text_output_shows_title_and_byline() -> None:
    """Moved, not vanished: title, blank line, byline with its cue word, blank line, body."""
    source = f"Forty Ships Enter The Harbour\n\nWords by AMA BOATENG and Kofi Adom, Staff Reporters\n\n{SHARED}\n"
    article = cleaner_of(as_text=True).clean(source, language="en")
    assert header(article) == "Forty Ships Enter The Harbour\n\nWords by Ama Boateng and Kofi Adom\n\n"


def test_a_given_title_alone_is_not_printed() -> None:
    """Only what stood in the input and was moved out of it comes back on top."""
    article = cleaner_of(as_text=True).clean(BODY, title="A Title From Elsewhere", language="en")
    assert header(article) == ""


def test_the_header_keeps_windows_line_ends() -> None:
    """A CRLF text stays one."""
    article = cleaner_of(as_text=True).clean(f"By Ama Boateng\r\n\r\n{BODY}\r\n", language="en")
    assert header(article) + article.text == f"By Ama Boateng\r\n\r\n{BODY}\r\n"


@pytest.mark.parametrize("names", ["Ama Boateng", "Ama Boateng and Kofi Adom", "Ama Boateng, Kofi Adom and Jane Roe"])
def test_bylines_in_the_header(names: str) -> None:
    """One, two and three names are joined the way people write them."""
    article = cleaner_of(as_text=True).clean(f"By {names}\n\n{BODY}\n", language="en")
    assert header(article) == f"By {names}\n\n"
