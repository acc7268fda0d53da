"""What the rules say, with the votes of the context for those that are not certain by themselves."""

from collections.abc import Iterator, Mapping
from itertools import islice

from cleaner.rules.schema import WHOLE_LINE_SCOPES, Rule
from cleaner.scan.match import Match
from cleaner.scan.page import Page
from cleaner.scan.shape import BULLETS, CLOSERS, FINAL, fold_words, is_speech, terminated
from cleaner.signals.finding import Finding
from cleaner.signals.place import Zones

__all__ = ["certain_line", "list_findings", "phrase_findings"]

LIST_ITEM_CHARS = 180
# What stands last in a list and above a paragraph: the title of another article if it is alone and as long as this.
ALONE_CHARS = 48
PARAGRAPH_CHARS = 40
# A longer line that begins with a cue and ends with a full stop is a headline with a paragraph behind it.
CUED_CHARS = 150
STOPS = FINAL - frozenset("?!？！…")
CREDIT_OPENERS = tuple("([（【|/–—-")


def certain_line(page: Page, n: int) -> Rule | None:
    """The first certain rule that takes the whole of a line, zones aside."""
    for match in page.matches(n):
        if match.rule.confidence == "certain" and _takes_line(page.lines[n], match.rule, match.start, match.end):
            return match.rule
    return None


def _takes_line(line: str, rule: Rule, start: int, end: int) -> bool:
    if is_speech(line) or (rule.effect == "tags" and terminated(line)):
        return False
    if rule.scope == "cue":
        return (
            opens_line(line, start)
            and opens_headline(line, end)
            and (not rule.max_chars or len(line) <= rule.max_chars)
            and not (len(line) > CUED_CHARS and line.rstrip(CLOSERS)[-1:] in STOPS)
        )
    return rule.scope in WHOLE_LINE_SCOPES


def _credits(page: Page, n: int, match: Match) -> bool:
    """Whether a credit at the end of a line opens like one; "in its picture: a weakness" goes on in the sentence.

    So does "there lay a picture: Her mother as a child.", which ends with a full stop and has none before the word.
    """
    line = page.lines[n]
    places = page.places(match, n)
    at = places[-1].start if places else 0
    before = line[:at].rstrip()
    opened = not before or before[-1] in FINAL or before[-1] in CLOSERS
    opened = opened or before.endswith(CREDIT_OPENERS) or line.startswith(CREDIT_OPENERS, at)
    if line[at : at + 1].islower():
        return line[at - 1 : at] in CREDIT_OPENERS
    return opened or not terminated(line)


def opens_headline(line: str, at: int) -> bool:
    """Whether what follows a cue begins like a headline: no lower-case letter first."""
    after = line[at : at + 16].lstrip(" \t\u00a0:|–—-»>→….\"“”„«'‘’([")
    return not after[:1].islower()


def opens_line(line: str, start: int) -> bool:
    """Whether nothing but decoration stands before an offset."""
    return start == 0 or not any(c.isalnum() for c in islice(line, start))


def phrase_findings(page: Page, zones: Zones) -> Iterator[Finding]:
    """One finding for each line that a rule takes whole; the surest rule speaks."""
    for position, n in page.hit_blocks():
        best: Finding | None = None
        for match in page.matches(n):
            rule = match.rule
            if not _takes_line(page.lines[n], rule, match.start, match.end):
                continue
            if rule.scope == "end" and rule.category == "caption" and not _credits(page, n, match):
                continue
            votes = _votes(page, zones, position, rule)
            strength = weigh(rule, votes, zones.allows(rule.zone, position))
            if strength and (best is None or ORDER[strength] > ORDER[best.strength]):
                best = Finding(n, rule.category, "", (rule.id,), votes, strength=strength, note=rule.note)
        if best:
            yield best


ORDER = {"weak": 0, "likely": 1, "certain": 2}
# How many votes of the context a rule needs to act in balanced mode, by what its author says of it.
VOTES_NEEDED = {"likely": 1, "weak": 2}


def weigh(rule: Rule, votes: tuple[str, ...], in_zone: bool) -> str:
    """How strong a rule is here: "certain", "likely", "weak", or "" where it has nothing to say."""
    if not in_zone:
        return ""
    if rule.confidence == "certain":
        return "certain"
    missing = VOTES_NEEDED[rule.confidence] - len(votes)
    return "likely" if missing <= 0 else "weak" if missing == 1 else ""


def _votes(page: Page, zones: Zones, position: int, rule: Rule) -> tuple[str, ...]:
    """The context facts that make it likelier that a rule means what it says."""
    if rule.confidence == "certain":
        return ()
    votes = []
    if zones.has_body and position < zones.first:
        votes.append("head")
    if zones.has_body and position > zones.last:
        votes.append("tail")
    line = page.lines[page.blocks[position]]
    if rule.scope != "line" and len(line) <= 120 and not terminated(line):
        votes.append("unterminated")
    if line.isupper() and len(line) >= 8:
        votes.append("capitals")
    if _near_residue(page, position):
        votes.append("neighbour")
    return tuple(votes)


def _near_residue(page: Page, position: int) -> bool:
    near = [p for p in (position - 1, position + 1) if 0 <= p < len(page.blocks)]
    return any(certain_line(page, page.blocks[p]) for p in near)


def list_findings(
    page: Page, found: list[Finding], rules: Mapping[str, Rule], title: str | None = None
) -> Iterator[Finding]:
    """The short unterminated lines that follow a heading which opens a list."""
    opening = [f for f in found if f.rules and rules[f.rules[0]].effect == "opens" and f.strength != "weak"]
    if not opening:
        return
    position_of = {n: p for p, n in enumerate(page.blocks)}
    taken = {f.line for f in found}
    headline = fold_words(title) if title else ""
    for f in opening:
        for n in _items(page, position_of[f.line] + 1, taken, headline, f.category):
            yield Finding(n, f.category, "list-item", (), ("under-heading",))


def _items(page: Page, start: int, taken: set[int], headline: str, category: str) -> list[int]:
    """The items of a list; what follows a list of bullets is the next heading, and so may be its last line.

    A short line above a paragraph is more often the paragraph's heading than the last of a list.
    """
    items: list[int] = []
    bulleted = False
    for position in range(start, len(page.blocks)):
        n = page.blocks[position]
        line = page.lines[n]
        if n in taken or (bulleted and line[0] not in BULLETS) or len(line) > LIST_ITEM_CHARS:
            break
        if terminated(line) or line.endswith(":") or (headline and fold_words(line) == headline):
            break
        bulleted = line[0] in BULLETS
        items.append(n)
    after = page.blocks[start + len(items)] if start + len(items) < len(page.blocks) else None
    if not items or bulleted or after is None or after in taken:
        return items
    line = page.lines[after]
    paragraph = page.prose(after) or (len(line) >= PARAGRAPH_CHARS and (terminated(line) or line[-1] == ":"))
    alone = len(items) == 1 and category == "related" and len(page.lines[items[0]]) >= ALONE_CHARS
    return items[:-1] if paragraph and not alone else items
