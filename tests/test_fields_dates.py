"""Lines of dates, times and reading times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.fields import DateStamp, parse_date, parse_reading_time

VALUES = [
    ("December 17, 2023, 12:34 PM", "2023-12-17T12:34", None, None),
    ("Published Jun 05, 2026 • Last updated 1 day ago • 2 minute read", "2026-06-05", None, 2),
    ("Updated Dec. 22, 2023 11:48 a.m. ET", None, "2023-12-22T11:48", None),
    ("3 min read", None, None, 3),
    ("5 Min Read", None, None, 5),
    ("12-minute read", None, None, 12),
    ("3min read", None, None, 3),
    ("Reading time: 4 minutes", None, None, 4),
    ("Reading Time: 4 min.", None, None, 4),
    ("Estimated reading time: 3 mins", None, None, 3),
    ("• 7 mins read", None, None, 7),
    ("Thu, 14 Aug 2024 10:20:00 GMT", "2024-08-14T10:20:00Z", None, None),
    ("Date: Wed, 6 Feb 2002 22:33:19 +0530", "2002-02-06T22:33:19+05:30", None, None),
    ("17:41 JST, October 13, 2024", "2024-10-13T17:41", None, None),
    ("2024-08-14", "2024-08-14", None, None),
    ("2023-12-22T15:23:34Z", "2023-12-22T15:23:34Z", None, None),
    ("2023-12-22T15:23:34.512+01:00", "2023-12-22T15:23:34+01:00", None, None),
    ("14/08/2024", "2024-08-14", None, None),
    ("08/14/2024", "2024-08-14", None, None),
    ("14-Aug-2024", "2024-08-14", None, None),
    ("17.05.2021", "2021-05-17", None, None),
    ("03/04/2024", None, None, None),
    ("04/04/2024", "2024-04-04", None, None),
    ("Last modified on Monday, 12 May 2020 10:22", None, "2020-05-12T10:22", None),
    ("Published on Oct 3, 2016", "2016-10-03", None, None),
    ("Published On 22 Dec 2023", "2023-12-22", None, None),
    ("First Published: May 3, 2020 10:10 IST", "2020-05-03T10:10", None, None),
    ("Posted: 5:50 PM CDT May 18, 2020", "2020-05-18T17:50", None, None),
    ("Published: Dec 22, 2023 04:25:02 PM IST", "2023-12-22T16:25:02", None, None),
    ("1 hour ago", None, None, None),
    ("an hour ago", None, None, None),
    ("Updated 2 hours ago", None, None, None),
    ("Monday, August 14", None, None, None),
    ("December 24th 2023", "2023-12-24", None, None),
    ("Sunday, December 24th 2023", "2023-12-24", None, None),
    ("14th of August, 2024", "2024-08-14", None, None),
    ("Saturday 23 December 2023 09:25", "2023-12-23T09:25", None, None),
    ("Saturday December 30, 2023 10:00 PM EST", "2023-12-30T22:00", None, None),
    ("Dec. 12, 2023, at 3:28 p.m.", "2023-12-12T15:28", None, None),
    ("December 21, 2023 / 12:00 AM", "2023-12-21T00:00", None, None),
    ("May 30, 2023 /", "2023-05-30", None, None),
    ("Dec 20, 2023 6 min read", "2023-12-20", None, 6),
    ("August 14, 2024 | 5 min read", "2024-08-14", None, 5),
    ("14 August 2024 9.30am", "2024-08-14T09:30", None, None),
    ("Posted: Dec 22, 2023 5:05 pm", "2023-12-22T17:05", None, None),
    ("Published: Aug 14, 2024 | Updated: Aug 15, 2024", "2024-08-14", "2024-08-15", None),
    ("First published on December 22, 2023 / 1:54 PM EST", "2023-12-22T13:54", None, None),
    ("05.09.2024 | 2:03 min", None, None, None),
    ("1,234 views", None, None, None),
    ("PUBLISHED: | UPDATED:", None, None, None),
    ("Published", None, None, None),
    ("Updated on", None, None, None),
    ("Last Updated: June 2022", None, None, None),
    ("Feb 29, 2023", None, None, None),
]

NOT_DATES = [
    "",
    "August 2024",
    "2024",
    "May",
    "Monday",
    "Today",
    "12:30",
    "October 3",
    "July 4th",
    "23 shares",
    "On Monday, August 14, he left.",
    "December 2023 report",
    "2023 Nio ES8",
    "August 14, 2024 was a Wednesday",
    "The talks of August 14, 2024",
    "3 minutes",
    "30 min",
    "Cook for 30 minutes",
    "March on Washington",
    "May 5 people come",
    "Second half",
    "2025-12-19:",
    "February 31, 2024",
    "99/99/2024",
    "12.50",
    "(678) 288-2030",
    "Release date",
    "1. First",
    "At last",
    "Read",
    "Published by Lantern Books",
    "Updated rules for clubs",
    "1 2 3 4 5",
]


@pytest.mark.parametrize(("line", "published", "updated", "minutes"), VALUES)
def test_a_line_of_dates(line: str, published: str | None, updated: str | None, minutes: int | None) -> None:
    """A line of dates gives its values in ISO 8601."""
    assert parse_date(line, "en") == DateStamp(published, updated, minutes)


@pytest.mark.parametrize("line", NOT_DATES)
def test_any_other_line(line: str) -> None:
    """A line with anything else in it is none."""
    assert parse_date(line, "en") is None


def test_reading_time_alone() -> None:
    """Minutes are a reading time only where the line says so."""
    assert parse_reading_time("Reading time: 4 minutes") == 4
    assert parse_reading_time("4 minutes") is None


ALPHABET = (
    "Published Updated on at Dec 20 , 2023 9:30 am PM ET GMT +0530 min read Reading time: 3 | • ago hours 1 views "
    "14/08/2024 2024-08-14T10:00:00Z ² ٣ the Monday st 5th"
)
WORDS = st.sampled_from(ALPHABET.split())


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=100), st.lists(WORDS, max_size=16).map(" ".join)))
def test_no_line_raises_and_values_are_iso(line: str) -> None:
    """Any line can be read, and values are ISO 8601."""
    stamp = parse_date(line)
    for value in stamp[:2] if stamp else ():
        assert value is None or (len(value) >= 10 and value[4] == value[7] == "-")
