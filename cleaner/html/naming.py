"""What residue inside an article is, by its words: markup says where a line stands, rules know what it says."""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Final

from cleaner.article import Article, Document
from cleaner.html.body import Body
from cleaner.signals.markup import NO_MARKUP, Markup

__all__ = ["named"]

_TOLD_BY_MARKUP: Final = frozenset({"caption", "comment"})  # a caption with a credit in it is a caption
_MOST: Final = 0.8  # of a line must be what a rule names, for the line to be that


def named(body: Body, document: Document, clean: Callable[[Document, Markup], Article]) -> tuple[Body, Article | None]:
    """The body with the categories that rules give its residue, and the residue cleaned as a text by itself.

    The latter has the notes, credits and tags among it, and knows whether one of its lines says that the rest is behind
    a wall. None if there is no residue to name.
    """
    places = [n for n, line in enumerate(body.lines) if line.category and line.category not in _TOLD_BY_MARKUP]
    if not places:
        return body, None
    texts = [body.lines[n].text for n in places]
    told = clean(document._replace(text="\n".join(texts)), NO_MARKUP)
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    lines = list(body.lines)
    for d in told.decisions:
        at = bisect_right(starts, d.start) - 1
        if d.rules and min(d.end, starts[at + 1]) - d.start >= _MOST * len(texts[at]):
            lines[places[at]] = lines[places[at]]._replace(category=d.category)
    return body._replace(lines=tuple(lines)), told
