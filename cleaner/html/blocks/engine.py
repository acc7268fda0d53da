"""From a parsed page to the lines of its article."""

from collections.abc import Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.html.blocks.evidence import Row, evidence
from cleaner.html.blocks.judge import forest
from cleaner.html.blocks.page import Block, read_page
from cleaner.html.blocks.residue import category_of
from cleaner.html.blocks.survey import Head, Survey, survey
from cleaner.html.body import Body, Line

__all__ = ["read_body"]

ENGINE: Final = "blocks"
_CONTENT: Final = -0.2  # log odds: on unseen sites the best balance of what is lost and what is left in
_SURE: Final = 1.5  # log odds that count as sure; beyond that, trust grows no more
_ROWS: Final = frozenset({"li", "tr", "dt", "dd"})


def read_body(tree: LexborHTMLParser, head: Head) -> Body:
    """The article of a page, from its first block of content to its last. Empty if nothing looks like one."""
    page = read_page(tree)
    if not page.blocks:
        return Body(ENGINE, (), 0.0)
    known = survey(page, head)
    rows = dict(zip(known.candidates, evidence(known, head), strict=True))
    judge = forest()
    odds = {i: judge.score(row) for i, row in rows.items()}
    kept = [i for i in known.candidates if odds[i] >= _CONTENT]
    if not kept:
        return Body(ENGINE, (), 0.0, sum(len(b.text) for b in page.blocks))
    inside = [i for i in known.candidates if kept[0] <= i <= kept[-1]]
    lines = _lines([page.blocks[i] for i in inside], odds, rows, known)
    chrome = sum(len(b.text) for b in page.blocks) - sum(len(line.text) for line in lines)
    return Body(ENGINE, lines, _trust(page.blocks, odds), chrome)


def _lines(blocks: Sequence[Block], odds: dict[int, float], rows: dict[int, Row], known: Survey) -> tuple[Line, ...]:
    judge = forest()
    lines = []
    for b, following in zip(blocks, [*blocks[1:], None], strict=True):
        gap = "\n\n" if following is not None and not _close(b, following) else "\n"
        if odds[b.index] >= _CONTENT:
            lines.append(Line(b.text, gap, None, odds[b.index]))
        else:
            reasons = tuple(f"html.{name}" for name in judge.reasons(rows[b.index]))
            lines.append(Line(b.text, gap, category_of(b, known), odds[b.index], reasons))
    return tuple(lines)


def _close(block: Block, following: Block) -> bool:
    """Whether only a line break stands between two blocks: lines of a paragraph, items of a list, rows of a table."""
    if following.breaks:
        return not following.paired
    return following.element.tag in _ROWS and block.element.tag in _ROWS


def _trust(blocks: Sequence[Block], odds: dict[int, float]) -> float:
    """How far from the threshold the content is, weighted by length."""
    total = sure = 0.0
    for i, value in odds.items():
        if value >= _CONTENT:
            length = len(blocks[i].text)
            total += length
            sure += length * min(1.0, value / _SURE) if value > 0 else 0.0
    return sure / total if total else 0.0
