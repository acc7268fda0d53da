"""What comes in and goes out, one file a format.

A format is a module with three functions. `batches(stream, name, work)` reads an input in the main process and yields
a `Batch` of records at a time, or a `RecordError` for what is no record; `clean(batch, work)` makes an `Output` of it,
in whatever process; `singles(batch)` divides it. A format that keeps more than bytes between records, say a header, has
a `Writer` as well. The table below is all that is known of a format before it is needed, so that cleaning a text loads
neither a JSON library nor a parser of pages.
"""

from typing import Final, NamedTuple

__all__ = ["KINDS", "TABLES", "Kind", "kind_of_suffix"]

TABLES: Final = ("csv", "tsv", "parquet")  # each with a `Writer`
RECORDS: Final = ("jsonl", *TABLES)


class Kind(NamedTuple):
    """A format: the endings of its files, and what it can become, the default first."""

    suffixes: tuple[str, ...]
    targets: tuple[str, ...]


KINDS: Final[dict[str, Kind]] = {
    "text": Kind((".txt", ".md"), ("text", *RECORDS)),
    "html": Kind((".html", ".htm", ".xhtml"), ("text", "html", "markdown", *RECORDS)),
    "jsonl": Kind((".jsonl", ".ndjson"), RECORDS),
    "csv": Kind((".csv",), ("csv", "tsv", "jsonl", "parquet")),
    "tsv": Kind((".tsv", ".tab"), ("tsv", "csv", "jsonl", "parquet")),
    "parquet": Kind((".parquet", ".pq"), ("parquet", "jsonl", "csv", "tsv")),
    "warc": Kind((".warc",), RECORDS),
}


def kind_of_suffix(suffix: str) -> str | None:
    """The format whose files end like this, or None."""
    return next((name for name, kind in KINDS.items() if suffix.lower() in kind.suffixes), None)
