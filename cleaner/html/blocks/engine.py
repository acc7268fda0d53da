"""From a parsed page to the lines of its article."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.html.blocks.block import Block
from cleaner.html.blocks.evidence import NAMES, Row, evidence
from cleaner.html.blocks.judge import forest
from cleaner.html.blocks.page import read_page
from cleaner.html.blocks.residue import category_of
from cleaner.html.blocks.survey import Head, Survey, doubted, survey
from cleaner.html.body import Body, Line

__all__ = ["CONTENT", "line_of", "read_body", "settled"]

ENGINE: Final = "blocks"
# Log odds, by cross-validation over sites (bench/train.py --folds 5). Below that less content is lost, and more residue
# left: up to .0 the F1 of bodies changes by less than .003, while more and more of the article goes. On a page without
# a sure block, content begins so far below the best.
CONTENT: Final = -0.6
_BELOW_BEST: Final = 2.5
# Log odds that names of doubt take off, by the same measure: 1.5 gains three quarters as much, 4 begins to lose lines.
_DOUBT: Final = 2.5
_TITLES_SINCE: Final = NAMES.index("titles-since")
_ARTICLE_ORDER: Final = NAMES.index("article-order")
_SURE: Final = 1.5  # log odds that count as sure; beyond that, trust grows no more
_BY_NAME: Final = ("html.doubtful-name",)
_ROWS: Final = frozenset({"li", "tr", "dt", "dd"})
_PARTS: Final = frozenset({"h2", "h3", "h4", "h5", "h6", *_ROWS})
_LINKED: Final = 0.5  # of a line's characters


def read_body(tree: LexborHTMLParser, head: Head) -> Body:
    """The article of a page, from its first block of content to its last. Empty if nothing looks like one."""
    page = read_page(tree)
    if not page.blocks:
        return Body(ENGINE, (), 0.0)
    known = survey(page, head)
    rows = dict(zip(known.candidates, evidence(known, head), strict=True))
    judge = forest()
    doubts = frozenset(doubted(known))
    scores = {i: judge.score(row, math.inf) if i in doubts else judge.score(row) for i, row in rows.items()}
    odds, content = settled(scores, rows, doubts)
    kept = [i for i in known.candidates if odds[i] >= content]
    if not kept:
        return Body(ENGINE, (), 0.0, sum(len(b.text) for b in page.blocks))
    inside = [i for i in known.candidates if kept[0] <= i <= kept[-1]]
    lines = _lines([page.blocks[i] for i in inside], odds, rows, known, content, doubts)
    chrome = sum(len(b.text) for b in page.blocks) - sum(len(line.text) for line in lines)
    return Body(ENGINE, lines, _trust(page.blocks, odds, content), chrome)


def settled(
    scores: Mapping[int, float], rows: Mapping[int, Row], doubts: Collection[int]
) -> tuple[dict[int, float], float]:
    """The log odds of blocks with regard to the page as a whole, and from where on they mean content."""
    odds = {i: score - _DOUBT if i in doubts else score for i, score in scores.items()}
    best = max(odds.values(), default=0.0)
    content = CONTENT if best >= _SURE else best - _BELOW_BEST
    return {
        i: min(value, content - _SURE) if _is_next_article(rows[i]) else value for i, value in odds.items()
    }, content


def _is_next_article(row: Row) -> bool:
    """Whether a block stands in another `article` with a headline like ours: pages load the next one below."""
    return row[_TITLES_SINCE] >= 1 and row[_ARTICLE_ORDER] >= 1


def _lines(
    blocks: Sequence[Block],
    odds: dict[int, float],
    rows: dict[int, Row],
    known: Survey,
    content: float,
    doubts: Collection[int],
) -> tuple[Line, ...]:
    judge = forest()
    lines = []
    for b, following in zip(blocks, [*blocks[1:], None], strict=True):
        gap = "\n\n" if following is not None and not _close(b, following) else "\n"
        category: str | None = None
        reasons: tuple[str, ...] = ()
        if odds[b.index] < content:
            by_name = b.index in doubts and odds[b.index] + _DOUBT >= content  # the trees alone would have kept it
            reasons = _BY_NAME if by_name else tuple(f"html.{name}" for name in judge.reasons(rows[b.index]))
            category = category_of(b, known)
        line = line_of(b)
        lines.append(line._replace(gap=gap, category=category, odds=odds[b.index], signals=reasons))
    return tuple(lines)


def line_of(block: Block) -> Line:
    """A block as a line of content."""
    return Line(
        block.text,
        node=block.element.node,
        rule=block.rule,
        linked=block.links > _LINKED,
        part=block.element.tag in _PARTS,
    )


def _close(block: Block, following: Block) -> bool:
    """Whether only a line break stands between two blocks: lines of a paragraph, items of a list, rows of a table."""
    if following.breaks:
        return not following.paired
    return following.element.tag in _ROWS and block.element.tag in _ROWS


def _trust(blocks: Sequence[Block], odds: dict[int, float], content: float) -> float:
    """How sure the content is, weighted by length."""
    total = sure = 0.0
    for i, value in odds.items():
        if value >= content:
            length = len(blocks[i].text)
            total += length
            sure += length * min(1.0, value / _SURE) if value > 0 else 0.0
    return sure / total if total else 0.0
