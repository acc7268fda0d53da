"""A whole page to an article: metadata, body, and then the same cleaning as a text gets."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from cleaner.article import Article, Confidence, Decision, Document
from cleaner.decide import Settings
from cleaner.errors import NotAnArticleError
from cleaner.html.blocks.engine import ENGINE as BLOCKS
from cleaner.html.body import Body, Line, markup_of
from cleaner.html.depth import shallow
from cleaner.html.engines import find_body
from cleaner.html.metadata import Metadata, read_metadata
from cleaner.html.naming import named
from cleaner.removal import apply, rebased
from cleaner.signals.markup import NO_MARKUP, Markup

__all__ = ["clean_page"]

CleanDocument = Callable[[Document, Markup], Article]

_CERTAIN: Final = -1.5  # log odds below which residue goes in careful mode too
_LEAST: Final = 60  # characters of content: below that a page holds no article
# What no line is sure of is an article only if it is long, and no list of a few words each.
_UNSURE: Final = 0.05  # of trust
_LEAST_UNSURE: Final = 400
_SHORT_LINES: Final = 25  # characters on the average


def clean_page(
    html: str,
    clean: CleanDocument,
    settings: Settings,
    given: Document,
    engine: str = "auto",
    markdown: bool = False,
) -> Article:
    """The article of a page. `clean` is what cleans its text; `given` holds what is known beforehand, and wins.

    With `markdown` the article has its `markdown` too. `Article.source` are the lines of the article as the page has
    them, residue inside it included. Raises `NotAnArticleError`, and `ConfigError` for an unknown engine.
    """
    tree = LexborHTMLParser(shallow(html))
    metadata = read_metadata(tree, given.url)
    body = find_body(html, tree, metadata, engine)
    if not _is_article(body):
        raise NotAnArticleError("no article on this page: what text there is looks like menus, listings or notices")
    known = _known(metadata, given)
    body, told = named(body, known, clean)
    source, residue, own = _joined(body, settings)
    markup = markup_of(own) if body.engine == BLOCKS else NO_MARKUP
    article = clean(known._replace(text=apply(source, residue)), markup)
    decisions = _together(residue, article.decisions)
    return article._replace(
        source=source,
        decisions=decisions,
        tags=article.tags or (told.tags if told else ()),
        # Once: what careful mode or the policy leaves in the text is found there again.
        notes=tuple(dict.fromkeys((*article.notes, *(told.notes if told else ())))),
        truncated=article.truncated or (told is not None and told.truncated),
        published=article.published or metadata.published,
        updated=metadata.updated or article.updated,
        engine=body.engine,
        markdown=_markdown(body, decisions, tree, given.url or "") if markdown else None,
    )


def _is_article(body: Body) -> bool:
    if body.trust >= _UNSURE:
        return body.characters >= _LEAST
    lines = sum(not line.category for line in body.lines)
    return body.characters >= max(_LEAST_UNSURE, _SHORT_LINES * lines)


def _markdown(body: Body, decisions: Sequence[Decision], tree: LexborHTMLParser, url: str) -> str:
    from cleaner.html.markdown import markdown_of  # noqa: PLC0415 - rarely asked

    base = tree.css_first("base[href]")
    address = (base.attributes.get("href") if base else None) or ""
    with contextlib.suppress(ValueError):  # an address that is none
        url = urljoin(url, address.strip())
    return markdown_of(body.lines, decisions, url)


def _joined(body: Body, settings: Settings) -> tuple[str, tuple[Decision, ...], list[Line]]:
    """The lines as one text, a decision for each that is residue, and the lines that stay in the text."""
    parts: list[str] = []
    residue: list[Decision] = []
    own: list[Line] = []
    at = 0
    for line in body.lines:
        gap = line.gap if line is not body.lines[-1] else ""
        parts += (line.text, gap)
        end = at + len(line.text) + len(gap)
        own.append(line)
        if line.category:
            confidence: Confidence = "certain" if line.odds <= _CERTAIN else "likely"
            action = settings.policy[line.category]
            if action != "keep" and (settings.mode != "careful" or confidence == "certain"):
                stop = end if action != "mark" else at + len(line.text)
                text = line.text + gap if action != "mark" else line.text
                if action != "mark":
                    own.pop()
                residue.append(
                    Decision(at, stop, line.category, action, confidence, (), line.signals or ("html.block",), text)
                )
        at = end
    return "".join(parts), tuple(residue), own


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


def _known(metadata: Metadata, given: Document) -> Document:
    """What the page says of itself is evidence for the text; what was given beforehand wins."""
    return given._replace(
        title=given.title or metadata.title,
        language=given.language or metadata.language,
        authors=given.authors or metadata.authors,
        published=given.published or metadata.published,
    )
