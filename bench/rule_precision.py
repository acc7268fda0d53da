"""How often each rule and each structural claim is right: hits on residue against hits on content.

The labelled texts say it by their labels. The text sets say it by their gold bodies, gold bodies as input by what
should have stayed. The same stretch of the same article counts once, whichever set it stands in. Gold bodies are not
all strict: where a set keeps "Read more:" lines as content, leave it out with --skip.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from labelled import Labelled, from_case, from_record
from measures import Gold, norm
from sets import Record, body_files, fixture_cases, folder_of, read_records, text_files, wild_file
from systems import Output, in_process
from tables import heading, shortened, table

from cleaner import Decision
from cleaner.decide import CLAIMS
from cleaner.rules import COMMON, languages, load_pack

__all__ = ["confidence_of", "keys_of", "report_rules"]

LEAST_PRECISION = 0.99
LEAST_HITS = 20


class Hit(NamedTuple):
    """One removed stretch, its reason, and whether it was residue."""

    key: str
    place: str
    text: str
    residue: bool


def keys_of(decision: Decision) -> tuple[str, ...]:
    """Why something went: the structural claim where there is one, else the rules."""
    claims = tuple(f"claim:{signal}" for signal in decision.signals if signal in CLAIMS)
    return claims[:1] or decision.rules or (f"category:{decision.category}",)


@lru_cache(maxsize=1)
def _confidences() -> dict[str, str]:
    rules = {rule.id: str(rule.confidence) for code in (COMMON, *languages()) for rule in load_pack(code)}
    return {**rules, **{f"claim:{name}": str(sure) for name, sure in CLAIMS.items()}}


def confidence_of(key: str) -> str:
    """How sure a rule or claim says it is."""
    return _confidences().get(key, "-")


def report_rules(options: argparse.Namespace) -> int:
    """Print the table, worst first; 1 if a certain one with enough hits is under the limit."""
    folder = folder_of(options)
    hits = list(_unique(_hits(folder, options)))
    by_key = defaultdict[str, list[Hit]](list)
    for hit in hits:
        by_key[hit.key].append(hit)
    rows = sorted((_row(key, found) for key, found in by_key.items()), key=lambda row: (row[4], -row[3], row[0]))
    heading(f"precision by rule and structural claim: {len(hits)} different stretches")
    table(("rule or claim", "confidence", "residue", "content", "precision"), rows)
    for key, *_ in rows[: options.show]:
        _show(key, by_key[key])
    failing = [
        row for row in rows if row[1] == "certain" and row[2] + row[3] >= LEAST_HITS and row[4] < LEAST_PRECISION
    ]
    for key, _, good, bad, precision in failing:
        print(f"FAIL {key}: certain, but {bad} of {good + bad} hits are content ({precision:.4f} < {LEAST_PRECISION})")
        _show(key, by_key[key])
    return 1 if failing else 0


def _row(key: str, hits: Sequence[Hit]) -> tuple[str, str, int, int, float]:
    good = sum(hit.residue for hit in hits)
    return key, confidence_of(key), good, len(hits) - good, good / len(hits)


def _show(key: str, hits: Sequence[Hit], most: int = 12) -> None:
    print(f"  {key} on content:")
    for hit in [hit for hit in hits if not hit.residue][:most]:
        print(f"    {hit.place}: {shortened(hit.text, 130)}")


def _unique(hits: Iterator[Hit]) -> Iterator[Hit]:
    seen = set()
    for hit in hits:
        what = (hit.key, hit.place, norm(hit.text))
        if what not in seen:
            seen.add(what)
            yield hit


def _hits(folder: Path | None, options: argparse.Namespace) -> Iterator[Hit]:
    """Labels first: where a labelled text and a gold body disagree, the label counts."""
    system = in_process(options.mode or "balanced", give_language=options.give_language)
    labelled = [from_case(case) for case in fixture_cases()] if folder is None else list(_wild(folder, options))
    for item, output in zip(labelled, system([item.record for item in labelled]), strict=True):
        yield from _labelled_hits(item, output)
    if folder is None:
        return
    for path in text_files(folder, options):
        records = [record for record in read_records(path, options) if record["gold"]]
        for record, output in zip(records, system(records), strict=True):
            yield from _gold_hits(record, Gold(record["gold"]), output)
    for path in body_files(folder, options):
        records = [{**r, "title": None} for r in read_records(path, options) if r["type"] == "article" and r["text"]]
        for record, output in zip(records, system(records), strict=True):
            yield from (hit for d in output.decisions for hit in _made(record, d, residue=False))


def _wild(folder: Path, options: argparse.Namespace) -> Iterator[Labelled]:
    path = wild_file(folder)
    for record in read_records(path, options) if path else ():
        if not record.get("garbage"):
            yield from_record(record)


def _labelled_hits(item: Labelled, output: Output) -> Iterator[Hit]:
    for d in output.decisions:
        letters = [n for n in range(d.start, d.end) if item.text[n].isalnum()] or range(d.start, d.end)
        marked = sum(item.labels[n] is not None for n in letters)
        yield from _made(item.record, d, residue=2 * marked > len(letters))


def _gold_hits(record: Record, gold: Gold, output: Output) -> Iterator[Hit]:
    source = Gold(record["text"])
    for d in output.decisions:
        residue = not any(_is_content(line, gold, source) for line in d.text.split("\n"))
        yield from _made(record, d, residue=residue)


def _is_content(line: str, gold: Gold, source: Gold) -> bool:
    """Whether a removed line belongs to the body.

    A headline or a "Share" may well stand somewhere in a body too. It was residue if the text has more of it.
    """
    words = norm(line)
    there = gold.count(words) if words else 0
    return there >= source.count(words) if there else gold.holds(line)


def _made(record: Record, decision: Decision, *, residue: bool) -> Iterator[Hit]:
    place = str(record.get("url") or record["id"])
    if decision.removes:
        yield from (Hit(key, place, decision.text, residue) for key in keys_of(decision))
