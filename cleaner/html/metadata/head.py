"""The head of a page in one pass: meta tags, title, headings, canonical address, JSON-LD scripts."""

from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from cleaner.html.metadata.values import one_line

__all__ = ["Head", "read_head"]

_SELECTOR: Final = 'html,meta,title,h1,link[rel~="canonical"],script[type*="ld+json" i]'
_KEYS: Final = ("property", "name", "itemprop", "http-equiv")
_MAX_META: Final = 1_000
_MAX_HEADINGS: Final = 8


class Head(NamedTuple):
    """What the one pass found.

    Keys of `meta` are in small letters, its values those of all tags of that name, as written. `nodes` are the elements
    of `headings`.
    """

    meta: dict[str, list[str]]
    titles: list[str]
    headings: list[str]
    nodes: list[LexborNode]
    scripts: list[str]
    language: str | None
    canonical: str | None

    def first(self, *keys: str) -> str:
        """The first value of the first key that has one."""
        return next(filter(None, (value for key in keys for value in self.values(key))), "")

    def values(self, key: str) -> list[str]:
        """The values under a key, each once."""
        return list(dict.fromkeys(filter(None, map(one_line, self.meta.get(key, ())))))


def read_head(tree: LexborHTMLParser) -> Head:
    """Meta tags anywhere in the page count: some stand in the body, as `itemprop`."""
    head = Head({}, [], [], [], [], None, None)
    language = canonical = None
    count = 0
    for node in tree.css(_SELECTOR):
        tag = node.tag
        if tag == "meta" and count < _MAX_META:
            count += 1
            _add_meta(head.meta, node.attributes)
        elif tag == "script":
            head.scripts.append(node.text())
        elif tag == "title" and not head.titles:  # later ones belong to drawings
            head.titles.append(one_line(node.text()))
        elif tag == "h1" and len(head.headings) < _MAX_HEADINGS:
            head.nodes.append(node)
            head.headings.append(one_line(node.text(separator=" ")[:4_000]))
        elif tag == "html":
            language = language or node.attributes.get("lang") or node.attributes.get("xml:lang")
        elif tag == "link":
            canonical = canonical or node.attributes.get("href")
    return head._replace(language=language, canonical=canonical)


def _add_meta(meta: dict[str, list[str]], attributes: dict[str, str | None]) -> None:
    content = attributes.get("content")
    if content:
        for key in _KEYS:
            name = attributes.get(key)
            if name:
                meta.setdefault(name.strip().casefold(), []).append(content)
