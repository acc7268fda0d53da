"""`cleaner restore`: JSON lines written with --explain back into what came in."""

import argparse
import sys
from collections.abc import Sequence

from cleaner.errors import RecordError
from cleaner.formats.batch import blocks_of_lines
from cleaner.formats.jsonl import dump, lines_of, load
from cleaner.formats.record import decisions_from
from cleaner.removal import restore_text
from cleaner.run.inputs import STDIN, opened

__all__ = ["run"]


def run(args: Sequence[str]) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="cleaner restore",
        description="Put every removed character back. Reads JSON lines that `cleaner --explain` wrote, and "
        "writes them with the original text and without the article object.",
        epilog="example: cleaner --explain in.jsonl | cleaner restore > restored.jsonl",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="JSON lines; standard input if none, or for -")
    parser.add_argument(
        "--text-field", metavar="KEY", default="text", help="the key that holds the text (default: text)"
    )
    options = parser.parse_args(args)
    failed = 0
    for name in options.files or [STDIN]:
        with opened(name, "jsonl") as source:
            lines = (line for block in blocks_of_lines(source.stream) for line in lines_of(block))
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    sys.stdout.buffer.write(_restored(line, number, options.text_field))
                except RecordError as error:
                    failed += 1
                    sys.stderr.write(f"cleaner: {name}: {error}\n")
    return 1 if failed else 0


def _restored(line: bytes, number: int, key: str) -> bytes:
    record, spelling = load(line, number)
    article = record.get("article")
    if isinstance(article, dict) and article.get("flag") and "removed" not in article:
        del article["flag"]
        if not article:  # else it is the record's own
            del record["article"]
        return dump(record, spelling)
    try:
        decisions = decisions_from(article["removed"])  # type: ignore[index]
        record[key] = restore_text(record[key], decisions)
    except (KeyError, TypeError, ValueError) as e:
        raise RecordError(number, "not-explained", "no article.removed: it was not written with --explain", line) from e
    record.pop("article")
    if "earlier" in article:  # type: ignore[operator]
        record["article"] = article["earlier"]  # type: ignore[index]
    return dump(record, spelling)
