"""Tables with tabs, quoted as CSV is."""

from collections.abc import Iterator
from typing import IO

from cleaner.errors import RecordError
from cleaner.formats import csv, csv_writer
from cleaner.formats.batch import Batch
from cleaner.formats.work import Work

__all__ = ["Writer", "batches", "clean", "singles"]

clean = csv.clean
singles = csv.singles


def batches(stream: IO[bytes], name: str, work: Work) -> Iterator[Batch | RecordError]:
    """As for CSV."""
    return csv.read(stream, name, work, "\t")


class Writer(csv_writer.Writer):
    """As for CSV."""

    delimiter = "\t"
