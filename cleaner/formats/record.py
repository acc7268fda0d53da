"""The record an article becomes: the `article` object of JSON lines and its `removed` list."""

from collections.abc import Mapping, Sequence
from typing import Any

from cleaner.article import Article, Author, Dateline, Decision, Note

__all__ = ["article_object", "decisions_from", "merged", "removed_list"]


def article_object(article: Article, *, contacts: bool = False) -> dict[str, Any]:
    """The fields of an article as JSON types. Optional ones are left out when they are empty."""
    out: dict[str, Any] = {
        "title": article.title,
        "authors": [_author(a, contacts=contacts) for a in article.authors],
        "agencies": list(article.agencies),
    }
    if article.dateline:
        out["dateline"] = _filled(article.dateline)
    for key in ("published", "updated", "reading_minutes"):
        value = getattr(article, key)
        if value is not None:
            out[key] = value
    out["language"] = article.language
    out["tags"] = list(article.tags)
    out["notes"] = [{"kind": n.kind, "text": n.text} for n in article.notes]
    if article.truncated:
        out["truncated"] = True
    if article.guard:
        out["guard"] = article.guard
    if article.engine:
        out["engine"] = article.engine
    return out


def _author(author: Author, *, contacts: bool) -> dict[str, Any]:
    out = {"name": author.name, "kind": author.kind}
    if author.role:
        out["role"] = author.role
    if contacts and author.contact:
        out["contact"] = author.contact
    return out


def _filled(value: Dateline | Note) -> dict[str, Any]:
    return {key: item for key, item in value._asdict().items() if item is not None}


def removed_list(decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """The decisions as JSON types, for `--explain` and `restore`."""
    return [
        {
            "start": d.start,
            "end": d.end,
            "category": d.category,
            "action": d.action,
            "confidence": d.confidence,
            "rules": list(d.rules),
            "signals": list(d.signals),
            "text": d.text,
        }
        for d in decisions
    ]


def decisions_from(removed: Sequence[Mapping[str, Any]]) -> tuple[Decision, ...]:
    """Decisions out of a `removed` list. Raises `KeyError` or `TypeError` when it is not one."""
    return tuple(
        Decision(
            int(r["start"]),
            int(r["end"]),
            str(r["category"]),
            r["action"],
            r["confidence"],
            tuple(r.get("rules", ())),
            tuple(r.get("signals", ())),
            str(r["text"]),
        )
        for r in removed
    )


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An article that was cleaned before keeps its fields; new finds only add."""
    out = {key: value for key, value in old.items() if key != "flag"}
    for key, value in new.items():
        have = out.get(key)
        if key == "removed":
            out[key] = value
        elif isinstance(have, list) and isinstance(value, list):
            out[key] = have + [item for item in value if not _known(item, have)]
        elif have in (None, "") or key not in out:
            out[key] = value
    return out


def _known(item: Any, have: Sequence[Any]) -> bool:
    name = item.get("name") if isinstance(item, Mapping) else None
    if name is None:
        return item in have
    return any(isinstance(h, Mapping) and str(h.get("name")).casefold() == str(name).casefold() for h in have)
