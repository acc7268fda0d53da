"""What a start must not load: each of these would cost more time than the work itself."""

import subprocess
import sys

import pytest

from .conftest import ROOT

HEAVY = (
    "regex",
    "lxml",
    "trafilatura",
    "bs4",
    "w3lib",
    "charset_normalizer",
    "cleaner.html",
    "dataclasses",
    "inspect",
    "tomllib",
    "tomli",
    "importlib.metadata",
    "multiprocessing",
    "tqdm",
    "gzip",
    "csv",
    "pyarrow",
)
TEXT_RUN = """
import io, sys
class Stream:
    def __init__(self, data): self.buffer = io.BytesIO(data)
    def __getattr__(self, name): return getattr(self.buffer, name)
from cleaner.cli import main
sys.stdin = Stream("By Ama Boateng\\n\\nThe harbour opened again on Tuesday, and forty ships came in before night fell, officials said.\\n\\nShare This Article\\n".encode())
real, sys.stdout = sys.stdout, Stream(b"")
status = main(%r)
out, sys.stdout = sys.stdout.buffer.getvalue(), real
assert status == 0
assert b"harbour" in out and b"Share" not in out, out
"""
REPORT = "\nimport sys\nprint(' '.join(sorted(sys.modules)))"


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code."""
    done = subprocess.run([sys.executable, "-c", code + REPORT], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def heavy_after(code: str, *more: str) -> set[str]:
    """Which heavy modules some code loads that a bare interpreter here does not have anyway."""
    return modules_after(code) & {*HEAVY, *more} - modules_after("")


def test_import_cleaner_is_cheap() -> None:
    """`import cleaner` loads neither an engine nor a format."""
    assert heavy_after("import cleaner", "orjson", "re2", "json", "argparse") == set()


def test_a_text_run_is_cheap() -> None:
    """A text through the command needs no parser of JSON or HTML, and rules come from the pack cache."""
    modules_after(TEXT_RUN % (["--lang", "en"],))  # the first run may have to write the cache
    assert heavy_after(TEXT_RUN % (["--lang", "en"],), "orjson", "json") == set()


def test_the_version_is_cheap() -> None:
    """`cleaner --version` loads next to nothing."""
    assert (
        heavy_after("from cleaner.cli import main\nmain(['--version'])", "orjson", "re2", "json", "argparse") == set()
    )


@pytest.mark.parametrize("name", ["clean", "parse_byline", "Cleaner", "restore"])
def test_late_names_load_no_more_than_they_need(name: str) -> None:
    """Public names that load on first use stay clear of the heavy ones."""
    assert heavy_after(f"import cleaner\ncleaner.{name}") == set()


def test_the_library_is_cheap_in_use() -> None:
    """Cleaning through the library is as lean as through the command."""
    code = "import cleaner\ncleaner.clean('By Ama Boateng\\n\\nShare This Article', language='en')"
    modules_after(code)
    assert heavy_after(code, "orjson", "json", "argparse") == set()


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl", "text"])
def test_formats_do_not_load_those_of_others(name: str) -> None:
    """A table of text needs neither Arrow nor a parser of pages or archives."""
    loaded = modules_after(f"import cleaner.formats.{name}")
    assert loaded & {"pyarrow", "pandas", "fastwarc", "brotli", "selectolax", "cleaner.html"} == set()
