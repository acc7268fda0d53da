"""Evaluation sets and the project's own fixtures, as records.

A folder of sets holds `wild/labelled.jsonl` (texts labelled line by line), `html/*.jsonl[.zst]` (pages, of which the
gold bodies are read here) and `text/*.jsonl[.zst]` (texts as extractors left them, with the gold body).
"""

import argparse
import hashlib
import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from checkout import DEFAULT_SETS, FIXTURES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Case",
    "Record",
    "Sites",
    "add_set_options",
    "body_files",
    "byline_cases",
    "fixture_cases",
    "folder_of",
    "read_records",
    "text_files",
    "wild_file",
]

Record = dict[str, Any]


class Case(NamedTuple):
    """A fixture article: what comes in, what must come out."""

    slug: str
    about: Record
    source: str
    expected: str
    fields: Record


class Sites(NamedTuple):
    """A share of the sites: those whose hash is `part` modulo `parts`, or with `others` all but those."""

    part: int
    parts: int
    others: bool = False

    @classmethod
    def parse(cls, text: str) -> "Sites":
        """Read `K/M` or `not-K/M`."""
        part, _, parts = text.removeprefix("not-").partition("/")
        if not (part.isdigit() and parts.isdigit() and int(part) < int(parts)):
            raise argparse.ArgumentTypeError(f"{text!r}: write K/M with K below M, as in 0/3, or not-0/3 for the rest")
        return cls(int(part), int(parts), text.startswith("not-"))

    def take(self, record: Record) -> bool:
        """Whether the record's site is in this share."""
        digest = int(hashlib.sha1(site_of(record).encode()).hexdigest(), 16)
        return (digest % self.parts == self.part) != self.others


def site_of(record: Record) -> str:
    """The host a record came from; its id where nothing says."""
    return record.get("host") or urlsplit(record.get("url") or "").netloc or str(record["id"])


def add_set_options(parser: argparse.ArgumentParser) -> None:
    """The options that choose what to run on."""
    group = parser.add_argument_group("what to run on")
    group.add_argument(
        "--sets",
        metavar="DIR",
        type=Path,
        help="folder of evaluation sets with wild/, html/ and text/ in it "
        "(default: ../shared/corpora beside the checkout if it is there, else the fixtures alone)",
    )
    group.add_argument(
        "--sites",
        metavar="K/M",
        type=Sites.parse,
        help="only sites whose hash is K modulo M; not-K/M is all others. Tune on one part, report both",
    )
    skip = "leave out html and text sets with WORD in their file name; repeat for more"
    group.add_argument("--skip", metavar="WORD", action="append", default=[], help=skip)
    group.add_argument("--limit", metavar="N", type=int, help="the first N records of each set")


def folder_of(options: argparse.Namespace) -> Path | None:
    """The folder of sets, or None after a line that says what to do to have one."""
    folder: Path = options.sets or DEFAULT_SETS
    if folder.is_dir():
        return folder
    print(f"no evaluation sets at {folder}: only the fixtures are measured; name a folder with --sets DIR\n")
    return None


def wild_file(folder: Path) -> Path | None:
    """The texts labelled line by line."""
    path = folder / "wild" / "labelled.jsonl"
    return path if path.exists() else None


def body_files(folder: Path, options: argparse.Namespace) -> list[Path]:
    """The sets with gold bodies, but for those to skip."""
    return _jsonl_files(folder / "html", options)


def text_files(folder: Path, options: argparse.Namespace) -> list[Path]:
    """The sets of texts as extractors left them, but for those to skip."""
    return _jsonl_files(folder / "text", options)


def _jsonl_files(folder: Path, options: argparse.Namespace) -> list[Path]:
    found = sorted({*folder.glob("*.jsonl"), *folder.glob("*.jsonl.zst")})
    return [path for path in found if not any(word in path.name for word in options.skip)]


def read_records(path: Path, options: argparse.Namespace) -> list[Record]:
    """The records of a set that --sites and --limit let through."""
    records: Iterable[Record] = (json.loads(line) for line in _read_bytes(path).split(b"\n") if line.strip())
    if options.sites:
        records = filter(options.sites.take, records)
    return list(records)[: options.limit]


def _read_bytes(path: Path) -> bytes:
    if path.suffix != ".zst":
        return path.read_bytes()
    program = shutil.which("zstd")
    if program:
        command = [program, "-dc", "--long=27", str(path)]
        return subprocess.run(command, check=True, capture_output=True).stdout
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError:
        sys.exit(f"{path.name} is compressed: install the zstd program or `pip install zstandard`")
    with path.open("rb") as stream:
        reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream)
        return bytes(reader.read())


def fixture_cases() -> list[Case]:
    """The project's own articles."""
    return [
        Case(
            f"{folder.parent.name}/{folder.name}",
            tomllib.loads((folder / "case.toml").read_text("utf-8")),
            _exactly(folder / "source.txt"),
            _exactly(folder / "expected.txt"),
            json.loads((folder / "expected.json").read_text("utf-8")),
        )
        for folder in sorted((FIXTURES / "articles").glob("*/*/"))
        if (folder / "source.txt").exists()
    ]


def _exactly(path: Path) -> str:
    """Text without newline translation: line ends are part of the case."""
    return path.read_bytes().decode("utf-8")


def byline_cases() -> list[tuple[str, Record]]:
    """The byline table: (language, record)."""
    paths = sorted((FIXTURES / "bylines").glob("*.jsonl"))
    return [(path.stem, json.loads(line)) for path in paths for line in path.read_text("utf-8").splitlines()]
