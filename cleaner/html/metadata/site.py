"""The site: how it calls itself, and all the names by which it may sign."""

from typing import Final, NamedTuple
from urllib.parse import urlsplit

from cleaner.html.metadata.head import Head
from cleaner.html.metadata.jsonld import Graph, as_list, types
from cleaner.html.metadata.values import folded, one_line

__all__ = ["Site", "host_of", "read_site"]

_MAX_NAME: Final = 100
_NAMES: Final = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_OWNERS: Final = ("publisher", "dc.publisher", "copyright", "twitter:site")
_PUBLISHERS: Final = ("publisher", "sourceOrganization", "copyrightHolder")


class Site(NamedTuple):
    """The name of a site; and folded, every name that no person has here: publisher, account, host."""

    name: str | None
    names: frozenset[str]


def host_of(url: str | None) -> str:
    """The host without "www."; "" for what is no address."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def read_site(head: Head, graph: Graph, host: str) -> Site:
    """What the site calls itself before readers goes first: a publisher may be a company with many sites."""
    website, publishers = _website(graph), _publishers(graph)
    known = (head.first(*_NAMES), website, *publishers, host)
    names = {*known, host.rpartition(".")[0], *host.split(".")[-2:-1]}
    for key in (*_NAMES, *_OWNERS):
        names.update(value.lstrip("@") for value in head.values(key))
    return Site(next((name[:_MAX_NAME] for name in known if name), None), frozenset(filter(None, map(folded, names))))


def _website(graph: Graph) -> str:
    return next((one_line(n["name"]) for n, _ in graph.nodes if n.get("name") and "website" in types(n)), "")


def _publishers(graph: Graph) -> list[str]:
    found: dict[str, None] = {}
    for node, _ in graph.nodes:
        for key in _PUBLISHERS:
            if key not in node:
                continue
            for value in as_list(node[key]):
                name = value
                if isinstance(value, dict):
                    known = graph.by_id.get(value["@id"], value) if isinstance(value.get("@id"), str) else value
                    name = value.get("name") or known.get("name")
                found[one_line(name)] = None
    return [name for name in found if name]
