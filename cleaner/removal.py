"""Decisions into text, and back."""

from collections.abc import Iterable, Sequence

from cleaner.article import Article, Decision

__all__ = ["apply", "rebased", "restore", "restore_text"]


def apply(text: str, decisions: Iterable[Decision]) -> str:
    """The text without what the decisions remove, in whatever order they are and whether or not they overlap."""
    kept: list[str] = []
    at = 0
    for decision in sorted(decisions, key=lambda d: d.start):
        if decision.removes:
            kept.append(text[at : decision.start])
            at = max(at, decision.end)
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


def rebased(earlier: Sequence[Decision], later: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions of two runs, one on the result of the other, as decisions on the first run's input.

    A later removal that spans a place where something was taken out before falls into pieces.
    """
    gone = [d for d in earlier if d.removes]
    if not gone:
        return (*earlier, *later) if not earlier else tuple(sorted((*earlier, *later)))
    moved: list[Decision] = []
    i = 0
    shift = 0
    for d in later:
        at = d.start
        while at < d.end:
            while i < len(gone) and gone[i].start <= at + shift:
                shift += gone[i].end - gone[i].start
                i += 1
            stop = min(d.end, gone[i].start - shift) if i < len(gone) else d.end
            text = d.text[at - d.start : stop - d.start]
            moved.append(d._replace(start=at + shift, end=stop + shift, text=text))
            at = stop
    return tuple(sorted((*earlier, *moved)))
