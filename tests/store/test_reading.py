"""The store of what the user has done with stories, and of searches.

`tests/data/reading-1` was written in the first format; see `test_a_file_of_the_first_format`.
"""

import shutil
from pathlib import Path

import pytest

from matome_tui.core.items import Story
from matome_tui.core.story_state import StoryState, Visit
from matome_tui.store.error import StoreError
from matome_tui.store.reading import MOST_SEARCHES, ReadingStore, StateChange

STORED = Path(__file__).parents[1] / "data" / "reading-1" / "reading.sqlite"
MOSS = Story(1, "Moss", "ada", 100, "https://example.com/", points=7, comments=9)
ROCKS = Story(2, "Rocks", "bob", 200, dead=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reading.sqlite"


def test_without_a_file_there_is_nothing_and_none_is_made(file: Path) -> None:
    store = ReadingStore(file)
    assert (store.states(), store.marked("bookmarked"), store.searches()) == ({}, [], [])
    assert not file.exists()


def test_changes_come_back(file: Path) -> None:
    ReadingStore(file).save(
        [
            StateChange(MOSS, {"opened": 50, "seen": 3}),
            StateChange(MOSS, {"bookmarked": 60}),
            StateChange(ROCKS, {"bookmarked": 70}),
            StateChange(ROCKS, {"hidden": 80}),
        ]
    )
    store = ReadingStore(file)
    assert (store.title(MOSS.id), store.title(12345)) == ("Moss", "")
    assert store.states() == {
        1: StoryState(50, 3, bookmarked=60),
        2: StoryState(bookmarked=70, hidden=80),
    }
    assert store.marked("bookmarked") == [ROCKS, MOSS]
    assert store.marked("hidden") == [ROCKS]


def test_two_programs_change_one_story(file: Path) -> None:
    first, second = ReadingStore(file), ReadingStore(file)
    first.save([StateChange(MOSS, {"opened": 50, "seen": 3})])
    second.save([StateChange(MOSS, {"bookmarked": 60})])
    first.save([StateChange(MOSS, {"opened": 70, "seen": 5})])
    assert second.states() == {1: StoryState(70, 5, bookmarked=60)}


def test_visits_are_listed_with_the_last_one_first(file: Path) -> None:
    store = ReadingStore(file)
    store.save([StateChange(MOSS, {"opened": 10.25, "comment": 5})])
    store.save([StateChange(ROCKS, {"opened": 10.5}), StateChange(ROCKS, {"bookmarked": 60})])
    assert store.visits() == [Visit(2, "Rocks", 10.5), Visit(1, "Moss", 10.25)]
    store.save([StateChange(MOSS, {"opened": 30})])
    assert [visit.thread for visit in store.visits()] == [1, 2]
    assert store.states()[1] == StoryState(30, comment=5)


def test_each_search_is_kept_once_and_the_last_first(file: Path) -> None:
    store = ReadingStore(file)
    store.save((), ["moss", "苔 points>1", "moss"])
    assert store.searches() == ["moss", "苔 points>1"]
    store.save((), [f"moss {number}" for number in range(2 * MOST_SEARCHES)])
    found = store.searches()
    assert len(found) == MOST_SEARCHES
    assert found[0] == f"moss {2 * MOST_SEARCHES - 1}"


def test_odd_values_are_bounded(file: Path) -> None:
    store = ReadingStore(file)
    store.save([StateChange(MOSS, {"opened": 50, "bookmarked": 1})])

    def spoil(values: str) -> None:
        store._change(lambda db: db.execute(f"UPDATE story SET {values}"))

    spoil("opened = 'x', seen = x'00', hidden = -5, comment = 'y'")
    assert store.states() == {1: StoryState(bookmarked=1)}
    spoil("opened = 9e999, hidden = 9e99, comment = -3")
    assert store.states() == {1: StoryState(bookmarked=1)}
    for data in ("x''", "'text'", "x'5b'", "x'5b5d'", "x'7b7d'"):
        spoil(f"story = {data}")
        assert store.marked("bookmarked") == []


def test_a_damaged_file_is_set_aside(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"not a database" * 100)
    store = ReadingStore(file)
    store.save([StateChange(MOSS, {"opened": 50})])
    assert set(store.states()) == {1}
    assert store.set_aside is not None
    assert store.set_aside.read_bytes().startswith(b"not a database")


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        ReadingStore(tmp_path / "file" / "reading.sqlite").save((), ["moss"])


def test_a_file_of_the_first_format(tmp_path: Path) -> None:
    store = ReadingStore(Path(shutil.copy(STORED, tmp_path)))
    assert store.states() == {1: StoryState(50, 3, 5, 60), 2: StoryState(hidden=80)}
    assert store.visits() == [Visit(1, "Moss", 50)]
    assert store.marked("bookmarked") == [MOSS]
    assert store.marked("hidden") == [ROCKS]
    assert store.searches() == ["苔 points>1", "moss"]
    assert store.set_aside is None
