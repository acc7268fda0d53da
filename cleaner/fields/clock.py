"""Days and times out of tokens, checked against the calendar."""

from typing import Final

from cleaner.fields.tokens import COMMA, Token
from cleaner.fields.words import Words

__all__ = ["Day", "Moment", "read_day", "read_time"]

# Year, month, day; None for what the line does not say or what can be read in two ways.
Day = tuple[int | None, int | None, int | None]

_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DIGITS: Final = "0123456789"


class Moment:
    """A day and a time of day while they are being read."""

    __slots__ = ("day", "month", "numeric", "time", "year", "zone")

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.numeric = False
        self.time: str | None = None
        self.zone = ""

    def set_day(self, day: Day) -> None:
        """Takes over a day; one without a month is written in figures and can be read in two ways."""
        self.year, self.month, self.day = day
        self.numeric = self.month is None

    def has_day(self) -> bool:
        """Whether any part of a day was read."""
        return self.year is not None or self.month is not None or self.numeric

    def is_empty(self) -> bool:
        """Whether nothing was read, neither a day nor a time."""
        return self.time is None and not self.has_day()

    def is_dated(self, *, weekday: bool) -> bool:
        """Whether this alone shows a line of dates: a full day, or a day without a year beside a weekday or time.

        A month with a year, or a time alone, may be a heading.
        """
        if self.numeric:
            return True
        if self.month is None or self.day is None:
            return False
        return self.year is not None or weekday or self.time is not None

    def iso(self) -> str | None:
        """ISO 8601, None unless year, month and day are known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        if self.month == 2 and self.day == 29 and (self.year % 4 or (self.year % 100 == 0 and self.year % 400)):
            return None
        day = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{day}T{self.time}{self.zone}" if self.time else day


def read_time(toks: list[Token], at: int, words: Words) -> tuple[int, str, str] | None:
    """A time of day: number of tokens, "hh:mm" or "hh:mm:ss", and "Z" or an offset if the line gives one."""
    key = toks[at].key
    if (key in words.date_am or key in words.date_pm) and at + 1 < len(toks):
        return _after_half(key, toks[at + 1].key, words)
    hour, mark, minute = key.partition("h")
    if mark and hour.isdecimal() and len(minute) == 2 and minute.isdecimal():
        key = f"{hour}:{minute}"  # 10h30
    body = key.rstrip("apm.hrsz") if key[:1] in _DIGITS else ""
    glued = key[len(body) :]
    parts = body.replace(".", ":").split(":")
    if not 1 <= len(parts) <= 3 or not all(p.isdecimal() and len(p) <= 2 for p in parts):
        return None
    size = 1
    half = glued
    after = toks[at + 1].key if at + 1 < len(toks) else ""
    if not glued and (
        after in words.date_am or after in words.date_pm or (len(parts) > 1 and after in words.date_clock)
    ):
        half, size = after, 2
    if not _is_time(body, half, words):
        return None
    time = _clock([int(p) for p in parts], half, words)
    if time is None:
        return None
    if at + size < len(toks) and toks[at + size].key in words.reading_minutes:
        return None  # 2:03 min is the length of a video
    more, zone = _zone(toks, at + size, words)
    return size + more, time, zone or ("Z" if glued == "z" else "")


def _after_half(half: str, key: str, words: Words) -> tuple[int, str, str] | None:
    """A time with its half of the day in front: 오후 3:30."""
    parts = key.split(":")
    if not 2 <= len(parts) <= 3 or not all(p.isdecimal() and len(p) <= 2 for p in parts):
        return None
    time = _clock([int(p) for p in parts], half, words)
    return (2, time, "") if time else None


def _is_time(body: str, half: str, words: Words) -> bool:
    """Whether the figures are a time of day: "9 pm", "9:30", "9.30 Uhr"; 9 is a number and 12.50 a price."""
    if half in words.date_am or half in words.date_pm:
        return True
    if half in words.date_clock:
        return ":" in body or "." in body
    return ":" in body and half in ("", "z")


def _clock(parts: list[int], half: str, words: Words) -> str | None:
    hour, minute, *second = [*parts, 0][: max(2, len(parts))]
    if half in words.date_am or half in words.date_pm:
        if hour == 0 and half in words.date_am:
            hour = 12  # "0:30 am" is written, if seldom
        if not 1 <= hour <= 12:
            return f"{hour:02d}:{minute:02d}" if half in words.date_pm and hour < 24 and minute < 60 else None
        hour = hour % 12 + (12 if half in words.date_pm else 0)
    if hour > 23 or minute > 59 or any(s > 59 for s in second):
        return None
    return ":".join(f"{n:02d}" for n in (hour, minute, *second))


def _zone(toks: list[Token], at: int, words: Words) -> tuple[int, str]:
    """Names of zones are passed over: "IST" is three of them. UTC and written offsets have one meaning."""
    size, zone = 0, ""
    if at < len(toks) and toks[at].key in words.zones:
        size, zone = 1, "Z" if toks[at].key in words.utc else ""
    if at + size < len(toks):
        offset = _offset(toks[at + size].key.removeprefix("utc").removeprefix("gmt"))
        if offset:
            return size + 1, offset
    return size, zone


def _offset(key: str) -> str:
    sign, rest = key[:1], key[1:].replace(":", "")
    if sign not in ("+", "-") or not rest.isdecimal() or len(rest) not in (1, 2, 4):
        return ""
    rest = rest.zfill(2).ljust(4, "0")
    return f"{sign}{rest[:2]}:{rest[2:]}" if rest[:2] < "15" and rest[2:] < "60" else ""


def read_day(toks: list[Token], at: int, words: Words) -> tuple[int, Day] | None:
    """A day: number of tokens and what they say. A single number is none."""
    key = toks[at].key
    if key in words.date_months:
        return _month_first(toks, at, words)
    if key[:1] not in _DIGITS:
        return None
    return _day_first(toks, at, words) or _numeric(key, words)


def _month_first(toks: list[Token], at: int, words: Words) -> tuple[int, Day] | None:
    """August 14, 2024; Aug 14; August 2024."""
    month = words.date_months[toks[at].key]
    day = _number(toks, at + 1, words)
    if day is None:
        year = _year(toks, at + 1)
        return (2, (year, month, None)) if year else None
    if not _exists(month, day):
        return None
    gap = 1 if at + 2 < len(toks) and toks[at + 2].key == COMMA else 0
    year = _year(toks, at + 2 + gap)
    return (3 + gap, (year, month, day)) if year else (2, (None, month, day))


def _day_first(toks: list[Token], at: int, words: Words) -> tuple[int, Day] | None:
    """14 August 2024; 14th of August, 2024; 14 de agosto de 2024; 14. August 2024."""
    day = _number(toks, at, words)
    gap = 1 if at + 1 < len(toks) and toks[at + 1].key in words.date_fill else 0
    month = words.date_months.get(toks[at + 1 + gap].key) if at + 1 + gap < len(toks) else None
    if day is None or month is None or not _exists(month, day):
        return None
    comma = 1 if at + 2 + gap < len(toks) and toks[at + 2 + gap].key == COMMA else 0
    if not comma and at + 2 + gap < len(toks) and toks[at + 2 + gap].key in words.date_fill:
        comma = 1  # 3 de mayo de 2024
    year = _year(toks, at + 2 + gap + comma)
    return (3 + gap + comma, (year, month, day)) if year else (2 + gap, (None, month, day))


def _numeric(key: str, words: Words) -> tuple[int, Day] | None:
    """2024-08-14, 14/08/2024, 14-Aug-2024; of 03/04/2024 only the year is sure."""
    for mark in "-/.":
        parts = key.split(mark)
        if len(parts) != 3:
            continue
        if parts[1] in words.date_months:
            parts[1] = str(words.date_months[parts[1]])
            month_named = True
        else:
            month_named = False
        if not all(p.isdecimal() and len(p) <= 4 for p in parts):
            return None
        if len(parts[0]) != 4 and len(parts[2]) not in (2, 4):
            return None
        a, b, c = map(int, parts)
        if len(parts[0]) == 4:
            return (1, (a, b, c)) if 1800 < a < 2200 and _exists(b, c) else None
        return _either_order(a, b, c if len(parts[2]) == 4 else None, month_named=month_named)
    return None


def _either_order(a: int, b: int, year: int | None, *, month_named: bool) -> tuple[int, Day] | None:
    day_first, month_first = _exists(b, a), _exists(a, b)
    if year is not None and not 1800 < year < 2200:
        return None
    if month_named or a == b or (day_first and not month_first):
        return (1, (year, b, a)) if day_first else None
    if month_first and not day_first:
        return 1, (year, a, b)
    return (1, (year, None, None)) if day_first else None


def _number(toks: list[Token], at: int, words: Words) -> int | None:
    key = toks[at].key if at < len(toks) else ""
    digits = key.rstrip("abcdefghijklmnopqrstuvwxyz")
    if not digits.isdecimal() or len(digits) > 2 or (digits != key and key[len(digits) :] not in words.date_ordinals):
        return None
    return int(digits)


def _year(toks: list[Token], at: int) -> int | None:
    key = toks[at].key if at < len(toks) else ""
    return int(key) if len(key) == 4 and key.isdecimal() and key[:2] in ("18", "19", "20") else None


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1]
