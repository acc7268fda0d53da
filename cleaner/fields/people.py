"""The part of a byline that names people: lists of names with roles, papers, places and addresses between them."""

from typing import Final

from cleaner.article import Author
from cleaner.fields.dates import DateStamp, read_stamp
from cleaner.fields.lists import CONJUNCTION, Chunk, chunks
from cleaner.fields.names import is_degree, is_name_word, is_person, person_name
from cleaner.fields.outlets import (
    is_contact,
    is_domain,
    is_free_name,
    is_handle,
    is_newsroom,
    is_outlet,
    is_outlet_word,
    is_place,
    lead,
)
from cleaner.fields.roles import agency_head, agency_tail, is_agency, is_desk, is_role, role_tail
from cleaner.fields.tokens import BREAK, COMMA, DASH, OPEN, SLASH, Token, match, text_of
from cleaner.fields.words import Words

__all__ = ["People"]

_INITIALS: Final = 4
_MAX_DESK: Final = 4
_MAX_UNCUED: Final = 4


class People:
    """Collects what a byline says about its authors, segment by segment; `add` is False for what no byline holds.

    `cued` says that a cue word stood in front: single names, handles and papers are authors only then.
    """

    def __init__(self, words: Words, *, cued: bool, shouted: bool) -> None:
        self.words = words
        self.cued = cued
        self.shouted = shouted
        self.authors: list[Author] = []
        self.places: list[str] = []
        self.others = 0
        self.stamp = DateStamp()
        self.sign = False  # a role or "Special to ...": a byline even without a cue
        self.role_only = False
        self.slashed = False
        self._placed = False
        self._outlet = False

    def add(self, segment: list[Token]) -> bool:
        """Reads one segment. Later segments may also be the name of a paper alone."""
        if self._dated(segment):
            return True
        if self.authors and self.cued and self._paper(segment):
            return True
        return all(self._chunk(chunk) for chunk in chunks(segment, self.words, before=BREAK if self.authors else ""))

    def note(self, stamp: DateStamp) -> None:
        """Keeps dates and minutes; the first that was read stands."""
        old, minutes = self.stamp, self.stamp.reading_minutes
        self.stamp = DateStamp(
            old.published or stamp.published,
            old.updated or stamp.updated,
            stamp.reading_minutes if minutes is None else minutes,
        )

    def _dated(self, toks: list[Token]) -> bool:
        stamp = read_stamp(toks, self.words)
        if stamp:
            self.note(stamp)
        return stamp is not None

    @property
    def persons(self) -> list[Author]:
        """The authors that are neither desks nor agencies."""
        return [a for a in self.authors if a.kind == "person"]

    def place(self) -> str | None:
        """The one place that the line gives; two places belong to two people and to neither alone."""
        return self.places[0] if len(set(self.places)) == 1 else None

    def _paper(self, segment: list[Token]) -> bool:
        """A paper after a dash or a bar."""
        more = is_role(segment, self.words) or is_agency(segment, self.words)
        marked = any(t.key in (COMMA, OPEN) or is_contact(t) for t in segment)
        return not more and not marked and is_outlet(segment, self.words)

    def _chunk(self, chunk: Chunk) -> bool:
        while chunk.toks and is_contact(chunk.toks[-1]):
            toks, contact = chunk.toks[:-1], chunk.toks[-1].text
            if toks and not self._chunk(chunk._replace(toks=toks)):
                return False
            return self._contact(contact)
        toks = chunk.toks
        return (
            self._others(toks)
            or self._agency(toks)
            or self._job(chunk)
            or self._aside(chunk)
            or self._person(chunk)
            or self._handle(chunk)
            or self._newsroom(chunk)
        )

    def _contact(self, contact: str) -> bool:
        if self.authors and self.authors[-1].contact is None and not contact.startswith(("http", "www")):
            self.authors[-1] = self.authors[-1]._replace(contact=contact)
        return bool(self.authors) or self.cued

    def _others(self, toks: list[Token]) -> bool:
        """Counts "2 others", "+55 more", "others"."""
        number = toks[0].key.lstrip("+")
        rest = toks[1:] if number.isdecimal() and len(number) < 4 else toks
        if not self.authors or not rest or rest[0].key not in self.words.others:
            return False
        if len(rest) > 2 or (len(rest) == 2 and rest[1].key not in self.words.others_end):
            return False
        self.others += int(number) if rest is not toks else 0
        return True

    def _agency(self, toks: list[Token]) -> bool:
        """A wire; with a role behind it ("Associated Press Writer") also that of the people before."""
        size = agency_head(toks, self.words)
        if not size or (size < len(toks) and not is_role(toks[size:], self.words)):
            return False
        if size < len(toks):
            self._give_role(toks)
        self._append(Author(text_of(toks[:size]).rstrip(".:"), "agency"))
        return True

    def _job(self, chunk: Chunk) -> bool:
        """A desk, or the role of the people before it."""
        toks, words = chunk.toks, self.words
        if (
            is_desk(toks, words)
            and (self.cued or len(toks) <= _MAX_DESK)
            and not (self.persons and chunk.before in (COMMA, OPEN, BREAK) and is_role(toks, words))
        ):
            self._append(Author(text_of(toks).rstrip("."), "desk"))
            return True
        if not is_role(toks, words):
            return False
        whole_role = all(t.key in words.role_nouns or t.key in words.role_words for t in toks)
        if not self.authors:
            return self._nameless(chunk, whole_role=whole_role)
        if chunk.before == BREAK and not whole_role and self._is_person(toks) and not self.cued:
            return False
        if self._listed_person(chunk) and not whole_role:
            return False
        self.sign = self.sign or is_role(toks, words, strict=True)
        return self._give_role(toks)

    def _nameless(self, chunk: Chunk, *, whole_role: bool) -> bool:
        """A role with nobody before it: after a cue it stands for a person, alone it belongs to the line above."""
        if whole_role and self.cued and not chunk.before:
            self._append(Author(text_of(chunk.toks).rstrip("."), "desk"))
            return True
        if not whole_role and not chunk.before and role_tail(chunk.toks, self.words) < len(chunk.toks) - 1:
            return False  # "Rick Lane Contributor"
        self.role_only = True
        return True

    def _give_role(self, toks: list[Token]) -> bool:
        """In "A and B, Staff Writers" everyone since the last role has it."""
        role = text_of(toks).rstrip(".")
        for n, author in enumerate(self.authors):
            if author.kind == "person" and author.role is None:
                self.authors[n] = author._replace(role=role)
        return True

    def _listed_person(self, chunk: Chunk) -> bool:
        """Whether the place in the list calls for a person: before or after "and"."""
        return CONJUNCTION in (chunk.before, chunk.after) and self._is_person(chunk.toks)

    def _aside(self, chunk: Chunk) -> bool:
        """What may follow a name and is none: degrees, a place, a paper, dates, initials in brackets."""
        toks, words = chunk.toks, self.words
        if not self.authors:
            return self.role_only and is_free_name(toks, words)
        if all(is_degree(t, words) or t.key in words.suffixes for t in toks) or self._dated(toks) or self._led(toks):
            return True
        if is_place(toks, words) and chunk.before != CONJUNCTION:
            return self._place(toks)
        if self._outlet and chunk.before in (CONJUNCTION, COMMA) and is_free_name(toks, words):
            return chunk.before == CONJUNCTION or self._place(toks)
        return self._is_mark(chunk) or self._lone_place(chunk) or self._unknown_paper(chunk)

    def _is_mark(self, chunk: Chunk) -> bool:
        """Initials in brackets, or the domain of a paper after a slash."""
        toks = chunk.toks
        initials = toks[0].text.rstrip(".") if len(toks) == 1 else ""
        marked = chunk.before == OPEN and len(initials) <= _INITIALS and initials.isalpha()
        return marked or (chunk.before == SLASH and is_outlet(toks, self.words) and is_domain(toks[0]))

    def _unknown_paper(self, chunk: Chunk) -> bool:
        """A paper where no person can stand."""
        toks, words = chunk.toks, self.words
        if chunk.before == SLASH or self._listed_person(chunk):
            return False
        self._outlet = is_outlet(toks, words) and (not self.shouted or not self._is_person(toks))
        return self._outlet

    def _led(self, toks: list[Token]) -> bool:
        """Takes "in Abuja", "Special to the Tribune", "for The Associated Press"."""
        kind, size = lead(toks, self.words)
        if kind == "place":
            return self._place(toks[size:])
        if kind != "outlet":
            return False
        self.sign = self.sign or match(self.words.outlet_marks, toks, 0) > 0
        if is_agency(toks[size:], self.words):
            self._append(Author(text_of(toks[size:]).rstrip("."), "agency"))
        self._outlet = True
        return True

    def _lone_place(self, chunk: Chunk) -> bool:
        """A single word after a comma is a place, unless the list is one of single names."""
        tok = chunk.toks[0]
        if len(chunk.toks) != 1 or chunk.before not in (COMMA, OPEN, BREAK) or not is_name_word(tok, self.words):
            return False
        if chunk.after == CONJUNCTION and all(" " not in a.name for a in self.authors):
            return False
        return is_outlet_word(tok, self.words, shouted=self.shouted) or self._place(chunk.toks)

    def _place(self, toks: list[Token]) -> bool:
        """The first place after a name; what follows it is its region."""
        if not self._placed:
            text = text_of(toks).rstrip(".") if len(toks[-1].text) > 3 else text_of(toks)
            self.places.append(text)
        self._placed = True
        return True

    def _append(self, author: Author) -> None:
        if all(a.name.casefold() != author.name.casefold() for a in self.authors):
            self.authors.append(author)
        self._placed = self._outlet = False

    def _person(self, chunk: Chunk) -> bool:
        toks, words = chunk.toks, self.words
        if not self.authors and chunk.before == COMMA:
            return False  # "By , staff writer": the name is missing
        size = role_tail(toks, words)
        if size and self._is_person(toks[:-size]) and self._fits(toks[:-size]):
            self._append(Author(person_name(toks[:-size], words), "person", text_of(toks[-size:]).rstrip(".")))
            self.sign = self.sign or is_role(toks[-size:], words, strict=True)
            return True
        size = agency_tail(toks, words)
        if size and len(toks) - size > 1 and self._is_person(toks[:-size]) and self._fits(toks[:-size]):
            self._append(Author(person_name(toks[:-size], words)))
            return self._agency(toks[-size:])
        if self._is_person(toks):
            return self._named(toks, chunk)
        for end in range(len(toks) - 1, 0, -1):
            if self._is_person(toks[:end]) and self._continues(toks, end):
                return self._named(toks[:end], chunk) and self._aside(Chunk(toks[end:], "", chunk.after))
        return False

    def _is_person(self, toks: list[Token]) -> bool:
        return is_person(toks, self.words, strict=not self.cued)

    def _continues(self, toks: list[Token], end: int) -> bool:
        """Whether a paper ("Jane Doe Fox News") or a preposition ("in Abuja") may follow a name without a mark."""
        if not self.cued:
            return match(self.words.outlet_marks, toks, end) > 0
        return lead(toks[end:], self.words)[1] > 0 or (end == 2 and is_outlet(toks[end:], self.words))

    def _named(self, toks: list[Token], chunk: Chunk) -> bool:
        if not self._fits(toks) or (self.authors and chunk.before == COMMA and self._outlet):
            return False
        self.slashed = self.slashed or SLASH in (chunk.before, chunk.after)
        self._append(Author(person_name(toks, self.words)))
        return True

    def _fits(self, toks: list[Token]) -> bool:
        """One word is a name only after a cue, and a place name is none."""
        if not self.cued:
            plain = [t for t in toks if t.key not in self.words.particles]
            return len(toks) > 1 and len(plain) <= _MAX_UNCUED and not is_place(toks, self.words)
        if len(toks) == 1 and toks[0].text.isalpha():
            key = toks[0].key
            return key not in self.words.date_months and not key.endswith(tuple(self.words.not_name_ends))
        return not is_place(toks, self.words)

    def _handle(self, chunk: Chunk) -> bool:
        """A user name ("Riddy10", "quillmonger"): only after a cue and alone."""
        tok = chunk.toks[0]
        if not self.cued or len(chunk.toks) != 1 or self.authors or chunk.before or chunk.after not in ("", COMMA):
            return False
        if not is_handle(tok, self.words) or (
            tok.text.isalpha() and tok.text[0].isupper() and not self._fits(chunk.toks)
        ):
            return False
        self._append(Author(tok.text))
        return True

    def _newsroom(self, chunk: Chunk) -> bool:
        """A paper that signs itself, after a cue."""
        if not self.cued or chunk.after == DASH or not is_newsroom(chunk.toks, self.words):
            return False
        self._append(Author(text_of(chunk.toks).rstrip("."), "desk"))
        return True
