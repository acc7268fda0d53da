"""The command, end to end: what a shell user relies on in processes of its own, the rest in this one."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.article import CATEGORIES
from cleaner.cli import main

from .conftest import ALL_CASES, ROOT, Case

BODY = "The harbour opened again on Tuesday, and forty ships that had waited outside came in before night fell."
SOURCE = f"Forty Ships Enter The Harbour\n\nBy Ama Boateng 3 Min Read\n\n{BODY}\n\nREAD ALSO: Harbour Fees To Rise\n\nShare This Article\n"
CLEAN = f"Forty Ships Enter The Harbour\n\nBy Ama Boateng\n\n{BODY}\n"
NOTE = "Correction: an earlier version of this story misspelled the name of the captain."
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100"}


def start(*args: str, given: bytes | str = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """`cleaner` in a process of its own."""
    data = given.encode() if isinstance(given, str) else given
    command = [sys.executable, "-m", "cleaner", *args]
    return subprocess.run(command, input=data, cwd=cwd, env=ENV, capture_output=True, timeout=60, check=False)


def run(*args: str, given: bytes | str = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """The same in this process, with streams in memory: a start costs more than most of what is tested here."""
    data = given.encode() if isinstance(given, str) else given
    out, err = io.BytesIO(), io.BytesIO()
    here = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", newline=""))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace", newline=""))
        os.chdir(cwd or here)
        try:
            status = main(args)
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        finally:
            os.chdir(here)
        sys.stdout.flush()
        sys.stderr.flush()
        return subprocess.CompletedProcess(args, status, out.getvalue(), err.getvalue())


def lines_of(*records: object) -> str:
    """Records as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def refused(*args: str, given: bytes | str = b"", cwd: Path | None = None) -> str:
    """The message of a call that is wrong usage: status 2, nothing on standard output, no traceback."""
    done = run(*args, given=given, cwd=cwd)
    message = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b""), done
    assert "Traceback" not in message
    return message


# --- help and version


def test_version() -> None:
    """`--version`, alone or behind other options."""
    wanted = f"cleaner {cleaner.__version__}\n".encode()
    assert start("--version").stdout == wanted
    assert start("--body-only", "--version").stdout == wanted


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("clean",),
        ("explain",),
        ("restore",),
        ("rules",),
        ("rules", "check"),
        ("rules", "list"),
        ("rules", "show"),
        ("rules", "new"),
    ],
    ids=" ".join,
)
def test_help(command: tuple[str, ...]) -> None:
    """Every command helps, with status 0 and nothing on standard error."""
    done = run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"usage: cleaner")


def test_help_names_what_there_is() -> None:
    """Modes, formats, all categories, an example, the other commands."""
    text = run("--help").stdout.decode()
    for word in (*CATEGORIES, "careful", "balanced", "strict", "jsonl", "explain", "restore", "rules", "examples:"):
        assert word in text


# --- text


def test_standard_input_to_standard_output() -> None:
    """A filter: title and byline on top, body, nothing said on standard error."""
    done = start(given=SOURCE)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, CLEAN, b"")
    assert start("clean", "-", given=SOURCE).stdout == done.stdout


def test_body_only() -> None:
    """The body without the header."""
    assert run("--body-only", given=SOURCE).stdout.decode() == f"{BODY}\n"


