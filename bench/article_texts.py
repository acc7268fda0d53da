"""Article texts to time things on: those of the evaluation sets, or the fixtures over and over.

Repeated texts flatter a processor's caches and branch predictor; figures from the fixtures alone are for a quick look.
"""

import argparse
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from sets import body_files, fixture_cases, read_records, text_files

__all__ = ["MB", "megabytes", "pieces", "sources", "up_to"]

MB = 1_000_000
ENOUGH_OF_FIXTURES = 3 * MB


def sources(folder: Path | None, options: argparse.Namespace) -> dict[str, list[str]]:
    """Texts by kind: clean bodies, and texts with the residue that extractors leave."""
    if folder is None:
        own = cycle([case.source for case in fixture_cases()])
        return {"fixtures, repeated": list(up_to(own, ENOUGH_OF_FIXTURES))}
    bodies = (
        r["text"] for path in body_files(folder, options) for r in read_records(path, options) if r["type"] == "article"
    )
    found = {
        "gold bodies": list(filter(None, bodies)),
        "extractor output": [r["text"] for path in text_files(folder, options) for r in read_records(path, options)],
    }
    return {name: texts for name, texts in found.items() if texts}


def megabytes(texts: list[str]) -> float:
    """Their size in UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / MB


def up_to(texts: Iterator[str], size: int) -> Iterator[str]:
    """Texts until they are `size` bytes together."""
    done = 0
    for text in texts:
        if done >= size:
            return
        done += len(text.encode("utf-8", "surrogatepass"))
        yield text


def pieces(texts: list[str], size: int, total: int) -> list[str]:
    """Documents of `size` characters each, `total` characters together, out of articles one after another."""
    endless = "\n\n".join(up_to(cycle(texts), total + size))
    count = max(1, total // size)
    return [endless[n * size : (n + 1) * size] for n in range(count)]
