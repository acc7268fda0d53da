"""Fields out of lines: bylines, datelines, dates and reading times as data.

The words of a language live in `data/<language>.toml`; the code holds none.
"""

from cleaner.fields.authors import parse_authors
from cleaner.fields.byline import parse_byline
from cleaner.fields.dateline import parse_dateline
from cleaner.fields.dates import DateStamp, parse_date, parse_reading_time
from cleaner.fields.words import FALLBACK

__all__ = [
    "FALLBACK",
    "DateStamp",
    "parse_authors",
    "parse_byline",
    "parse_date",
    "parse_dateline",
    "parse_reading_time",
]