def test_a_file_and_an_output_file(tmp_path: Path) -> None:
    """FILE in, -o FILE out, silence on both streams."""
    (tmp_path / "a.txt").write_text(SOURCE)
    done = run("a.txt", "-o", "b.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "b.txt").read_text() == CLEAN
    assert run("a.txt", "-o", "-", cwd=tmp_path).stdout.decode() == CLEAN


def test_output_dir(tmp_path: Path) -> None:
    """Many files, one clean file each, inputs untouched."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SOURCE)
    done = run("--output-dir", "clean/deep", "a.txt", "b.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert [(tmp_path / "clean/deep" / name).read_text() for name in ("a.txt", "b.txt")] == [CLEAN, CLEAN]
    assert (tmp_path / "a.txt").read_text() == SOURCE


def test_output_dir_never_overwrites_an_input(tmp_path: Path) -> None:
    """Neither the input itself nor one output another."""
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text(SOURCE)
    assert "a.txt: the output would overwrite the input" in refused("--output-dir", ".", "a.txt", cwd=tmp_path)
    assert "two input files are called a.txt" in refused("--output-dir", "out", "a.txt", "sub/a.txt", cwd=tmp_path)
    assert (tmp_path / "a.txt").read_text() == SOURCE


def test_output_never_overwrites_its_input(tmp_path: Path) -> None:
    """`cleaner -o a.txt a.txt` may refuse or work, but it may not empty the file."""
    (tmp_path / "a.txt").write_text(SOURCE)
    done = run("-o", "a.txt", "a.txt", cwd=tmp_path)
    assert (tmp_path / "a.txt").read_text() == (SOURCE if done.returncode else CLEAN)


def test_a_missing_input_leaves_the_output_alone(tmp_path: Path) -> None:
    """The output is not emptied before there is something to write."""
    (tmp_path / "keep.txt").write_text("precious\n")
    refused("-o", "keep.txt", "missing.txt", cwd=tmp_path)
    assert (tmp_path / "keep.txt").read_text() == "precious\n"


def test_several_texts_need_a_place_each(tmp_path: Path) -> None:
    """Refused with what would help; --to jsonl tells them apart by id."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SOURCE)
    message = refused("a.txt", "b.txt", cwd=tmp_path)
    assert "--to jsonl" in message
    assert "--output-dir" in message
    records = [json.loads(line) for line in run("--to", "jsonl", "a.txt", "b.txt", cwd=tmp_path).stdout.splitlines()]
    assert [(r["id"], r["text"]) for r in records] == [("a.txt", f"{BODY}\n"), ("b.txt", f"{BODY}\n")]
    assert records[0]["article"]["title"] == "Forty Ships Enter The Harbour"
    assert records[0]["article"]["reading_minutes"] == 3


def test_text_to_json_lines() -> None:
    """One text becomes one record, without an id when it has no name."""
    record = json.loads(run("--to", "jsonl", "--text-field", "body", given=SOURCE).stdout)
    assert list(record) == ["body", "article"]
    assert record["article"]["authors"] == [{"name": "Ama Boateng", "kind": "person"}]


def test_undecodable_bytes_pass_through() -> None:
    """Latin-1, NUL and stray bytes come out as they came, in text and in its record."""
    data = b"caf\xe9 \x00 \xff. " + BODY.encode() + b"\n\nShare This Article\n"
    wanted = b"caf\xe9 \x00 \xff. " + BODY.encode() + b"\n"
    assert start("--from", "text", given=data).stdout == wanted
    done = start("--from", "text", "--to", "jsonl", given=data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8", "surrogateescape"))["text"] == wanted.decode(
        "utf-8", "surrogateescape"
    )


def test_output_is_stable_end_to_end() -> None:
    """Cleaning what came out changes nothing."""
    once = run(given=SOURCE).stdout
    assert run(given=once).stdout == once


def test_the_title_option_is_evidence() -> None:
    """A line that repeats the given title goes into the header."""
    text = f"the ferry is back at last\n\n{BODY}\n"
    assert run("--title", "The ferry is back at last", "--body-only", given=text).stdout.decode() == f"{BODY}\n"


@pytest.mark.parametrize("case", ALL_CASES[::12], ids=[case.slug for case in ALL_CASES[::12]])
def test_the_command_and_the_library_agree(case: Case) -> None:
    """The same text as `Cleaner.clean` gives, through JSON lines."""
    mode = case.about.get("mode", "balanced")
    title = case.about.get("title")
    done = run("--mode", mode, "--lang", "en", given=lines_of({"text": case.source, "title": title}))
    assert (
        json.loads(done.stdout)["text"]
        == cleaner.Cleaner(mode=mode).clean(case.source, title=title, language="en").text
    )


# --- formats


def test_json_lines_are_found_by_content_and_by_name(tmp_path: Path) -> None:
    """Standard input by its first line, files by their ending."""
    data = lines_of({"id": 1, "text": SOURCE})
    assert json.loads(run(given=data).stdout)["text"] == f"{BODY}\n"
    for name in ("a.jsonl", "a.ndjson", "a.data", "noending"):
        (tmp_path / name).write_text(data)
        assert json.loads(run(name, cwd=tmp_path).stdout)["text"] == f"{BODY}\n"
    (tmp_path / "a.txt").write_text(data)
    assert run("a.txt", cwd=tmp_path).stdout.decode() == data


def test_a_text_that_begins_with_a_brace_is_text() -> None:
    """Only an object makes JSON lines."""
    text = "{ This is how the poet began, and nobody knew why the brace was there, or what it had come to close. }\n"
    assert run(given=text).stdout.decode() == text


def test_html_is_known_by_its_start() -> None:
    """A page on standard input is read as one; `--from text` takes its markup for text."""
    for head in (
        "<!DOCTYPE html>",
        "<html lang=en>",
        "\n\n <HTML>",
        "\ufeff<!doctype html>",
        "<?xml version='1.0'?>\n<html>",
    ):
        page = f"{head}<body><nav>Home Ports</nav><h1>Forty Ships Enter</h1><p>{BODY}</p><p>{BODY}</p></body>\n"
        done = run(given=page)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().endswith(f"{BODY}\n\n{BODY}\n")
        assert "<p>" in run("--from", "text", given=page).stdout.decode()


def test_blank_lines_may_stand_before_records() -> None:
    """They are passed over, and every record comes out as one line."""
    done = run(given="\n \n" + lines_of({"id": 1, "text": BODY}, {"id": 2, "text": BODY}))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]


