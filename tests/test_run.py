"""Runs, end to end: formats and compressions, several cores, limits, being stopped and going on, faults that really happen."""

import bz2
import gzip
import io
import json
import lzma
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.cli import main
from cleaner.engine import Cleaner
from cleaner.errors import InputError
from cleaner.formats.compression import by_magic, compressed, decompressing
from cleaner.formats.jsonl import batches, singles
from cleaner.formats.work import Work
from cleaner.run import checkpoint, inputs, loop, tasks
from cleaner.run.destination import FileOutput

from .conftest import ALL_CASES, FIXTURES
from .test_cli import BODY, CLEAN, ENV, SOURCE, lines_of, refused, run, start

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: compressed(data, "zstd"),
}
PAGE = (FIXTURES / "pages" / "news-story-with-boxes" / "source.html").read_bytes()


def records(count: int) -> bytes:
    """Small records with residue; one in fifty is broken in one way or another."""
    broken = (b'{"n": 0, "text": "cut off\n', b"[1, 2]\n", b'{"n": 0}\n', b'{"text": "\xff By"}\n', b"\n")
    out = io.BytesIO()
    for n in range(count):
        if n % 50 == 49:
            out.write(broken[n // 50 % len(broken)])
        else:
            source = ALL_CASES[n % len(ALL_CASES)].source[:400]
            out.write(json.dumps({"n": n, "url": f"https://site{n % 3}.example/{n}", "text": source}).encode() + b"\n")
    return out.getvalue()


@pytest.fixture
def on_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every run were long: workers from the first record on."""
    monkeypatch.setattr(tasks, "SMALL_BYTES", 0)


# --- what comes in


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_compressed_in_and_out(ending: str, tmp_path: Path) -> None:
    """By content when read, by name when written; a folder of them keeps its names."""
    packed = COMPRESSIONS[ending](SOURCE.encode())
    assert run(given=packed).stdout.decode() == CLEAN
    (tmp_path / f"a.txt{ending}").write_bytes(packed)
    assert run(f"a.txt{ending}", "-o", f"out.txt{ending}", cwd=tmp_path).returncode == 0
    assert run(f"a.txt{ending}", "--output-dir", "clean", cwd=tmp_path).returncode == 0
    for name in (f"out.txt{ending}", f"clean/a.txt{ending}"):
        data = (tmp_path / name).read_bytes()
        kind = by_magic(data)
        assert kind
        assert decompressing(io.BytesIO(data), kind).read().decode() == CLEAN


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_file_that_is_cut_off(ending: str, tmp_path: Path) -> None:
    """All that can be read is cleaned, and then it is said."""
    data = b"".join(json.dumps({"n": n, "text": os.urandom(400).hex()}).encode() + b"\n" for n in range(3000))
    packed = COMPRESSIONS[ending](data)
    (tmp_path / f"a.jsonl{ending}").write_bytes(packed[: len(packed) // 2])
    done = run(f"a.jsonl{ending}", "--lang", "en", "--errors", "e.jsonl", cwd=tmp_path)
    faults = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text().splitlines()]
    whole = [json.loads(line)["n"] for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert whole == list(range(len(whole)))
    assert len(whole) > 200
    assert [fault["cause"] for fault in faults][-1] == "damaged"
    assert {fault["file"] for fault in faults} == {f"a.jsonl{ending}"}


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_damage_is_met_after_all_before_it(ending: str) -> None:
    """However the reader asks for it."""
    packed = COMPRESSIONS[ending](os.urandom(500_000))
    kind = by_magic(packed) or ""
    for size in (-1, 7, 70_000):
        stream = decompressing(io.BytesIO(packed[:300_000]), kind)
        read = 0
        with pytest.raises(InputError, match="damaged"):  # noqa: PT012 - it is the last of many reads that fails
            while piece := stream.read(size):
                read += len(piece)
        assert 100_000 < read < 400_000 or ending == ".bz2"  # whose blocks hold 900 kB


def test_a_folder(tmp_path: Path) -> None:
    """All files of known formats below it, in a fixed order, under their paths; others and hidden ones are not read."""
    for name in ("b.txt", "deep/a.txt", "deep/page.html", ".hidden.txt", "image.png"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE if name.endswith("html") else SOURCE.encode())
    assert run("in", "--output-dir", "out", cwd=tmp_path).returncode == 0
    found = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert found == ["b.txt", "deep/a.txt", "deep/page.txt"]
    assert (tmp_path / "out/deep/a.txt").read_text() == CLEAN
    assert (tmp_path / "out/deep/page.txt").read_text().startswith("Ferry Line to Ostrava Island")
    lines = run("in", "--to", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["in/b.txt", "in/deep/a.txt", "in/deep/page.html"]


def test_patterns(tmp_path: Path) -> None:
    """Quoted ones, which the shell leaves to us."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(lines_of({"name": name, "text": BODY}))
    lines = run("*.jsonl", cwd=tmp_path).stdout.splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["a.jsonl", "b.jsonl"]
    assert "no file matches '*.json'" in refused("*.json", cwd=tmp_path)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.jsonl").write_text(lines_of({"name": "deep", "text": BODY}))
    for pattern in ("**/a.jsonl", f"{tmp_path}/**/a.jsonl"):
        assert run(pattern, "--output-dir", "out", cwd=tmp_path).returncode == 0
        assert json.loads((tmp_path / "out" / "deep" / "a.jsonl").read_text())["name"] == "deep"
        assert json.loads((tmp_path / "out" / "a.jsonl").read_text())["name"] == "a.jsonl"
        shutil.rmtree(tmp_path / "out")


def test_two_formats_in_one_output_are_refused(tmp_path: Path) -> None:
    """Unless one is asked for."""
    (tmp_path / "a.jsonl").write_text(lines_of({"text": BODY}))
    (tmp_path / "b.csv").write_text(f'text\n"{BODY}"\n')
    assert "choose one with --to" in refused("a.jsonl", "b.csv", cwd=tmp_path)
    (tmp_path / "c.html").write_bytes(PAGE)
    (tmp_path / "c.txt").write_text(SOURCE)
    message = refused("c.html", "c.txt", "--output-dir", "out", cwd=tmp_path)
    assert "two input files are called c.txt, or would be: c.html and c.txt" in message


def test_the_target_follows_the_name_of_the_output(tmp_path: Path) -> None:
    """`-o page.md` is Markdown."""
    (tmp_path / "page.html").write_bytes(PAGE)
    assert run("page.html", "-o", "page.md", cwd=tmp_path).returncode == 0
    assert run("page.html", "-o", "page.md.gz", cwd=tmp_path).returncode == 0
    assert gzip.decompress((tmp_path / "page.md.gz").read_bytes()) == (tmp_path / "page.md").read_bytes()
    assert (tmp_path / "page.md").read_text().startswith("# Ferry Line to Ostrava Island")
    assert run("page.html", "-o", "page.jsonl", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "page.jsonl").read_text())["id"] == "page.html"


def test_batches_are_cut_at_lines_and_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the same places whatever the stream hands out, with no line lost, long ones alone."""
    monkeypatch.setattr("cleaner.formats.batch.BATCH_BYTES", 100)
    data = b"".join(b"%d%s\n" % (n, b"x" * (n % 7 * 40)) for n in range(50)) + b"no end"
    found = list(batches(io.BytesIO(data), "a", Work(None)))  # type: ignore[arg-type]  # nothing is cleaned
    assert b"".join(batch.data for batch in found) == data
    assert [batch.first for batch in found][1:] == [b.first + b.records for b in found][:-1]
    assert [single.first for batch in found for single in singles(batch)] == list(range(1, 52))


# --- several cores


@pytest.mark.usefixtures("on_workers")
def test_jobs_change_nothing(tmp_path: Path) -> None:
    """The same bytes for any number of workers: output, errors and, but for the time, the statistics."""
    (tmp_path / "in.jsonl").write_bytes(records(1200))
    seen = []
    for jobs in ("1", "2", "3"):
        args = ("in.jsonl", "-j", jobs, "-o", "out.jsonl", "--errors", "bad.jsonl", "--stats", "stats.json")
        assert run(*args, cwd=tmp_path).returncode == 1
        stats = json.loads((tmp_path / "stats.json").read_text())
        del stats["seconds"]
        seen.append(((tmp_path / "out.jsonl").read_bytes(), (tmp_path / "bad.jsonl").read_bytes(), stats))
    assert seen[0] == seen[1] == seen[2]
    out, bad, stats = seen[0]
    numbers = [json.loads(line).get("n") for line in out.decode("utf-8", "replace").splitlines()]
    assert [n for n in numbers if n] == [n for n in range(1, 1200) if n % 50 != 49]
    assert stats["cleaned"] + stats["failed"] == len(out.splitlines()) + len(
        [line for line in bad.splitlines() if json.loads(line)["line"] is not None]
    )
    assert not (tmp_path / "out.jsonl.partial").exists()
    assert not (tmp_path / "out.jsonl.partial.json").exists()


@pytest.mark.usefixtures("on_workers")
def test_documents_on_several_cores(tmp_path: Path) -> None:
    """Each to its own file."""
    for n in range(12):
        (tmp_path / f"{n:02}.txt").write_text(f"{SOURCE}\nArticle {n} ends here, as the others do.\n")
    names = [f"{n:02}.txt" for n in range(12)]
    assert run("--output-dir", "out", "-j", "2", *names, cwd=tmp_path).returncode == 0
    for n, name in enumerate(names):
        assert f"Article {n} ends" in (tmp_path / "out" / name).read_text()


def test_a_live_pipe_is_not_kept_waiting() -> None:
    """What a line became can be read before the next line is written, on workers or without."""
    for jobs in ("1", "2"):
        command = [sys.executable, "-m", "cleaner", "--from", "jsonl", "--lang", "en", "-j", jobs]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV) as process:
            assert process.stdin
            assert process.stdout
            for n in range(3):
                process.stdin.write(lines_of({"n": n, "text": BODY}).encode())
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["n"] == n
            process.stdin.close()
        assert process.returncode == 0


# --- limits


def test_a_document_that_is_too_long() -> None:
    """It comes out as it is, flagged; the others are cleaned."""
    done = run("--from", "jsonl", "--max-chars", "500", given=lines_of({"text": BODY}, {"text": BODY * 9}))
    clean, flagged = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, flagged) == (1, {"text": BODY * 9, "article": {"flag": "too-large"}})
    assert clean["text"] == BODY
    done = run("--max-chars", "50", given=SOURCE)
    assert (done.returncode, done.stdout.decode()) == (1, SOURCE)
    assert done.stderr.decode() == f"cleaner: {len(SOURCE)} characters, more than --max-chars 50\n"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no alarm clock on this system")
def test_a_document_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock rings within the process."""
    real = Cleaner.clean_document

    def slow(self: Cleaner, document: Any, *args: Any) -> Any:
        if "slow" in document.text:
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
            signal.setitimer(signal.ITIMER_REAL, 0.01, 1.0)  # its hour has come; no other record can reach it
            signal.pause()
        return real(self, document, *args)

    monkeypatch.setattr(Cleaner, "clean_document", slow)
    given = lines_of({"text": BODY}, {"text": "slow"}, {"text": BODY})
    done = run("--from", "jsonl", "--time-limit", "600", "--lang", "en", given=given)
    flags = [json.loads(line)["article"].get("flag") for line in done.stdout.splitlines()]
    assert (done.returncode, flags) == (1, [None, "time-limit", None])
    assert b"record 2: took longer than the time limit" in done.stderr


def test_an_error_of_our_own_costs_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of millions goes on, and the record says so."""
    real = Cleaner.clean_document

    def faulty(self: Cleaner, document: Any, *args: Any) -> Any:
        if "trap" in document.text:
            raise ZeroDivisionError("never")
        return real(self, document, *args)

    monkeypatch.setattr(Cleaner, "clean_document", faulty)
    done = run("--from", "jsonl", "--lang", "en", given=lines_of({"text": "trap"}, {"text": BODY}))
    assert [json.loads(line)["article"].get("flag") for line in done.stdout.splitlines()] == ["internal-error", None]
    assert b"please report it: ZeroDivisionError: never" in done.stderr


# --- stopped, killed, and going on


def family(pid: int) -> list[int]:
    """The processes below one, as Linux shows them."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(parent, []).append(int(path.parent.name))
    found = list(below.get(pid, []))
    for child in found:
        found += below.get(child, [])
    return found


def started(*args: str, cwd: Path) -> "subprocess.Popen[bytes]":
    """A run under way, that saves its state at every chance."""
    code = (
        "import sys, cleaner.run.checkpoint as c; c._SECONDS = 0.0\n"
        "from cleaner.cli import main\n"
        "if __name__ == '__main__': sys.exit(main(sys.argv[1:]))\n"
    )
    (cwd / "main.py").write_text(code)
    return subprocess.Popen([sys.executable, "main.py", *args], cwd=cwd, env=ENV, stderr=subprocess.PIPE)


def wait_for(path: Path, size: int, process: "subprocess.Popen[bytes]") -> None:
    """Until a file has some length."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if path.exists() and path.stat().st_size >= size:
            return
        time.sleep(0.01)


LONG = ("in.jsonl", "-o", "out.jsonl", "--errors", "bad.jsonl", "--stats", "stats.json", "--lang", "en")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 3 MB from start to end, in one process."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "in.jsonl").write_bytes(records(5000))
    assert run(*LONG, "-j", "1", cwd=folder).returncode == 1
    return folder


def same_as(undisturbed: Path, folder: Path) -> bool:
    """Output and errors byte for byte, and the counts."""
    files = all((undisturbed / n).read_bytes() == (folder / n).read_bytes() for n in ("out.jsonl", "bad.jsonl"))
    counts = [json.loads((where / "stats.json").read_text()) for where in (undisturbed, folder)]
    for count in counts:
        del count["seconds"]
    return files and counts[0] == counts[1]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
def test_killed_workers_and_killed_runs(undisturbed: Path, tmp_path: Path) -> None:
    """Workers are killed, then the whole run, then the next one is stopped politely: the result is the same."""
    (tmp_path / "in.jsonl").write_bytes((undisturbed / "in.jsonl").read_bytes())
    os.utime(tmp_path / "in.jsonl", (1, 1))
    partial = tmp_path / "out.jsonl.partial"
    process = started(*LONG, "-j", "2", cwd=tmp_path)
    wait_for(partial, 300_000, process)
    for worker in family(process.pid)[-2:]:
        os.kill(worker, signal.SIGKILL)
    wait_for(partial, 900_000, process)
    process.kill()
    process.communicate()
    assert not (tmp_path / "out.jsonl").exists()
    process = started(*LONG, "-j", "2", "--resume", cwd=tmp_path)
    wait_for(partial, 1_600_000, process)
    process.send_signal(signal.SIGTERM)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 143
    assert b"the same command with --resume goes on from here" in message
    assert not (tmp_path / "out.jsonl").exists()
    assert run(*LONG, "-j", "1", "--resume", cwd=tmp_path).returncode == 1
    assert same_as(undisturbed, tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "bad.jsonl", "in.jsonl", "main.py", "out.jsonl", "stats.json",
    ]  # fmt: skip


def test_interrupted_from_the_keyboard(undisturbed: Path, tmp_path: Path) -> None:
    """Status 130, and only whole lines on standard output."""
    (tmp_path / "in.jsonl").write_bytes((undisturbed / "in.jsonl").read_bytes())
    command = [sys.executable, "-m", "cleaner", "in.jsonl", "--lang", "en", "-j", "2", "--errors", os.devnull]
    with subprocess.Popen(command, cwd=tmp_path, env=ENV, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        head = process.stdout.read(200_000)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers get it too
        out = head + process.stdout.read()
    assert process.returncode == 130
    assert out.endswith(b"\n")
    assert (undisturbed / "out.jsonl").read_bytes().startswith(out)
    assert len(out) < len((undisturbed / "out.jsonl").read_bytes())


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_full_disk(ending: str, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the file, nothing stands under the final name, and the run goes on when there is room."""
    monkeypatch.setattr(checkpoint, "_SECONDS", 0.0)
    monkeypatch.setattr("cleaner.run.destination._FRAME_BYTES", 200_000)
    (tmp_path / "in.jsonl").write_bytes((undisturbed / "in.jsonl").read_bytes())
    args = ("in.jsonl", "-o", f"out.jsonl{ending}", "--lang", "en", "-j", "1", "--errors", os.devnull)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000 if ending else 1_000_000, before[1]))
    try:
        message = refused(*args, cwd=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert f"cleaner: out.jsonl{ending}: File too large" in message
    assert "--resume goes on" in message
    assert not (tmp_path / f"out.jsonl{ending}").exists()
    assert run(*args, "--resume", cwd=tmp_path).returncode == 1
    data = (tmp_path / f"out.jsonl{ending}").read_bytes()
    kind = by_magic(data)
    plain = decompressing(io.BytesIO(data), kind).read() if kind else data
    assert plain == (undisturbed / "out.jsonl").read_bytes()
    if ending:  # and the compressed bytes are those of a run that was never disturbed
        assert run(*args, cwd=tmp_path).returncode == 1
        assert (tmp_path / f"out.jsonl{ending}").read_bytes() == data


def test_a_full_device() -> None:
    """Also where nothing can be renamed or continued."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    assert refused("-o", "/dev/full", given=SOURCE) == "cleaner: /dev/full: No space left on device\n"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--time-limit", "-1"], "argument --time-limit: '-1' is no number of seconds from 0 to 86400"),
        (["--time-limit", "inf"], "argument --time-limit: 'inf' is no number of seconds from 0 to 86400"),
        (["--time-limit", "nan"], "argument --time-limit: 'nan' is no number of seconds from 0 to 86400"),
        (["--jobs", "0"], "argument -j/--jobs: '0' is no whole number from 1"),
        (["--max-chars", "1k"], "argument --max-chars: '1k' is no whole number from 1"),
        (["--stats", "-"], "--errors and --stats need the name of a file"),
        (["--errors", "-"], "--errors and --stats need the name of a file"),
    ],
)
def test_limits_and_names_that_make_no_sense(args: list[str], message: str) -> None:
    """Wrong usage, said before anything is read."""
    done = start(*args, given=SOURCE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link(tmp_path: Path, *, there: bool) -> None:
    """What it points to is written, under a partial name until it is whole; the ending of the link counts."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("out.jsonl.gz", "stats.json"):
        (tmp_path / name).symlink_to(folder / "data" / name.partition(".")[0])
        if there:
            (folder / "data").mkdir(exist_ok=True)
            (folder / "data" / name.partition(".")[0]).write_text("old")
    done = run(
        "-o", str(tmp_path / "out.jsonl.gz"), "--stats", str(tmp_path / "stats.json"), given=lines_of({"text": "a"})
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out.jsonl.gz").is_symlink()
    assert (tmp_path / "stats.json").is_symlink()
    assert json.loads(gzip.decompress((folder / "data" / "out").read_bytes()))["text"] == "a"
    assert json.loads((folder / "data" / "stats").read_text())["cleaned"] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["elsewhere", "out.jsonl.gz", "stats.json"]
    assert sorted(p.name for p in (folder / "data").iterdir()) == ["out", "stats"]


@pytest.mark.parametrize("given", ["", "**/*.txt"])
def test_outputs_inside_the_folder_of_the_inputs(tmp_path: Path, given: str) -> None:
    """They are no input of the next run, which with --resume must find the same files."""
    (tmp_path / "a.txt").write_text(SOURCE)
    for _ in range(2):
        done = run(str(tmp_path / given), "--output-dir", str(tmp_path / "clean"))
        assert (done.returncode, done.stderr) == (0, b"")
        assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
            "a.txt",
            "clean",
            "clean/a.txt",
        ]
    assert "no file" in refused(str(tmp_path / "cl*" / "*.txt"), "--output-dir", str(tmp_path / "clean"))


def test_one_file_for_two_outputs(tmp_path: Path) -> None:
    """One would overwrite the other. Devices take both."""
    out = str(tmp_path / "out")
    for pair in (("-o", "--errors"), ("-o", "--stats"), ("--errors", "--stats")):
        args = [pair[0], out, pair[1], os.path.join(str(tmp_path), ".", "out")]
        assert "need a file each" in refused(*args, given=lines_of({"text": "a"}))
    assert run("--errors", os.devnull, "--stats", os.devnull, given=lines_of({"text": "a"})).returncode == 0


def test_folders_of_all_outputs_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is cleaned: a long run does not end with the loss of its numbers."""
    source = tmp_path / "in.jsonl"
    source.write_text(lines_of({"text": SOURCE}))
    names = {option: str(tmp_path / option / "file") for option in ("output", "errors", "stats")}
    done = run(str(source), *(f"--{option}={name}" for option, name in names.items()))
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(Path(name).exists() for name in names.values())
    monkeypatch.setattr(loop, "read_tasks", None)  # whoever reads has begun
    assert refused(str(source), "--stats", f"{source}/stats.json") == f"cleaner: {source}: File exists\n"


def test_resume_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finished files are not read again; the one under way is continued."""
    monkeypatch.setattr(checkpoint, "_SECONDS", 0.0)
    for n in range(4):
        (tmp_path / f"{n}.jsonl").write_bytes(records(600))
    args = [f"{n}.jsonl" for n in range(4)] + ["--output-dir", "out", "--lang", "en", "-j", "1", "--errors", os.devnull]
    real = inputs.opened

    def failing(name: str, kind: str = "auto") -> Any:
        if name == "2.jsonl":
            raise OSError(5, "Input/output error", name)
        return real(name, kind)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "opened", failing)
        assert "2.jsonl: Input/output error" in run(*args, cwd=tmp_path).stderr.decode()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [".cleaner-run.json", "0.jsonl", "1.jsonl.partial"]
    (tmp_path / "out" / "0.jsonl").write_text("finished")
    assert run(*args, "--resume", cwd=tmp_path).returncode == 1
    assert (tmp_path / "out" / "0.jsonl").read_text() == "finished"
    for n in (1, 2, 3):
        alone = run(f"{n}.jsonl", "--lang", "en", "--errors", os.devnull, cwd=tmp_path).stdout
        assert (tmp_path / "out" / f"{n}.jsonl").read_bytes() == alone
    assert not (tmp_path / "out" / ".cleaner-run.json").exists()


