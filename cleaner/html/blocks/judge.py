"""Whether a block belongs to the article: boosted trees over its evidence, learned from pages with known bodies.

The weights are a data file, made by `bench/train.py`. A tree is either a leaf, a number, or
`[feature, threshold, at most, above, mean]`: the two branches, and the mean of the leaves below, weighted by how often
training came there. Along the way to a leaf the mean moves, and what moved it is the evidence that counted.
"""

import math
import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cleaner.errors import CleanerError
from cleaner.html.blocks.evidence import NAMES
from cleaner.toml_cache import cached

__all__ = ["DECIDED", "STAGE", "Forest", "forest"]

_FILE: Final = os.path.join(os.path.dirname(__file__), "data", "weights.json")
_FORMAT: Final = 1
_TELLING: Final = 12  # trees: each corrects those before it, so the first ones say most of why
STAGE: Final = 25  # trees
DECIDED: Final = 1.5  # log odds: on unseen sites 1 decision in 10,000 that stood there after a stage was turned later

Tree = Any  # float | list: feature, threshold, at most, above, mean
Score = Callable[[Sequence[float]], float]


class Forest(NamedTuple):
    """Trees whose leaves add up to the log odds that a block belongs to the article.

    `score` is all of them as one function of a row. It stops as soon as the rest would hardly turn the decision: half
    of the blocks need a third of the trees.
    """

    trees: Sequence[Tree]
    score: Score

    def reasons(self, row: Sequence[float], most: int = 2) -> tuple[str, ...]:
        """The evidence that moved the score most in the direction it went, strongest first."""
        moved: dict[int, float] = {}
        for tree in self.trees[:_TELLING]:
            node = tree
            while isinstance(node, list):
                child = node[2] if row[node[0]] <= node[1] else node[3]
                mean = child[4] if isinstance(child, list) else child
                moved[node[0]] = moved.get(node[0], 0.0) + mean - node[4]
                node = child
        side = math.copysign(1.0, sum(moved.values()))
        strongest = sorted(moved, key=lambda i: -side * moved[i])[:most]
        return tuple(NAMES[i] for i in strongest if side * moved[i] > 0)


@lru_cache(maxsize=1)
def forest() -> Forest:
    """The weights of this version. Raises `CleanerError` if they were learned from other evidence than we collect."""
    names, trees, code = cached("weights", [_FILE, __file__], _FORMAT, _read)
    if tuple(names) != NAMES:
        raise CleanerError(f"{_FILE} was learned from other evidence; run bench/train.py")
    made: dict[str, Any] = {}
    exec(code, made)  # noqa: S102 - made below, of numbers from our own data file
    return Forest(trees, made["score"])


def _read() -> tuple[list[str], list[Tree], Any]:
    """The data file, and its trees as byte code: six times as fast as walking them."""
    import orjson  # noqa: PLC0415 - only when they are not cached yet

    with open(_FILE, "rb") as f:
        data = orjson.loads(f.read())
    lines = ["def score(r):", "    s = 0.0"]
    for n, tree in enumerate(data["trees"], 1):
        lines.append(f"    s += {_expression(tree)}")
        if n % STAGE == 0:
            lines.append(f"    if s > {DECIDED} or s < -{DECIDED}: return s")
    lines.append("    return s")
    return data["names"], data["trees"], compile("\n".join(lines), _FILE, "exec")


def _expression(node: Tree) -> str:
    if not isinstance(node, list):
        return repr(float(node))
    feature, threshold, low, high, _ = node
    return f"({_expression(low)} if r[{int(feature)}] <= {float(threshold)!r} else {_expression(high)})"
