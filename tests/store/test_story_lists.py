"""The kept lists of stories."""

from pathlib import Path

import pytest

from matome_tui.core.items import Story
from matome_tui.store.story_lists import StoryListStore

STORIES = [Story(number, f"Moss {number}", "op", number, points=7) for number in range(1, 100)]


def test_the_first_stories_come_back(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "lists.json"
    StoryListStore(path).save("top", STORIES, 70)
    StoryListStore(path).save("new", STORIES[:1], 80)
    kept = StoryListStore(path)
    assert kept.load("top") == STORIES[:60]
    assert kept.load("new") == STORIES[:1]
    assert kept.load("best") == []
    assert [kept.loaded(name) for name in ("top", "new", "best")] == [70, 80, 0]
    assert kept.title(STORIES[1].id) == STORIES[1].title
    assert kept.title(12345) == ""


def test_what_is_not_shown_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "lists.json"
    StoryListStore(path).save("top", [Story(1, "Moss", html="long", kids=(2, 3))], 0)
    assert StoryListStore(path).load("top") == [Story(1, "Moss")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"top": 1}',
        '{"top": [1, {}, {"id": "x"}, {"id": null}]}',
        "[" * 100_000,
        '{"times": {"top": "x"}}',
    ],
)
def test_a_damaged_file_keeps_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lists.json"
    path.write_text(text, encoding="utf-8")
    kept = StoryListStore(path)
    assert kept.load("top") == []
    kept.save("top", STORIES[:1], 0)
    assert StoryListStore(path).load("top") == STORIES[:1]


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = StoryListStore(tmp_path / "file" / "lists.json")
    kept.save("top", STORIES, 0)
    assert kept.load("top") == STORIES[:60]
