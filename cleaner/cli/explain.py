"""`cleaner explain`: what would go, and why, without changing anything."""

import argparse
import sys
from collections.abc import Sequence

from cleaner.article import Document
from cleaner.cli.options import add_cleaning_options, build_cleaner
from cleaner.cli.report import write_report
from cleaner.formats.text import decode

__all__ = ["run"]


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="cleaner explain",
        description="Says for each line that would go: line number, category, how sure, the text, and the rules and "
        "signals behind it.",
        epilog="example: cleaner explain article.txt | less -R",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="texts; none or - is standard input")
    parser.add_argument("--title", metavar="TEXT", help="the title of the article, as evidence")
    add_cleaning_options(parser)
    options = parser.parse_args(args)
    cleaner = build_cleaner(options)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    for name in options.files or ["-"]:
        if name == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(name, "rb") as f:
                data = f.read()
        if len(options.files) > 1:
            sys.stdout.write(f"== {name}\n")
        write_report(
            cleaner.clean_document(Document(decode(data), title=options.title, language=options.lang)), sys.stdout
        )
    return 0
