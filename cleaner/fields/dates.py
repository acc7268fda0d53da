"""Dates, times, reading times and view counts: a line that holds nothing else, or the tail of a byline."""

from typing import Final, NamedTuple

from cleaner.fields.clock import Moment, read_day, read_time
from cleaner.fields.tokens import COMMA, MAX_LINE, MAX_TOKENS, SEPARATORS, Token, match, tokens
from cleaner.fields.words import Words, fold, load_words

__all__ = ["DateStamp", "parse_date", "parse_reading_time", "read_stamp", "stamp_tail"]

_MAX_STAMP: Final = 40  # tokens; the longest real ones have about 25
_MAX_LINE: Final = 140
_MAX_VAGUE: Final = 40  # "an hour ago"


class DateStamp(NamedTuple):
    """What a line of dates says.

    All fields are None where the line is one of dates but gives no sure value: a day without a year, "1 hour ago", or
    03/04/2024, which is read in two ways.
    """

    published: str | None = None
    updated: str | None = None
    reading_minutes: int | None = None


def parse_date(line: str, language: str | None = None) -> DateStamp | None:
    """Reads a line that is only dates, times, reading time or views; None for any other line.

    A bare year or month is none, since it may be a heading. Values are ISO 8601, with an offset only if the line names
    UTC, GMT or an offset.
    """
    if len(line) > _MAX_LINE:
        return None
    words = load_words(language)
    head = line[:60].replace("\uff1a", " ").lstrip(" \t\u00a0-\u2013\u2014|\u2022\u00b7*[(").split(None, 1)
    if not head or not _opens(head[0], words) or (len(line) > _MAX_VAGUE and fold(head[0]) in words.date_one):
        return None
    stamp = _Reader(tokens(line, words), words)
    return stamp.result() if stamp.read() and stamp.stands_alone() else None


def parse_reading_time(text: str, language: str | None = None) -> int | None:
    """Minutes of "3 min read", "Reading time: 4 minutes" or "12-minute read"; None if the text is anything else."""
    stamp = parse_date(text[: MAX_LINE + 1], language)
    return stamp.reading_minutes if stamp else None


def read_stamp(toks: list[Token], words: Words) -> DateStamp | None:
    """All of the tokens as one stamp, or None. "3 min" counts as reading time here: a byline has no other minutes."""
    first = toks[0].key if toks else ""
    if first not in SEPARATORS and not first[:1].isdigit() and first not in words.stamp_words:
        return None
    stamp = _Reader(toks, words, byline=True)
    return stamp.result() if stamp.read() and stamp.evidence else None


def stamp_tail(toks: list[Token], words: Words) -> tuple[int, DateStamp] | None:
    """The longest stamp at the end of the tokens: where it begins, and what it says."""
    start = len(toks)
    while start > 0 and len(toks) - start < _MAX_STAMP and _is_stampish(toks[start - 1], words):
        start -= 1
    for at in range(start, len(toks)):
        if toks[at].key not in SEPARATORS:
            found = read_stamp(toks[at:], words)
            if found:
                return at, found
    return None


def _opens(word: str, words: Words) -> bool:
    """Whether a line of dates can begin so: a cheap test that turns prose away."""
    word = word.casefold().strip(".,:;()[]|\u2022")
    return word[:1].isdigit() or (word in words.stamp_words and word not in words.date_fill)


def _is_stampish(tok: Token, words: Words) -> bool:
    return tok.key in words.stamp_words or tok.key in SEPARATORS or tok.key[:1].isdigit() or tok.key[:1] in ("+", "-")


