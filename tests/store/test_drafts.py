"""Drafts on the disk: every edit at once, undone and redone, shared, and never overwritten."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore, UnreadableDraftError
from matome_tui.store.error import StoreError
from matome_tui.store.session import DraftSession, Publication, StaleError

STORY = Story(100, "A story", "poster", 1_700_000_000)


def _comment(number: int) -> Comment:
    return Comment(
        CommentId(number), 100, f"user{number}", 1_700_000_000 + number, f"<p>text {number}"
    )


def _marked(draft: Draft, number: int) -> Draft:
    return draft.add((_comment(number),), lambda comment: comment)


def _titled(draft: Draft, title: str) -> Draft:
    return draft.with_metadata(replace(draft.metadata, title=title))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(file)) as made:
        yield made


@pytest.fixture
def session(store: DraftStore) -> DraftSession:
    return store.begin(Draft.begin(STORY))


def _again(file: Path, thread: int = STORY.id) -> Draft | None:
    """Return the draft as a program that starts now finds it."""
    with closing(DraftStore(file)) as store:
        session = store.of_thread(thread)
        return session.draft if session else None


def test_nothing_is_kept_before_the_first_edit(file: Path, session: DraftSession) -> None:
    session.save_cursor(5)
    session.amend(replace(session.draft, story_title="renamed"))
    assert _again(file) is None
    assert not session.edit("Nothing", session.draft)
    assert _again(file) is None
    session.edit("Mark", _marked(session.draft, 1))
    assert _again(file) == session.draft
    assert session.draft.story_title == "renamed"


def test_undo_and_redo_reach_over_a_restart(file: Path, session: DraftSession) -> None:
    drafts = [session.draft]
    for number in range(1, 5):
        session.edit(f"Mark {number}", _marked(session.draft, number))
        drafts.append(session.draft)
    assert session.undo() == "Mark 4"
    for at in (2, 1, 0):
        with closing(DraftStore(file)) as store:
            again = store.of_thread(STORY.id)
            assert again is not None
            assert again.undo() == f"Mark {at + 1}"
            assert again.draft == drafts[at]
    with closing(DraftStore(file)) as store:
        again = store.of_thread(STORY.id)
        assert again is not None
        assert again.undo() is None
        assert [again.redo() for _ in range(5)] == ["Mark 1", "Mark 2", "Mark 3", "Mark 4", None]
        assert again.draft == drafts[4]


def test_an_edit_discards_undone_steps(file: Path, session: DraftSession) -> None:
    for number in (1, 2, 3):
        session.edit("Mark", _marked(session.draft, number))
    session.undo()
    session.undo()
    session.edit("Title", _titled(session.draft, "new"))
    with closing(DraftStore(file)) as store:
        again = store.of_thread(STORY.id)
        assert again is not None
        assert again.redo() is None
        assert again.draft == session.draft


def test_a_text_that_grows_is_one_step(file: Path, session: DraftSession) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    before = session.draft
    for at, text in enumerate(("苔", "苔は", "苔は緑")):
        session.edit("Write", session.draft.set_text(EntryKey(1), text), is_same_step=at > 0)
    again = _again(file)
    assert again is not None
    assert again.clips[0].text == "苔は緑"
    assert session.undo() == "Write"
    assert session.draft == before == _again(file)
    session.redo()
    assert session.draft.clips[0].text == "苔は緑"


def test_the_first_edit_is_a_step_even_if_called_part_of_another(session: DraftSession) -> None:
    first = session.draft
    session.edit("Mark", _marked(first, 1), is_same_step=True)
    session.undo()
    assert session.draft == first


def test_amendments_are_stored(file: Path, session: DraftSession) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    session.amend(replace(session.draft, story_title="found"))
    again = _again(file)
    assert again is not None
    assert again.story_title == "found"


def test_the_cursor_and_the_post_come_back(
    file: Path, session: DraftSession, tmp_path: Path
) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9/index.md")
    session.edit("Mark", _marked(session.draft, 1))
    session.save_cursor(77)
    session.publish(Publication(path, "text\r\nof the post\n"))
    with closing(DraftStore(file)) as store:
        again = store.of_post(Path(path))
        assert again is not None
        assert (again.cursor, again.draft) == (77, session.draft)
        assert again.publication == Publication(path, "text\r\nof the post\n")
        assert store.of_post(tmp_path / "other.md") is None


def test_a_draft_of_a_post_knows_it_from_its_first_edit(file: Path, store: DraftStore) -> None:
    publication = Publication("/site/index.md", "old")
    session = store.begin(Draft.begin(STORY), publication)
    session.edit("Mark", _marked(session.draft, 1))
    with closing(DraftStore(file)) as other:
        again = other.of_post(Path("/site/index.md"))
        assert again is not None
        assert again.publication == publication


def test_the_threads_with_drafts(store: DraftStore) -> None:
    assert store.threads() == set()
    for thread in (7, 8, 7):
        session = store.begin(Draft(thread, "", Metadata()))
        session.edit("Title", _titled(session.draft, "x"))
    assert store.threads() == {7, 8}
    assert store.saved_threads() == set()
    session.publish(Publication("index.md", ""))
    assert store.saved_threads() == {7}


def test_the_draft_touched_last_is_opened(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("time.time", lambda: now)
    older = store.begin(Draft.begin(STORY))
    older.edit("Title", _titled(older.draft, "older"))
    newer = store.begin(Draft.begin(STORY))
    newer.edit("Title", _titled(newer.draft, "newer"))
    found = store.of_thread(STORY.id)
    assert found is not None
    assert found.draft == newer.draft
    now = 1001.0
    older.edit("Title", _titled(older.draft, "older, changed"))
    found = store.of_thread(STORY.id)
    assert found is not None
    assert found.draft == older.draft


def test_a_draft_that_another_program_begins_meanwhile_is_not_doubled(
    file: Path, session: DraftSession
) -> None:
    with closing(DraftStore(file)) as other:
        theirs = other.begin(Draft.begin(STORY))
        theirs.edit("Mark", _marked(theirs.draft, 1))
    with pytest.raises(StaleError, match="has begun a draft"):
        session.edit("Mark", _marked(session.draft, 2))
    assert _again(file) == theirs.draft


def test_changes_of_another_program_are_reopened(file: Path, store: DraftStore) -> None:
    unsaved = store.begin(Draft.begin(STORY))
    with closing(DraftStore(file)) as other:
        theirs = other.begin(Draft.begin(STORY))
        theirs.edit("Mark", _marked(theirs.draft, 1))
        ours = store.reopen(unsaved)
        assert ours is not None
        assert ours.draft == theirs.draft
        theirs.edit("Mark", _marked(theirs.draft, 2))
        with pytest.raises(StaleError):
            ours.edit("Mark", _marked(ours.draft, 3))
        again = store.reopen(ours)
        assert again is not None
        assert again.draft == theirs.draft
        assert again.edit("Mark", _marked(again.draft, 3))
        other.delete(theirs.id)
        assert store.reopen(again) is None


def test_steps_have_titles_and_times(
    file: Path, session: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        monkeypatch.setattr("time.time", lambda now=1000 + number: now)
        session.edit(f"Mark {number}", _marked(session.draft, number))
    drafts = [step.value for step in session.steps]
    session.go(1)
    with closing(DraftStore(file)) as store:
        again = store.of_thread(STORY.id)
        assert again is not None
        assert [(step.title, step.time) for step in again.steps[1:]] == [
            ("Mark 1", 1001),
            ("Mark 2", 1002),
            ("Mark 3", 1003),
        ]
        assert again.position == 1
        assert again.draft == drafts[1]
        again.go(3)
        assert again.draft == drafts[3]
        with pytest.raises(IndexError):
            again.go(4)


def test_drafts_are_listed_with_their_state(
    store: DraftStore, session: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> tuple[str, int, str]:
        (summary,) = store.summaries()
        return summary.state, summary.clips, summary.path

    monkeypatch.setattr("time.time", lambda: 5000.0)
    session.edit("Mark", _marked(session.draft, 1))
    assert state() == ("draft", 1, "")
    session.publish(Publication("/post/index.md", "text"))
    assert state() == ("saved", 1, "/post/index.md")
    session.undo()
    assert state() == ("changed", 0, "/post/index.md")
    session.redo()
    assert state() == ("saved", 1, "/post/index.md")
    session.undo()
    session.edit("Mark", _marked(session.draft, 2))
    assert state() == ("changed", 1, "/post/index.md")
    session.edit("Title", _titled(session.draft, "題\ud800"))
    (summary,) = store.summaries()
    assert (summary.title, summary.thread, summary.touched) == ("題\ufffd", STORY.id, 5000)


def test_a_deleted_draft_comes_back(store: DraftStore, session: DraftSession) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    store.delete(session.id)
    assert store.of_thread(STORY.id) is None
    assert store.open(session.id) is None
    assert store.threads() == set()
    assert [bool(summary.deleted) for summary in store.summaries()] == [True]
    with pytest.raises(StaleError):
        session.edit("Mark", _marked(session.draft, 2))
    store.restore(session.id)
    found = store.of_thread(STORY.id)
    assert found is not None
    assert found.draft == session.draft


def test_a_duplicate_has_the_history_and_no_post(store: DraftStore, session: DraftSession) -> None:
    for number in (1, 2):
        session.edit("Mark", _marked(session.draft, number))
    session.publish(Publication("/post/index.md", "text"))
    store.duplicate(session.id)
    twin = next(summary for summary in store.summaries() if summary.id != session.id)
    assert (twin.state, twin.clips) == ("draft", 2)
    copy = store.open(twin.id)
    assert copy is not None
    assert copy.steps == session.steps
    assert copy.publication == Publication()
    copy.undo()
    copy.edit("Mark", _marked(copy.draft, 9))
    original = store.open(session.id)
    assert original is not None
    assert original.draft == session.draft


def test_without_a_file_drafts_live_as_long_as_the_program() -> None:
    with closing(DraftStore(None)) as store:
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        found = store.of_thread(STORY.id)
        assert found is not None
        assert found.draft == session.draft


def test_any_text_comes_back(file: Path, session: DraftSession) -> None:
    odd = "\0\ud800\U0001f98a\u2028'\"\\\r\n"
    clip = Clip(EntryKey(1), 1, odd, -(2**40), odd, odd, odd)
    draft = replace(session.draft, entries=(clip,), next_key=EntryKey(2), story_title=odd)
    session.edit("Odd", draft.with_metadata(Metadata(odd, odd, (odd, ""), odd, True)))
    assert _again(file) == session.draft


def test_the_second_writer_gets_an_error_and_overwrites_nothing(
    file: Path, store: DraftStore
) -> None:
    store.begin(Draft.begin(STORY)).edit("Mark", _marked(Draft.begin(STORY), 1))
    with closing(DraftStore(file)) as other:
        first, second = store.of_thread(STORY.id), other.of_thread(STORY.id)
        assert first is not None
        assert second is not None
        first.edit("Mark", _marked(first.draft, 2))
        first.save_cursor(2)
        shown = second.draft
        for write in (
            lambda: second.edit("Mark", _marked(shown, 3)),
            second.undo,
            lambda: second.publish(Publication("/p", "text")),
            lambda: second.amend(replace(shown, story_title="x")),
        ):
            with pytest.raises(StoreError, match="Changed in another window"):
                write()
        second.save_cursor(9)
        assert (second.draft, second.publication) == (shown, Publication())
        again = other.of_thread(STORY.id)
        assert again is not None
        assert (again.draft, again.cursor) == (first.draft, 2)
        assert first.edit("Mark", _marked(first.draft, 4))
        assert again.draft != first.draft


def _failing(file: Path, store: DraftStore, session: DraftSession) -> None:
    """Assert that work goes on in memory while no write succeeds, and none of it is lost."""
    kept = _again(file)
    big = "".join(map(chr, range(0x4E00, 0x9000)))
    steps = len(session.steps)
    assert session.edit("Title", _titled(session.draft, big))
    assert session.edit("Title", _titled(session.draft, big + "!"), is_same_step=True)
    assert store.problem
    assert "\n" not in store.problem
    assert store.unsaved == [session]
    assert session.undo() == "Title"
    assert session.redo() == "Title"
    session.publish(Publication("/p", big))
    session.save_cursor(3)
    assert len(session.steps) == steps + 1
    assert session.draft.metadata.title == big + "!"
    assert store.of_thread(STORY.id) is session
    assert _again(file) == kept


def _all_kept(file: Path, store: DraftStore, session: DraftSession) -> None:
    """Assert that the next attempt writes all."""
    assert store.flush()
    assert (store.problem, store.unsaved) == ("", [])
    with closing(DraftStore(file)) as other:
        again = other.of_thread(STORY.id)
        assert again is not None
        assert again.steps[1:] == session.steps[1:]
        found = (again.draft, again.position, again.publication, again.cursor)
        assert found == (session.draft, session.position, session.publication, session.cursor)
        assert [summary.state for summary in other.summaries()] == ["saved"]


def test_a_full_disk(file: Path, store: DraftStore, session: DraftSession) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    pages = store._file.connection.execute("PRAGMA page_count").fetchone()[0]
    store._file.connection.execute(f"PRAGMA max_page_count = {pages}")
    _failing(file, store, session)
    assert "full" in store.problem
    fresh = store.begin(Draft(5, "".join(map(chr, range(0x4E00, 0x9000))), Metadata()))
    assert fresh.edit("Title", _titled(fresh.draft, "x"))
    assert store.unsaved == [session, fresh]
    with pytest.raises(StoreError, match=r"^Not saved: .*full"):
        fresh.keep()
    store._file.connection.execute(f"PRAGMA max_page_count = {pages + 1000}")
    assert store.flush()
    assert _again(file) == session.draft
    assert _again(file, 5) == fresh.draft


def test_files_that_may_not_grow(file: Path) -> None:
    """A real limit of the system, in a process of its own."""
    child = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(file)], capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    again = _again(file)
    assert again is not None
    assert again.metadata.title == "last"


_LIMITED = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.drafts import DraftStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = DraftStore(Path(sys.argv[1]), waits=False)
session = store.begin(Draft.begin(Story(100, "A story")))
def title(text, **options):
    session.edit("Title", session.draft.with_metadata(replace(session.draft.metadata, title=text)))
title("first")
assert not store.problem
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, most))
for number in range(50):
    title(f"{number}" + "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(number * 50)))
assert store.problem, "nothing failed"
assert len(session.steps) == 52
title("last")
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
assert store.flush(), store.problem
assert len(store.of_thread(100).steps) == 53
"""


