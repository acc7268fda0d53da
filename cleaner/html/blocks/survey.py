"""Where on a page its article is: sums over elements, the element where running text gathers, the headline.

What is known here is known before any single block is judged.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from cleaner.html.blocks.block import Block, Element, Page
from cleaner.html.blocks.echo import echo, words_of
from cleaner.html.blocks.vocabulary import BIT, DOUBT_AROUND, DOUBT_NEAR

__all__ = ["AROUND_TAGS", "RUNNING", "Head", "Survey", "articles_of", "doubted", "other_articles", "survey"]

RUNNING: Final = 80  # characters: shorter blocks are as often headings, captions and teasers
AROUND_TAGS: Final = (
    "aside", "header", "figure", "figcaption", "article", "main", "section", "ul", "ol", "table", "blockquote", "form",
    "address", "details", "dl",
)  # fmt: skip
_CAPTION_TAGS: Final = frozenset({"figcaption", "figure", "caption"})
_TAG_BIT: Final = {tag: 1 << i for i, tag in enumerate(AROUND_TAGS)}
_APART: Final = sum(BIT[g] for g in ("consent", "overlay", "comment"))
_ASIDE: Final = _APART | sum(BIT[g] for g in ("related", "promo", "ad", "share", "nav", "foot"))
_HOLDERS: Final = frozenset(("p", "blockquote", "li", "pre", "h2", "h3", "h4"))


class Head(NamedTuple):
    """What the page says of itself elsewhere: the evidence that blocks are compared with."""

    title: str = ""
    description: str = ""
    body: str = ""


class Survey(NamedTuple):
    """What is known of a page before single blocks are judged. Lists run parallel to blocks or elements."""

    page: Page
    best: Element  # where running text gathers
    main: Element  # the smallest element that holds most of it
    around: list[int]  # by element: vocabulary of it and of its ancestors, wrappers of most of the text left out
    tags: list[int]  # by element: which of `AROUND_TAGS` it and its ancestors are
    captions: list[bool]  # by element: whether it is a figure or a caption, or within one
    above: list[int]  # by element: steps up from `best` to the first ancestor they share
    apart: list[int]  # by element: steps down from there
    makes: list[int]  # by block: blocks of the same make have the same number
    inside: list[bool]  # by element: within `best`
    in_main: list[bool]
    candidates: list[int]  # the blocks worth a look
    first: int  # the first and the last block of running text in `best`
    last: int
    title: int  # the block that is the headline, or -1
    running: int


def survey(page: Page, head: Head) -> Survey:
    """Sums, the container of the text, and the headline. Linear in the page."""
    elements, blocks = page.elements, page.blocks
    _add_up(page)
    around = _around(elements)
    running = _running_text(page, around)
    total = max(1, sum(running))
    best = _best_element(page, running)
    main = _main_element(elements, total)
    inside = [False] * len(elements)
    in_main = [False] * len(elements)
    above, apart = _distances(elements, best)
    tags = [0] * len(elements)
    inside[0], in_main[0] = best is elements[0], main is elements[0]
    for e in elements[1:]:
        i, up = e.index, e.parent.index  # type: ignore[union-attr]  # only the first has no parent
        inside[i] = inside[up] or e is best
        in_main[i] = in_main[up] or e is main
        bit = _TAG_BIT.get(e.tag, 0)
        tags[i] = tags[up] | bit if bit and (e.paragraphs < 0.5 * total or e.tag in ("article", "main")) else tags[up]
    placed = [b.index for b in blocks if running[b.index] and inside[b.element.index]] or [0]
    first, last = placed[0], placed[-1]
    title = _headline(blocks, first, head.title)
    top = title if 0 <= title < first else first
    return Survey(
        page=page,
        best=best,
        main=main,
        around=around,
        tags=tags,
        captions=_captions(elements),
        above=above,
        apart=apart,
        makes=_makes(blocks),
        inside=inside,
        in_main=in_main,
        candidates=[
            b.index
            for b in blocks
            if in_main[b.element.index] or (b.links <= 0.8 and (above[b.element.index] <= 4 or top <= b.index <= last))
        ],
        first=first,
        last=last,
        title=title,
        running=total,
    )


def doubted(known: Survey) -> list[int]:
    """The candidates that stand in something whose name hardly ever belongs to an article."""
    most = 0.5 * known.running
    out = []
    for i in known.candidates:
        e = known.page.blocks[i].element
        near = e.says | e.parent.says if e.parent is not None and e.parent.paragraphs < most else e.says
        if near & DOUBT_NEAR or known.around[e.index] & DOUBT_AROUND:
            out.append(i)
    return out


def _add_up(page: Page) -> None:
    for b in page.blocks:
        e = b.element
        length = len(b.text)
        e.blocks += 1
        e.links += b.links * length
        if length >= RUNNING and b.links < 0.5:
            e.paragraphs += length
    for e in reversed(page.elements):
        up = e.parent
        if up is not None:
            up.blocks += e.blocks
            up.links += e.links
            up.fields += e.fields
            up.paragraphs += e.paragraphs


def _around(elements: Sequence[Element]) -> list[int]:
    """A name on an element that holds most of the page's text is about layout, not about the text."""
    half = 0.5 * elements[0].paragraphs
    titled: set[int] = set()
    for e in elements:
        if e.tag == "h1":
            for up in e.ancestors():
                if up.index in titled:
                    break  # and so are those further out
                titled.add(up.index)
    around = [0] * len(elements)
    for e in elements[1:]:
        says = e.says if e.paragraphs < half else e.says & _APART if e.index not in titled else 0
        around[e.index] = around[e.parent.index] | says  # type: ignore[union-attr]  # only the first has no parent
    return around