class _Reader:
    """Reads tokens from left to right; `read` is False as soon as one fits nowhere."""

    def __init__(self, toks: list[Token], words: Words, *, byline: bool = False) -> None:
        self.toks = toks[: MAX_TOKENS + 1]
        self.words = words
        self.byline = byline
        self.at = 0
        self.moment = Moment()
        self.moments: dict[str, Moment] = {}
        self.cue = ""
        self.strong_cue = False
        self.minutes: int | None = None
        self.evidence = False
        self.weekday = False
        self.other = False

    def read(self) -> bool:
        if len(self.toks) > MAX_TOKENS:
            return False
        while self.at < len(self.toks):
            if self.toks[self.at].key in SEPARATORS:
                self.at += 1
                continue
            if not (
                self._length()
                or self._reading()
                or self._views()
                or self._moment()
                or self._relative()
                or self._cue()
                or self._fill()
            ):
                return False
        self._close()
        return True

    def stands_alone(self) -> bool:
        """Whether the line is one of dates and not a heading such as "2024", "August 2024" or "Today"."""
        if self.minutes is not None or self.strong_cue or self.other:
            return True
        if self.toks[-1].text.endswith(":"):
            return False  # a heading of what came on that day
        return any(m.is_dated(weekday=self.weekday) for m in self.moments.values())

    def result(self) -> DateStamp:
        published, updated = self.moments.get("published"), self.moments.get("updated")
        return DateStamp(published.iso() if published else None, updated.iso() if updated else None, self.minutes)

    def _close(self) -> None:
        """Files the moment that was being read under its cue; a second one without a cue of its own is the update."""
        if self.moment.is_empty():
            return
        kind = self.cue or ("published" if "published" not in self.moments else "updated")
        self.moments.setdefault(kind, self.moment)
        self.moment, self.cue = Moment(), ""

    def _cue(self) -> bool:
        for kind, phrases in (("updated", self.words.date_updated), ("published", self.words.date_published)):
            size = match(phrases, self.toks, self.at)
            if size:
                self._close()
                self.cue = kind
                phrase = " ".join(t.key for t in self.toks[self.at : self.at + size])
                weak = phrase in self.words.date_weak
                self.strong_cue = self.strong_cue or not weak
                self.evidence = self.evidence or (self.byline and not weak)
                self.at += size
                return True
        return False

    def _moment(self) -> bool:
        tok = self.toks[self.at]
        if tok.key in self.words.date_weekdays:
            self.weekday = True
            self.at += 1
            return True
        if tok.key in self.words.zones and self.moment.has_day():
            self.at += 1
            return True
        time = read_time(self.toks, self.at, self.words)
        if time:
            if self.moment.time is not None:
                self._close()
            self.moment.time, self.moment.zone = time[1], time[2]
            self.at += time[0]
        else:
            day = read_day(self.toks, self.at, self.words)
            if not day:
                return False
            if self.moment.has_day():
                self._close()
            self.moment.set_day(day[1])
            self.at += day[0]
        self.evidence = True
        return True

    def _relative(self) -> bool:
        """Reads "3 hours ago", "an hour ago", "yesterday": a date of the line, though not one with a value."""
        size = match(self.words.date_now, self.toks, self.at)
        if not size:
            key = self.toks[self.at].key
            rest = [t.key for t in self.toks[self.at + 1 : self.at + 3]]
            if (key.isdecimal() or key in self.words.date_one) and len(rest) == 2:  # unit and "ago"
                size = 3 if rest[0] in self.words.date_units and rest[1] in self.words.date_ago else 0
        if size:
            self.other = self.other or size > 1
            self.evidence = True
            # An "updated" without a value of its own must not take the next date.
            self.moments.setdefault(self.cue or "relative", Moment())
            self.cue = ""
        self.at += size
        return size > 0

    def _length(self) -> bool:
        """Passes over "2:03 min", the length of a video."""
        rest = self.toks[self.at : self.at + 2]
        if len(rest) < 2 or rest[1].key not in self.words.reading_minutes or ":" not in rest[0].key:
            return False
        found = rest[0].key.replace(":", "").isdecimal()
        self.at += 2 if found else 0
        return found

    def _reading(self) -> bool:
        at = self.at + match(self.words.reading_lead, self.toks, self.at)
        led = at > self.at
        number, sep, unit = (self.toks[at].key if at < len(self.toks) else "").partition("-")
        if not number.isdecimal() or len(number) > 3:
            return self._glued_minutes(at, led=led)
        at += 1
        if not sep:
            unit = self.toks[at].key if at < len(self.toks) else ""
            at += 1
        if unit not in self.words.reading_minutes:
            return False
        size = match(self.words.reading_read, self.toks, at)
        if not size and not led and not self.byline:
            return False
        return self._set_minutes(int(number), at + size)

    def _glued_minutes(self, at: int, *, led: bool) -> bool:
        """Reads "3min read"."""
        key = self.toks[at].key if at < len(self.toks) else ""
        digits = len(key) - len(key.lstrip("0123456789"))
        if not 0 < digits <= 3 or key[digits:] not in self.words.reading_minutes:
            return False
        size = match(self.words.reading_read, self.toks, at + 1)
        return (size > 0 or led or self.byline) and self._set_minutes(int(key[:digits]), at + 1 + size)

    def _set_minutes(self, minutes: int, at: int) -> bool:
        if self.toks[at - 1].key in self.words.date_ago:
            return False
        if at < len(self.toks) and self.toks[at].key in self.words.date_ago:
            return False
        self.minutes, self.at, self.evidence = minutes, at, True
        return True

    def _views(self) -> bool:
        at = self.at
        while at < len(self.toks) and (self.toks[at].key == COMMA or self.toks[at].key[:1].isdigit()):
            at += 1
        size = match(self.words.date_views, self.toks, at) if at > self.at else 0
        if size:
            self.at, self.other = at + size, True
        return size > 0

    def _fill(self) -> bool:
        if self.toks[self.at].key not in self.words.date_fill or self.at + 1 == len(self.toks):
            return False
        self.at += 1
        return True
