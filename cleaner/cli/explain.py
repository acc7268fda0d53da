"""`cleaner explain`: what would go, and why, without changing anything."""

import argparse
import os
import sys
from collections.abc import Sequence

from cleaner.cli.options import add_cleaning_options, build_cleaner
from cleaner.errors import ConfigError
from cleaner.formats.batch import Batch
from cleaner.formats.work import Choices, Work
from cleaner.run.faults import Faults
from cleaner.run.inputs import opened
from cleaner.run.job import format_module

__all__ = ["run"]


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="cleaner explain",
        description="Show what would go, and why, without changing anything. For each stretch: line number, category, "
        "action, confidence and text, then the rules and signals behind it. For a page: what would go in its article.",
        epilog="example: cleaner explain article.txt | less -R",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="texts and pages; standard input if none, or for -")
    parser.add_argument(
        "--title", metavar="TEXT", help="the title of the article, if you know it: lines that repeat it go"
    )
    parser.add_argument("--url", metavar="URL", help="the address of the page: evidence for its metadata")
    add_cleaning_options(parser)
    options = parser.parse_args(args)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    choices = Choices(language=options.lang, title=options.title, url=options.url, explain=True, colour=colour)
    work = Work(build_cleaner(options), choices=choices, target="text")
    faults = Faults()
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    for name in options.files or ["-"]:
        with opened(name) as found:
            if found.kind not in ("text", "html"):
                raise ConfigError(f"{name}: explain takes texts and pages; for records: cleaner --explain")
            output = format_module(found.kind).clean(Batch(1, 1, found.stream.read(), 0, name), work)
        if len(options.files) > 1:
            sys.stdout.write(f"== {name}\n")
        sys.stdout.write(output.report)
        for fault in output.faults:
            faults.add(name, fault, document=True)
    return 1 if faults.count else 0
