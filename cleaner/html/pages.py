"""A whole page to an article: metadata, body, and then the same cleaning as a text gets."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.article import Action, Article, Confidence, Decision, Document
from cleaner.errors import InputError
from cleaner.html.body import Body
from cleaner.html.depth import shallow
from cleaner.html.engines import find_body
from cleaner.html.metadata import Metadata, read_metadata
from cleaner.removal import apply, rebased

__all__ = ["NotAnArticleError", "clean_page"]

CleanDocument = Callable[[Document], Article]

_CERTAIN: Final = -1.5  # log odds below which residue goes in careful mode too
_LEAST: Final = 140  # characters of content: below that a page holds no article
_LEAST_TRUST: Final = 0.05


class NotAnArticleError(InputError):
    """The page holds no article: a menu, a listing, an error page, a page that scripts fill."""


def clean_page(
    html: str,
    clean: CleanDocument,
    policy: Mapping[str, Action],
    mode: str = "balanced",
    given: Document | None = None,
    engine: str = "auto",
) -> Article:
    """The article of a page. `clean` is what cleans its text; `given` holds what is known beforehand, and wins.

    `Article.source` are the lines of the article as the page has them, residue inside it included. Raises
    `NotAnArticleError`, and `ConfigError` for an unknown engine.
    """
    given = given or Document("")
    tree = LexborHTMLParser(shallow(html))
    metadata = read_metadata(tree, given.url)
    body = find_body(html, tree, metadata, engine)
    if body.characters < _LEAST or body.trust < _LEAST_TRUST:
        raise NotAnArticleError("no article on this page: what text there is looks like menus, listings or notices")
    source, residue = _joined(body, policy, mode)
    article = clean(_document(apply(source, residue), metadata, given))
    return article._replace(
        source=source,
        decisions=_together(residue, article.decisions),
        published=article.published or metadata.published,
        updated=metadata.updated or article.updated,
        engine=body.engine,
    )


def _joined(body: Body, policy: Mapping[str, Action], mode: str) -> tuple[str, tuple[Decision, ...]]:
    """The lines as one text, and a decision for each that is residue."""
    parts: list[str] = []
    residue: list[Decision] = []
    at = 0
    for line in body.lines:
        gap = line.gap if line is not body.lines[-1] else ""
        parts += (line.text, gap)
        end = at + len(line.text) + len(gap)
        if line.category:
            confidence: Confidence = "certain" if line.odds <= _CERTAIN else "likely"
            action = policy[line.category]
            if action != "keep" and (mode != "careful" or confidence == "certain"):
                stop = end if action != "mark" else at + len(line.text)
                text = line.text + gap if action != "mark" else line.text
                residue.append(
                    Decision(at, stop, line.category, action, confidence, (), line.signals or ("html.block",), text)
                )
        at = end
    return "".join(parts), tuple(residue)


def _together(residue: Sequence[Decision], later: Sequence[Decision]) -> tuple[Decision, ...]:
    """Both on the lines of the page. A mark gives way to what the text cleaning says of the same characters."""
    marks = [d for d in residue if not d.removes]
    decisions = rebased([d for d in residue if d.removes], later)
    free: list[Decision] = []
    n = 0
    for mark in marks:
        while n < len(decisions) and decisions[n].end <= mark.start:
            n += 1
        if n == len(decisions) or decisions[n].start >= mark.end:
            free.append(mark)
    return tuple(sorted((*decisions, *free))) if free else decisions


def _document(text: str, metadata: Metadata, given: Document) -> Document:
    """What the page says of itself is evidence for the text; what was given beforehand wins."""
    return given._replace(
        text=text,
        title=given.title or metadata.title,
        language=given.language or metadata.language,
        authors=given.authors or metadata.authors,
        published=given.published or metadata.published,
    )