_LOCK = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE draft SET cursor = cursor")
print("locked", flush=True)
sys.stdin.readline()
"""


def test_a_file_that_another_process_locks(file: Path) -> None:
    with closing(DraftStore(file, waits=False)) as store:
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        command = [sys.executable, "-c", _LOCK, str(file)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as locking:
            assert locking.stdout is not None
            assert locking.stdout.readline() == b"locked\n"
            started = time.perf_counter()
            _failing(file, store, session)
            for number in range(200):
                session.edit("Mark", _marked(session.draft, number + 2))
            # Waiting for the lock would take five seconds an edit.
            assert time.perf_counter() - started < 100
            assert "locked" in store.problem
            locking.communicate(b"\n")
        session.publish(session.publication)
        _all_kept(file, store, session)
        assert len(session.steps) == 203


def test_a_draft_changed_by_another_program_stays_its(file: Path) -> None:
    with closing(DraftStore(file, waits=False)) as store, closing(DraftStore(file)) as other:
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        theirs = other.of_thread(STORY.id)
        assert theirs is not None
        with closing(sqlite3.connect(file, isolation_level=None)) as locking:
            locking.execute("BEGIN IMMEDIATE")
            session.edit("Mark", _marked(session.draft, 2))
        theirs.edit("Mark", _marked(theirs.draft, 3))
        session.edit("Mark", _marked(session.draft, 4))
        assert not store.problem
        assert any("are now a new draft" in notice for notice in store.take_notices())
        found = [other.open(summary.id) for summary in other.summaries()]
        assert [s.draft for s in found if s] == [session.draft, theirs.draft]
        assert session.id != theirs.id


def test_changes_of_the_problem_are_announced(file: Path) -> None:
    with closing(DraftStore(file, waits=False)) as store:
        seen: list[str] = []
        store.on_change = lambda: seen.append(store.problem)
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        assert seen == []
        with closing(sqlite3.connect(file, isolation_level=None)) as locking:
            locking.execute("BEGIN IMMEDIATE")
            session.edit("Mark", _marked(session.draft, 2))
            session.edit("Mark", _marked(session.draft, 3))
        session.edit("Mark", _marked(session.draft, 4))
        assert seen == ["database is locked", ""]


def test_a_place_that_can_hold_no_file_yet(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    file = tmp_path / "folder" / "drafts.sqlite"
    with pytest.raises(StoreError, match=r"^Cannot open "):
        DraftStore(file)
    with closing(DraftStore(file, waits=False)) as store:
        assert any("Cannot open" in notice for notice in store.take_notices())
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        assert store.problem
        assert store.of_thread(STORY.id) is session
        (tmp_path / "folder").unlink()
        assert store.flush()
        assert _again(file) == session.draft


def test_a_damaged_file_is_set_aside_and_reported(file: Path) -> None:
    file.write_bytes(b"scratched " * 1000)
    with closing(DraftStore(file)) as store:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes() == b"scratched " * 1000
        session = store.begin(Draft.begin(STORY))
        session.edit("Mark", _marked(session.draft, 1))
        assert _again(file) == session.draft


def test_damage_in_the_middle_is_found_at_the_start(file: Path) -> None:
    with closing(DraftStore(file)) as store:
        session = store.begin(Draft.begin(STORY))
        for number in range(200):
            session.edit("Mark", _marked(session.draft, number))
    content = bytearray(file.read_bytes())
    content[-8192:] = b"\xff" * 8192
    file.write_bytes(content)
    with closing(DraftStore(file)) as store:
        assert store.set_aside is not None
        saved = store.of_thread(STORY.id)
        (notice,) = store.take_notices()
        assert f"is now {store.set_aside}. " in notice
        if saved is None:
            assert "No draft" in notice
        else:
            assert "1 draft recovered" in notice
            steps = zip(saved.steps[1:], session.steps[1:], strict=False)
            assert all(found == made for found, made in steps)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE step SET delta = x'00'",
        "DELETE FROM step WHERE number = 0",
        "DELETE FROM step",
        "UPDATE draft SET position = 9",
        "UPDATE draft SET position = 'x'",
        "DROP TABLE step",
    ],
)
def test_a_draft_that_makes_no_sense_is_one_line(
    store: DraftStore, session: DraftSession, damage: str
) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    store._file.connection.executescript(damage)
    with pytest.raises(StoreError, match="cannot be read") as caught:
        store.of_thread(STORY.id)
    assert "\n" not in str(caught.value)


def test_a_damaged_draft_and_a_damaged_store_differ(
    store: DraftStore, session: DraftSession
) -> None:
    session.edit("Mark", _marked(session.draft, 1))
    store._file.connection.execute("UPDATE step SET delta = x'ffff'")
    with pytest.raises(UnreadableDraftError, match=r"cannot be read: it is damaged$"):
        store.of_thread(STORY.id)
    store._file.connection.execute("DROP TABLE draft")
    with pytest.raises(StoreError) as caught:
        store.of_thread(STORY.id)
    assert type(caught.value) is StoreError


_EDITS = """
import sys
from dataclasses import replace
from pathlib import Path
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.drafts import DraftStore
file, thread, first, end = Path(sys.argv[1]), *map(int, sys.argv[2:])
store = DraftStore(file)
session = store.of_thread(thread) or store.begin(Draft.begin(Story(thread, "A story")))
for number in range(first, end):
    head = replace(session.draft.metadata, title=str(number))
    session.edit("Title", session.draft.with_metadata(head), is_same_step=number % 3 == 0)
    print(number, flush=True)