def _captions(elements: Sequence[Element]) -> list[bool]:
    """Handed down once: to climb from each block would make a deep page quadratic."""
    captions = [False] * len(elements)
    for e in elements:
        captions[e.index] = e.tag in _CAPTION_TAGS or (e.parent is not None and captions[e.parent.index])
    return captions


def _running_text(page: Page, around: Sequence[int]) -> list[int]:
    """By block: its characters if it is running text that could be an article's, else 0. Sums are made anew."""
    out = [0] * len(page.blocks)
    for b in page.blocks:
        if len(b.text) >= RUNNING and b.links < 0.5 and not around[b.element.index] & _ASIDE:
            out[b.index] = len(b.text)
    if not any(out):  # lists, poems, scripts without spaces: all that is not linked
        out = [len(b.text) if b.links < 0.5 else 0 for b in page.blocks]
    for e in page.elements:
        e.paragraphs = 0
    for b in page.blocks:
        b.element.paragraphs += out[b.index]
    for e in reversed(page.elements):
        if e.parent is not None:
            e.parent.paragraphs += e.paragraphs
    return out


def _best_element(page: Page, running: Sequence[int]) -> Element:
    """Paragraphs count for the element that holds them, and less for each one further out."""
    score = [0.0] * len(page.elements)
    for b in page.blocks:
        if not running[b.index]:
            continue
        e: Element | None = b.element
        if b.element.tag in _HOLDERS and b.element.parent is not None:
            e = b.element.parent
        worth = min(running[b.index], 600) * (1 - b.links)
        for _ in range(4):
            if e is None:
                break
            score[e.index] += worth
            worth *= 0.55
            e = e.parent
    return page.elements[max(range(len(score)), key=score.__getitem__)]


def _main_element(elements: Sequence[Element], total: int) -> Element:
    main = elements[0]
    for e in elements[1:]:
        if e.parent is main and e.paragraphs >= 0.7 * total:
            main = e
    return main


def _distances(elements: Sequence[Element], best: Element) -> tuple[list[int], list[int]]:
    """By element: steps up from `best` to the first ancestor they share, and steps from there down to the element."""
    steps = {e.index: n for n, e in enumerate(best.ancestors())}
    above = [0] * len(elements)
    apart = [0] * len(elements)
    for e in elements:
        i = e.index
        if i in steps:
            above[i] = steps[i]
        elif e.parent is not None:
            above[i], apart[i] = above[e.parent.index], apart[e.parent.index] + 1
    return above, apart


def _makes(blocks: Sequence[Block]) -> list[int]:
    known: dict[tuple[str, str, str, str], int] = {}
    out = []
    for b in blocks:
        e = b.element
        up = e.parent or e
        out.append(known.setdefault((e.tag, e.name, up.tag, up.name), len(known)))
    return out


def _headline(blocks: Sequence[Block], first: int, title: str) -> int:
    """The heading nearest above the text, an echo of the page's title before any other."""
    ones = [b.index for b in blocks if b.element.tag == "h1"]
    words = frozenset(words_of(title))
    echoes = [i for i in ones if echo(blocks[i].text, words) > 0.5]
    found = echoes or ones
    above = [i for i in found if i <= first]
    return above[-1] if above else found[0] if found else -1


def articles_of(elements: Sequence[Element]) -> list[int]:
    """By element: the number of the `article` with running text that it stands in, 0 for none."""
    order = [0] * len(elements)
    articles = 0
    for e in elements[1:]:
        if e.tag == "article" and e.paragraphs > 300:
            articles += 1
            order[e.index] = articles
        else:
            order[e.index] = order[e.parent.index]  # type: ignore[union-attr]  # only the first has no parent
    return order


def other_articles(elements: Sequence[Element], home: Element) -> list[int]:
    """By element: 1 in an `article` within that of `home`, 2 in one beside it, 0 in no other."""
    ours = [e.index for e in home.ancestors() if e.tag == "article"]
    order = [0] * len(elements)
    within = [False] * len(elements)
    for e in elements[1:]:
        up = e.parent.index  # type: ignore[union-attr]  # only the first has no parent
        within[e.index] = within[up] or (bool(ours) and e.index == ours[0])
        if order[up] or e.tag != "article" or e.index in ours:
            order[e.index] = order[up]
        else:
            order[e.index] = 1 if within[up] else 2
    return order