def test_json_lines_to_text_are_refused() -> None:
    """Several articles in one text could not be told apart."""
    assert "--to jsonl" in refused("--to", "text", given=lines_of({"text": "x"}))


def test_json_lines_from_several_files(tmp_path: Path) -> None:
    """Record files are one stream, in order."""
    for n in (1, 2):
        (tmp_path / f"{n}.jsonl").write_text(lines_of({"id": n, "text": "x"}))
    done = run("1.jsonl", "2.jsonl", cwd=tmp_path)
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 2]


def test_field_options() -> None:
    """Text and title under other keys; the language option reaches the record."""
    record = {"body": f"A Harbour Opens Again\n\n{BODY}", "head": "A harbour opens again"}
    out = json.loads(
        run("--text-field", "body", "--title-field", "head", "--lang", "en", given=lines_of(record)).stdout
    )
    assert (out["body"], out["head"]) == (BODY, record["head"])
    assert (out["article"]["title"], out["article"]["language"]) == (record["head"], "en")


def test_contacts() -> None:
    """E-mail addresses of authors only when they are asked for."""
    data = lines_of({"text": f"By Ama Boateng (ama@example.org)\n\n{BODY}"})
    assert b"ama@example.org" not in run(given=data).stdout
    assert json.loads(run("--contacts", given=data).stdout)["article"]["authors"][0]["contact"] == "ama@example.org"


def test_empty_input() -> None:
    """Nothing in, nothing out, status 0."""
    for args in ((), ("--from", "jsonl"), ("--explain",)):
        done = start(*args)
        assert (done.returncode, done.stdout) == (0, b"")


# --- faults


MIXED = lines_of({"id": 1, "text": SOURCE}) + "oops \u00e9\n\n" + lines_of({"id": 2}, [3], {"id": 4, "text": BODY})


def test_the_stream_goes_on_after_faults() -> None:
    """Bad lines to standard error with number and cause; the rest comes out; status 1."""
    done = start("--from", "jsonl", given=MIXED)
    assert done.returncode == 1
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in records] == [1, 2, 4]
    assert records[1] == {"id": 2, "article": {"flag": "no-text"}}
    said = done.stderr.decode().splitlines()
    assert said[0].startswith("cleaner: record 2: not JSON: ")
    assert said[1] == "oops \u00e9"
    assert said[2] == (
        "cleaner: record 4: no text under 'text' and no page under 'html'; see --text-field and --html-field"
    )
    assert said[3].startswith("cleaner: record 5: not a JSON object but list")
    assert said[4] == "[3]"
    assert len(said) == 5


def test_the_errors_file(tmp_path: Path) -> None:
    """--errors FILE takes the faults as JSON lines; standard error stays quiet."""
    done = run("--from", "jsonl", "--errors", "bad.jsonl", given=MIXED.encode() + b"caf\xe9\n", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b"")
    faults = [
        json.loads(line.decode("utf-8", "surrogateescape"))
        for line in (tmp_path / "bad.jsonl").read_bytes().splitlines()
    ]
    assert [(f["number"], f["cause"]) for f in faults] == [
        (2, "not-json"),
        (4, "no-text"),
        (5, "not-an-object"),
        (7, "not-json"),
    ]
    assert [f["line"] for f in faults if f["cause"] != "no-text"] == ["oops \u00e9", "[3]", "caf\udce9"]
    assert all(f["message"] for f in faults)


