"""What speaks for and against each block of a page: one row of numbers a block, in the order of `NAMES`.

The body of an article is where running text gathers. So most evidence is about place: which element holds most of the
running text, how far a block stands from it, what its neighbours and the blocks of the same make are like. The rest is
what the page says of itself (tags, class names, structured data) and the look of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Final

from cleaner.html.blocks.block import Block, Element
from cleaner.html.blocks.echo import OPENING, echo, standing_in, words_of
from cleaner.html.blocks.survey import AROUND_TAGS, RUNNING, Head, Survey, articles_of, other_articles
from cleaner.html.blocks.vocabulary import EVIDENCE, GROUPS

__all__ = ["COUNTS", "FLAGS", "NAMES", "Row", "evidence"]

Row = tuple[float, ...]

_LONGEST: Final = 2000  # characters of a description that are looked at
_START: Final = 200  # characters of a block that are looked at for signs and figures
_LEAST_BODY: Final = 30 + OPENING  # words: a shorter structured body is a summary
_LABEL: Final = 24  # characters of a block where the colon of a label is looked for
_CUT_OFF: Final = ("...", "…", "[…]", "[...]")  # as teasers end
_FAR: Final = 30  # blocks: farther is all the same
_BEYOND: Final = 5  # blocks before and behind that are summed up
_BOTH: Final = 2  # blocks before and behind that are looked at one by one
_ENDS: Final = frozenset(".!?…。！？”\"'’»)।۔؟")
_QUOTES: Final = frozenset("\"“«„‘'")
_FIGURES: Final = b"0123456789"
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_HEADINGS: Final = frozenset(("h2", "h3", "h4", "h5", "h6"))
_TAGS: Final = ("p", "h1", "li", "div", "blockquote", "pre", "tr", "figcaption", "section", "article", "span")

_OWN: Final = (
    "characters", "words", "links", "bold", "italic", "ends", "colon", "commas", "digits", "capital", "year", "at-sign",
    "copyright", "question", "quotes", "sentences", "image", "rule", "time", "breaks", "repeated", "title-echo",
    "description", "structured-body", "upper", "label", "cut-off",
)  # fmt: skip
_PLACE: Final = (
    "place", "from-first", "from-last", "from-title", "next-paragraph", "last-paragraph", "text-before", "headings-one",
    "index", "article-order", "titles-since", "length-before", "length-after", "links-before", "links-after",
    "other-article",
)  # fmt: skip
_ELEMENT: Final = (
    "inside", "inside-main", "above", "apart", "depth", "hidden", "marked-body", "text-share", "link-share", "blocks",
    "parent-text-share", "parent-link-share", "parent-blocks", "grand-text-share", "grand-link-share", "grand-blocks",
    "fields", "parent-fields", "grand-fields",
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
# What the judge may take for granted: columns that are either true or false, and columns of whole numbers.
FLAGS: Final = frozenset(
    name for name in NAMES if name.startswith(("is-", "in-", "near-", "within-")) or name.endswith("-alike")
) | {
    "ends", "colon", "capital", "year", "at-sign", "copyright", "question", "quotes", "image", "rule", "time", "breaks",
    "description", "inside", "inside-main", "hidden", "marked-body", "has-structured-body", "upper", "cut-off",
}  # fmt: skip
COUNTS: Final = frozenset(
    name for name in NAMES if name.startswith(("before", "after")) and name.endswith(("characters", *_BESIDE[2:]))
) | {
    "characters", "words", "sentences", "repeated", "structured-body", "from-first", "from-last", "from-title",
    "next-paragraph", "last-paragraph", "headings-one", "article-order", "titles-since", "above", "apart", "depth",
    "blocks", "parent-blocks", "grand-blocks", "make-blocks", "page-running", "page-blocks", "label", "other-article",
    "fields", "parent-fields", "grand-fields",
}  # fmt: skip
_NOBODY: Final[Row] = (-1, -1.0, -1, -1, -1, -1)


@lru_cache(maxsize=8192)
def _bits(mask: int) -> Row:
    """Tags around an element, groups near it and groups around it."""
    return tuple(mask >> i & 1 == 1 for i in range(len(AROUND_TAGS) + 2 * len(GROUPS)))


_NEAR: Final = len(AROUND_TAGS)
_WITHIN: Final = _NEAR + len(GROUPS)
_NO_TAG: Final[Row] = (False,) * (len(_TAGS) + 1)
_TAG_ROW: Final[dict[str, Row]] = {
    **{tag: (*(tag == t for t in _TAGS), False) for tag in _TAGS},
    **dict.fromkeys(_HEADINGS, (*_NO_TAG[1:], True)),
}


def _element_row(e: Element, known: Survey) -> Row:
    up = e.parent or e
    over = up.parent or up
    total = known.running
    i = e.index
    near = e.says | up.says if up.paragraphs < 0.5 * total else e.says
    return (
        known.inside[i], known.in_main[i], known.above[i], known.apart[i], e.depth, e.hidden,
        e.marked_body or up.marked_body,
        e.paragraphs / total, e.links, e.blocks,
        up.paragraphs / total, up.links, up.blocks,
        over.paragraphs / total, over.links, over.blocks,
        e.fields, up.fields, over.fields,
        *_TAG_ROW.get(e.tag, _NO_TAG),
        *_bits(known.tags[i] | (near & EVIDENCE) << _NEAR | (known.around[i] & EVIDENCE) << _WITHIN),
    )  # fmt: skip


def evidence(known: Survey, head: Head) -> list[Row]:
    """One row for each block of `known.candidates`, in the order of `NAMES`."""
    return _Rows(known, head).of_all()


class _Rows:
    """The parts of rows that are shared between blocks, made once. Lists run parallel to blocks."""

    def __init__(self, known: Survey, head: Head) -> None:
        self._known = known
        self._blocks = blocks = known.page.blocks
        self._words = frozenset(words_of(head.title))
        self._description = head.description.strip()[:_LONGEST]
        texts = [b.text for b in blocks]
        body = head.body.split()
        self._in_body = standing_in([texts[i] for i in known.candidates], body)
        self._has_body = len(body) >= _LEAST_BODY
        self._tags = [b.element.tag for b in blocks]
        self._lengths = [len(text) for text in texts]
        self._links = [b.links for b in blocks]
        self._ends = [text[-1] in _ENDS for text in texts]
        self._inside = [known.inside[b.element.index] for b in blocks]
        self._running = [n >= RUNNING and links < 0.5 for n, links in zip(self._lengths, self._links, strict=True)]
        self._seen = Counter(texts)
        self._count()
        page = self._page_row()
        self._makes = [(*row, *page) for row in self._make_rows()]

    def of_all(self) -> list[Row]:
        known, blocks, shared = self._known, self._blocks, self._makes
        makes = [*(-1,) * _BOTH, *known.makes, *(-1,) * _BOTH]
        beside = [*(_NOBODY,) * _BOTH, *self._sides(), *(_NOBODY,) * _BOTH]
        of_element: dict[int, Row] = {}
        rows = []
        for i, in_body in zip(known.candidates, self._in_body, strict=True):
            b = blocks[i]
            element = of_element.get(b.element.index)
            if element is None:
                element = of_element[b.element.index] = _element_row(b.element, known)
            make = makes[i + _BOTH]
            rows.append(
                (
                    *self._own(b, in_body), *self._place(i), *element, *shared[make],
                    *beside[i], *beside[i + 1], *beside[i + 3], *beside[i + 4],
                    makes[i] == make, makes[i + 1] == make, makes[i + 3] == make, makes[i + 4] == make,
                )
            )  # fmt: skip
        return rows

    def _own(self, b: Block, in_body: int) -> Row:
        text = b.text
        start = text[:_START]
        words = text.count(" ") + 1
        last = text[-1]
        return (
            len(text), words, b.links, b.bold, b.italic, self._ends[b.index], last == ":", text.count(",") / words,
            _figures(start) / len(start), start[0].isupper(), _has_year(start), "@" in start, "©" in start,
            last == "?", start[0] in _QUOTES, text.count(". ") + text.count("。"),
            b.image, b.rule, b.time, b.breaks, self._seen[text],
            echo(text, self._words), self._describes(text), in_body,
            start.isupper(), text.find(":", 0, _LABEL), text.endswith(_CUT_OFF),
        )  # fmt: skip

    def _describes(self, text: str) -> bool:
        """Whether a text is the page's description, or part of it, or begins with it."""
        description = self._description
        if not description or len(text) <= 20:
            return False
        return text in description if len(text) <= len(description) else description in text[: 2 * _LONGEST]

    def _count(self) -> None:
        """Running sums: of lengths and link shares, of first-level headings, of titles, of blocks since a paragraph."""
        known, blocks = self._known, self._blocks
        title = known.title
        title_make = known.makes[title] if title >= 0 else -1
        self._length_sums = _padded(self._lengths)
        self._link_sums = _padded(self._links)
        ones = list(accumulate([tag == "h1" for tag in self._tags]))
        before = ones[title] if title >= 0 else 0
        self._ones = [n - before for n in ones]
        self._titles = list(accumulate([i > title and make == title_make for i, make in enumerate(known.makes)]))
        articles = articles_of(known.page.elements)
        before = articles[blocks[title].element.index] if title >= 0 else 0
        self._articles = [articles[b.element.index] - before for b in blocks]
        home = blocks[title].element if title >= 0 else known.best
        elsewhere = other_articles(known.page.elements, home)
        self._elsewhere = [elsewhere[b.element.index] for b in blocks]
        near = [running and inside for running, inside in zip(self._running, self._inside, strict=True)]
        self._before = _since(near)
        self._after = _since(reversed(near))[::-1]

    def _place(self, i: int) -> Row:
        known = self._known
        lengths, links = self._length_sums, self._link_sums
        first, last = known.first, known.last
        at, behind, high = i + _BEYOND, i + _BEYOND + 1, i + 2 * _BEYOND + 1
        return (
            (i - first) / (last - first) if last > first else float(i - first), i - first, i - last,
            i - known.title if known.title >= 0 else -500, self._after[i], self._before[i],
            lengths[at] / (lengths[-1] or 1), self._ones[i], i / len(self._blocks), self._articles[i], self._titles[i],
            (lengths[at] - lengths[i]) / _BEYOND, (lengths[high] - lengths[behind]) / _BEYOND,
            (links[at] - links[i]) / _BEYOND, (links[high] - links[behind]) / _BEYOND,
            self._elsewhere[i],
        )  # fmt: skip

    def _sides(self) -> list[Row]:
        """What neighbours see of a block."""
        headings = [tag in _HEADINGS for tag in self._tags]
        paragraphs = [tag == "p" for tag in self._tags]
        return list(zip(self._lengths, self._links, self._ends, self._inside, headings, paragraphs, strict=True))

    def _make_rows(self) -> list[Row]:
        known = self._known
        sums: list[list[float]] = [[0, 0, 0.0, 0, 0, 0] for _ in range(max(known.makes, default=-1) + 1)]
        of_block = zip(
            known.makes, self._lengths, self._links, self._ends, self._running, self._inside, strict=True
        )  # fmt: skip
        for make, length, links, ends, is_running, inside in of_block:
            s = sums[make]
            s[0] += 1
            s[1] += length
            if links:
                s[2] += links * length
            if ends:
                s[3] += 1
            if is_running:
                s[4] += length
            if inside:
                s[5] += 1
        total = sum(self._lengths) or 1
        running = known.running
        return [(n, c / total, li / c, en / n, ru / running, ins / n, c / n) for n, c, li, en, ru, ins in sums]

    def _page_row(self) -> Row:
        known = self._known
        body = known.page.elements[0]
        total = sum(self._lengths) or 1
        return (
            known.running, known.best.paragraphs / known.running, known.main.paragraphs / known.running,
            body.links / total, len(self._blocks), self._has_body,
        )  # fmt: skip


def _figures(text: str) -> int:
    """How many of the characters are 0 to 9. Bytes are counted several times as fast as characters."""
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, _FIGURES))


def _has_year(text: str) -> bool:
    return ("20" in text or "19" in text) and _YEAR.search(text) is not None


def _padded(values: Iterable[float]) -> list[float]:
    """Running sums from 0, with as many more at both ends as a look around a block may go beyond them."""
    sums = list(accumulate(values, initial=0.0))
    return [*(0.0,) * _BEYOND, *sums, *(sums[-1],) * _BEYOND]


def _since(near: Iterable[bool]) -> list[int]:
    """Blocks since the last running text of the container."""
    out = []
    since = _FAR
    for is_near in near:
        out.append(since)
        since = 0 if is_near else since + 1 if since < _FAR else _FAR
    return out
