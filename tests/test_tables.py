"""Tables through the command: any number of processes makes the same bytes, and what does not fit is said."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .tables import SHARED


def run(folder: Path, *args: str, status: int = 0) -> str:
    """The command in a folder; returns what it said on standard error."""
    done = subprocess.run([sys.executable, "-m", "cleaner", *args], cwd=folder, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "surrogateescape")
    assert done.returncode == status, said
    return said


@pytest.mark.parametrize("ending", ["parquet", "csv", "tsv", "jsonl"])
def test_any_number_of_processes_makes_the_same_file(ending: str, tmp_path: Path) -> None:
    """From Parquet to each kind of table."""
    table = pa.table({"n": range(3000), "text": [f"{SHARED}\n\n{n}" for n in range(3000)]})
    pq.write_table(table, tmp_path / "in.parquet")
    for jobs in "12":
        run(tmp_path, "--lang", "en", "-j", jobs, "-o", f"out{jobs}.{ending}", "in.parquet")
    first, second = ((tmp_path / f"out{jobs}.{ending}").read_bytes() for jobs in "12")
    assert first == second
    assert len(first) > 1000


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_what_does_not_fit_is_said(ending: str, tmp_path: Path) -> None:
    """With its line, whether it is met on the way or at the end; the rest is written."""
    (tmp_path / "a.jsonl").write_bytes(b'{"text":"a"}\n{"text":"b","n":1}\n')
    (tmp_path / "b.csv").write_bytes(b"text,new\nc,2\n\xff,3\n")
    out = f"out.{ending}"
    run(tmp_path, "-o", out, "--errors", "errors.jsonl", "a.jsonl", "b.csv", status=1)
    faults = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {fault["cause"] for fault in faults} == {"does-not-fit"}
    texts = [json.loads(fault["line"])["text"] for fault in faults]
    assert texts == (["c", "\udcff"] if ending == "csv" else ["\udcff"])
    assert "b.csv" in {fault["file"] for fault in faults}
    assert (tmp_path / out).exists()
