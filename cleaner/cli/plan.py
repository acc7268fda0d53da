"""From options to a run: what is read, by which cleaner, to where."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final

from cleaner.article import Action
from cleaner.cli.options import build_cleaner
from cleaner.errors import ConfigError
from cleaner.formats import KINDS, TABLES
from cleaner.formats.compression import without_suffix
from cleaner.formats.work import Choices, Fields, Work
from cleaner.run.checkpoint import Checkpoint
from cleaner.run.destination import Writing, is_device
from cleaner.run.inputs import STDIN, Input, find, kind_by_name
from cleaner.run.job import format_module
from cleaner.run.loop import Run
from cleaner.run.outputs import Outputs

__all__ = ["KEYS", "TEXT_POLICY", "planned"]

KEYS: Final = ("text", "html", "markdown", "title", "url", "id")  # of records, each with an option that names it
DOCUMENTS: Final = ("text", "html", "markdown")  # targets of which only one goes into an output
# In text output nobody sees the fields: corrections, disclosures and credits stay where they stand.
TEXT_POLICY: Final[dict[str, Action]] = {"note": "mark", "credit": "mark"}
# What two runs may differ in, one going on with the other.
_APART: Final = ("files", "jobs", "resume", "no_progress", "version", "time_limit")


def planned(options: argparse.Namespace) -> Run:
    """The run that the options ask for. All that can be wrong with it is said before any output is opened."""
    _check(options)
    inputs = find(options.files or [STDIN], options.output_dir)
    _check_outputs(options, inputs)
    works = _works(options)
    for item in inputs:
        if item.name != STDIN:
            with open(item.name, "rb"):  # to fail before any output is opened, if it cannot be read
                pass
    outputs = Outputs(
        inputs,
        lambda kind: works[kind].target,
        lambda kind: _writing(works[kind]),
        options.output,
        options.output_dir,
    )
    named = outputs.resumable and all(item.name != STDIN for item in inputs)
    if options.resume and not named:
        raise ConfigError("--resume goes from files to files: name the inputs, and -o FILE or --output-dir DIR")
    return Run(
        inputs=inputs,
        kind=options.source,
        works=works,
        check=lambda kind, name: _check_target(kind, works[kind].target, name),
        outputs=outputs,
        jobs=_jobs(options, inputs),
        errors=options.errors,
        stats=options.stats,
        checkpoint=_checkpoint(options, inputs, outputs.journal) if named else None,
        resume=options.resume,
        progress=not options.no_progress and sys.stderr.isatty() and not (_to_screen(options) and sys.stdout.isatty()),
    )


def _to_screen(options: argparse.Namespace) -> bool:
    return not options.output_dir and options.output in (None, STDIN)


def _jobs(options: argparse.Namespace, inputs: Sequence[Input]) -> int:
    typed = any(item.name == STDIN for item in inputs) and sys.stdin.isatty()
    return int(options.jobs or (1 if typed else _cores()))


def _cores() -> int:
    """How many cores this process may use, which in a container is fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _checkpoint(options: argparse.Namespace, inputs: Sequence[Input], path: str) -> Checkpoint:
    chosen = {key: value for key, value in vars(options).items() if key not in _APART}
    names = [item.name for item in inputs] + options.rules
    return Checkpoint(path, names, {**chosen, "stats": bool(options.stats)})


def _works(options: argparse.Namespace) -> dict[str, Work]:
    """How to clean each kind of input."""
    own, shown = build_cleaner(options), build_cleaner(options, TEXT_POLICY)
    fields = Fields(**{key: getattr(options, f"{key}_field") for key in KEYS})
    choices = Choices(
        language=options.lang,
        engine=options.engine,
        explain=options.explain,
        contacts=options.contacts,
        keep_html=options.keep_html,
        markdown=options.markdown,
        body_only=options.body_only,
        colour=sys.stderr.isatty() and "NO_COLOR" not in os.environ,
        title=options.title,
        url=options.url,
        seconds=options.time_limit or None,
        characters=options.max_chars,
    )
    targets = {kind: _target(options, kind) for kind in KINDS}
    return {
        kind: Work(shown if target in ("text", "markdown") else own, fields, choices, target)
        for kind, target in targets.items()
    }


def _target(options: argparse.Namespace, kind: str) -> str:
    """What an input of a kind becomes: as asked, else as the name of the output says, else as is usual."""
    if options.target != "auto":
        return str(options.target)
    name = options.output or ""
    if kind == "html" and without_suffix(name).endswith(".md"):
        return "markdown"
    by_name = kind_by_name(name)
    return by_name if by_name in KINDS[kind].targets and by_name not in DOCUMENTS else KINDS[kind].targets[0]


def _writing(work: Work) -> Writing | None:
    """What makes the writer of a target that has one."""
    if work.target not in TABLES:
        return None
    writing: Writing = format_module(work.target).Writer
    return writing


def _check(options: argparse.Namespace) -> None:
    if options.output and options.output_dir:
        raise ConfigError("--output and --output-dir do not go together: choose one file or one folder")
    if STDIN in (options.errors, options.stats):
        raise ConfigError("--errors and --stats need the name of a file: standard output is taken")
    if options.output_dir and STDIN in (options.files or [STDIN]):
        raise ConfigError("--output-dir needs input files: standard input has no name to write under")


def _check_outputs(options: argparse.Namespace, inputs: Sequence[Input]) -> None:
    named = [path for path in (options.output, options.errors, options.stats) if path and not is_device(path)]
    if len(set(map(os.path.realpath, named))) < len(named):
        raise ConfigError("--output, --errors and --stats need a file each: one would overwrite the other")
    for item in inputs:
        for output in (options.output, options.errors, options.stats):
            both = output and item.name != STDIN and os.path.exists(output) and os.path.exists(item.name)
            if both and os.path.samefile(output, item.name):
                raise ConfigError(f"{output}: the output would overwrite the input; choose another name")
    if len(inputs) < 2 or options.output_dir:
        return
    kinds = {kind_by_name(item.name) or "text" if options.source == "auto" else options.source for item in inputs}
    targets = {_target(options, kind) for kind in kinds}
    if targets & {*DOCUMENTS}:
        raise ConfigError("several texts in one output cannot be told apart: add --to jsonl or --output-dir DIR")
    if len(targets) > 1:
        listed = ", ".join(sorted(targets))
        raise ConfigError(f"the inputs would become {listed} in one output: choose one with --to, or --output-dir DIR")


def _check_target(kind: str, target: str, name: str) -> None:
    if target in KINDS[kind].targets:
        return
    if kind == "text":
        raise ConfigError(f"{name}: text has no markup; --to {target} needs HTML")
    raise ConfigError(f"{name}: {kind} to {target} would lose which article is which; use --to jsonl")
