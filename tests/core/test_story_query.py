"""Queries for stories: words, filters, errors."""

import pytest

from matome_tui.core.items import Story
from matome_tui.core.story_query import (
    Limit,
    QueryError,
    StoryQuery,
    day_query,
    neighbouring_day,
    parse_day,
)

NOW = 1_000_000_000.0


def test_filters_are_words_among_the_others() -> None:
    query = StoryQuery.parse('"two words" by:sue rust points>100 site:www.Example.com', NOW)
    assert query.words == '"two words" rust'
    assert (query.author, query.site) == ("sue", "example.com")
    assert query.limits == (Limit("points", ">", 100),)


def test_days_count_from_their_start_to_their_end_in_utc() -> None:
    query = StoryQuery.parse("since:2026-11-01 until:2026-11-01", NOW)
    assert query == day_query(parse_day("2026-11-01"))
    assert StoryQuery.parse("last:week", NOW).since == NOW - 7 * 86_400


def test_a_time_or_an_address_is_no_filter() -> None:
    assert StoryQuery.parse("http://x.org std::vector", NOW).words == "http://x.org std::vector"


@pytest.mark.parametrize(
    "text",
    [
        "by:",
        "points>many",
        "site:a/b",
        "since:2026-13-01",
        "until:9999-12-31",
        "last:eon",
        "tag:jobs",
        "in:posts",
        "sort:size",
        "points>1 in:comments",
    ],
)
def test_a_wrong_filter_is_one_line(text: str) -> None:
    with pytest.raises(QueryError) as error:
        StoryQuery.parse(text, NOW)
    assert str(error.value).count("\n") == 0


def test_a_story_at_hand_is_matched() -> None:
    story = Story(1, "Show HN: Koke", "sue", 100, "https://blog.example.com/a", points=5)
    for text in ("koke", "by:Sue", "site:example.com", "points>=5 tag:show", "comments<1"):
        assert StoryQuery.parse(text, NOW).matches(story), text
    for text in ("moss", "by:bob", "site:ample.com", "points>5", "tag:ask", "since:2026-11-01"):
        assert not StoryQuery.parse(text, NOW).matches(story), text


def test_days_go_back_from_today_and_on_up_to_yesterday() -> None:
    yesterday = neighbouring_day(None, -1, NOW)
    assert yesterday == parse_day("2001-09-08")
    query = StoryQuery.parse("day:2001-09-08", NOW)
    assert query == day_query(yesterday)
    assert neighbouring_day(query, -1, NOW) == parse_day("2001-09-07")
    assert neighbouring_day(query, 1, NOW) is None
    assert neighbouring_day(StoryQuery.parse("moss", NOW), -1, NOW) == yesterday
