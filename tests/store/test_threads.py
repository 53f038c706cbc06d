"""Threads on the disk: all of them come back, the file stays small, and others may use it too."""

import random
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.core.fields import LATEST, MOST_ID
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.text import one_line
from matome_tui.store import database
from matome_tui.store.error import StoreError
from matome_tui.store.steps import MAX_BYTES
from matome_tui.store.threads import StoredThread, ThreadStore
from tests.support.memory import little_memory

ODD = "\0\x1b\udfff\ud800\U0001f98a\u2028'\"\\\r\n日本"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "threads.sqlite"


@pytest.fixture
def store(file: Path) -> ThreadStore:
    return ThreadStore(file)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set the clock of the store."""
    return lambda seconds: monkeypatch.setattr("time.time", lambda: float(seconds))


def _fill(store: ThreadStore, thread: int, size: int = 50_000, keep: tuple[int, ...] = ()) -> None:
    """Keep a thread that takes about `size` bytes."""
    text = random.Random(thread).randbytes(size // 2).hex()
    store.save(Story(thread, "t"), [Comment(CommentId(thread + 1), thread, "a", 0, text)], {}, keep)


def _ids(store: ThreadStore) -> set[int]:
    return {story.id for story in store.stories()}


ids = st.integers(1, MOST_ID)
stories = st.builds(
    Story,
    ids,
    st.text(max_size=5).map(one_line),
    points=st.none() | st.integers(-99, 10**9),
    comments=st.none() | st.integers(0, 10**9),
    kids=st.lists(ids, max_size=4, unique=True).map(tuple),
    kind=st.sampled_from(("story", "job", "poll")),
)
comments = st.builds(
    Comment,
    ids,
    st.just(0) | ids,
    st.text(max_size=5).map(one_line),
    st.integers(0, LATEST),
    st.text(max_size=9),
    st.booleans(),
    st.booleans(),
)
ranks = st.dictionaries(
    st.integers(1, 99), st.lists(ids, max_size=3, unique=True).map(tuple), max_size=3
)


@settings(max_examples=30, deadline=None)
@given(stories, st.lists(comments, max_size=5), ranks)
def test_a_thread_comes_back_as_it_was(
    story: Story, given_comments: list[Comment], given_ranks: dict[int, tuple[int, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        store = ThreadStore(Path(folder) / "threads.sqlite")
        store.save(story, given_comments, given_ranks)
        found = store.load(story.id)
    assert found == StoredThread(
        found.fetched if found else 0, story, tuple(given_comments), given_ranks
    )


def test_odd_text_and_order(store: ThreadStore) -> None:
    story = Story(1, "日本", "a", 5, "https://a.test/日本", ODD, kids=(3, 2))
    replies = [
        Comment(CommentId(2), 1, "a", 6, ODD),
        Comment(CommentId(3), 1, "b", 7, "x"),
        Comment(CommentId(4), 3, "c", 8, "y"),
    ]
    store.save(story, iter(replies), {3: [4]})
    found = store.load(1)
    assert found is not None
    assert (found.story, found.comments, found.ranks) == (story, tuple(replies), {3: (4,)})
    assert [comment.id for comment in found.thread().comments] == [1, 3, 4, 2]


def test_values_of_earlier_versions_are_bounded(store: ThreadStore) -> None:
    story = Story(1, ODD, ODD, 2**62, ODD, points=2**62, kids=(2, 2**62))
    store.save(
        story,
        [Comment(CommentId(2), 2**62, ODD, -5), Comment(CommentId(2**62), 1, "a", 5, "x")],
        {1: (2, -1)},
    )
    found = store.load(1)
    assert found is not None
    line = "��🦊 '\"\\ 日本"
    assert found.story == Story(1, line, line, kids=(2,))
    assert found.comments == (Comment(CommentId(2), 0, line),)
    assert found.ranks == {1: (2,)}


def test_a_thread_that_is_not_stored_is_none(store: ThreadStore) -> None:
    assert store.load(1) is None
    assert store.stories() == []


def test_a_later_copy_takes_the_place_of_the_earlier(
    store: ThreadStore, at: Callable[[int], None]
) -> None:
    at(100)
    store.save(Story(1, "old"), [Comment(CommentId(2), 1)], {1: (2,)})
    at(200)
    store.save(Story(1, "new"), [], {})
    found = store.load(1)
    assert found == StoredThread(200, Story(1, "new"), (), {})
    assert store.stories() == [Story(1, "new")]


def test_stories_are_listed_by_when_they_came(
    store: ThreadStore, at: Callable[[int], None]
) -> None:
    for thread, seconds in ((1, 30), (2, 10), (3, 20)):
        at(seconds)
        store.save(Story(thread, "t", kids=(9,)), [], {})
    assert store.stories() == [Story(thread, "t", kids=(9,)) for thread in (1, 3, 2)]


def test_the_oldest_go_and_the_file_shrinks(file: Path, at: Callable[[int], None]) -> None:
    store = ThreadStore(file, max_bytes=10_000_000)
    for thread in range(10, 110, 10):
        at(1000 - thread)  # the highest number came first
        _fill(store, thread)
    assert len(_ids(store)) == 10
    full = file.stat().st_size
    small = ThreadStore(file, max_bytes=full // 2)
    at(2000)
    _fill(small, 10)
    kept = sorted(_ids(small))
    assert 3 <= len(kept) <= 5
    assert kept == list(range(10, 10 * len(kept) + 10, 10))
    assert file.stat().st_size <= full // 2
    assert not file.with_name(f"{file.name}-wal").exists()


def test_threads_to_keep_stay_however_old(file: Path, at: Callable[[int], None]) -> None:
    store = ThreadStore(file, max_bytes=200_000)
    for number, thread in enumerate(range(10, 130, 10)):
        at(number)
        _fill(store, thread, keep=(10, 30, 999))
    kept = _ids(store)
    assert {10, 30, 120} <= kept
    assert 20 not in kept
    assert file.stat().st_size <= 200_000


def test_the_thread_being_read_stays_though_there_is_no_room(file: Path) -> None:
    store = ThreadStore(file, max_bytes=0)
    _fill(store, 1)
    _fill(store, 2)
    assert _ids(store) == {2}


def test_a_damaged_file_is_set_aside_and_reported(file: Path, store: ThreadStore) -> None:
    file.parent.mkdir()
    file.write_bytes(b"scratched " * 1000)
    assert store.set_aside is None
    assert store.load(1) is None
    aside = store.set_aside
    assert aside is not None
    assert aside.read_bytes() == b"scratched " * 1000
    _fill(store, 1)
    assert _ids(store) == {1}
    assert store.set_aside == aside


USES: tuple[Callable[[ThreadStore], object], ...] = (
    lambda store: store.load(10),
    lambda store: _fill(store, 10),
    lambda store: store.stories(),
)


@pytest.mark.parametrize("use", USES)
def test_damage_in_the_middle_is_found_when_it_is_met(
    file: Path, store: ThreadStore, use: Callable[[ThreadStore], object]
) -> None:
    for thread in range(10, 60, 10):
        _fill(store, thread)
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    use(store)
    assert store.set_aside is not None
    assert store.set_aside.read_bytes() == content
    _fill(store, 20)
    assert 20 in _ids(store)


@pytest.mark.parametrize(
    "damage",
    [
        "data = x'00'",
        "data = x'789c030000000001'",
        "data = 7",
        "story = '7'",
        "story = x'ff'",
        f"data = x'{zlib.compress(b'[' * 200_000).hex()}'",
        f"data = x'{zlib.compress(b' ' * (MAX_BYTES + 1)).hex()}'",
    ],
)
def test_a_thread_that_makes_no_sense_is_one_line(
    file: Path, store: ThreadStore, damage: str
) -> None:
    _fill(store, 1)
    _fill(store, 2)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute(f"UPDATE thread SET {damage} WHERE id = 1")
    with pytest.raises(StoreError, match="cannot be read") as caught:
        store.load(1)
    assert "\n" not in str(caught.value)
    assert store.load(2) is not None
    _fill(store, 1)
    assert store.load(1) is not None


def test_a_place_that_can_hold_no_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = ThreadStore(tmp_path / "file" / "threads.sqlite")
    for use in USES:
        with pytest.raises(StoreError) as caught:
            use(store)
        assert "\n" not in str(caught.value)


def test_a_locked_file_is_one_line_and_unchanged(
    file: Path, store: ThreadStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_WAIT_SECONDS", 0)
    _fill(store, 1)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            _fill(store, 2)
        assert store.load(1) is not None
    assert _ids(store) == {1}


def test_threads_of_the_process_use_it_at_once(file: Path, store: ThreadStore) -> None:
    file.parent.mkdir()
    file.write_bytes(b"scratched " * 1000)

    def use(thread: int) -> bool:
        _fill(store, thread, 5000)
        return store.load(thread) is not None

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(10, 250, 10)))
    assert len(_ids(store)) == 24
    assert len(list(file.parent.glob("*damaged*"))) == 1


_SAVES = """
import sys
from pathlib import Path
from matome_tui.core.fields import LATEST, MOST_ID
from matome_tui.core.items import Comment, Story
from matome_tui.store.steps import MAX_BYTES
from matome_tui.store.threads import ThreadStore
store = ThreadStore(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    store.save(Story(number, "t"), [Comment(number, number, "a", 0, "x" * 9000)], {})
    assert store.load(number) is not None
assert store.set_aside is None
"""


def test_two_programs_use_it_at_once(file: Path, store: ThreadStore) -> None:
    command = [sys.executable, "-c", _SAVES, str(file)]
    started = [subprocess.Popen([*command, str(first), str(first + 15)]) for first in (100, 200)]
    for process in started:
        assert process.wait() == 0
    assert _ids(store) == {*range(100, 115), *range(200, 215)}


def test_a_thread_is_found_by_any_of_its_comments(store: ThreadStore) -> None:
    store.save(
        Story(100, "a"),
        [Comment(CommentId(101), 100, "x", 0, "[205, "), Comment(CommentId(300), 101)],
        {},
    )
    store.save(
        Story(200, "b"),
        [Comment(CommentId(205), 200), Comment(CommentId(206), 205, "y", 0, "[300, ")],
        {},
    )
    found = {at: store.find(at) for at in (101, 300, 205, 206)}
    stories = {at: stored.story.id for at, stored in found.items() if stored}
    assert stories == {101: 100, 300: 100, 205: 200, 206: 200}
    assert [store.find(at) for at in (99, 100, 200, 250, 10**6)] == [None] * 5


def test_a_users_comments_are_found_in_all_threads(store: ThreadStore) -> None:
    def by(number: int, author: str, **values: bool) -> Comment:
        return Comment(CommentId(number), 1, author, number, "hi", **values)

    store.save(Story(1, "One"), [by(2, "ann"), by(3, "bob"), by(4, 'a"é'), by(5, "annie")], {})
    store.save(Story(10, "Ten"), [by(11, "ann"), by(12, "ann", dead=True)], {})
    assert [(found.id, found.title) for found in store.comments_by("ann")] == [
        (11, "Ten"),
        (2, "One"),
    ]
    assert [found.id for found in store.comments_by("ann", most=1)] == [11]
    assert [found.id for found in store.comments_by('a"é')] == [4]
    assert store.comments_by("nobody") == []


def test_a_damaged_thread_hides_no_other(store: ThreadStore, file: Path) -> None:
    store.save(Story(100, "a"), [Comment(CommentId(300), 100)], {})
    store.save(Story(200, "b"), [], {})
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE thread SET data = 'no zlib' WHERE id = 200")
    found = store.find(300)
    assert found is not None
    assert found.story.id == 100


@pytest.mark.parametrize("count", [0, 1, 3])
def test_comments_are_read_one_by_one_as_all_are(store: ThreadStore, count: int) -> None:
    many = [Comment(CommentId(id_), 1, "ann", id_, "[[], [") for id_ in range(2, 2 + count)]
    store.save(Story(1, "a"), many, {1: (2,)})
    loaded = store.load(1)
    assert loaded is not None
    assert tuple(store.comments(1)) == loaded.comments
    assert store.story(1) == loaded.story
    assert store.story(9) is None
    assert not list(store.comments(9))


def test_storing_a_thread_takes_little_memory(store: ThreadStore) -> None:
    html = "word " * 400
    many = [Comment(CommentId(id_), 1, "ann", id_, html) for id_ in range(2, 2002)]
    with little_memory(1_000_000):
        store.save(Story(1, "\U0001f98a"), many, {1: tuple(range(2, 2002))})
    found = store.load(1)
    assert found is not None
    assert len(found.comments) == 2000
