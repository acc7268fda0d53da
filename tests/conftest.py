"""What the tests share: where fixtures lie, and how a case is read."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# The same examples in every run; `pytest --hypothesis-profile=explore` looks for new ones.
settings.register_profile("repeatable", derandomize=True)
settings.register_profile("explore", max_examples=1000)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"


class Case(NamedTuple):
    """A fixture: what comes in, what must come out."""

    slug: str
    about: dict[str, Any]
    source: str
    expected: str
    fields: dict[str, Any]


def read_exactly(path: Path) -> str:
    """Text without newline translation: line ends are part of the case."""
    return path.read_bytes().decode("utf-8")


def read_case(folder: Path, slug: str, source: str = "source.txt", expected: str = "expected.txt") -> Case:
    """A case is a folder. A missing expected file is an error, never a new expectation."""
    return Case(
        slug,
        tomllib.loads((folder / "case.toml").read_text(encoding="utf-8")),
        read_exactly(folder / source),
        read_exactly(folder / expected),
        json.loads((folder / "expected.json").read_text(encoding="utf-8")),
    )


def cases() -> Iterator[Case]:
    """Every fixture article."""
    for folder in sorted((FIXTURES / "articles").glob("*/*/")):
        yield read_case(folder, f"{folder.parent.name}/{folder.name}")


ALL_CASES = list(cases())


@pytest.fixture(params=ALL_CASES, ids=[case.slug for case in ALL_CASES])
def case(request: pytest.FixtureRequest) -> Case:
    """Each fixture article in turn."""
    return request.param  # type: ignore[no-any-return]
