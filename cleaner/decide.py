"""Findings into verdicts: the one place that weighs evidence.

Rounds go on until one finds nothing new. Each round looks only at what still stands, exactly as a fresh run on the
result would, so cleaning twice changes nothing.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from cleaner.article import ACTIONS, CATEGORIES, DEFAULT_POLICY, Action, Byline, Confidence
from cleaner.cuts import LineCuts, disjoint
from cleaner.errors import ConfigError
from cleaner.fields import DateStamp
from cleaner.rules.schema import Rule
from cleaner.scan.page import Page
from cleaner.signals.captions import caption_findings
from cleaner.signals.finding import Finding, Given
from cleaner.signals.head import HeadLine, head_findings, label_findings
from cleaner.signals.inline import inline_findings
from cleaner.signals.markup import NO_MARKUP, Markup, contradicted, markup_findings
from cleaner.signals.phrases import certain_line, list_findings, phrase_findings
from cleaner.signals.place import Zones, find_zones
from cleaner.signals.residue import residue_findings
from cleaner.signals.tail import bio_findings, lone_headlines, tail_findings
from cleaner.signals.title import title_findings

__all__ = ["CLAIMS", "Outcome", "Settings", "Verdict", "decide", "strength_of"]

# How sure a structural argument is. "likely" acts in balanced mode, "weak" in strict mode only.
CLAIMS: Final[Mapping[str, Confidence]] = {
    "title-echo": "certain",
    "title-near-echo": "likely",
    "headline": "likely",
    "top-headline": "likely",
    "bare-headline": "weak",
    "byline": "certain",
    "bare-byline": "likely",
    "date-line": "certain",
    "above-title": "likely",
    "head-label": "likely",
    "credit-line": "certain",
    "credit-opens": "certain",
    "credit-closes": "certain",
    "credit-inside": "certain",
    "media-slug": "certain",
    "separator": "certain",
    "ticker": "certain",
    "embed-link": "certain",
    "ticker-line": "certain",
    "escape": "certain",
    "initials": "certain",
    "contact-line": "likely",
    "list-item": "likely",
    "bio-of-author": "certain",
    "bio": "likely",
    "after-end": "likely",
    "tail-run": "likely",
    "page-tail": "likely",
    "loose-run": "weak",
    "lone-headline": "weak",
    "html-caption": "certain",
    "html-widget": "certain",
    "html-class": "likely",
    "html-aside": "weak",
}
ENOUGH: Final[Mapping[str, frozenset[str]]] = {
    "careful": frozenset({"certain"}),
    "balanced": frozenset({"certain", "likely"}),
    "strict": frozenset({"certain", "likely", "weak"}),
}
# Without a certain rule behind it, no more than this share of a text may go.
GUARD_SHARE: Final = 0.5
MAX_ROUNDS: Final = 40


class Settings(NamedTuple):
    """What the caller chose."""

    mode: str
    policy: Mapping[str, Action]

    @classmethod
    def chosen(cls, mode: str, policy: Mapping[str, Action]) -> "Settings":
        """A mode, and what the policy changes of the default one. Raises `ConfigError` for names that do not exist."""
        if mode not in ENOUGH:
            raise ConfigError(f"no mode {mode!r}; there are {', '.join(ENOUGH)}")
        for category, action in policy.items():
            if category not in CATEGORIES:
                raise ConfigError(f"no category {category!r}; there are {', '.join(CATEGORIES)}")
            if action not in ACTIONS:
                raise ConfigError(f"no action {action!r}; there are {', '.join(ACTIONS)}")
        return cls(mode, {**DEFAULT_POLICY, **policy})

    def action_on(self, category: str, claim: str) -> Action | None:
        """What happens to something that this claim says is of a category; None is nothing."""
        action = self.policy[category]
        return action if CLAIMS[claim] in ENOUGH[self.mode] and action != "keep" else None


class Verdict(NamedTuple):
    """A finding that was accepted, with the stretch of its line (original offsets; `end` 0 is the whole line)."""

    line: int
    start: int
    end: int
    finding: Finding
    action: Action
    confidence: Confidence


_START: Final = attrgetter("start")
_OnLine = TypeVar("_OnLine", Finding, Verdict)


class Outcome(NamedTuple):
    """All that was decided on a page, and the fields that were read on the way."""

    verdicts: tuple[Verdict, ...]
    bylines: tuple[Byline, ...]
    stamps: tuple[DateStamp, ...]
    zones: Zones
    guard: str | None
    title: str | None


class _Survey(NamedTuple):
    lines: dict[int, Finding]
    cuts: list[Finding]
    bylines: list[Byline]
    stamps: list[DateStamp]
    zones: Zones


def strength_of(finding: Finding) -> Confidence:
    """How sure a finding is."""
    return CLAIMS[finding.claim] if finding.claim else finding.strength  # type: ignore[return-value]


def decide(
    page: Page, given: Given, settings: Settings, rules: Mapping[str, Rule], markup: Markup = NO_MARKUP
) -> Outcome:
    """Run rounds over the page until nothing more is found. Leaves `page` as what remains."""
    verdicts: dict[tuple[int, int], Verdict] = {}
    cuts = LineCuts(page)
    bylines: list[Byline] = []
    stamps: list[DateStamp] = []
    guard = title = None
    zones = Zones(0, -1, 0)
    for _ in range(MAX_ROUNDS):
        survey = _survey(page, given, settings, rules, markup)
        zones = survey.zones
        if not survey.lines and not survey.cuts:
            break
        title = title or next((page.raw[f.line].strip() for f in survey.lines.values() if f.category == "title"), None)
        accepted = _accepted([*survey.lines.values(), *survey.cuts], settings)
        if _too_much(page, accepted):
            guard = "loss"
            accepted = [f for f in accepted if strength_of(f) == "certain"]
        bylines += [b for b in survey.bylines if b not in bylines]
        stamps += [s for s in survey.stamps if s not in stamps]
        whole = {f.line: f for f in accepted if not f.end}
        inside = _by_line(f for f in accepted if f.end and f.line not in whole)
        gone = set(_take_lines(whole, settings, verdicts, cuts, page))
        changed = dict(_take_stretches(inside, settings, verdicts, cuts, page))
        if not gone and not changed:
            break
        page.remove(gone)
        page.replace(changed)
    return Outcome(_disjoint(tuple(verdicts.values())), tuple(bylines), tuple(stamps), zones, guard, title)


def _survey(page: Page, given: Given, settings: Settings, rules: Mapping[str, Rule], markup: Markup) -> _Survey:
    """Everything that every signal finds on what stands; for each line the first finding that would act holds."""
    captions = caption_findings(page) if page.cued else []
    enough = ENOUGH[settings.mode]
    marked = [f for f in markup_findings(page, markup) if strength_of(f) in enough] if markup.regions else []
    lines: dict[int, Finding] = {f.line: f for f in marked if strength_of(f) == "certain"}
    sure = {f.line for f in (*captions, *marked) if not f.end}
    zones = find_zones(page, lambda n: n in sure or (n in page.hits and certain_line(page, n) is not None))

    def counts(f: Finding) -> bool:
        return strength_of(f) in enough and not contradicted(markup, f, strength_of(f))

    def take(findings: Iterable[Finding]) -> None:
        for f in findings:
            if counts(f):
                lines.setdefault(f.line, f)

    heads = list(head_findings(page, zones, given))
    residue = list(residue_findings(page, zones)) if page.cued else []
    if captions or residue:
        take(f for f in (*captions, *residue) if not f.end)
    take(h.finding for h in heads if "tail" not in h.finding.signals)
    if page.hits:
        take(phrase_findings(page, zones))
        take(list(list_findings(page, list(lines.values()), rules, given.title)))
    take(h.finding for h in heads if "tail" in h.finding.signals)
    titles = list(title_findings(page, zones, given, lines))
    take(f for f in titles if not f.end)
    take(list(label_findings(page, zones, lines)))
    names = frozenset(a.name.casefold() for h in heads if h.byline for a in h.byline.authors)
    take(list(bio_findings(page, zones, lines, names)))
    lines = {**{f.line: f for f in marked}, **lines}
    if "weak" in enough:
        take(list(lone_headlines(page, zones, lines)))
    take(list(tail_findings(page, zones, lines, rules)))
    cuts = [f for f in (*captions, *residue, *titles) if f.end and f.line not in lines]
    if page.hits:
        cuts += inline_findings(page, zones, set(lines))
    cuts = [f for f in cuts if counts(f)] if markup is not NO_MARKUP else cuts
    held = [h for h in heads if (f := lines.get(h.finding.line)) and _tells(h, f.category)]
    return _Survey(lines, cuts, [h.byline for h in held if h.byline], [h.stamp for h in held if h.stamp], zones)


def _tells(head: HeadLine, category: str) -> bool:
    """Whether a line that was taken as this category says who wrote: a credit does when it names persons."""
    if category == "credit":
        return head.byline is not None and any(a.kind == "person" for a in head.byline.authors)
    return category in ("byline", "date")


def _accepted(findings: Iterable[Finding], settings: Settings) -> list[Finding]:
    return [f for f in findings if strength_of(f) in ENOUGH[settings.mode] and settings.policy[f.category] != "keep"]


def _too_much(page: Page, accepted: list[Finding]) -> bool:
    """Whether more than half of what stands would go without anything certain behind it."""
    unsure = sum((f.end - f.start) or len(page.lines[f.line]) for f in accepted if strength_of(f) != "certain")
    return unsure > 0 and unsure > GUARD_SHARE * sum(len(page.lines[n]) for n in page.blocks)


def _by_line(found: Iterable[_OnLine]) -> dict[int, list[_OnLine]]:
    out: dict[int, list[_OnLine]] = {}
    for f in found:
        out.setdefault(f.line, []).append(f)
    return out


def _take_lines(
    whole: Mapping[int, Finding],
    settings: Settings,
    verdicts: dict[tuple[int, int], Verdict],
    cuts: LineCuts,
    page: Page,
) -> Iterator[int]:
    """Write verdicts on whole lines down; yields the lines that go now.

    Of a line that was cut before, only the rest goes, so that no character has two verdicts.
    """
    for n, f in whole.items():
        action = settings.policy[f.category]
        pieces = cuts.original(n, [(0, len(page.lines[n]))])[0] if cuts.touched(n) else [(0, 0)]
        for start, end in pieces:
            _write(verdicts, Verdict(n, start, end, f, action, strength_of(f)))
        if action != "mark":
            yield n


def _write(verdicts: dict[tuple[int, int], Verdict], verdict: Verdict) -> None:
    """Write a verdict down. The first on a stretch holds, but a mark gives way to what takes characters of it."""
    key = verdict.line, verdict.start
    if key not in verdicts or (verdicts[key].action == "mark" != verdict.action):
        verdicts[key] = verdict


def _disjoint(every: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
    """The verdicts without the marks of which a later round took something."""
    if all(v.action != "mark" for v in every):
        return every
    takes = _by_line(v for v in every if v.action != "mark")
    taken = {n: sorted(own, key=_START) for n, own in takes.items()}
    return tuple(v for v in every if v.action != "mark" or not _loses(v, taken.get(v.line, ())))


def _loses(mark: Verdict, taken: Sequence[Verdict]) -> bool:
    """Whether one of the stretches took something of a mark; they are sorted and disjoint, so the last one tells."""
    at = bisect_left(taken, mark.end or math.inf, key=_START)
    return at > 0 and (not taken[at - 1].end or taken[at - 1].end > mark.start)


def _take_stretches(
    inside: Mapping[int, list[Finding]],
    settings: Settings,
    verdicts: dict[tuple[int, int], Verdict],
    cuts: LineCuts,
    page: Page,
) -> Iterator[tuple[int, str]]:
    """Write verdicts on stretches down; yields the lines that lose some now, with what is left of them."""
    for n, findings in inside.items():
        planned = disjoint(page.lines[n], findings)
        pieces = cuts.original(n, [stretch for _, stretch in planned])
        for (f, _), behind in zip(planned, pieces, strict=True):
            for start, end in behind:
                _write(verdicts, Verdict(n, start, end, f, settings.policy[f.category], strength_of(f)))
        leaving = [stretch for f, stretch in planned if settings.policy[f.category] != "mark"]
        if leaving:
            yield n, cuts.cut(n, leaving)