def test_status_0_when_all_is_well() -> None:
    """Records that are fine, blank lines among them."""
    done = run(given=lines_of({"text": "a"}) + "\n\n" + lines_of({"text": "b"}))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16(encoding: str) -> None:
    """It cannot be cleaned: that is said, and it comes out as it is."""
    given = f"\ufeff{SOURCE}".encode(encoding)
    done = run(given=given)
    assert (done.returncode, done.stdout) == (1, given)
    assert b"convert it first" in done.stderr
    assert json.loads(run("--to", "jsonl", given=given).stdout)["article"] == {"flag": "utf-16"}


@pytest.mark.skipif(os.name != "posix", reason="closes streams with sh")
def test_closed_streams(tmp_path: Path) -> None:
    """A daemon may have none: nothing comes in, nobody reads, and files are written all the same."""
    (tmp_path / "in.txt").write_text(SOURCE)
    for args in ([], ["in.txt"], ["--explain", "in.txt", "-o", "out.txt"], ["explain", "in.txt"], ["restore"]):
        command = ["sh", "-c", 'exec "$0" -m cleaner "$@" <&- >&- 2>&-', sys.executable, *args]
        assert subprocess.run(command, cwd=tmp_path, env=ENV, timeout=60, check=False).returncode == 0
    assert (tmp_path / "out.txt").read_text() == CLEAN


def test_rules_where_the_terminal_knows_few_letters() -> None:
    """What it cannot show is escaped."""
    command = [sys.executable, "-m", "cleaner", "rules", "show", "ja.related.read-also"]
    ascii_only = {**ENV, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=ascii_only, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u95a2" in done.stdout


def test_a_pattern_that_is_none(tmp_path: Path) -> None:
    """One message, and no second one of the library that compiles it."""
    rule = (
        '[[rule]]\nid = "en.promo.mine"\ncategory = "promo"\nscope = "line"\nconfidence = "certain"\nsince = "1"\n'
        'pattern = "abc(?=x)"\nwhy = "x."\nmatches = ["abcx", "ABCX"]\nignores = ["x", "y"]\n'
    )
    (tmp_path / "mine.toml").write_text(rule)
    done = start("--rules", str(tmp_path / "mine.toml"), given=SOURCE)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "cleaner: mine.toml:1: en.promo.mine: not a pattern RE2 knows: invalid perl operator: (?=\n"
    )


def test_a_missing_file() -> None:
    """A message with the name, status 2."""
    assert start("/nowhere/a.txt").returncode == 2
    assert refused("/nowhere/a.txt") == "cleaner: /nowhere/a.txt: No such file or directory\n"
    assert refused("explain", "/nowhere/a.txt") == "cleaner: /nowhere/a.txt: No such file or directory\n"
    assert refused("restore", "/nowhere/a.jsonl") == "cleaner: /nowhere/a.jsonl: No such file or directory\n"
    assert refused("rules", "show", "en.a.b").startswith("cleaner: no rule 'en.a.b'")


def test_a_folder_without_files(tmp_path: Path) -> None:
    """A message as well."""
    (tmp_path / "image.png").write_bytes(b"x")
    assert "no file in it has a name that ends like a known format" in refused(str(tmp_path))


def test_wrong_usage_says_what_would_be_right(tmp_path: Path) -> None:
    """Category, mode, format, language of rules, rule files: each message lists or names."""
    message = refused("--keep", "captions", given="x")
    assert "no category 'captions'; there are " in message
    assert all(category in message for category in CATEGORIES)
    for value in ("careful", "balanced", "strict"):
        assert value in refused("--mode", "greedy", given="x")
    assert "jsonl" in refused("--from", "xml", given="x")
    assert "unrecognized arguments: --colour" in refused("--colour", given="x")
    assert "no rules for language 'xx'; there are " in refused("rules", "list", "--lang", "xx")
    assert refused("--rules", "/nowhere/r.toml", given="x").startswith("cleaner: /nowhere/r.toml: cannot be read")
    (tmp_path / "r.toml").write_text("[[rule]]\nid = 'en.promo.x'\n")
    assert (
        refused("--rules", "r.toml", given="x", cwd=tmp_path) == "cleaner: r.toml:1: en.promo.x: category is missing\n"
    )
    assert "--output-dir needs input files" in refused("--output-dir", str(tmp_path), given="x")
    assert "do not go together" in refused("-o", "a", "--output-dir", "b", "c.txt")


def test_wrong_usage_is_found_before_anything_is_written(tmp_path: Path) -> None:
    """An unknown category does not cost the file that was to be written."""
    (tmp_path / "a.txt").write_text(SOURCE)
    (tmp_path / "out.txt").write_text("precious\n")
    refused("--drop", "spam", "-o", "out.txt", "a.txt", cwd=tmp_path)
    assert (tmp_path / "out.txt").read_text() == "precious\n"


