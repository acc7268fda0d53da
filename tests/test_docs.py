"""What the documentation shows is what happens.

Blocks marked `python` run (as doctests where they have `>>>`), those of one page in one namespace. Blocks marked
`console` run in a shell, in a folder that looks like the root of the repository; where output is shown it is compared,
and "..." stands for anything.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cleaner.cli.clean import parser
from cleaner.rules.check import check_file

from .conftest import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
INSTALLERS = re.compile(r"\b(?:pip|pipx|uv|uvx|apt|brew|git|curl|wget|sudo)\b")
RUNNABLE = re.compile(r"(?:^|[|;&(] *)(?:cleaner|python -m cleaner)\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    text: str


class Command(NamedTuple):
    """A command of a console block, with the output shown under it."""

    block: Block
    line: int
    source: str
    shown: str


def blocks_of(page: str, language: str) -> list[Block]:
    """The fenced blocks of a page in one language. Skips where the page does not exist."""
    path = ROOT / page
    if not path.exists():
        pytest.skip(f"{page} is not written yet")
    found: list[Block] = []
    inside: list[str] | None = None
    opened = (0, "")
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if inside is None and line.startswith("```"):
            inside, opened = [], (number, line[3:].strip())
        elif inside is not None and line.rstrip() == "```":
            if opened[1] == language:
                found.append(Block(page, opened[0], language, "\n".join(inside) + "\n"))
            inside = None
        elif inside is not None:
            inside.append(line)
    assert inside is None, f"{page}:{opened[0]}: the block has no end"
    return found


def commands_of(block: Block) -> Iterator[Command]:
    """The commands of a console block: "$ ..." and what stands below, to the next "$"."""
    source: list[str] = []
    shown: list[str] = []
    start = 0
    for number, line in enumerate(block.text.split("\n")[:-1], block.line + 1):
        if line.startswith("$ "):
            if source:
                yield Command(block, start, "\n".join(source), "\n".join(shown))
            source, shown, start = [line[2:]], [], number
        elif source and not shown and (source[-1].endswith("\\") or line.startswith("> ")):
            source.append(line.removeprefix("> "))
        else:
            shown.append(line)
    if source:
        yield Command(block, start, "\n".join(source), "\n".join(shown))


def matches(shown: str, got: str) -> bool:
    """Whether output is as shown: "..." on a line of its own is any lines, inside a line any characters."""
    pattern = ""
    for line in shown.rstrip().split("\n"):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ \t]*\n"
    return re.fullmatch(pattern, got.rstrip() + "\n") is not None


def test_matching_of_shown_output() -> None:
    """The comparison itself: exact, but for dots and trailing blanks."""
    assert matches("a\n...\nz", "a\nb\nc\nz\n")
    assert matches("a\n...\nz", "a\nz")
    assert matches("a ... z", "a b z  ")
    assert not matches("a", "a\nb")
    assert not matches("a\n...\nz", "a\nb")
    assert not matches("a.c", "abc")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder that looks like the root of the repository; what the commands write stays in it."""
    for entry in ROOT.iterdir():
        if not entry.name.startswith("."):
            (tmp_path / entry.name).symlink_to(entry)
    (tmp_path / ".bin").mkdir()
    command = tmp_path / ".bin" / "cleaner"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleaner "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run(command: Command, root: Path) -> subprocess.CompletedProcess[str]:
    """A command in a shell, standard error and output together as on a terminal."""
    path = os.pathsep.join([str(root / ".bin"), str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "100"}
    return subprocess.run(
        ["/bin/sh", "-c", command.source],
        cwd=root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("page", PAGES)
def test_console_blocks(page: str, root: Path) -> None:
    """Every command with `cleaner` runs, without a traceback, and prints what the page shows."""
    faults = []
    commands = [command for block in blocks_of(page, "console") for command in commands_of(block)]
    for command in commands:
        if INSTALLERS.search(command.source) or not RUNNABLE.search(command.source):
            continue
        done = run(command, root)
        if "Traceback" in done.stdout or (command.shown.strip() and not matches(command.shown, done.stdout)):
            faults.append(
                f"{page}:{command.line}: $ {command.source}\n--- shown\n{command.shown}\n--- printed\n{done.stdout}"
            )
        elif done.returncode == 2 and not command.shown.strip():
            faults.append(f"{page}:{command.line}: $ {command.source}\nstatus 2: {done.stdout}")
    if faults:
        pytest.fail("\n\n".join(faults), pytrace=False)


@pytest.mark.parametrize("page", PAGES)
def test_python_blocks(
    page: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every Python block runs; examples with a prompt print what the page shows."""
    monkeypatch.chdir(root)
    names: dict[str, Any] = {"__name__": "docs"}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    report: list[str] = []
    for block in blocks_of(page, "python"):
        where = f"{page}:{block.line}"
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, names, where, page, block.line)
            runner.run(test, out=report.append, clear_globs=False)
            names = test.globs
        else:
            exec(compile(block.text, where, "exec"), names)
    capsys.readouterr()
    if report:
        pytest.fail("".join(report), pytrace=False)


@pytest.mark.parametrize("page", PAGES)
def test_rule_blocks(page: str, tmp_path: Path) -> None:
    """Rules that a page shows whole pass the checker."""
    for block in blocks_of(page, "toml"):
        if "[[rule]]" in block.text and "matches" in block.text:
            path = tmp_path / "shown.toml"
            path.write_text(block.text, encoding="utf-8")
            assert check_file(str(path)) == [], f"{page}:{block.line}"


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Links to files of the repository lead to files that exist."""
    blocks_of(page, "")
    path = ROOT / page
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [t for t in LINK.findall(text) if "://" not in t and not t.startswith("mailto:")]
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_every_option_is_documented() -> None:
    """docs/cli.md names every option of the command."""
    path = ROOT / "docs" / "cli.md"
    if not path.exists():
        pytest.skip("docs/cli.md is not written yet")
    text = path.read_text(encoding="utf-8")
    options = set(re.findall(r"--[a-z][a-z-]+", parser().format_help())) - {"--help"}
    assert sorted(name for name in options if name not in text) == []


def test_the_checks_run_the_tests_as_documented() -> None:
    """The line of the README that runs the tests stands in .ci/run, character for character."""
    lines = [line for block in blocks_of("README.md", "sh") for line in block.text.split("\n") if "pytest" in line]
    assert len(lines) == 1
    assert lines[0] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").split("\n")
