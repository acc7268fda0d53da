"""Author values of any source through the byline normaliser, and which source is believed."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from cleaner.article import Author
from cleaner.fields import parse_authors
from cleaner.fields.names import is_person, person_name
from cleaner.fields.roles import is_agency
from cleaner.fields.tokens import MAX_LINE, tokens
from cleaner.fields.words import load_words
from cleaner.html.metadata.bylines import read_in
from cleaner.html.metadata.head import Head
from cleaner.html.metadata.jsonld import Graph, Node, as_list, types
from cleaner.html.metadata.values import folded, one_line

__all__ = ["Claim", "Names", "believed", "from_graph", "from_meta"]

_MAX_AUTHORS: Final = 60
_MAX_NAME: Final = 80
_MAX_LABEL: Final = 16
# Accounts that publish for others; nobody is called so.
_NOBODY: Final = frozenset(
    {
        "admin", "administrator", "webmaster", "guest", "guestauthor", "author", "anonymous", "unknown", "none", "null",
        "undefined", "na", "editor", "editors", "staff", "user", "root", "test", "default", "wordpress", "adminuser",
        "siteadmin", "superuser", "false", "true", "object", "redazione", "redaktion", "redaccion", "redacao",
        "redaction", "rédaction", "larédaction", "redactie", "redaksi", "person", "byline", "noauthor", "publisher",
        "writer",
    }
)  # fmt: skip
_ACCOUNTS: Final = frozenset({"admin", "administrator", "webmaster"})
# Words of houses that no list of one language has, since author fields of all languages hold them; no name has them.
_HOUSES: Final = frozenset(
    {
        "redaktion", "redaktionen", "redazione", "redacción", "redaccion", "rédaction", "redaction", "redactie",
        "redakcja", "redakce", "redakcia", "redação", "redacao", "redaksi", "redaksjonen", "toimitus", "gmbh", "ev",
        "llc", "ltd", "inc", "sarl", "verlag", "verein", "stiftung", "ministerium", "departement", "department", "team",
        "universität", "universidad", "université", "università",
    }
)  # fmt: skip
_ORGANISATIONS: Final = ("organization", "corporation", "website", "newsmedia", "brand", "localbusiness")
_META: Final = (
    "citation_author", "parsely-author", "sailthru.author", "article:author", "author", "dc.creator", "dcterms.creator",
    "dc.contributor.author", "article:author_name", "og:article:author", "article_author", "byl", "byline",
    "displayauthors", "cxenseparse:author", "sailthru.byline_name", "vr:author", "shareaholic:article_author_name",
    "authors", "creator", "bt:author", "dcsext.author", "author_name", "news_authors", "twitter:data1", "og:author",
)  # fmt: skip


class Claim(NamedTuple):
    """What one source says: a name as written, a role, and whether it calls the bearer one person or a house."""

    text: str
    role: str | None = None
    person: bool = False
    organisation: bool = False


def from_graph(nodes: Sequence[Node], graph: Graph) -> list[list[Claim]]:
    """The claims of each node that has any."""
    found = []
    for node in nodes:
        for key in ("author", "creator"):
            claims = [c for value in as_list(node.get(key))[:_MAX_AUTHORS] for c in _claims(value, graph)]
            if claims:
                found.append(claims)
                break
    return found


def _claims(value: Any, graph: Graph) -> list[Claim]:
    if isinstance(value, str):
        return [Claim(one_line(value))]
    if not isinstance(value, dict):
        return []
    if not value.get("name") and isinstance(value.get("@id"), str):
        value = graph.by_id.get(value["@id"], value)
    names = [one_line(n) for n in as_list(value.get("name"))[:_MAX_AUTHORS]]
    if not any(names):
        names = [" ".join(filter(None, (one_line(value.get("givenName")), one_line(value.get("familyName")))))]
    role = one_line(next(iter(as_list(value.get("jobTitle"))), None))
    kinds = types(value)
    company = any(mark in kind for kind in kinds for mark in _ORGANISATIONS)
    return [
        Claim(name, role if 0 < len(role) <= _MAX_NAME else None, "person" in kinds, company) for name in names if name
    ]


def from_meta(head: Head) -> list[list[Claim]]:
    """The claims of each meta tag that has any."""
    out = []
    for key in _META:
        values = head.values(key) if key in head.meta else []
        if key == "twitter:data1" and not folded(head.first("twitter:label1")).endswith(("writtenby", "author", "by")):
            continue
        if values:
            out.append([Claim(value) for value in values[:_MAX_AUTHORS]])
    return out


class Names:
    """Claims made into authors, with what the page says of itself: its language and the names of its site."""

    def __init__(self, language: str | None, sites: frozenset[str]) -> None:
        self.language = language
        self.sites = sites
        self.words = load_words(language)

    def authors(self, claims: Sequence[Claim]) -> tuple[Author, ...]:
        """Every name once, in the order of the page."""
        return self.judged(author for claim in claims[:_MAX_AUTHORS] for author in self._read(claim))

    def judged(self, authors: Iterable[Author]) -> tuple[Author, ...]:
        """Without accounts that stand for nobody and without contacts; a house that passes for a person is a desk."""
        found: dict[str, Author] = {}
        for author in authors:
            key = folded(author.name)
            parts = {folded(part) for part in author.name.replace("-", " ").split()}
            if not key or key in _NOBODY or not parts.isdisjoint(_ACCOUNTS):
                continue
            house = author.kind == "person" and (key in self.sites or not parts.isdisjoint(_HOUSES))
            found.setdefault(key, self._house(author.name) if house else author._replace(contact=None))
        return tuple(found.values())

    def is_site(self, author: Author) -> bool:
        """Whether the author is the site itself."""
        return folded(author.name) in self.sites

    def _read(self, claim: Claim) -> Sequence[Author]:
        text = claim.text.strip(" ,;|-")
        if not text or len(text) > _MAX_NAME * 4 or not any(c.isalpha() for c in text):
            return ()
        if claim.organisation or folded(text) in self.sites:
            return (self._house(text),)
        label, colon, rest = text.partition(": ")
        if colon and len(label) <= _MAX_LABEL and rest.strip():
            text = rest.strip()  # "Text: Jane Doe"
        # "Jane Doe, courier.example"
        text = ", ".join(part for part in text.split(", ") if folded(part) not in self.sites)
        read = self._titled(text) if claim.person else ()
        read = read or parse_authors(text, read_in(text, self.language, self.words)[0])
        if claim.role and len(read) == 1 and read[0].kind == "person" and not read[0].role:
            return (read[0]._replace(role=claim.role),)
        return read

    def _titled(self, text: str) -> tuple[Author, ...]:
        """One person of JSON-LD may carry a whole description: "Jone Petraitis, professor of the old school"."""
        name, comma, rest = text.partition(", ")
        toks = tokens(name, self.words)
        small = sum(word[:1].islower() for word in rest.split())
        if not comma or small < 2 or len(toks) < 2 or not is_person(toks, self.words):
            return ()
        return (Author(person_name(toks, self.words), role=rest if len(rest) <= _MAX_NAME else None),)

    def _house(self, text: str) -> Author:
        return Author(text, "agency" if is_agency(tokens(text[:MAX_LINE], self.words), self.words) else "desk")


def believed(sources: Iterable[tuple[Author, ...]], names: Names) -> tuple[Author, ...]:
    """The first source that names a person; without one the first that names a desk or agency, the site itself last.

    A site that signs everything with its own name says nothing about who wrote this.
    """
    house: tuple[Author, ...] = ()
    for authors in sources:
        if any(a.kind == "person" for a in authors):
            return authors
        if authors and (not house or (all(map(names.is_site, house)) and not all(map(names.is_site, authors)))):
            house = authors
    return house
