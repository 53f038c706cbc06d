"""Dates in the form of a pattern."""

from datetime import datetime, timedelta, timezone

import pytest

from matome_tui.core.date_format import DIRECTIVES, format_date, unknown_directive

TOKYO = timezone(timedelta(hours=9), "JST")
MOMENT = datetime(2025, 3, 1, 15, 4, 5, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("%-d %b %Y", "1 Mar 2025"),
        ("%A, %B %d, %Y", "Saturday, March 01, 2025"),
        ("%a %-m/%-d %y", "Sat 3/1 25"),
        ("%H:%M:%S %z %Z", "15:04:05 +0900 JST"),
        ("%Y-%m-%dT%-H:%M%:z", "2025-03-01T15:04+09:00"),
        ("%-I:%M %p, %I", "3:04 PM, 03"),
        ("%Y年%-m月%-d日 100%%", "2025年3月1日 100%"),
    ],
)
def test_patterns(pattern: str, expected: str) -> None:
    assert unknown_directive(pattern) == ""
    assert format_date(MOMENT, pattern) == expected


def test_moments_without_a_zone_and_west_of_greenwich() -> None:
    assert format_date(MOMENT.replace(tzinfo=None), "%H%z%:z%Z") == "15"
    west = MOMENT.astimezone(timezone(timedelta(hours=-3, minutes=-30)))
    assert format_date(west, "%z %:z") == "-0330 -03:30"


@pytest.mark.parametrize(
    ("pattern", "unknown"),
    [("%s", "%s"), ("%d %-y", "%-y"), ("100%", "%"), ("%%s", ""), ("%E", "%E"), ("%-%", "%-%")],
)
def test_unknown_directives(pattern: str, unknown: str) -> None:
    assert unknown_directive(pattern) == unknown


def test_the_plain_directives_are_those_of_strftime() -> None:
    plain = [directive for directive in DIRECTIVES if len(directive) == 2]
    for directive in plain:
        assert format_date(MOMENT, directive) == MOMENT.strftime(directive)