@pytest.mark.parametrize("moment", ["save", "name"])
def test_killed_while_a_file_gets_its_name(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just before it is saved that the output is whole, just after, and just after the name is there."""
    monkeypatch.setattr(checkpoint, "_SECONDS", 0.0)
    (tmp_path / "in.jsonl").write_bytes(records(300))
    args = ("in.jsonl", "-o", "out.jsonl", "--lang", "en", "-j", "1", "--errors", "bad.jsonl")
    assert run(*args, cwd=tmp_path).returncode == 1
    whole, bad = (tmp_path / "out.jsonl").read_bytes(), (tmp_path / "bad.jsonl").read_bytes()
    for late in (False, True):
        (tmp_path / "out.jsonl").unlink(missing_ok=True)
        with monkeypatch.context() as patch:
            place, name = (loop._Course, "_save") if moment == "save" else (FileOutput, "name")  # noqa: SLF001
            real = getattr(place, name)

            def killed(self: Any, *what: Any, real: Any = real, late: bool = late) -> None:
                last = moment == "name" or what[1].settled is not None
                if late or not last:
                    real(self, *what)
                if last:
                    raise SystemExit(9)

            patch.setattr(place, name, killed)
            patch.setattr(loop._Course, "leave", lambda _: None)  # noqa: SLF001 - nobody has time for that
            assert run(*args, cwd=tmp_path).returncode == 9
        assert run(*args, "--resume", cwd=tmp_path).returncode == 1
        assert (tmp_path / "out.jsonl").read_bytes() == whole
        assert (tmp_path / "bad.jsonl").read_bytes() == bad
        assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.jsonl", "in.jsonl", "out.jsonl"]


def test_resume_refuses_another_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other options, or an input that has changed: what is there would not fit what follows."""
    monkeypatch.setattr(checkpoint, "_SECONDS", 0.0)
    (tmp_path / "in.jsonl").write_bytes(records(2000))
    args = ("in.jsonl", "-o", "out.jsonl", "--lang", "en", "-j", "1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, before[1]))
    try:
        refused(*args, cwd=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "other options, inputs or another version" in refused(*args, "--resume", "--drop", "note", cwd=tmp_path)
    (tmp_path / "in.jsonl").write_bytes(records(2001))
    assert "other options, inputs or another version" in refused(*args, "--resume", cwd=tmp_path)
    assert run(*args, cwd=tmp_path).returncode == 1  # without it the run starts again
    assert (tmp_path / "out.jsonl").exists()


def test_resume_needs_files() -> None:
    """A pipe cannot be continued."""
    assert "--resume goes from files to files" in refused("--resume", given=SOURCE)


def test_an_output_is_not_touched_before_its_time(tmp_path: Path) -> None:
    """A run that fails leaves the earlier result as it was."""
    (tmp_path / "out.txt").write_text("earlier")
    (tmp_path / "a.txt").write_bytes(b"x")
    refused("a.txt", "-o", "out.txt", "--to", "markdown", cwd=tmp_path)
    assert (tmp_path / "out.txt").read_text() == "earlier"


# --- being told


def test_statistics(tmp_path: Path) -> None:
    """Counts by category, rule, language and host, and what failed."""
    given = lines_of(
        {"url": "https://a.example/1", "text": f"{BODY}\n\nShare This Article"},
        {"url": "https://b.example/1", "text": BODY},
        {"url": "https://a.example/2"},
    )
    (tmp_path / "in.jsonl").write_text(given)
    assert run("in.jsonl", "--lang", "en", "--stats", "s.json", "--errors", os.devnull, cwd=tmp_path).returncode == 1
    stats = json.loads((tmp_path / "s.json").read_text())
    assert (stats["cleaned"], stats["failed"], stats["causes"]) == (2, 1, {"no-text": 1})
    assert stats["categories"] == {"share": {"hits": 1, "characters": 20}}
    assert stats["rules"] == {"en.share.share-this": {"hits": 1, "characters": 20}}
    assert stats["hosts"] == {"a.example": {"articles": 1, "removed": 20}, "b.example": {"articles": 1, "removed": 0}}
    assert stats["languages"] == {"en": 2}
    assert stats["finished"] is True


class Terminal(io.TextIOWrapper):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


def test_progress_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records, share, errors; nothing when it is not wanted, and nothing of it in the output."""
    monkeypatch.setattr("cleaner.run.progress._DELAY", 0.0)
    (tmp_path / "in.jsonl").write_bytes(records(600))
    for extra, wanted in (((), True), (("--no-progress",), False)):
        err = io.BytesIO()
        terminal = Terminal(err, encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            patch.setattr(sys, "stderr", terminal)
            assert (
                main(["in.jsonl", "-o", "out.jsonl", "--lang", "en", "-j", "1", "--errors", "bad.jsonl", *extra]) == 1
            )
            terminal.flush()
        told = err.getvalue().decode()
        assert ("records" in told and "% removed" in told and "100%" in told) is wanted, told


def test_closed_pipes_end_quietly(undisturbed: Path) -> None:
    """Status 0, no traceback, also with workers that had more to say."""
    with subprocess.Popen(
        [sys.executable, "-m", "cleaner", str(undisturbed / "in.jsonl"), "--lang", "en", "-j", "2", "--errors", os.devnull],
        env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
