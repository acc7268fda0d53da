"""Decisions into text, and back."""

from collections.abc import Iterable, Sequence

from cleaner.article import Article, Decision

__all__ = ["apply", "restore", "restore_text"]


def apply(text: str, decisions: Iterable[Decision]) -> str:
    """The text without what the decisions remove. Decisions must be sorted and disjoint, as `Article.decisions` are."""
    kept: list[str] = []
    at = 0
    for decision in decisions:
        if decision.removes:
            kept.append(text[at : decision.start])
            at = decision.end
    kept.append(text[at:])
    return "".join(kept)


def restore(article: Article) -> str:
    """The text as it was before cleaning, character for character."""
    return restore_text(article.text, article.decisions)


def restore_text(text: str, decisions: Sequence[Decision]) -> str:
    """Put removed stretches back into a clean text. Offsets of decisions refer to the text that results."""
    out: list[str] = []
    at = 0  # in the clean text
    length = 0  # of what is restored so far
    for decision in decisions:
        if not decision.removes:
            continue
        kept = decision.start - length
        out.append(text[at : at + kept])
        out.append(decision.text)
        at += kept
        length = decision.end
    out.append(text[at:])
    return "".join(out)
