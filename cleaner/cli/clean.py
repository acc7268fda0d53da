"""`cleaner [clean]`: a filter from articles as scraped to articles alone."""

import argparse
import contextlib
import gc
import sys
from collections.abc import Sequence
from typing import Final

from cleaner.cli.options import HelpFormatter, add_cleaning_options, category_list
from cleaner.cli.plan import KEYS, planned
from cleaner.formats import KINDS
from cleaner.run.loop import execute

__all__ = ["parser", "run"]

_DAY: Final = 86_400  # seconds: no document takes that long

DESCRIPTION = """\
Strip the boilerplate from scraped articles: promos, "read also" lines, captions, share widgets, bylines.
Reads FILES or standard input and writes standard output.

  text                     one article
  JSON lines               one record a line, with the text under "text" or a whole page under "html"
  CSV, TSV, Parquet        the same, one record a row
  HTML                     one page; its article is found first
  WARC                     many pages

Any input may be compressed. FILES may be folders and patterns. Long runs use all cores; the order
stays the same."""
EPILOG = """\
examples:
  cleaner < article.txt                       clean text, with title and byline on top
  cleaner --explain article.txt > clean.txt   also report what went and why, on standard error
  cleaner articles.jsonl > clean.jsonl        same objects, same order, clean text, a new key "article"
  cleaner page.html > article.txt             the article of a page
  cleaner --to markdown page.html > page.md   the same with headings, lists, quotations, tables and links
  cleaner --to html feed-item.html            a fragment: same markup, without the boilerplate
  cleaner --keep caption --mark promo a.txt   keep captions; keep promos but record them
  cleaner --output-dir clean/ *.txt           one clean file for each input file; folders work too
  cleaner crawl.warc.gz -o articles.jsonl.zst --stats stats.json --errors bad.jsonl
  cleaner big.jsonl.gz -o big.parquet -j 4    use four processes
  cleaner big.jsonl.gz -o clean.jsonl.gz --resume    continue a run that was stopped or killed

categories: """

HELD: Final = {
    "text": "the text, given or taken from a page",
    "html": "a page; a page wins over a text",
    "markdown": "the Markdown that --markdown adds",
    "title": "the title: lines that repeat it go",
    "url": "the address of a page",
    "id": "the id, which is the file name when a text becomes a record",
}  # what the keys of records are, for --help


def parser() -> argparse.ArgumentParser:
    """The options, with their help."""
    made = argparse.ArgumentParser(
        prog="cleaner",
        usage="cleaner [clean] [OPTIONS] [FILE ...]\n"
        "       cleaner {explain,restore,rules} ...   (each has its own --help)",
        description=DESCRIPTION,
        epilog=EPILOG + category_list(),
        formatter_class=HelpFormatter,
    )
    made.add_argument(
        "files", nargs="*", metavar="FILE", help="files, folders or patterns; standard input if none, or for -"
    )
    made.add_argument("--version", action="store_true", help="print the version and exit")
    _add_formats(made)
    add_cleaning_options(made)
    _add_pages(made)
    _add_records(made)
    _add_runs(made)
    return made


def _add_formats(parser: argparse.ArgumentParser) -> None:
    form = parser.add_argument_group("formats")
    form.add_argument(
        "--from",
        dest="source",
        choices=("auto", *KINDS),
        default="auto",
        help="format of the input (default: by name, then by content). gzip, zstd, bz2 and xz are detected",
    )
    form.add_argument(
        "--to",
        dest="target",
        choices=("auto", *dict.fromkeys(target for kind in KINDS.values() for target in kind.targets)),
        default="auto",
        help="format of the output (default: by the name of the output, else the format of the input; text for pages, "
        "jsonl for WARC). markdown needs a page. html reads a fragment, such as the content of a feed, and returns "
        "the same markup without the boilerplate",
    )
    form.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to this file instead of standard output, compressed as its name says. "
        "It gets its name only when it is complete",
    )
    form.add_argument("--output-dir", metavar="DIR", help="write one clean file for each input file into this folder")
    form.add_argument("--body-only", action="store_true", help="omit the title and byline on top of text and Markdown")


def _add_pages(parser: argparse.ArgumentParser) -> None:
    pages = parser.add_argument_group("pages")
    pages.add_argument(
        "--engine",
        choices=("auto", "blocks", "trafilatura"),
        default="auto",
        help="what finds the body of a page (default: auto: blocks, or JSON-LD where blocks find next to nothing)",
    )
    pages.add_argument(
        "--url", metavar="URL", help="the address of the page: evidence for its metadata, and the base of its links"
    )
    pages.add_argument("--markdown", action="store_true", help="in records, add the Markdown of a page beside its text")
    pages.add_argument("--keep-html", action="store_true", help="keep the page in the records, beside its text")


def _add_records(parser: argparse.ArgumentParser) -> None:
    fields = parser.add_argument_group("records")
    for name in KEYS:
        fields.add_argument(
            f"--{name}-field", metavar="KEY", default=name, help=f"the key of {HELD[name]} (default: {name})"
        )
    fields.add_argument("--title", metavar="TEXT", help="the title of a text, if you know it: lines that repeat it go")
    fields.add_argument("--contacts", action="store_true", help="keep e-mail addresses and phone numbers of authors")
    told = parser.add_argument_group("reports")
    told.add_argument(
        "--explain",
        action="store_true",
        help="report what went and why: on standard error for text, under article.removed for records",
    )
    told.add_argument(
        "--errors",
        metavar="FILE",
        help="write what cannot be read or cleaned to this file: JSON lines with file, number, cause, message and line",
    )
    told.add_argument(
        "--stats", metavar="FILE", help="write a summary to this file: by category, rule, language and host"
    )
    told.add_argument("--no-progress", action="store_true", help="show no progress at a terminal")


def _add_runs(parser: argparse.ArgumentParser) -> None:
    runs = parser.add_argument_group("long runs")
    runs.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_count,
        help="number of processes (default: one for each core; one if you type the input). Any N gives the same output",
    )
    runs.add_argument(
        "--resume",
        action="store_true",
        help="continue where the same command was stopped or killed, else start. Needs named inputs and outputs",
    )
    runs.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=60.0,
        help="pass a document that takes longer through unchanged, and flag it (default: 60; 0 is no limit)",
    )
    runs.add_argument(
        "--max-chars",
        metavar="N",
        type=_count,
        help="pass a longer document through unchanged, and flag it (default: no limit)",
    )


def _count(value: str) -> int:
    if not value.strip().isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no whole number from 1")
    return int(value)


def _seconds(value: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 <= float(value) <= _DAY:
            return float(value)
    raise argparse.ArgumentTypeError(f"{value!r} is no number of seconds from 0 to {_DAY}")


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    options = parser().parse_args(args)
    if options.version:
        from cleaner import __version__  # noqa: PLC0415

        sys.stdout.write(f"cleaner {__version__}\n")
        return 0
    # Records leave no cycles behind; to look for them after every few hundred values takes an eighth of a page's time.
    gc.set_threshold(50_000, 20, 20)
    return 1 if execute(planned(options)) else 0
