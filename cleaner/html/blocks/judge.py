"""Whether a block belongs to the article: boosted trees over its evidence, learned from pages with known bodies.

The weights are a data file, made by `bench/train.py`. A tree is either a leaf, a number, or
`[feature, threshold, at most, above, mean]`: the two branches, and the mean of the leaves below, weighted by how often
training came there. Along the way to a leaf the mean moves, and what moved it is the evidence that counted.
"""

import math
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from cleaner.errors import CleanerError
from cleaner.html.blocks.evidence import COUNTS, FLAGS, NAMES
from cleaner.toml_cache import cached

__all__ = ["DECIDED", "STAGE", "Forest", "forest"]

_FOLDER: Final = os.path.dirname(__file__)
_FILE: Final = os.path.join(_FOLDER, "data", "weights.json")
_COLUMNS: Final = os.path.join(_FOLDER, "evidence.py")  # the code of the trees knows their types
_FORMAT: Final = 3
_TELLING: Final = 12  # trees: each corrects those before it, so the first ones say most of why
_REASONS: Final = 2
STAGE: Final = 25  # trees
DECIDED: Final = 1.5  # log odds: on unseen sites 1 decision in 10,000 that stood there after a stage was turned later

Tree = Any  # float | list: feature, threshold, at most, above, mean
Step = tuple[int, float]  # a feature, and how far asking for it moved the mean


class Forest(NamedTuple):
    """Trees whose leaves add up to the log odds that a block belongs to the article.

    `score` is all of them as one function of a row. It stops as soon as the rest would hardly turn the decision: half
    of the blocks need a third of the trees. `leaves` numbers those that the first trees come to, and `ways` has the
    steps to each.
    """

    score: Callable[..., float]  # (row, most=DECIDED): sums above `most` end it, sums below -DECIDED always do
    leaves: Callable[[Sequence[float]], tuple[int, ...]]
    ways: Sequence[Sequence[Step]]

    def reasons(self, row: Sequence[float]) -> tuple[str, ...]:
        """The evidence that moved the score most in the direction it went, strongest first."""
        return _strongest(self.leaves(row))


@lru_cache(maxsize=8192)
def _strongest(leaves: tuple[int, ...]) -> tuple[str, ...]:
    """What moved the score on the way to these leaves. Blocks of one list come to the same: cached."""
    ways = forest().ways
    moved: dict[int, float] = {}
    for leaf in leaves:
        for feature, move in ways[leaf]:
            moved[feature] = moved.get(feature, 0.0) + move
    side = math.copysign(1.0, sum(moved.values()))
    strongest = sorted(moved.items(), key=itemgetter(1), reverse=side > 0)[:_REASONS]
    return tuple(NAMES[i] for i, move in strongest if side * move > 0)


@lru_cache(maxsize=1)
def forest() -> Forest:
    """The weights of this version. Raises `CleanerError` if they were learned from other evidence than we collect."""
    names, trees = cached("weights", [_FILE, _COLUMNS, __file__], _FORMAT, _read)
    if tuple(names) != NAMES:
        raise CleanerError(f"{_FILE} was learned from other evidence; run bench/train.py")
    code, ways = trees
    made: dict[str, Any] = {}
    exec(code, made)  # noqa: S102 - made below, of numbers from our own data file
    return Forest(made["score"], made["leaves"], ways)


def _read() -> tuple[list[str], tuple[Any, list[tuple[Step, ...]]]]:
    """The names of the evidence, the trees as byte code, five times as fast as walking them, and the ways to leaves."""
    import orjson  # noqa: PLC0415 - only when they are not cached yet

    with open(_FILE, "rb") as f:
        data = orjson.loads(f.read())
    trees = data["trees"]
    # Each number in a variable of its own, because trees ask for it many times.
    columns = f"    {', '.join(f'r{i}' for i in range(len(NAMES)))} = row"
    lines = [f"def score(row, most={DECIDED}):", columns, "    s = 0.0"]
    for n, tree in enumerate(trees, 1):
        lines.append(f"    s += {_leaf(tree)}")
        if n % STAGE == 0:
            lines.append(f"    if s > most or s < -{DECIDED}: return s")
    ways: list[tuple[Step, ...]] = []
    lines += ["    return s", "def leaves(row):", columns]
    lines.append(f"    return ({''.join(f'{_way(tree, (), ways)}, ' for tree in trees[:_TELLING])})")
    return data["names"], (compile("\n".join(lines), _FILE, "exec"), ways)


def _leaf(node: Tree) -> str:
    """Code for the number of the leaf that a row comes to."""
    if not isinstance(node, list):
        return repr(float(node))
    feature, threshold, low, high, _ = node
    return _choice(int(feature), threshold, _leaf(low), _leaf(high))


def _way(node: Tree, steps: tuple[Step, ...], ways: list[tuple[Step, ...]]) -> str:
    """Code for the place in `ways` where the steps stand that a row takes to its leaf; they are put there."""
    if not isinstance(node, list):
        ways.append(steps)
        return repr(len(ways) - 1)
    feature, threshold, low, high, mean = node
    branches = []
    for child in (low, high):
        after = child[4] if isinstance(child, list) else child
        branches.append(_way(child, (*steps, (int(feature), float(after) - float(mean))), ways))
    return _choice(int(feature), threshold, *branches)


def _choice(feature: int, threshold: float, low: str, high: str) -> str:
    """Code that goes one of two ways. Python compares numbers of one type twice as fast, and truth faster still."""
    name = NAMES[feature] if feature < len(NAMES) else ""
    if name in FLAGS and 0 <= threshold < 1:
        return f"({high} if r{feature} else {low})"
    at_most = math.floor(threshold) if name in COUNTS else float(threshold)
    return f"({low} if r{feature} <= {at_most!r} else {high})"
