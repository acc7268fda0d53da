"""What is under test: the cleaner in this process, a command, or a peer; each turns records into outputs."""

import importlib
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from checkout import BENCH
from processes import child_environment
from sets import Record

from cleaner import Cleaner, Decision

__all__ = ["Output", "System", "in_process", "load_peer", "peer", "peer_names", "through_command"]


class Output(NamedTuple):
    """What a system made of a record. `people` are the authors that are persons, `names` all of them."""

    text: str
    people: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


System = Callable[[Sequence[Record]], list[Output]]


def in_process(mode: str, *, give_language: bool = False) -> System:
    """The package beside this folder, called as a library."""
    cleaner = Cleaner(mode=mode)

    def run(records: Sequence[Record]) -> list[Output]:
        outputs = []
        for record in records:
            language = record.get("lang") if give_language else None
            article = cleaner.clean(record["text"], title=record.get("title") or None, language=language)
            people = tuple(a.name for a in article.authors if a.kind == "person")
            names = tuple(a.name for a in article.authors)
            outputs.append(Output(article.text, people, names, article.decisions))
        return outputs

    return run


def through_command(command: str) -> System:
    """Any filter that reads and writes JSON lines, records in the same order."""

    def run(records: Sequence[Record]) -> list[Output]:
        lines = [
            json.dumps({"id": n, "url": r.get("url"), "text": r["text"], "title": r.get("title")})
            for n, r in enumerate(records)
        ]
        done = subprocess.run(
            shlex.split(command),
            input="\n".join([*lines, ""]).encode(),
            stdout=subprocess.PIPE,
            env=child_environment(),
            check=False,
        )
        if done.returncode not in (0, 1):
            sys.exit(f"{command!r} exited {done.returncode}")
        found = {r["id"]: r for r in map(json.loads, filter(None, done.stdout.split(b"\n"))) if "id" in r}
        missing = len(records) - len(found)
        if missing:
            sys.exit(f"{command!r} lost {missing} of {len(records)} records")
        return [_from_json(found[n]) for n in range(len(records))]

    return run


def _from_json(record: Record) -> Output:
    authors = (record.get("article") or {}).get("authors") or []
    people = tuple(a["name"] for a in authors if a.get("kind", "person") == "person")
    return Output(record.get("text") or "", people, tuple(a["name"] for a in authors))


def peer_names() -> list[str]:
    """The adapters in `peers/`."""
    return sorted(path.stem for path in (BENCH / "peers").glob("*.py"))


def load_peer(name: str) -> Callable[[str], str] | None:
    """A peer's `text in, text out`; None, after a line that says so, if it is not installed."""
    try:
        clean: Callable[[str], str] = importlib.import_module(f"peers.{name}").load()
    except (ImportError, AttributeError) as error:
        print(f"{name}: skipped, {str(error).splitlines()[0]}")
        return None
    return clean


def peer(name: str) -> System:
    """A peer as a system. It knows texts alone."""
    clean = load_peer(name)
    if clean is None:
        sys.exit(1)
    return lambda records: [Output(clean(record["text"])) for record in records]