def test_any_language_is_taken() -> None:
    """A language without rules of its own still gets the common and the English ones."""
    for code in ("en", "en-GB", "EN_us", "xx"):
        assert run("--lang", code, given=SOURCE).stdout.decode() == CLEAN


PIPES = {
    "json lines": "{cleaner} big.jsonl | head -1",
    "text": "{cleaner} big.txt | head -1",
    "explain": "{cleaner} explain big.txt | head -1",
    "restore": "{cleaner} restore explained.jsonl | head -1",
    "rules": "{cleaner} rules list | head -1",
    "closed at once": "{cleaner} big.txt | true",
    "version": "{cleaner} --version | true",
    "help": "{cleaner} --help | true",
    "rules new": "{cleaner} rules new | true",
}


@pytest.mark.parametrize("pipe", PIPES.values(), ids=PIPES.keys())
def test_a_broken_pipe_ends_quietly(pipe: str, tmp_path: Path) -> None:
    """A reader that has seen enough is no error: no message, status 0."""
    removed = [{"start": 0, "end": 3, "category": "ad", "action": "drop", "confidence": "certain", "text": "Ad\n"}]
    (tmp_path / "big.txt").write_text(f"{BODY}\n\nShare This Article\n\n" * 3000)
    (tmp_path / "big.jsonl").write_text(lines_of({"text": SOURCE}) * 3000)
    (tmp_path / "explained.jsonl").write_text(lines_of({"text": BODY, "article": {"removed": removed}}) * 3000)
    script = pipe.format(cleaner=f'"{sys.executable}" -m cleaner') + ' >/dev/null; echo "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=ENV, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_an_error() -> None:
    """What cannot be written is said, and the status is not 0."""
    done = start("-o", "/dev/full", given=SOURCE)
    assert done.returncode not in (0, 1)
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    with open("/dev/full", "wb") as full:
        version = subprocess.run(
            [sys.executable, "-m", "cleaner", "--version"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (version.returncode, version.stderr) == (2, b"cleaner: output: No space left on device\n")


# --- policy


def test_keep_drop_move_mark() -> None:
    """Each option, repeated or joined by commas."""
    text = f"By Ama Boateng\n\n{BODY}\n\nREAD ALSO: Harbour Fees To Rise\n\n{BODY}\n\nShare This Article\n"
    kept = run("--keep", "related", "--keep", "share", given=text).stdout.decode()
    assert kept == run("--keep", "related,share", given=text).stdout.decode() == text
    assert run("--drop", "byline", given=text).stdout.decode() == f"{BODY}\n\n{BODY}\n"
    marked = run("--mark", "related, share", "--explain", given=text)
    assert marked.stdout.decode() == text
    assert marked.stderr.count(b"marked") == 2
    moved = json.loads(run("--move", "related", given=lines_of({"text": text})).stdout)
    assert "READ ALSO" not in moved["text"]


def test_notes_stay_in_text_output() -> None:
    """Nobody sees a field in a shell: corrections stay unless they are told to go."""
    text = f"{BODY}\n\n{NOTE}\n"
    assert run(given=text).stdout.decode() == text
    assert run("--drop", "note,credit", given=text).stdout.decode() == f"{BODY}\n"
    assert json.loads(run(given=lines_of({"text": text})).stdout)["article"]["notes"] == [
        {"kind": "correction", "text": NOTE}
    ]


def test_rules_of_your_own(tmp_path: Path) -> None:
    """--rules adds to the built-in ones."""
    (tmp_path / "mine.toml").write_text(
        '[[rule]]\nid = "en.promo.gull"\ncategory = "promo"\nscope = "line"\nconfidence = "certain"\n'
        'pattern = "feed the gull today"\nwhy = "Ours."\nsince = "0.1.0"\nmatches = []\nignores = []\n'
    )
    text = f"{BODY}\n\n»» Feed the Gull today!\n\n{BODY}\n\nShare This Article\n"
    assert run("--rules", "mine.toml", given=text, cwd=tmp_path).stdout.decode() == f"{BODY}\n\n{BODY}\n"


def test_modes() -> None:
    """Careful mode leaves what only its surroundings give away."""
    text = f"Forty Ships Enter The Harbour\n\n{BODY}\n\nShare This Article\n"
    assert run("--mode", "careful", given=text).stdout.decode() == f"Forty Ships Enter The Harbour\n\n{BODY}\n"
    assert run("--mode", "balanced", "--body-only", given=text).stdout.decode() == f"{BODY}\n"


# --- explain and restore


REPORT = """\
     1  title      moved    likely   Forty Ships Enter The Harbour
     3  byline     moved    certain  By Ama Boateng 3 Min Read
     7  related    dropped  certain  READ ALSO: Harbour Fees To Rise
     9  share      dropped  certain  Share This Article
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_explain_goes_to_standard_error(end: str) -> None:
    """One line a decision, with the right line number, and a sum; standard output is the clean text."""
    done = start("--explain", given=SOURCE.replace("\n", end))
    assert done.stdout.decode() == CLEAN.replace("\n", end)
    said = done.stderr.decode().splitlines(keepends=True)
    assert "".join(line for line in said if not line.startswith("        ") and "decisions" not in line) == REPORT
    assert said[-1].startswith("4 decisions, ")
    assert "\x1b" not in "".join(said)


def test_the_explain_command() -> None:
    """The same report on standard output, and no text."""
    done = run("explain", given=SOURCE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == run("--explain", given=SOURCE).stderr
    assert BODY.encode() not in done.stdout


def test_the_explain_command_on_several_files(tmp_path: Path) -> None:
    """Each report under the name of its file."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SOURCE)
    done = run("explain", "a.txt", "b.txt", cwd=tmp_path)
    assert [line for line in done.stdout.decode().splitlines() if line.startswith("==")] == ["== a.txt", "== b.txt"]


def test_explain_copes_with_any_bytes() -> None:
    """Undecodable bytes in what is shown do not stop the report."""
    data = b"READ ALSO: Caf\xe9 \x00 Fees Rise Again\n\n" + BODY.encode()
    for args in (("explain",), ("--explain",)):
        done = start(*args, given=data)
        assert done.returncode == 0
        assert b"READ ALSO: Caf" in done.stdout + done.stderr


def test_restore_gives_the_records_back() -> None:
    """`cleaner --explain in.jsonl | cleaner restore` gives in.jsonl."""
    records = [
        {"id": n, "text": case.source, "title": case.about.get("title"), "n": None} for n, case in enumerate(ALL_CASES)
    ]
    records += [{"id": "none"}, {"text": ""}, {"text": "\r\n \u2028", "x": [1.5, {"y": "\u00e9"}]}]
    explained = start("--explain", "--mode", "strict", given=lines_of(*records))
    assert explained.returncode == 1
    restored = start("restore", given=explained.stdout)
    assert (restored.returncode, restored.stderr) == (0, b"")
    assert [json.loads(line) for line in restored.stdout.splitlines()] == records


@pytest.mark.parametrize("text", [f"{BODY}\n\nShare This Article", 5])
@pytest.mark.parametrize("article", [{"section": "ports"}, {}, None])
def test_restore_keeps_an_article_that_was_there(text: str | int, article: dict[str, str] | None) -> None:
    """What somebody else wrote under `article` comes back too; of a record that failed, what holds something."""
    record = {"text": text, "article": article}
    explained = run("--explain", given=lines_of(record)).stdout
    again = run("--explain", given=explained).stdout
    kept = record if article or text != 5 else {"text": text}
    assert [json.loads(run("restore", given=data).stdout) for data in (explained, again)] == [kept, kept]


def test_restore_of_a_record_with_an_old_flag() -> None:
    """A flag of an earlier run does not stop the text from coming back."""
    record = {"text": f"{BODY}\n\nShare This Article", "article": {"flag": "no-text"}}
    explained = run("--explain", given=lines_of(record)).stdout
    assert json.loads(run("restore", given=explained).stdout)["text"] == record["text"]


def test_restore_says_what_it_cannot_restore() -> None:
    """Records without a removed list: message, no output line, status 1, and on it goes."""
    good = run("--explain", given=lines_of({"text": SOURCE})).stdout.decode()
    bad = lines_of(
        {"text": "x"}, {"text": "x", "article": {}}, {"text": "x", "article": {"removed": [{"start": 1}]}}, [1]
    )
    done = run("restore", given=bad + good)
    assert done.returncode == 1
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"text": SOURCE}]
    said = done.stderr.decode().splitlines()
    assert len(said) == 4
    assert all("not written with --explain" in line for line in said[:3])


def test_restore_with_another_text_field() -> None:
    """--text-field on both sides."""
    data = lines_of({"body": SOURCE})
    explained = run("--explain", "--text-field", "body", given=data).stdout
    assert json.loads(run("restore", "--text-field", "body", given=explained).stdout) == {"body": SOURCE}
