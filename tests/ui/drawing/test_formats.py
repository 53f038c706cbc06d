"""Numbers and times as people read them."""

import pytest

from matome_tui.ui.drawing.formats import age, ago, byline, clock, count, site_name


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "now"), (59, "now"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86400, "1d"),
     (30 * 86400, "1mo"), (364 * 86400, "12mo"), (366 * 86400, "1y"), (-5, "now")],
)  # fmt: skip
def test_age_in_its_largest_unit(seconds: int, shown: str) -> None:
    assert age(1_000_000_000, 1_000_000_000 + seconds) == shown


def test_ago_in_a_sentence() -> None:
    assert ago(1, 7201) == "2h ago"
    assert ago(1, 2) == "just now"


def test_no_time_is_unknown_and_not_1970() -> None:
    assert age(0, 1_000_000_000) == clock(0) == "unknown"
    assert ago(0, 1_000_000_000) == "at an unknown time"
    assert byline("ann", 0) == "ann  unknown"
    assert byline("", 1748688402) == "[deleted]  2025-05-31 10:46 UTC"


def test_clock_is_utc() -> None:
    assert clock(1748688402) == "2025-05-31 10:46"


def test_count() -> None:
    assert [count(n, "clip") for n in (0, 1, 1200)] == ["0 clips", "1 clip", "1,200 clips"]


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.example.com/a", "example.com"), ("", ""), ("http://[broken", ""), ("x", "")],
)
def test_site_name(url: str, host: str) -> None:
    assert site_name(url) == host


@pytest.mark.parametrize("time", [10**15, -(10**15), 10**30])
def test_a_time_that_no_calendar_has_is_its_number(time: int) -> None:
    assert clock(time) == str(time)
