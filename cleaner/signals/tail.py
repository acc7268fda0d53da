"""What stands after the body: runs of unterminated lines, bios, everything behind a line that ends the article."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any, Final

import re2

from cleaner.rules.schema import Rule
from cleaner.scan.page import Page
from cleaner.scan.shape import BULLETS, is_headline, is_speech, is_title_case, is_wide, sentence_count, terminated
from cleaner.signals.captions import LETTERS, UPPER
from cleaner.signals.finding import Finding
from cleaner.signals.place import EDGE_BLOCKS, Zones

__all__ = ["bio_findings", "lone_headlines", "tail_findings"]

RUN_LINES = 3
TEASER_WORDS = 6
TEASER_CHARS = 40
WIDE_TEASER_CHARS = 12
BIO_CHARS = 900
HEADLINE_CHARS = 40
RUN_CHARS = 200
GAP_BLOCKS = 4
FOOT_SHARE = 0.3
LIST_SHARE = 0.4
# How a line of a program ends.
CODE_ENDS = "{};"
# A fact with its name ("Verdict: a quiet ride"): how many words the name and the fact have at most.
NAME_WORDS = 2
FACT_WORDS = 4
# What is small in a name, and "the author".
SMALL_WORDS = ("de", "da", "van", "von", "der", "bin", "al", "el", "author", "writer")
_NAME: Final = f"{UPPER}{LETTERS}(?: (?:{UPPER}{LETTERS}|de|da|van|von|der|bin|al|el)){{1,4}}"
_BIO: Final = (
    f"^(?:[*•–—-]+ ?)?(?:(?:The (?:author|writer)|Dr\\.?|Prof\\.?|Professor|Mr\\.?|Ms\\.?|Mrs\\.?),? )?(?P<name>{_NAME})(?:,[^,.]+,)?"
    " (?:is (?:a|an|the|one|currently|also|chief|senior|executive|managing|director|editor|president|professor|founder|co-founder|author|head)|covers|writes|reports on|reports for|has (?:been|written|covered|worked|served|reported)"
    "|teaches|studies|works|joined|serves|holds|edits|leads) "
)
_TRADE: Final = (
    "(?i)(?:writer|reporter|journalist|columnist|editor|correspondent|author of|professor|lecturer|fellow|contributor|contributing|blogger|analyst|freelance"
    "|researcher|scholar|historian|economist|novelist|critic|commentator|producer|photographer|attorney|lawyer|consultant|strategist|director|founder|president|chair"
    "|author|staffer|intern|covers|newsletter|podcast|on twitter|follow (?:him|her|them)|bestselling|university|candidate|teaches|served|writes|writings|studies)"
)


@lru_cache(maxsize=2)
def _compiled(source: str) -> Any:
    return re2.compile(source)


def tail_findings(page: Page, zones: Zones, found: dict[int, Finding], rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Runs of short unterminated lines after the body, with the anchor that makes them residue."""
    if not zones.has_body or (not zones.first and zones.last + 1 == zones.total):
        return  # paragraphs from end to end
    tail = range(zones.last + 1, zones.total)
    effects = {p: _effect(found.get(page.blocks[p]), rules) for p in tail}
    ended = next((p for p in tail if effects[p] == "ends"), zones.total)
    page_like = is_page_like(page, zones, found)
    yield from _behind(page, range(ended + 1, zones.total), found, "after-end", ("tail", "article-ended"))
    if page_like:
        foot = range(_body_end(page, zones, found) + 1, zones.last + 1)
        yield from _behind(page, foot, found, "page-tail", ("behind-a-gap", "head-chrome"))
    code = any(page.lines[page.blocks[p]][-1] in CODE_ENDS for p in tail if page.blocks[p] not in found)
    if not code and "truncates" not in effects.values():  # the sentence before a paywall ends in the middle
        yield from _runs(page, zones, _chrome_run(page, zones, ended, found), found, page_like=page_like)


def _behind(
    page: Page, positions: range, found: dict[int, Finding], claim: str, signals: tuple[str, ...]
) -> Iterator[Finding]:
    for p in positions:
        if page.blocks[p] not in found:
            yield Finding(page.blocks[p], "other", claim, signals=signals)


