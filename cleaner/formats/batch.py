"""What goes from a reader to a worker and back: some records as they came, and what became of them."""

from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from cleaner.errors import RecordError

__all__ = ["BATCH_BYTES", "Batch", "Output", "blocks_of_lines"]

# Large enough that sending a batch to another process costs nothing beside cleaning it, small enough that many of them
# are in memory at once and the last ones of a run keep all processes busy.
BATCH_BYTES = 1 << 18


class Batch(NamedTuple):
    """Some records of one input, cut at the same places for the same bytes, however many processes work on them.

    `first` is the number of its first record, counted from 1 within the input; `records` how many there are. `data` is
    picklable and known only to its format. `size` is how many bytes of the input it took.
    """

    first: int
    records: int
    data: Any
    size: int
    name: str = "-"


class Output(NamedTuple):
    """A batch when it is done: what the target writes, what could not be cleaned, and a report for people."""

    payload: bytes
    faults: tuple[RecordError, ...] = ()
    report: str = ""


def blocks_of_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in blocks of whole lines; a line that is longer than a block comes alone."""
    parts: list[bytes] = []
    while block := stream.read(BATCH_BYTES):
        cut = block.rfind(b"\n") + 1
        if cut:
            yield b"".join((*parts, block[:cut]))
            parts = [block[cut:]] if cut < len(block) else []
        else:
            parts.append(block)
    if parts:
        yield b"".join(parts)
