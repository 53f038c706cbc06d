"""The order of lists of stories, and the text that narrows them."""

import pytest

from matome_tui.core.items import Comment, CommentId, FoundComment, Story
from matome_tui.core.story_page import Item
from matome_tui.core.story_query import StoryQuery
from matome_tui.core.story_view import Order, StoryView

NOW = 1_000_000
HOUR = 3600
FOUND = FoundComment(Comment(CommentId(9), 1, "cole", NOW - HOUR, "a ｶｰﾄﾞ of moss"), 1, "Moss")
ITEMS: dict[int, Item] = {
    1: Story(1, "Moss grows", "ada", NOW - 10 * HOUR, points=5, comments=100),
    2: Story(2, "苔とカード", "bob", NOW - 2 * HOUR, "https://moss.example.com/", points=9),
    3: Story(3, "Ask HN: moss?", "ada", NOW - HOUR // 60, points=1, comments=12),
    4: Story(4, "Rocks", "dan", NOW - 5 * HOUR, points=7, comments=40),
    9: FOUND,
}
IDS = (3, 1, 5, 4, 2, 9)


def arranged(view: StoryView, hidden: tuple[int, ...] = ()) -> list[int]:
    return view.arrange(IDS, ITEMS, lambda item_id: item_id not in hidden, NOW)


def test_the_order_of_the_list_has_a_place_for_what_is_not_loaded() -> None:
    assert arranged(StoryView()) == list(IDS)
    assert arranged(StoryView(), hidden=(5, 4)) == [3, 1, 2, 9]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("points", [2, 4, 1, 3, 9]),
        ("comments", [1, 4, 3, 2, 9]),
        ("age", [3, 9, 2, 4, 1]),
        ("rate", [3, 1, 4, 2, 9]),  # a story of a minute counts as one of an hour
    ],
)
def test_orders_put_the_highest_first_and_the_unknown_last(order: Order, ids: list[int]) -> None:
    assert arranged(StoryView(order)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("moss", [3, 1, 2, 9]),
        ("ＭＯＳＳ by:ada", [3, 1]),
        ("カード", [2, 9]),
        ("points>5", [4, 2]),
        ("site:example.com", [2]),
        ("tag:ask", [3]),
        ('"moss grows"', [1]),
        ("lichen", []),
    ],
)
def test_a_filter_narrows_what_is_loaded(text: str, ids: list[int]) -> None:
    assert arranged(StoryView(filter=StoryQuery.parse(text, NOW))) == ids


def test_kana_are_the_same_if_wanted() -> None:
    query = StoryQuery.parse("かーど", NOW)
    assert arranged(StoryView(filter=query)) == []
    assert arranged(StoryView(filter=query, same_kana=True)) == [2, 9]


def test_a_filter_keeps_the_order() -> None:
    assert arranged(StoryView("points", StoryQuery.parse("moss", NOW))) == [2, 1, 3, 9]
