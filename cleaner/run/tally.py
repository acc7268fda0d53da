"""What a run did, in numbers: for each category, rule, language and host, and in all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from cleaner.article import Article
from cleaner.errors import RecordError

__all__ = ["Tally"]

_TABLES: Final = ("categories", "rules", "claims", "hosts", "languages", "causes")


class Tally:
    """Counters that add up: over records in a worker, over batches in the main process, over runs when one resumes."""

    def __init__(self) -> None:
        self.cleaned = 0
        self.characters = 0
        self.removed = 0
        self.truncated = 0
        self.guarded = 0
        self.tables: dict[str, Counter[str]] = {name: Counter() for name in _TABLES}
        self.sizes: dict[str, Counter[str]] = {name: Counter() for name in ("categories", "rules", "claims", "hosts")}

    @property
    def failed(self) -> int:
        """How many records were not cleaned."""
        return self.tables["causes"].total()

    def add(self, article: Article, url: str | None) -> None:
        """Count one article. Characters are code points of its text before cleaning; of a page, of its article."""
        gone = 0
        for decision in article.decisions:
            if decision.removes:
                size = len(decision.text)
                gone += size
                self._hit("categories", decision.category, size)
                for rule in decision.rules:
                    self._hit("rules", rule, size)
                if not decision.rules and decision.signals:
                    self._hit("claims", decision.signals[0], size)
        self.cleaned += 1
        self.characters += len(article.source)
        self.removed += gone
        self.truncated += article.truncated
        self.guarded += article.guard is not None
        self.tables["languages"][article.language or "unknown"] += 1
        host = _host(url) if url else ""
        if host:
            self._hit("hosts", host, gone)

    def _hit(self, table: str, key: str, size: int) -> None:
        self.tables[table][key] += 1
        self.sizes[table][key] += size

    def fail(self, faults: Iterable[RecordError]) -> None:
        """Count what could not be cleaned, by cause."""
        self.tables["causes"].update(fault.cause for fault in faults)

    def merge(self, other: "Tally") -> None:
        """Add the counts of another."""
        for name in ("cleaned", "characters", "removed", "truncated", "guarded"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, counts in other.tables.items():
            self.tables[name].update(counts)
        for name, counts in other.sizes.items():
            self.sizes[name].update(counts)

    def as_object(self) -> dict[str, Any]:
        """The numbers as JSON types, most frequent first."""
        out: dict[str, Any] = {
            "cleaned": self.cleaned,
            "failed": self.failed,
            "characters": self.characters,
            "removed": self.removed,
            "removed_share": round(self.removed / self.characters, 6) if self.characters else 0.0,
            "truncated": self.truncated,
            "guarded": self.guarded,
        }
        for name, counts in self.tables.items():
            # By count, then by name: the same numbers in the same order, whichever worker was first.
            ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            sizes = self.sizes.get(name)
            named = {"hosts": ("articles", "removed")}.get(name, ("hits", "characters"))
            out[name] = {k: n if sizes is None else {named[0]: n, named[1]: sizes[k]} for k, n in ranked}
        return out

    @classmethod
    def from_object(cls, saved: Mapping[str, Any]) -> "Tally":
        """The inverse of `as_object`."""
        tally = cls()
        for name in ("cleaned", "characters", "removed", "truncated", "guarded"):
            setattr(tally, name, saved[name])
        for name, counts in tally.tables.items():
            for key, value in saved[name].items():
                count, size = (value, 0) if isinstance(value, int) else value.values()
                counts[key] = count
                if name in tally.sizes:
                    tally.sizes[name][key] = size
        return tally


def _host(url: str) -> str:
    from urllib.parse import urlsplit  # noqa: PLC0415 - 5 ms of a start that texts do without

    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # an address that is none
        return ""
