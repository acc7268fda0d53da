"""What a change does to cleaned texts: what newly goes and what newly stays, grouped by the rule or claim behind it.

Compares the working tree with another revision, or two modes of the working tree. The other revision is checked out as
a git worktree in a temporary folder and run as a process of its own; the worktree is removed afterwards.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from checkout import BENCH, ROOT
from processes import child_environment
from sets import Record, add_set_options, body_files, fixture_cases, folder_of, read_records, text_files, wild_file
from tables import heading, leave, shortened, table

__all__ = ["main"]

MODES = ("careful", "balanced", "strict")
EPILOG = """\
examples:
  python bench/diff.py                             the last commit against the working tree
  python bench/diff.py --base v0.1.0 --show 5      a tag, with five stretches of every group
  python bench/diff.py --modes balanced strict     what strict takes beyond balanced
  python bench/diff.py --set my.jsonl              over texts of your own: {"id", "text", "title"?} a line

reading it: every stretch under "newly goes" that is article text is a reason not to merge. Groups are named by the
rules and claims of the side that removes."""


class Gone(NamedTuple):
    """A stretch that one side removes."""

    start: int
    end: int
    category: str
    why: str


class Change(NamedTuple):
    """A stretch that only one side removes."""

    group: str
    category: str
    place: str
    text: str


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    records = list(_records(options))
    if options.modes:
        names = options.modes
        sides = [_cleaned(ROOT, mode, records) for mode in names]
    else:
        names = [options.base, "working tree"]
        with _worktree(options.base) as folder:
            sides = [_cleaned(path, options.mode, records) for path in (folder, ROOT)]
    before, after = sides
    print(f"{len(records)} texts, {names[0]} -> {names[1]}")
    changed = sum(_spans(old) != _spans(new) for old, new in zip(before, after, strict=True))
    print(f"texts that come out otherwise: {changed}")
    _report("newly goes", _only(records, after, before), options.show)
    _report("newly stays", _only(records, before, after), options.show)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="diff.py", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parser.add_argument(
        "--set", metavar="FILE", dest="files", type=Path, action="append", help="only this set; repeat for more"
    )
    sides = parser.add_mutually_exclusive_group()
    sides.add_argument("--base", metavar="REV", default="HEAD", help="the revision to compare with (default: HEAD)")
    sides.add_argument("--modes", metavar="MODE", nargs=2, choices=MODES, help="two modes of the working tree instead")
    parser.add_argument(
        "--mode", choices=MODES, default="balanced", help="the mode of both revisions (default: balanced)"
    )
    parser.add_argument("--show", metavar="N", type=int, default=2, help="stretches shown of each group (default: 2)")
    return parser


def _records(options: argparse.Namespace) -> Iterator[Record]:
    folder = None if options.files else folder_of(options)
    files: list[Path] = options.files or []
    if folder:
        files = [*filter(None, [wild_file(folder)]), *text_files(folder, options), *body_files(folder, options)]
    for path in files:
        for record in read_records(path, options):
            if record.get("text"):
                # Gold bodies are texts without their headline, as the quality bench gives them.
                title = None if "html" in record else record.get("title")
                yield {"place": f"{path.name} {record['id']}", "text": record["text"], "title": title or None}
    if not files:
        for case in fixture_cases():
            title, language = case.about.get("title"), case.about["language"]
            yield {"place": case.slug, "text": case.source, "title": title, "language": language}


@contextlib.contextmanager
def _worktree(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cleaner-diff-") as folder:
        path = Path(folder) / "base"
        added = subprocess.run(
            ["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(path), revision], check=False
        )
        if added.returncode:
            sys.exit(f"no worktree of {revision!r}: name a commit, a tag or a branch")
        try:
            yield path
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(path)], check=False)


def _cleaned(checkout: Path, mode: str, records: Sequence[Record]) -> list[list[Gone]]:
    lines = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run(
        [sys.executable, str(BENCH / "cleaned.py"), mode],
        input=lines.encode(),
        stdout=subprocess.PIPE,
        env={**child_environment(), "PYTHONPATH": str(checkout)},
        check=False,
    )
    if done.returncode:
        sys.exit(f"the package in {checkout} failed")
    return [
        [Gone(start, end, category, " ".join(why) or category) for start, end, category, why in json.loads(line)]
        for line in done.stdout.splitlines()
    ]


def _spans(stretches: list[Gone]) -> list[tuple[int, int]]:
    return [(gone.start, gone.end) for gone in stretches]


def _only(records: Sequence[Record], one: list[list[Gone]], other: list[list[Gone]]) -> Iterator[Change]:
    """What the one side removes and the other leaves. Blanks and marks alone are no change."""
    for record, ours, theirs in zip(records, one, other, strict=True):
        covered = {n for gone in theirs for n in range(gone.start, gone.end)}
        for gone in ours:
            text = "".join(record["text"][n] for n in range(gone.start, gone.end) if n not in covered)
            if any(map(str.isalnum, text)):
                yield Change(gone.why, gone.category, record["place"], text)


def _report(name: str, changes: Iterator[Change], show: int) -> None:
    groups = defaultdict[tuple[str, str], list[Change]](list)
    for change in changes:
        groups[change.group, change.category].append(change)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    heading(f"{name}: {sum(map(len, groups.values()))} stretches in {len(groups)} groups")
    rows = [(group, category, len(found), sum(len(c.text) for c in found)) for (group, category), found in ordered]
    table(("rules and claims", "category", "stretches", "characters"), rows)
    for (group, _), found in ordered if show else ():
        print(f"\n  {group}")
        for change in found[:show]:
            print(f"    {change.place}: {shortened(change.text, 120)}")


if __name__ == "__main__":
    leave(main)
