"""`cleaner [clean]`: a filter from articles as scraped to articles alone."""

import argparse
import contextlib
import gc
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from cleaner.article import Action, Article, Document
from cleaner.cli.inputs import BOM, check_readable, format_of, kind_by_name, opened
from cleaner.cli.options import add_cleaning_options, build_cleaner, category_list
from cleaner.cli.report import write_report
from cleaner.engine import Cleaner
from cleaner.errors import ConfigError
from cleaner.formats.text import decode, encode, header

__all__ = ["as_line", "run"]

# In text output nobody sees the fields: corrections, disclosures and credits stay where they stand.
TEXT_POLICY: dict[str, Action] = {"note": "mark", "credit": "mark"}

KEYS = ("text", "html", "markdown", "title", "url", "id")  # of records, each with an option that names it

DESCRIPTION = """\
Strips the boilerplate out of scraped articles: promos, "read also" lines, captions, share widgets,
bylines. Reads FILES or standard input, writes standard output. Text goes in as one article; JSON
lines as one object a line with the article under "text" or its page under "html"; HTML as one page,
of which the body of the article is found first."""
EPILOG = """\
examples:
  cleaner < article.txt                       the article, its title and byline on top
  cleaner --explain article.txt > clean.txt   what went and why, on standard error
  cleaner articles.jsonl > clean.jsonl        same objects, same order, clean text, a new key "article"
  cleaner page.html > article.txt             the article of a page; --to html for a fragment: markup stays
  cleaner --to markdown page.html > page.md   with headings, lists, quotations, tables and links
  cleaner --keep caption --mark promo a.txt   captions stay; promos stay and are recorded
  cleaner --output-dir clean/ *.txt           many files, one clean file each

categories: """


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleaner",
        usage="cleaner [clean] [OPTIONS] [FILE ...]\n"
        "       cleaner {explain,restore,rules} ...   (each has its own --help)",
        description=DESCRIPTION,
        epilog=EPILOG + category_list(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="files to read; none or - is standard input")
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    _add_formats(parser)
    add_cleaning_options(parser)
    _add_pages(parser)
    _add_records(parser)
    return parser


def _add_formats(parser: argparse.ArgumentParser) -> None:
    form = parser.add_argument_group("formats")
    form.add_argument(
        "--from",
        dest="source",
        choices=("auto", "text", "jsonl", "html"),
        default="auto",
        help="format of the input (default: by name, then by content)",
    )
    form.add_argument(
        "--to",
        dest="target",
        choices=("auto", "text", "jsonl", "html", "markdown"),
        default="auto",
        help="format of the output (default: as the input, and text for pages). markdown is for pages. "
        "html takes the input as a fragment, "
        "say the content of a feed, and gives the same markup back without the boilerplate",
    )
    form.add_argument("-o", "--output", metavar="FILE", help="write here instead of standard output")
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
    pages.add_argument("--markdown", action="store_true", help="in JSON lines, the Markdown of a page beside its text")
    pages.add_argument("--keep-html", action="store_true", help="leave the page in JSON lines, beside its text")


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
        help="say what went and why: on standard error for text, under article.removed for JSON lines",
    )
    told.add_argument(
        "--errors",
        metavar="FILE",
        help="write lines that cannot be read here, as JSON lines with number, cause and the line",
    )


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(args)
    if options.version:
        from cleaner import __version__  # noqa: PLC0415

        sys.stdout.write(f"cleaner {__version__}\n")
        return 0
    files = options.files or ["-"]
    _check(options, files)
    # Before any output is opened: a wrong mode, category or rule file must not cost a file its content.
    own = build_cleaner(options)
    shown = build_cleaner(options, TEXT_POLICY)
    cleaners = {"text": shown, "markdown": shown, "jsonl": own, "html": own}
    # Records leave no cycles behind; to look for them after every few hundred values takes an eighth of a page's time.
    gc.set_threshold(50_000, 20, 20)
    with contextlib.ExitStack() as stack:
        for name in files:
            check_readable(name)
        shared = _shared_output(options, stack)
        errors = stack.enter_context(open(options.errors, "wb")) if options.errors else None
        failed = 0
        for name in files:
            source = stack.enter_context(opened(name))
            kind, head = format_of(options, name, source)
            output = shared or stack.enter_context(_opened_output(options, name, files))
            failed += _clean_one(options, cleaners, name, source, head, kind, output, errors)
            output.flush()
    return 1 if failed else 0


def _check(options: argparse.Namespace, files: Sequence[str]) -> None:
    if options.output and options.output_dir:
        raise ConfigError("--output and --output-dir do not go together: choose one file or one folder")
    if options.output_dir and "-" in files:
        raise ConfigError("--output-dir needs input files: standard input has no name to write under")
    for name in files:
        for output in (options.output, options.errors):
            if (
                output
                and name != "-"
                and os.path.exists(output)
                and os.path.exists(name)
                and os.path.samefile(output, name)
            ):
                raise ConfigError(f"{output}: the output would overwrite the input; choose another name")
    several = len(files) > 1 and not options.output_dir
    records = all(kind_by_name(f) == "jsonl" for f in files)
    as_text = options.target in ("text", "markdown") or (options.target == "auto" and not records)
    if several and as_text and options.source != "jsonl":
        raise ConfigError("several texts in one output cannot be told apart: add --to jsonl or --output-dir DIR")


