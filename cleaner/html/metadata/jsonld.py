"""JSON-LD: the nodes of a page, and among them the article that the page is about."""

import contextlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import orjson

from cleaner.html.metadata.values import address, folded, is_same_text, one_line

__all__ = ["Graph", "Node", "articles", "as_list", "read_graph", "types"]

Node = dict[str, Any]

_MAX_NODES: Final = 20_000
_MAX_SCRIPT: Final = 16_000_000
_TRAILING_COMMA: Final = re.compile(r",(?=\s*[}\]])")
_FENCE: Final = re.compile(
    r"^\s*(?:<!--|/\*.*?\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)+|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", re.DOTALL
)

_ARTICLES: Final = frozenset({"report", "review", "recipe", "liveblogposting", "advertisercontentarticle", "howto"})
_WORKS: Final = frozenset(
    {"webpage", "itempage", "creativework", "videoobject", "podcastepisode", "aboutpage", "qapage"}
)
# A node below one of these keys is another work than the page's own.
_ASIDES: Final = frozenset(
    {
        "about", "citation", "comment", "hasPart", "image", "isBasedOn", "isRelatedTo", "itemListElement",
        "itemReviewed", "liveBlogUpdate", "mentions", "recordedIn", "relatedLink", "review", "reviews", "subjectOf",
        "suggestedAnswer", "thumbnail", "video", "workExample", "blogPost", "associatedMedia", "significantLink",
    }
)  # fmt: skip


class Graph(NamedTuple):
    """All nodes of a page in the order of the page, each with whether it stands aside; and those with an id."""

    nodes: list[tuple[Node, bool]]
    by_id: dict[str, Node]


def read_graph(scripts: Iterable[str]) -> Graph:
    """Reads every script; what is no JSON, even with forbearance, is left out."""
    graph = Graph([], {})
    for script in scripts:
        for node, aside in _walk(_load(script)):
            if len(graph.nodes) >= _MAX_NODES:
                return graph
            graph.nodes.append((node, aside))
            key = node.get("@id")
            # The node that says most under an id is the thing itself, the others point to it.
            if isinstance(key, str) and len(node) > len(graph.by_id.get(key, ())):
                graph.by_id[key] = node
    return graph


def _load(script: str) -> Any:
    if len(script) > _MAX_SCRIPT:
        return None
    try:
        return orjson.loads(script)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return _load_anyway(script)


def _load_anyway(script: str) -> Any:
    """Raw line ends inside strings, comments around the script, commas too many, and more text behind the value."""
    text = _FENCE.sub("", _FENCE.sub("", script)).strip()
    decoder = json.JSONDecoder(strict=False)
    for attempt in (text, _TRAILING_COMMA.sub("", text)):
        with contextlib.suppress(ValueError, RecursionError):
            return decoder.raw_decode(attempt)[0]
    return None


def _walk(value: Any) -> Iterator[tuple[Node, bool]]:
    """Every object in the order of the page, without recursion: depth is the writer's choice."""
    stack: list[tuple[Any, bool]] = [(value, False)]
    while stack:
        item, aside = stack.pop()
        if isinstance(item, list):
            stack.extend((child, aside) for child in reversed(item))
        elif isinstance(item, dict):
            yield item, aside
            stack.extend(
                (child, aside or key in _ASIDES)
                for key, child in reversed(item.items())
                if isinstance(child, dict | list)
            )


def as_list(value: Any) -> list[Any]:
    """A value that may stand alone or in lists, also in lists of lists, as one flat list."""
    if not isinstance(value, list):
        return [] if value is None else [value]
    out: list[Any] = []
    stack: list[Any] = [value]
    while stack and len(out) < _MAX_NODES:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif item is not None:
            out.append(item)
    return out


def types(node: Node) -> list[str]:
    """The types of a node in small letters, without a vocabulary before them."""
    return [
        t.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold() for t in as_list(node.get("@type")) if isinstance(t, str)
    ]


def articles(graph: Graph, *, addresses: set[str], titles: Iterable[str]) -> list[Node]:
    """The nodes that may be the page's article, the likeliest first; nodes of other pages are not among them.

    A node that names an address and a headline, and neither is the page's, is another article.
    """
    ranked: list[tuple[int, int, Node]] = []
    known = list(filter(None, dict.fromkeys(map(folded, titles))))
    for at, (node, aside) in enumerate(graph.nodes):
        worth = _worth(node)
        if not worth:
            continue
        same = _is_of_page(node, addresses, known)
        if same is False and (aside or worth < 4):
            continue
        ranked.append((-(worth + (8 if same else 0) - (6 if aside else 0) - (3 if same is False else 0)), at, node))
    ranked.sort(key=lambda entry: entry[:2])
    # What stands aside is believed only if it names this page.
    return [node for score, _, node in ranked if score < 0]


def _worth(node: Node) -> int:
    """How well the type fits: an article, a page, nothing."""
    kinds = types(node)
    if any(k.endswith(("article", "posting")) or k in _ARTICLES for k in kinds):
        return 4
    return 1 if any(k in _WORKS for k in kinds) else 0


def _is_of_page(node: Node, addresses: set[str], titles: list[str]) -> bool | None:
    """Whether address or headline are those of the page; None if there is nothing to compare. Titles come folded."""
    told = False
    for key in ("url", "mainEntityOfPage", "@id"):
        for value in as_list(node.get(key)):
            link = value.get("@id") or value.get("url") if isinstance(value, dict) else value
            if isinstance(link, str) and "://" in link:
                told = told or key != "@id"
                if address(link.split("#")[0]) in addresses:
                    return True
    headline = folded(one_line(node.get("headline") or node.get("name")))
    if headline and any(is_same_text(headline, title) for title in titles):
        return True
    return False if (told and addresses) or (headline and titles) else None
