"""Learn the weights of the block judge from pages with known bodies.

Reads the pages of `html/` in a folder of evaluation sets: records with `html` and either `text`, the body, or `with_`
and `without`, snippets that belong to it and that do not. Takes about three minutes and 2 GB.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from statistics import fmean
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from checkout import ROOT
from labels import UNKNOWN, labels_of_body, labels_of_snippets
from measures import Gold, Means, Page
from sets import Record, add_set_options, body_files, folder_of, read_records
from tables import heading, percent, table

try:
    import lightgbm
    import numpy as np
    from selectolax.lexbor import LexborHTMLParser

    from cleaner import Cleaner, Document
    from cleaner.html.blocks.engine import CONTENT, line_of, settled
    from cleaner.html.blocks.evidence import NAMES, evidence
    from cleaner.html.blocks.judge import DECIDED, STAGE
    from cleaner.html.blocks.page import read_page
    from cleaner.html.blocks.survey import Head, doubted, survey
    from cleaner.html.body import Line, markup_of
    from cleaner.html.metadata import read_metadata
except ImportError as missing:
    sys.exit(f"{missing}: pip install -e '.[train]'")

__all__ = ["main"]

EPILOG = """\
examples:
  python bench/train.py --sets DIR --folds 5     what five models score, each on the sites it has not seen
  python bench/train.py --sets DIR --write       learn from all pages and write the weights into the package