def _runs(page: Page, zones: Zones, run: list[int], found: dict[int, Finding], *, page_like: bool) -> Iterator[Finding]:
    anchors = sum(page.blocks[p] in found for p in range(zones.last + 1, zones.total))
    if anchors + len(run) < RUN_LINES:
        return
    listed = _listed(page, run)
    for p in run:
        n = page.blocks[p]
        if page_like:
            yield Finding(n, "nav", "page-tail", signals=("tail", "run", "head-chrome"))
        elif anchors and p not in listed and _beside(page, p, found):
            yield Finding(n, "related", "tail-run", signals=("tail", "run", "neighbour"))
        elif len(run) >= RUN_LINES:
            yield Finding(n, "related", "loose-run", signals=("tail", "run"))


def _listed(page: Page, run: list[int]) -> set[int]:
    """The lines of a run that stand together and are mostly of a few words: a list of the article's own.

    Scores, ingredients, a cast, verse. Headlines have more words, and addresses lead elsewhere.
    """
    listed: set[int] = set()
    for _, places in groupby(enumerate(run), lambda item: item[1] - item[0]):
        together = [p for _, p in places]
        short = sum(_is_short(page.lines[page.blocks[p]]) for p in together)
        if len(together) >= RUN_LINES and 2 * short > len(together):
            listed.update(together)
    return listed


def _is_short(line: str) -> bool:
    """Whether a line has too few words for a headline and is no address."""
    few = line.count(" ") < TEASER_WORDS - 1 and len(line) < (WIDE_TEASER_CHARS if is_wide(line) else TEASER_CHARS)
    return few and not any(sign in line for sign in ("://", "@", "www."))


def _body_end(page: Page, zones: Zones, found: dict[int, Finding]) -> int:
    """In the text of a whole page: the last paragraph before a gap so wide that what follows it is the page's foot.

    Only when that is little beside the body, and no two paragraphs of it stand together: behind a gallery, a box of
    figures or a list of teasers in the middle of an article, its paragraphs go on.
    """
    body = [p for p in range(zones.first, zones.last + 1) if page.prose(page.blocks[p]) and page.blocks[p] not in found]
    chars = [len(page.lines[page.blocks[p]]) for p in body]
    total, after = sum(chars), sum(chars)
    adjacent = max((i for i, (p, q) in enumerate(pairwise(body)) if q == p + 1 and not _asks(page, p)), default=-1)
    for i, (p, following) in enumerate(pairwise(body)):
        after -= chars[i]
        if following - p <= GAP_BLOCKS or after >= FOOT_SHARE * total or i < adjacent:
            continue
        gap = [page.blocks[q] for q in range(p + 1, following)]
        if sum(_is_gap(page, n, found) for n in gap) >= GAP_BLOCKS and _mostly_prose(page, zones.first, p, found):
            return p
    return zones.last


def _asks(page: Page, position: int) -> bool:
    """Whether a line that is long enough for a paragraph is rather the title of a teaser: it ends in a question."""
    return page.lines[page.blocks[position]][-1] in "?!"


def _is_gap(page: Page, n: int, found: dict[int, Finding]) -> bool:
    """Residue, or a line that is neither sentence nor list item: what a wide gap is made of."""
    return n in found or not (page.lines[n][0] in BULLETS or terminated(page.lines[n]))


def _mostly_prose(page: Page, first: int, last: int, found: dict[int, Finding]) -> bool:
    """Whether a stretch is running text with a heading here and there, and no list of things with their names."""
    short = prose = 0
    for p in range(first, last + 1):
        n = page.blocks[p]
        if n in found:
            continue
        if page.prose(n) or terminated(page.lines[n]):
            prose += 1
        else:
            short += 1
    return short <= LIST_SHARE * prose


def _chrome_run(page: Page, zones: Zones, end: int, found: dict[int, Finding]) -> list[int]:
    """The short unterminated lines of the tail, without a list that a sentence with a colon announces."""
    run = []
    announced = page.lines[page.blocks[zones.last]][-1] == ":"
    for p in range(zones.last + 1, end):
        line = page.lines[page.blocks[p]]
        if page.blocks[p] in found:
            announced = False
        elif line[-1] == ":" and line.count(" ") >= 4:
            announced = True
        elif not announced and _is_chrome(page, p):
            run.append(p)
    return run


def _is_chrome(page: Page, position: int) -> bool:
    """A short unterminated line that is not plainly the article's own: no item, no speech, no sentence, no heading."""
    line = page.lines[page.blocks[position]]
    if len(line) > RUN_CHARS or terminated(line) or line[-1] in ",;" or is_speech(line) or "(@" in line:
        return False
    below = page.lines[page.blocks[position + 1]] if position + 1 < len(page.blocks) else ""
    if _is_item(line) or (below and (below[0] in BULLETS or _is_item(below)) and line[0] not in BULLETS):
        return False
    above = page.lines[page.blocks[position - 1]] if position else ""
    if _is_fact(line) and (_is_item(above) or _is_fact(above) or _is_fact(below)):
        return False
    return not sentence_count(line.replace("?", ",").replace("!", ","))