"""


def test_a_kill_at_any_moment_loses_nothing_that_was_kept(file: Path) -> None:
    chance = random.Random(7)
    number = 0
    for _ in range(6):
        command = [sys.executable, "-c", _EDITS, str(file), "100", str(number), "100000"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _ in range(chance.randrange(1, 40)):
                number = int(child.stdout.readline())
            child.send_signal(signal.SIGKILL)
            # Kept before the signal came.
            number = max([number, *map(int, child.stdout.read().split())])
        again = _again(file)
        assert again is not None
        # It may have died between keeping an edit and reporting it.
        assert int(again.metadata.title) in (number, number + 1)
        number += 2


def test_two_programs_share_the_file(file: Path) -> None:
    command = [sys.executable, "-c", _EDITS, str(file)]
    started = [
        subprocess.Popen([*command, thread, "0", "40"], stdout=subprocess.PIPE)
        for thread in ("1", "2")
    ]
    for process in started:
        process.communicate()
        assert process.returncode == 0
    for thread in (1, 2):
        again = _again(file, thread)
        assert again is not None
        assert again.metadata.title == "39"


def test_long_histories_stay_small(file: Path, store: DraftStore, session: DraftSession) -> None:
    chance = random.Random(1)
    clips = tuple(
        Clip(EntryKey(key), key, f"user{key}", key, f"<p>{'some source ' * 30}", "some text " * 30)
        for key in range(1, 91)
    )
    session.amend(replace(session.draft, entries=clips, next_key=EntryKey(91)))
    steps = 1000
    for _ in range(steps):
        key = chance.randrange(1, 91)
        text = "".join(chr(chance.randrange(0x3041, 0x3097)) for _ in range(200))
        draft = chance.choice(
            [
                session.draft.set_text(EntryKey(key), text),
                session.draft.set_color(
                    (EntryKey(key),), chance.choice(["#ff5733", "#45d325", ""])
                ),
                session.draft.move((EntryKey(key),), chance.choice([-3, -1, 1, 3])),
            ]
        )
        session.edit("Edit", draft)
    assert _again(file) == session.draft
    store._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    journal = 4_000_000  # the most that waits there to be written to the file
    assert file.stat().st_size * 10_000 / steps + journal < 20_000_000
