"""Values made from data files are made once, kept where that can be, and made anew when a file changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.toml_cache import cached


class Made:
    """Counts how often a value was made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[object]:
        """A value of several types."""
        self.times += 1
        return ["value", 7, (b"bytes", frozenset({"a"}))]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file in a folder of its own, and an empty cache folder for the user."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "package" / "words.toml"
    path.parent.mkdir()
    path.write_text("a = 1", encoding="utf-8")
    return path


def read(data: Path, make: Callable[[], object], version: int = 1) -> object:
    """The value of the file, through the cache."""
    return cached("words", [str(data)], version, make)


def test_a_value_is_made_once(data: Path) -> None:
    """The second reading finds it beside the byte code."""
    made = Made()
    assert read(data, made) == read(data, made) == made()
    assert made.times == 2
    assert list((data.parent / "__pycache__").iterdir())
    assert not (data.parent.parent / "cache").exists()


def test_a_value_is_made_anew(data: Path) -> None:
    """A changed file, another version and a cache that was cut short make it again."""
    made = Made()
    read(data, made)
    data.write_text("a = 12", encoding="utf-8")
    read(data, made)
    read(data, made, version=2)
    (kept,) = (data.parent / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:10])
    read(data, made, version=2)
    assert made.times == 4
    read(data, made, version=2)
    assert made.times == 4


def test_an_installation_that_cannot_be_written(data: Path) -> None:
    """The user's cache folder serves then, and each installation has its own place in it."""
    (data.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    other = data.parent.parent / "other" / "words.toml"
    other.parent.mkdir()
    other.write_bytes(data.read_bytes())
    (other.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    made = Made()
    for _ in range(2):
        read(data, made)
        read(other, made)
    assert made.times == 2
    assert len(list((data.parent.parent / "cache" / "article-cleaner").iterdir())) == 2


def test_nowhere_to_write(data: Path) -> None:
    """Then the value is made each time, and nothing fails."""
    (data.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    (data.parent.parent / "cache").write_text("no folder", encoding="utf-8")
    made = Made()
    assert read(data, made) == read(data, made)
    assert made.times == 2
