"""The vocabulary: frozen values that every layer above speaks in.

All values are named tuples: immutable, comparable, picklable, and cheap to import (`dataclasses` alone costs more
start-up time than the whole scan). Offsets are code points of the text that came in.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

__all__ = [
    "ACTIONS",
    "CATEGORIES",
    "DEFAULT_POLICY",
    "Action",
    "Article",
    "Author",
    "Byline",
    "Confidence",
    "Dateline",
    "Decision",
    "Document",
    "Note",
]

Confidence = Literal["certain", "likely", "weak"]
Action = Literal["drop", "keep", "move", "mark"]
ACTIONS: Final[tuple[Action, ...]] = ("drop", "keep", "move", "mark")
AuthorKind = Literal["person", "desk", "agency"]
NoteKind = Literal["correction", "update", "editor_note", "disclosure", "credit"]

CATEGORIES: Final = (
    "title",
    "byline",
    "date",
    "related",
    "promo",
    "share",
    "caption",
    "media",
    "ad",
    "comment",
    "nav",
    "legal",
    "author_bio",
    "credit",
    "note",
    "other",
)
MOVED: Final = frozenset({"title", "byline", "date", "credit", "note"})
DEFAULT_POLICY: Final[Mapping[str, Action]] = {c: "move" if c in MOVED else "drop" for c in CATEGORIES}


class Document(NamedTuple):
    """What comes in. What is given beside the text is evidence, and wins over what the text says."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    authors: tuple["Author", ...] = ()
    published: str | None = None


class Decision(NamedTuple):
    """One stretch of the source and what became of it.

    `source[start:end] == text`. `rules` and `signals` name the evidence; a decision of structure alone has no rules.
    """

    start: int
    end: int
    category: str
    action: Action
    confidence: Confidence
    rules: tuple[str, ...]
    signals: tuple[str, ...]
    text: str

    @property
    def removes(self) -> bool:
        """Whether the stretch left the text (`drop` and `move` do, `mark` does not)."""
        return self.action in ("drop", "move")


class Author(NamedTuple):
    """A name out of a byline. A desk ("Staff Reporter") or an agency ("AFP") is not a person."""

    name: str
    kind: AuthorKind = "person"
    role: str | None = None
    contact: str | None = None


class Byline(NamedTuple):
    """A byline as data. `cue` is the word that opened it as written ("By", "Words by"), "" for a bare name.

    `others` counts people who are mentioned without a name ("and 2 others"). Dates are ISO 8601, as precise as the
    line is: "2024-08-14" or "2024-08-14T09:30".
    """

    authors: tuple[Author, ...] = ()
    cue: str = ""
    place: str | None = None
    others: int = 0
    reading_minutes: int | None = None
    published: str | None = None
    updated: str | None = None
    raw: str = ""


class Dateline(NamedTuple):
    """Where, when and by whom a report was filed: `LAGOS, Aug 14 (Reuters) -`. It stays in the text."""

    place: str
    date: str | None = None
    agency: str | None = None


class Note(NamedTuple):
    """A correction, update, editor's note, disclosure or credit that was moved out of the text."""

    kind: NoteKind
    text: str


class Article(NamedTuple):
    """What comes out: the clean text, the fields found on the way, and every decision.

    `source` is the text before cleaning. `truncated` says that the text ends at a paywall. `guard` names the reason
    when the loss guard took decisions back. `engine` names the HTML engine, None for plain text. `markdown` is the text
    of a page once more, with its structure, if that was asked for.
    """

    text: str
    source: str
    title: str | None = None
    authors: tuple[Author, ...] = ()
    agencies: tuple[str, ...] = ()
    dateline: Dateline | None = None
    published: str | None = None
    updated: str | None = None
    reading_minutes: int | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    truncated: bool = False
    guard: str | None = None
    engine: str | None = None
    decisions: tuple[Decision, ...] = ()
    markdown: str | None = None
