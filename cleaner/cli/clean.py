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
Strips the boilerplate out of scraped articles: promos, "read also" lines, captions, share widgets,
bylines. Reads FILES or standard input, writes standard output. Text goes in as one article; JSON
lines, CSV, TSV and Parquet as records with the article under "text" or its page under "html"; HTML as
one page, of which the body of the article is found first; WARC as many pages. Any of them may be
compressed. FILES may be folders and patterns. Several cores work at once, and the order stays."""
EPILOG = """\
examples:
  cleaner < article.txt                       the article, its title and byline on top
  cleaner --explain article.txt > clean.txt   what went and why, on standard error
  cleaner articles.jsonl > clean.jsonl        same objects, same order, clean text, a new key "article"
  cleaner page.html > article.txt             the article of a page; --to html for a fragment: markup stays
  cleaner --to markdown page.html > page.md   with headings, lists, quotations, tables and links
  cleaner --keep caption --mark promo a.txt   captions stay; promos stay and are recorded
  cleaner --output-dir clean/ *.txt           many files, one clean file each; or a folder of them
  cleaner crawl.warc.gz -o articles.jsonl.zst --stats stats.json --errors bad.jsonl
  cleaner big.jsonl.gz -o big.parquet -j 4    four processes
  cleaner big.jsonl.gz -o clean.jsonl.gz --resume    goes on where it was stopped or killed

categories: """


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
        "files", nargs="*", metavar="FILE", help="files, folders or patterns; none or - is standard input"
    )
    made.add_argument("--version", action="store_true", help="print the version and leave")
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
        help="format of the input (default: by name, then by content). gzip, zstd, bz2 and xz are seen by themselves",
    )
    form.add_argument(
        "--to",
        dest="target",
        choices=("auto", *dict.fromkeys(target for kind in KINDS.values() for target in kind.targets)),
        default="auto",
        help="format of the output (default: by the name of the output, else as the input, text for pages and jsonl "
        "for WARC). markdown is for pages. html takes the input as a fragment, "
        "say the content of a feed, and gives the same markup back without the boilerplate",
    )
    form.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write here instead of standard output, compressed as its name says. "
        "It has its name only when it is whole",
    )
    form.add_argument("--output-dir", metavar="DIR", help="write one clean file for each input file")
    form.add_argument("--body-only", action="store_true", help="text and Markdown without the title and byline on top")


def _add_pages(parser: argparse.ArgumentParser) -> None:
    pages = parser.add_argument_group("pages")
    pages.add_argument(
        "--engine",
        choices=("auto", "blocks", "trafilatura"),
        default="auto",
        help="what finds the body of a page (default: auto, our own blocks or what the page holds for machines)",
    )
    pages.add_argument("--url", metavar="URL", help="the address of the page, for its dates and links to itself")
    pages.add_argument("--markdown", action="store_true", help="in records, the Markdown of a page beside its text")
    pages.add_argument("--keep-html", action="store_true", help="leave the page in the records, beside its text")


def _add_records(parser: argparse.ArgumentParser) -> None:
    fields = parser.add_argument_group("records")
    for name in KEYS:
        fields.add_argument(
            f"--{name}-field", metavar="KEY", default=name, help=f"the key that holds the {name} (default: {name})"
        )
    fields.add_argument("--title", metavar="TEXT", help="the title of a text, as evidence: lines that repeat it go")
    fields.add_argument("--contacts", action="store_true", help="keep e-mail addresses and phones of authors")
    told = parser.add_argument_group("being told")
    told.add_argument(
        "--explain",
        action="store_true",
        help="say what went and why: on standard error for text, under article.removed for records",
    )
    told.add_argument(
        "--errors",
        metavar="FILE",
        help="write what cannot be read or cleaned here, as JSON lines with file, number, cause and the line",
    )
    told.add_argument("--stats", metavar="FILE", help="write a summary here: by category, rule, language and host")
    told.add_argument("--no-progress", action="store_true", help="no progress at a terminal")


def _add_runs(parser: argparse.ArgumentParser) -> None:
    runs = parser.add_argument_group("long runs")
    runs.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_count,
        help="processes (default: one for each core; one if the input is typed). The output is the same for any N",
    )
    runs.add_argument(
        "--resume",
        action="store_true",
        help="go on where the same command was stopped or killed; from files to files. From the start if it was not",
    )
    runs.add_argument(
        "--time-limit",
        metavar="SECONDS",
        type=_seconds,
        default=60.0,
        help="leave a document that takes longer as it is, and flag it (default: 60; 0 is no limit)",
    )
    runs.add_argument(
        "--max-chars",
        metavar="N",
        type=_count,
        help="leave a longer document as it is, and flag it (default: no limit)",
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
