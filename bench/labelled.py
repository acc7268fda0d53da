"""Texts whose residue is marked character by character, and what an output took of it.

Two sources make them: the labelled evaluation set (whole lines and stretches inside lines) and the fixtures (the
stretches that `expected.json` lists). A word that shares a character with residue counts as residue.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from measures import TOKEN, aligned, norm, tokens
from sets import Case, Record
from systems import Output

__all__ = ["Account", "Labelled", "account_of", "from_case", "from_record", "share"]

Labels = list[str | None]


class Labelled(NamedTuple):
    """A text with a category for each character that is not content."""

    id: str
    language: str
    record: Record
    labels: Labels
    authors: tuple[str, ...]

    @property
    def text(self) -> str:
        """What goes in."""
        text: str = self.record["text"]
        return text


class Verdict(NamedTuple):
    """What became of one text, in words."""

    id: str
    lost: list[str]
    left: list[str]
    badness: int


class Account:
    """Residue and content of a set of texts, removed and left, counted in letters."""

    def __init__(self) -> None:
        self.residue: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self.content = self.lost = self.invented = 0
        self.texts = self.exact = self.clean = self.untouched = 0
        self.bylines = self.bylines_right = self.persons_where_none = 0
        self.verdicts: list[Verdict] = []

    @property
    def residue_removed(self) -> float:
        """The share of residue that went."""
        return share(self.removed.total(), self.residue.total())

    @property
    def content_lost(self) -> float:
        """The share of content that went."""
        return share(self.lost, self.content)

    def add(self, item: Labelled, output: Output) -> None:
        """Count one text."""
        words, categories = _labelled_words(item)
        kept, invented = aligned(words, tokens(output.text))
        lost = [word for word, category, k in zip(words, categories, kept, strict=True) if not category and not k]
        left = [word for word, category, k in zip(words, categories, kept, strict=True) if category and k]
        for word, category, k in zip(words, categories, kept, strict=True):
            if category:
                self.residue[category] += len(word)
                self.removed[category] += 0 if k else len(word)
            else:
                self.content += len(word)
        self.lost += _letters(lost)
        self.invented += invented
        self.texts += 1
        self.exact += not lost and not left and not invented
        if not any(categories):
            self.clean += 1
            self.untouched += not lost and not invented
        if lost or left:
            self.verdicts.append(Verdict(item.id, lost, left, 3 * _letters(lost) + _letters(left)))
        self._add_authors(item, output)

    def _add_authors(self, item: Labelled, output: Output) -> None:
        if not item.authors:
            self.persons_where_none += bool(output.people)
            return
        wanted = _names(item.authors)
        self.bylines += 1
        self.bylines_right += wanted in (_names(output.people), _names(output.names))


def account_of(items: Sequence[Labelled], outputs: Sequence[Output]) -> tuple[Account, dict[str, Account]]:
    """The account of all texts, and one per language."""
    everything, languages = Account(), defaultdict[str, Account](Account)
    for item, output in zip(items, outputs, strict=True):
        everything.add(item, output)
        languages[item.language].add(item, output)
    return everything, languages


def share(part: float, whole: float) -> float:
    """A share; of nothing it is nothing."""
    return part / whole if whole else 0.0


def from_record(record: Record) -> Labelled:
    """A record of the labelled set: residue by line number, and as verbatim stretches inside lines."""
    labels: Labels = []
    for number, line in enumerate(record["text"].split("\n")):
        whole = record["lines"].get(str(number))
        marks: Labels = [whole] * len(line)
        if not whole:
            for stretch in record["inline"]:
                if stretch["line"] == number:
                    _mark(marks, line, stretch["text"], stretch["label"])
        labels += [*marks, None]
    return Labelled(str(record["id"]), record.get("lang") or "?", record, labels[:-1], tuple(record["authors"]))


def from_case(case: Case) -> Labelled:
    """A fixture: residue is what `expected.json` lists as removed, in the order of the text."""
    labels: Labels = [None] * len(case.source)
    at = 0
    for stretch in case.fields.get("removed", ()):
        found = _mark(labels, case.source, stretch["text"], stretch["category"], at)
        if found is None:
            found = _mark(labels, case.source, stretch["text"], stretch["category"]) or at
        at = found
    record = {"id": case.slug, "text": case.source, "title": case.about.get("title"), "lang": case.about["language"]}
    authors = tuple(a["name"] for a in case.fields.get("authors", ()) if a["kind"] == "person")
    return Labelled(case.slug, case.about["language"], record, labels, authors)


def _mark(marks: Labels, text: str, stretch: str, label: str, at: int = 0) -> int | None:
    """Mark the first place of a stretch that is still free; returns where it ends."""
    at = text.find(stretch, at)
    while at >= 0 and any(marks[at : at + len(stretch)]):
        at = text.find(stretch, at + 1)
    if at < 0 or not stretch:
        return None
    marks[at : at + len(stretch)] = [label] * len(stretch)
    return at + len(stretch)


def _labelled_words(item: Labelled) -> tuple[list[str], Labels]:
    words: list[str] = []
    categories: Labels = []
    for match in TOKEN.finditer(item.text):
        words.append(match.group())
        categories.append(next(filter(None, item.labels[match.start() : match.end()]), None))
    return words, categories


def _letters(words: Iterable[str]) -> int:
    return sum(map(len, words))


def _names(names: Iterable[str]) -> set[str]:
    return {norm(name) for name in names} - {""}