def _shared_output(options: argparse.Namespace, stack: contextlib.ExitStack) -> IO[bytes] | None:
    if options.output_dir:
        os.makedirs(options.output_dir, exist_ok=True)
        return None
    if options.output and options.output != "-":
        return stack.enter_context(open(options.output, "wb"))
    return sys.stdout.buffer


def _opened_output(options: argparse.Namespace, name: str, files: Sequence[str]) -> IO[bytes]:
    target = os.path.join(options.output_dir, os.path.basename(name))
    if any(os.path.basename(f) == os.path.basename(name) and f != name for f in files):
        raise ConfigError(f"two input files are called {os.path.basename(name)}: clean them into different folders")
    if os.path.exists(target) and os.path.samefile(target, name):
        raise ConfigError(f"{name}: the output would overwrite the input; choose another --output-dir")
    return open(target, "wb")


def _clean_one(
    options: argparse.Namespace,
    cleaners: Mapping[str, Cleaner],
    name: str,
    source: IO[bytes],
    head: bytes,
    kind: str,
    output: IO[bytes],
    errors: IO[bytes] | None,
) -> int:
    """Clean one input with the cleaner for what it becomes; returns how many of its records failed."""
    target = options.target if options.target != "auto" else "text" if kind == "html" else kind
    cleaner = cleaners[target]
    if kind == "jsonl":
        return _clean_jsonl(options, cleaner, _lines(source, head), output, errors, target)
    data = head + source.read()
    if kind == "html":
        from cleaner.cli.pages import clean_one_page  # noqa: PLC0415 - texts need no parser of pages

        return clean_one_page(options, cleaner, name, data, target, output)
    if target in ("html", "markdown"):
        raise ConfigError(f"{name}: text has no markup; --to {target} needs HTML")
    mark = BOM if data.startswith(BOM) else b""
    document = Document(decode(data[len(mark) :]), id=name, title=options.title, language=options.lang)
    article = cleaner.clean_document(document)
    if target == "jsonl":
        output.write(as_line(options, article, name))
        return 0
    output.write(mark + encode(("" if options.body_only else header(article)) + article.text))
    if options.explain:
        output.flush()
        write_report(article, sys.stderr)
    return 0


def _lines(source: IO[bytes], head: bytes) -> Iterator[bytes]:
    yield from io.BytesIO(head)
    yield from source


def as_line(options: argparse.Namespace, article: Article, name: str) -> bytes:
    """One article as a line of JSON."""
    from cleaner.formats.jsonl import dump  # noqa: PLC0415
    from cleaner.formats.record import article_object, removed_list  # noqa: PLC0415

    fields = article_object(article, contacts=options.contacts)
    if options.explain:
        fields["removed"] = removed_list(article.decisions)
    ids: dict[str, Any] = {} if name == "-" else {options.id_field: name}
    also = {} if article.markdown is None else {options.markdown_field: article.markdown}
    return dump({**ids, options.text_field: article.text, **also, "article": fields})


def _clean_jsonl(
    options: argparse.Namespace,
    cleaner: Cleaner,
    lines: Iterator[bytes],
    output: IO[bytes],
    errors: IO[bytes] | None,
    target: str,
) -> int:
    from cleaner.formats.jsonl import Choices, Fields, Spelling, clean_lines, dump  # noqa: PLC0415

    if target != "jsonl":
        raise ConfigError(f"JSON lines to {target} would lose which article is which; use --to jsonl")
    fields = Fields(**{key: getattr(options, f"{key}_field") for key in KEYS})
    choices = Choices(
        language=options.lang,
        engine=options.engine,
        explain=options.explain,
        contacts=options.contacts,
        keep_html=options.keep_html,
        markdown=options.markdown,
    )
    failed = 0
    cleaned = clean_lines(lines, cleaner, fields, choices)
    for item in cleaned:
        if isinstance(item, bytes):
            output.write(item)
            continue
        failed += 1
        if errors:
            line = (
                item.record.decode("utf-8", "surrogateescape").rstrip("\r\n")
                if isinstance(item.record, bytes)
                else None
            )
            fault = {"number": item.number, "cause": item.cause, "message": str(item), "line": line}
            errors.write(dump(fault, Spelling(exact=True, undecodable=True)))
        else:
            sys.stderr.write(f"cleaner: {item}\n")
            if isinstance(item.record, bytes):
                sys.stderr.flush()
                sys.stderr.buffer.write(item.record.rstrip(b"\r\n") + b"\n")
    return failed
