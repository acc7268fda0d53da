"""What speaks for and against each block of a page: one row of numbers a block, in the order of `NAMES`.

The body of an article is where running text gathers. So most evidence is about place: which element holds most of the
running text, how far a block stands from it, what its neighbours and the blocks of the same make are like. The rest is
what the page says of itself (tags, class names, structured data) and the look of the text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cleaner.html.blocks.echo import OPENING, echo, openings, words_of
from cleaner.html.blocks.page import Block, Element
from cleaner.html.blocks.survey import AROUND_TAGS, RUNNING, Head, Survey
from cleaner.html.blocks.vocabulary import GROUPS

__all__ = ["NAMES", "Row", "evidence"]

Row = tuple[float, ...]

_LONGEST: Final = 2000  # characters of a description that are looked at
_FAR: Final = 30  # blocks: farther is all the same
_ENDS: Final = frozenset(".!?…。！？”\"'’»)।۔؟")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_TAGS: Final = ("p", "h1", "li", "div", "blockquote", "pre", "tr", "figcaption", "section", "article", "span")

_OWN: Final = (
    "characters", "words", "links", "bold", "italic", "ends", "colon", "commas", "digits", "capital", "year", "at-sign",
    "copyright", "question", "quotes", "sentences", "image", "rule", "time", "breaks", "repeated", "title-echo",
    "description", "structured-body",
)  # fmt: skip
_PLACE: Final = (
    "place", "from-first", "from-last", "from-title", "next-paragraph", "last-paragraph", "text-before", "headings-one",
    "index", "article-order", "titles-since", "length-before", "length-after", "links-before", "links-after",
)  # fmt: skip
_ELEMENT: Final = (
    "inside", "inside-main", "above", "apart", "depth", "hidden", "marked-body", "text-share", "link-share", "blocks",
    "parent-text-share", "parent-link-share", "parent-blocks", "grand-text-share", "grand-link-share", "grand-blocks",
    *(f"is-{tag}" for tag in _TAGS), "is-heading", *(f"in-{tag}" for tag in AROUND_TAGS),
    *(f"near-{group}" for group in GROUPS), *(f"within-{group}" for group in GROUPS),
)  # fmt: skip
_MAKE: Final = ("make-blocks", "make-share", "make-links", "make-ends", "make-running", "make-inside", "make-length")
_PAGE: Final = ("page-running", "best-share", "main-share", "page-links", "page-blocks", "has-structured-body")
_BESIDE: Final = ("characters", "links", "ends", "inside", "heading", "paragraph")
NAMES: Final = (
    *_OWN, *_PLACE, *_ELEMENT, *_MAKE, *_PAGE,
    *(f"{where}-{name}" for where in ("before2", "before", "after", "after2") for name in _BESIDE),
    "before2-alike", "before-alike", "after-alike", "after2-alike",
)  # fmt: skip
_NOBODY: Final[Row] = (-1.0,) * len(_BESIDE)


@lru_cache(maxsize=8192)
def _bits(mask: int, size: int) -> Row:
    return tuple(float(mask >> i & 1) for i in range(size))


_TAG_ROW: Final = {tag: tuple(float(tag == t) for t in _TAGS) for tag in _TAGS}
_NO_TAG: Final = (0.0,) * len(_TAGS)


def _element_row(e: Element, known: Survey) -> Row:
    up = e.parent or e
    over = up.parent or up
    total = known.running
    i = e.index
    near = e.says | (up.says if up.paragraphs < 0.5 * total else 0)
    return (
        known.inside[i], known.in_main[i], known.above[i], known.apart[i], e.depth, e.hidden,
        e.marked_body or up.marked_body,
        e.paragraphs / total, e.links, e.blocks,
        up.paragraphs / total, up.links, up.blocks,
        over.paragraphs / total, over.links, over.blocks,
        *_TAG_ROW.get(e.tag, _NO_TAG), e.tag in _HEADINGS, *_bits(known.tags[i], len(AROUND_TAGS)),
        *_bits(near, len(GROUPS)), *_bits(known.around[i], len(GROUPS)),
    )  # fmt: skip


def evidence(known: Survey, head: Head) -> list[Row]:
    """One row for each block of `known.candidates`, in the order of `NAMES`."""
    return _Rows(known, head).of_all()


class _Rows:
    """The parts of rows that are shared between blocks, made once."""

    def __init__(self, known: Survey, head: Head) -> None:
        self._known = known
        self._blocks = known.page.blocks
        self._words = frozenset(words_of(head.title))
        self._description = head.description.strip()[:_LONGEST]
        self._openings = openings(head.body)
        blocks = self._blocks
        self._lengths = [len(b.text) for b in blocks]
        self._ends = [b.text[-1] in _ENDS for b in blocks]
        self._running = [n >= RUNNING and b.links < 0.5 for n, b in zip(self._lengths, blocks, strict=True)]
        seen: dict[str, int] = {}
        for b in blocks:
            seen[b.text] = seen.get(b.text, 0) + 1
        self._seen = seen
        self._beside = [self._side(b) for b in blocks]
        self._makes = self._make_rows()
        self._before = self._counted(range(len(blocks)))
        self._after = self._counted(range(len(blocks) - 1, -1, -1))
        self._page = self._page_row()

    def of_all(self) -> list[Row]:
        known, beside, makes = self._known, self._beside, self._known.makes
        of_element: dict[int, Row] = {}
        length = len(beside)
        before = self._sums()
        rows = []
        for i in known.candidates:
            b = self._blocks[i]
            e = b.element
            if e.index not in of_element:
                of_element[e.index] = _element_row(e, known)
            rows.append(
                (
                    *self._own(b), *self._place(b, before), *of_element[e.index], *self._makes[makes[i]],
                    *self._page,
                    *(beside[i - 2] if i > 1 else _NOBODY), *(beside[i - 1] if i else _NOBODY),
                    *(beside[i + 1] if i + 1 < length else _NOBODY), *(beside[i + 2] if i + 2 < length else _NOBODY),
                    *(0 <= i + d < length and makes[i + d] == makes[i] for d in (-2, -1, 1, 2)),
                )
            )  # fmt: skip
        return rows

    def _own(self, b: Block) -> Row:
        text = b.text
        length = len(text)
        start = text[:200]
        words = text.count(" ") + 1
        return (
            length, words, b.links, b.bold, b.italic, self._ends[b.index], text[-1] == ":", text.count(",") / words,
            sum(map(start.count, "0123456789")) / len(start), start[0].isupper(), _YEAR.search(start) is not None,
            "@" in start, "©" in start, text[-1] == "?", text[0] in "\"“«„‘'", text.count(". ") + text.count("。"),
            b.image, b.rule, b.time, b.breaks, self._seen[text],
            echo(text, self._words), self._describes(text), self._in_body(text),
        )  # fmt: skip

    def _describes(self, text: str) -> bool:
        """Whether a text is the page's description, or part of it, or begins with it."""
        description = self._description
        return bool(description) and len(text) > 20 and (text in description or description in text[: 2 * _LONGEST])

    def _in_body(self, text: str) -> int:
        """Whether the body that the page holds for machines has it too: -1 if there is none, or the text is short."""
        if not self._openings:
            return -1
        opening = tuple(text[: 12 * OPENING].split()[:OPENING])
        return opening in self._openings if len(opening) == OPENING else -1

    def _place(self, b: Block, before: tuple[Sequence[float], Sequence[float]]) -> Row:
        known, i = self._known, b.index
        lengths, links = before
        first, last = known.first, known.last
        end = len(self._blocks)
        low, high = max(0, i - 5), min(end, i + 6)
        all_text = lengths[-1] or 1
        return (
            (i - first) / (last - first) if last > first else float(i - first), i - first, i - last,
            i - known.title if known.title >= 0 else -500, self._after[i], self._before[i], lengths[i] / all_text,
            self._ones[i] - (self._ones[known.title] if known.title >= 0 else 0), i / end,
            self._articles[i] - (self._articles[known.title] if known.title >= 0 else 0), self._titles[i],
            (lengths[i] - lengths[low]) / 5, (lengths[high] - lengths[i + 1]) / 5,
            (links[i] - links[low]) / 5, (links[high] - links[i + 1]) / 5,
        )  # fmt: skip

    def _sums(self) -> tuple[list[float], list[float]]:
        """Running sums of lengths and link shares; the numbers of first-level headings and articles so far."""
        lengths, links = [0.0], [0.0]
        self._ones: list[int] = []
        self._articles: list[int] = []
        self._titles: list[int] = []
        known = self._known
        title_make = known.makes[known.title] if known.title >= 0 else -1
        titles = 0
        ones, articles, order = 0, 0, {0: 0}
        for e in self._known.page.elements[1:]:
            up = order[e.parent.index]  # type: ignore[union-attr]  # only the first has no parent
            if e.tag == "article" and e.paragraphs > 300:
                articles += 1
                up = articles
            order[e.index] = up
        for b in self._blocks:
            lengths.append(lengths[-1] + len(b.text))
            links.append(links[-1] + b.links)
            ones += b.element.tag == "h1"
            self._ones.append(ones)
            titles += b.index > known.title and known.makes[b.index] == title_make
            self._titles.append(titles)
            self._articles.append(order[b.element.index])
        return lengths, links

    def _side(self, b: Block) -> Row:
        e = b.element
        i = b.index
        return (
            self._lengths[i], b.links, self._ends[i], self._known.inside[e.index], e.tag in _HEADINGS, e.tag == "p",
        )  # fmt: skip

    def _counted(self, order: range) -> list[int]:
        """Blocks since the last running text of the container, in the given order."""
        out = [0] * len(order)
        since = _FAR
        for i in order:
            out[i] = since
            near = self._running[i] and self._known.inside[self._blocks[i].element.index]
            since = 0 if near else min(_FAR, since + 1)
        return out

    def _make_rows(self) -> list[Row]:
        known = self._known
        sums = [[0.0] * 6 for _ in range(max(known.makes, default=-1) + 1)]
        for b, make, length in zip(self._blocks, known.makes, self._lengths, strict=True):
            s = sums[make]
            s[0] += 1
            s[1] += length
            s[2] += b.links * length
            s[3] += self._ends[b.index]
            s[4] += length if self._running[b.index] else 0
            s[5] += known.inside[b.element.index]
        total = sum(self._lengths) or 1
        running = known.running
        return [(n, c / total, li / c, en / n, ru / running, ins / n, c / n) for n, c, li, en, ru, ins in sums]

    def _page_row(self) -> Row:
        known = self._known
        body = known.page.elements[0]
        total = sum(self._lengths) or 1
        return (
            known.running, known.best.paragraphs / known.running, known.main.paragraphs / known.running,
            body.links / total, len(self._blocks), len(self._openings) > 30,
        )  # fmt: skip