def _is_item(line: str) -> bool:
    """A list item, a row of a table or a figure with its name ("Horsepower: 181")."""
    bulleted = line[:1] == "•" or (line[:1] in BULLETS and line[1:2] == " ")
    row = "\t" in line or line[:1] == line[-1:] == "|"
    return bulleted or row or _is_numbered(line) or (": " in line and any(c.isdigit() for c in line))


def _is_numbered(line: str) -> bool:
    """An item or a reference with its number: "3) Cast off", "b) Cast off", "[4] Roe".

    Not "5. Cast off": so do lists of what is read most begin.
    """
    mark, blank, _ = line.partition(" ")
    number, end = mark[:-1], mark[-1:]
    if not blank or end not in (")", "]"):
        return False
    return number.removeprefix("[" if end == "]" else "").isdecimal() or (end == ")" and len(number) == 1)


def _is_fact(line: str) -> bool:
    """A few words behind a name of one or two ("Verdict: a quiet ride")."""
    name, colon, fact = line.partition(": ")
    few = len(name.split()) <= NAME_WORDS and len(fact.split()) <= FACT_WORDS
    return bool(colon) and few and not any(c in fact for c in "/@")


def _beside(page: Page, position: int, found: dict[int, Finding]) -> bool:
    """Whether residue stands a little above or just below."""
    above = any(page.blocks[p] in found for p in range(max(0, position - 12), position))
    return above or any(page.blocks[p] in found for p in range(position + 1, min(len(page.blocks), position + 4)))


def is_page_like(page: Page, zones: Zones, found: dict[int, Finding]) -> bool:
    """Whether the head shows that this is the text of a whole page: a menu above the headline, labels, share strips."""
    head = [found[page.blocks[p]] for p in range(zones.first) if page.blocks[p] in found]
    return any(f.claim in ("above-title", "head-label") or f.category in ("nav", "share") for f in head)


def lone_headlines(page: Page, zones: Zones, found: Mapping[int, Finding]) -> Iterator[Finding]:
    """Headlines in capitals between two paragraphs: links to other articles, or headings of this one."""
    for p in range(zones.first + 1, zones.last):
        n = page.blocks[p]
        line = page.lines[n]
        if n in found or len(line) < HEADLINE_CHARS or not is_headline(line) or not is_title_case(line):
            continue
        if page.prose(page.blocks[p - 1]) and page.prose(page.blocks[p + 1]):
            yield Finding(n, "related", "lone-headline", signals=("title-case", "between-paragraphs"))


def _effect(finding: Finding | None, rules: Mapping[str, Rule]) -> str:
    return rules[finding.rules[0]].effect if finding and finding.rules and finding.strength != "weak" else ""


def bio_findings(page: Page, zones: Zones, found: dict[int, Finding], authors: frozenset[str]) -> Iterator[Finding]:
    """Author bios: who somebody is, said at the very end or top of a text that does not mention them otherwise."""
    if not zones.has_body or zones.total < 4:
        return
    unread = 0
    for position in range(zones.total - 1, -1, -1):
        n = page.blocks[position]
        if n in found:
            continue
        line = page.lines[n]
        m = _compiled(_BIO).search(line[:300]) if len(line) <= BIO_CHARS and _may_name(line) else None
        if not (m and _compiled(_TRADE).search(line)):
            unread += 1
            if position <= zones.last or unread > EDGE_BLOCKS:
                return  # above the last paragraph that is no bio, people are in the story
            continue
        name = m.group("name")
        if name.casefold() in authors:
            yield Finding(n, "author_bio", "bio-of-author", signals=("edge", "byline-name"))
        elif not _mentioned(page, name, n):
            yield Finding(n, "author_bio", "bio", signals=("edge", "not-in-story"))
        else:
            return


def _may_name(line: str) -> bool:
    """Whether the second word can belong to a name: prose is turned away before `_BIO` is compiled and tried."""
    second = line.lstrip(BULLETS + "— ").split(None, 2)[1:2]
    return bool(second) and not ("a" <= second[0][0] <= "z" and not second[0].startswith(SMALL_WORDS))


def _mentioned(page: Page, name: str, own: int) -> bool:
    surname = name.rstrip(".,").split()[-1]
    return any(surname in page.lines[n] for n in page.blocks if n != own)