Sites are told apart by the last two parts of the host, so that sister sites fall into the same fold."""

WEIGHTS = ROOT / "cleaner" / "html" / "blocks" / "data" / "weights.json"
TREES = 150
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.08,
    "num_leaves": 24,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "max_bin": 127,
    "seed": 5,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,  # on columns that mostly hold flags, one is faster than two
}
# What a page weighs by its set: whole bodies of news articles teach most, a few snippets least.
PAGE_WEIGHTS = {"newsart": 50, "fundus": 50, "wcxb": 25, "snippets": 15}
PAGE_WEIGHT = 25
COLUMNS = ["set", "pages", "F1", "precision", "recall", "exact", "line precision", "line recall"]


class Example(NamedTuple):
    """A page as rows of evidence, with the answers."""

    set: str
    site: str
    lines: list[Line]
    rows: Any  # blocks x evidence
    labels: Any  # 1, 0 or UNKNOWN
    gold: str
    title: str | None
    language: str | None
    wanted: list[str]
    unwanted: list[str]
    doubts: frozenset[int]  # places in `lines`


def main() -> int:
    """Run the command line."""
    options = _parser().parse_args()
    folder = folder_of(options)
    if folder is None:
        return 1
    examples = []
    for path in body_files(folder, options):
        records = [r for r in read_records(path, options) if r.get("type", "article") == "article"]
        with ProcessPoolExecutor() as pool:
            found = list(pool.map(_example, ((path.name.partition(".")[0], r) for r in records), chunksize=8))
        examples += [example for example in found if example.lines]
        print(f"{path.name}: {len(records)} pages, {sum(len(e.lines) for e in found)} blocks", flush=True)
    if options.folds:
        _cross_validate(examples, options.folds)
    if options.write:
        _write(_learn(examples))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_set_options(parser)
    parser.add_argument("--folds", metavar="K", type=int, help="cross-validate over sites in K parts")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.relative_to(ROOT)}")
    return parser


def _example(item: tuple[str, Record]) -> Example:
    name, record = item
    tree = LexborHTMLParser(record["html"])
    metadata = read_metadata(tree, record.get("url"))
    head = Head(metadata.title or "", metadata.description or "", metadata.body)
    page = read_page(tree)
    known = survey(page, head)
    texts = [b.text for b in page.blocks]
    gold = record.get("text") or ""
    if gold:
        labels = labels_of_body(texts, gold)
    else:
        labels = labels_of_snippets(texts, record.get("with_") or [], record.get("without") or [])
    chosen = known.candidates
    lines = [line_of(page.blocks[i])._replace(node=None) for i in chosen]
    rows = np.array(evidence(known, head), dtype=np.float32).reshape(-1, len(NAMES))
    return Example(
        name, _site(record), lines, rows, np.array([labels[i] for i in chosen]),
        gold, metadata.title, metadata.language, record.get("with_") or [], record.get("without") or [],
        frozenset(map(chosen.index, doubted(known))),
    )  # fmt: skip


def _site(record: Record) -> str:
    host = urlsplit(record.get("url") or "").netloc or str(record["id"])
    return ".".join(host.split(".")[-2:])


def _learn(examples: Iterable[Example]) -> Any:
    rows, labels, weights = [], [], []
    for e in examples:
        known = e.labels != UNKNOWN
        weight = (
            np.sqrt(e.rows[:, 0]) + 5
        )  # long blocks count more, but not by their length: short ones are the hard ones
        weight *= PAGE_WEIGHTS.get(e.set, PAGE_WEIGHT) / weight.sum()
        rows.append(e.rows[known])
        labels.append(e.labels[known])
        weights.append(weight[known])
    data = lightgbm.Dataset(np.vstack(rows), np.concatenate(labels), weight=np.concatenate(weights))
    return lightgbm.train(SETTINGS, data, TREES)


def _cross_validate(examples: Sequence[Example], folds: int) -> None:
    """What a model keeps on sites it has not seen, against the gold bodies."""
    judged: dict[str, list[Page]] = {}
    cleaned: dict[str, list[Page]] = {}
    snippets: dict[str, list[tuple[float, float]]] = {}
    odds_by_stage: dict[int, list[float]] = {trees: [] for trees in range(STAGE, TREES + 1, STAGE)}
    cleaner = Cleaner()
    for fold in range(folds):
        model = _learn(e for e in examples if _fold(e, folds) != fold)
        for e in examples:
            if _fold(e, folds) != fold:
                continue
            kept = _kept(e, model)
            text = "\n\n".join(line.text for line in kept)
            for trees, odds in odds_by_stage.items():
                odds.extend(model.predict(e.rows, raw_score=True, num_iteration=trees).tolist())
            document = Document(text, title=e.title or None, language=e.language)
            article = cleaner.clean_document(document, markup_of(kept))
            if e.gold:
                gold = Gold(e.gold)
                judged.setdefault(e.set, []).append(gold.judge(text))
                cleaned.setdefault(e.set, []).append(gold.judge(article.text))
            if e.wanted and e.unwanted:
                shares = _share(e.wanted, article.text), 1 - _share(e.unwanted, article.text)
                snippets.setdefault(e.set, []).append(shares)
        print(f"fold {fold + 1} of {folds}", flush=True)
    for title, pages in (("judge alone", judged), ("judge, then cleaned as text", cleaned)):
        heading(f"{title}: bodies on sites not seen in training")
        table(COLUMNS, [[name, len(found), *Means.of(found).row()] for name, found in pages.items()])
    heading("the rule that stops the judge early, on the same blocks")
    table(["trees", "blocks decided by then", "of these turned by all trees"], list(_stops(odds_by_stage)))
    heading("the same: snippets that belong to the body and are there, and that do not and are not")
    table(
        ["set", "pages", "with", "without"],
        [[n, len(s), *map(fmean, zip(*s, strict=True))] for n, s in snippets.items()],
    )


def _kept(example: Example, model: Any) -> list[Line]:
    predicted = model.predict(example.rows, raw_score=True)
    rows = dict(enumerate(map(tuple, example.rows.tolist())))
    odds, content = settled(dict(enumerate(predicted)), rows, example.doubts)
    return [line for i, line in enumerate(example.lines) if odds[i] >= content]


def _stops(odds_by_stage: dict[int, list[float]]) -> Iterator[tuple[int, str, str]]:
    """For each stage: the share of blocks that the rule has decided, and of these the share that all trees turn."""
    final = odds_by_stage[TREES]
    decided = [False] * len(final)
    turned = 0
    for trees, odds in odds_by_stage.items():
        for i, value in enumerate(odds):
            if not decided[i] and abs(value) > DECIDED:
                decided[i] = True
                turned += (value > CONTENT) != (final[i] > CONTENT)
        yield trees, percent(sum(decided) / len(decided)), percent(turned / max(1, sum(decided)), 3)


def _share(snippets: Sequence[str], text: str) -> float:
    return sum(snippet.lower() in text.lower() for snippet in snippets) / len(snippets)


def _fold(example: Example, folds: int) -> int:
    return int(hashlib.sha1(example.site.encode()).hexdigest(), 16) % folds


def _write(model: Any) -> None:
    """The trees as the judge reads them, one a line, so that a new training shows as a difference in lines."""
    dump = model.dump_model()
    trees = [json.dumps(_tree(t["tree_structure"]), separators=(",", ":")) for t in dump["tree_info"]]
    names = json.dumps(NAMES, separators=(",", ":"))
    lines = ",\n".join(trees)
    WEIGHTS.write_text(f'{{"names":{names},"trees":[\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(trees)} trees, {WEIGHTS.stat().st_size // 1000} kB")


def _tree(node: dict[str, Any]) -> Any:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    low, high = _tree(node["left_child"]), _tree(node["right_child"])
    return [node["split_feature"], threshold, low, high, round(node["internal_value"], 4)]


if __name__ == "__main__":
    sys.exit(main())
