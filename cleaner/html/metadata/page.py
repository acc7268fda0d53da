"""One page while its metadata are read: each source is asked only when those before it had no answer."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from cleaner.article import Author
from cleaner.fields.words import load_words
from cleaner.html.metadata import bylines, dates
from cleaner.html.metadata.authors import Names, believed, from_graph, from_meta
from cleaner.html.metadata.below import Line, lines_below
from cleaner.html.metadata.head import read_head
from cleaner.html.metadata.jsonld import articles, read_graph
from cleaner.html.metadata.site import host_of, read_site
from cleaner.html.metadata.titles import choose_title, read_titles
from cleaner.html.metadata.values import address, folded, language_tag, one_line, plain

__all__ = ["Metadata", "Page"]

_LANGUAGES: Final = ("og:locale", "content-language", "language", "dc.language")
_DESCRIPTIONS: Final = ("og:description", "description", "twitter:description", "dc.description")


class Metadata(NamedTuple):
    """What a page says about its article. Dates are ISO 8601, as precise as the page is; names are normalised.

    `body` is the text that JSON-LD holds for machines, often whole, sometimes cut, "" where there is none. `headlines`
    are all titles that the page gives its article, in order of trust: evidence for a line that repeats one of them.
    """

    title: str | None = None
    authors: tuple[Author, ...] = ()
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    site: str | None = None
    description: str | None = None
    body: str = ""
    headlines: tuple[str, ...] = ()


class Page:
    """What several fields need to know: the head, the nodes of JSON-LD that are about this page, the site's names."""

    def __init__(self, tree: LexborHTMLParser, url: str | None) -> None:
        self.tree = tree
        self.head = read_head(tree)
        self.graph = read_graph(self.head.scripts)
        self.url = url or self.head.canonical or self.head.first("og:url")
        self.site = read_site(self.head, self.graph, host_of(self.url))
        links = {address(link) for link in (url, self.head.canonical, self.head.first("og:url")) if link}
        seen = [*self.head.headings, self.head.first("og:title"), *self.head.titles]
        self.nodes = articles(self.graph, addresses=links - {""}, titles=seen)
        self.titles = read_titles(self.nodes, self.head, self.site.names)
        self.title = choose_title(self.titles)
        self.language = self._language()
        self.names = Names(self.language, self.site.names)
        self._lines: list[Line] | None = None

    def metadata(self) -> Metadata:
        """All of it."""
        published, updated = self._dates()
        description = next((one_line(n["description"]) for n in self.nodes if n.get("description")), "")
        return Metadata(
            self.title,
            believed(self._authors(), self.names),
            published,
            updated,
            self.language,
            self.site.name,
            self.head.first(*_DESCRIPTIONS) or description or None,
            next(filter(None, (plain(node.get("articleBody")) for node in self.nodes)), ""),
            self.titles.every(),
        )

    def _language(self) -> str | None:
        given = (*(node.get("inLanguage") for node in self.nodes), self.head.language, self.head.first(*_LANGUAGES))
        return next(filter(None, map(language_tag, given)), None)

    def _authors(self) -> Iterator[tuple[Author, ...]]:
        """What each source makes of the authors, in order of trust; later sources are asked only if somebody looks."""
        for claims in from_graph(self.nodes, self.graph):
            yield self.names.authors(claims)
        for claims in from_meta(self.head):
            yield self.names.authors(claims)
        english = load_words(None)  # pages in every language carry English furniture
        for language in (self.language,) if self.names.words is english else (self.language, None):
            for byline in bylines.from_lines(self._below(), language):
                yield self.names.judged(byline.authors)
            for byline in bylines.from_elements(self.tree, language):
                yield self.names.judged(byline.authors)

    def _dates(self) -> tuple[str | None, str | None]:
        published, updated = dates.given(self.nodes, self.head, self.language)
        if not published:
            published, later = dates.from_lines(self._below(), self.language)
            updated = updated or later
        found = published or dates.from_address(self.url) or dates.from_elements(self.tree, self.language)
        return found, updated

    def _below(self) -> list[Line]:
        """The lines below the headline: below the heading that is the title, or the first."""
        if self._lines is None:
            key = folded(self.title or "")
            headings = zip(self.head.nodes, self.head.headings, strict=True)
            start = next((node for node, text in headings if folded(text) == key), next(iter(self.head.nodes), None))
            self._lines = [] if start is None else list(lines_below(start))
        return self._lines
