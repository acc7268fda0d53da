"""The engines that find the body of a page, and how `auto` chooses between them."""

from collections.abc import Callable, Mapping
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from cleaner.errors import ConfigError
from cleaner.html.blocks import read_body
from cleaner.html.blocks.survey import Head
from cleaner.html.body import Body, Line
from cleaner.html.metadata import Metadata

__all__ = ["ENGINES", "find_body"]

# Below this many characters, or this much trust, what the page holds for machines is looked at. Chosen, not measured:
# no page of the sets that the judge was learned from comes here; pages that scripts fill do.
_TINY: Final = 250
_UNSURE: Final = 0.2


def find_body(html: str, tree: LexborHTMLParser, metadata: Metadata, engine: str = "auto") -> Body:
    """The body of a page by one of the `ENGINES`. Raises `ConfigError` for a name that is none."""
    find = ENGINES.get(engine)
    if find is None:
        raise ConfigError(f"no engine {engine!r}; there are {', '.join(ENGINES)}")
    return find(html, tree, metadata)


def _blocks(_html: str, tree: LexborHTMLParser, metadata: Metadata) -> Body:
    return read_body(tree, Head(metadata.title or "", metadata.description or "", metadata.body))


def _trafilatura(html: str, _tree: LexborHTMLParser, _metadata: Metadata) -> Body:
    """Raises `ConfigError` if trafilatura is not installed."""
    try:
        from trafilatura import extract  # noqa: PLC0415 - half a second to import, and rarely asked
    except ImportError as e:
        raise ConfigError("the engine trafilatura needs: pip install 'article-cleaner[trafilatura]'") from e
    text = extract(html, include_comments=False) or ""
    lines = tuple(Line(line, "\n\n") for line in text.split("\n") if line.strip())
    return Body("trafilatura", lines, 0.5 if lines else 0.0)


def _auto(html: str, tree: LexborHTMLParser, metadata: Metadata) -> Body:
    """Blocks; where they find next to nothing, what the page holds for machines, if that is more."""
    body = _blocks(html, tree, metadata)
    if body.characters >= _TINY and body.trust >= _UNSURE:
        return body
    if len(metadata.body) > max(2 * body.characters, _TINY):
        paragraphs = [" ".join(line.split()) for line in metadata.body.split("\n")]
        return Body("json-ld", tuple(Line(p) for p in paragraphs if p), 0.5, body.chrome)
    return body


ENGINES: Final[Mapping[str, Callable[[str, LexborHTMLParser, Metadata], Body]]] = {
    "auto": _auto,
    "blocks": _blocks,
    "trafilatura": _trafilatura,
}
