"""The drafts file deleted, moved, replaced and damaged while a program has it open."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store import draft_file
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession

STORY = Story(100, "A story", "poster", 1_700_000_000)
OTHER = Story(200, "Another", "poster", 1_700_000_000)


def titled(session: DraftSession, title: str) -> None:
    metadata = replace(session.draft.metadata, title=title)
    assert session.edit("Title", session.draft.with_metadata(metadata))


def titles(file: Path) -> dict[int, list[str]]:
    """Return the titles that each draft had, as a program that starts now finds them."""
    with closing(DraftStore(file)) as store:
        assert store.set_aside is None
        sessions = [store.open(summary.id) for summary in store.summaries()]
        return {s.id: [step.value.metadata.title for step in s.steps[1:]] for s in sessions if s}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "drafts.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(file, waits=False)) as made:
        yield made


@pytest.fixture
def session(store: DraftStore) -> DraftSession:
    """A draft that is kept; another stands beside it."""
    titled(store.begin(Draft.begin(OTHER)), "other")
    made = store.begin(Draft.begin(STORY))
    titled(made, "one")
    return made


def _delete(file: Path) -> None:
    file.unlink()


def _delete_all(file: Path) -> None:
    for path in file.parent.iterdir():
        path.unlink()


def _delete_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def _move(file: Path) -> None:
    file.rename(file.with_name("moved.sqlite"))


LOSSES = (_delete, _delete_all, _delete_folder, _move)


@pytest.mark.parametrize("lose", LOSSES)
def test_a_lost_file_is_made_anew_with_all_drafts(
    file: Path, store: DraftStore, session: DraftSession, lose: Callable[[Path], None]
) -> None:
    lose(file)
    titled(session, "two")
    assert not store.problem
    (notice,) = store.take_notices()
    assert "restored with all drafts" in notice
    assert titles(file) == {1: ["other"], 2: ["one", "two"]}
    titled(session, "three")
    assert titles(file) == {1: ["other"], 2: ["one", "two", "three"]}
    assert sorted(p.name for p in file.parent.glob(".*")) == []


@pytest.mark.parametrize("lose", LOSSES)
def test_a_loss_is_noticed_without_an_edit(
    file: Path, store: DraftStore, session: DraftSession, lose: Callable[[Path], None]
) -> None:
    lose(file)
    assert store.flush()
    assert len(store.take_notices()) == 1
    assert titles(file) == {1: ["other"], session.id: ["one"]}


def test_two_programs_lose_one_file(file: Path, store: DraftStore, session: DraftSession) -> None:
    with closing(DraftStore(file, waits=False)) as second:
        theirs = second.open(1)
        assert theirs is not None
        _delete_all(file)
        titled(session, "two")
        titled(theirs, "changed")
        titled(session, "three")
        assert not store.problem
        assert not second.problem
    assert titles(file) == {1: ["other", "changed"], 2: ["one", "two", "three"]}


def test_a_file_put_in_its_place_gets_the_open_draft_and_keeps_its_own(
    file: Path, store: DraftStore, session: DraftSession
) -> None:
    put = file.with_name("put.sqlite")
    with closing(DraftStore(put)) as other:
        for title in ("kept", "kept too", "kept as well"):
            titled(other.begin(Draft.begin(Story(300, "Third"))), title)
    put.replace(file)
    titled(session, "two")
    (notice,) = store.take_notices()
    assert "replaced" in notice
    found = titles(file)
    assert [found[n] for n in (1, 2, 3)] == [["kept"], ["kept too"], ["kept as well"]]
    assert found[session.id] == ["one", "two"]


def test_a_backup_put_back_is_the_same_draft(
    file: Path, store: DraftStore, session: DraftSession
) -> None:
    backup = file.with_name("backup.sqlite")
    with closing(sqlite3.connect(file)) as db, closing(sqlite3.connect(backup)) as copy:
        db.backup(copy)
    backup.replace(file)
    titled(session, "two")
    assert titles(file) == {1: ["other"], 2: ["one", "two"]}


def test_damage_while_it_is_open_loses_nothing_of_the_open_draft(
    file: Path, store: DraftStore, session: DraftSession
) -> None:
    store._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as damaged:
        damaged.write(b"\xff" * file.stat().st_size)
    store._file.connection.execute("PRAGMA shrink_memory")
    titled(session, "two")
    assert store.flush()
    (notice,) = store.take_notices()
    assert str(store.set_aside) in notice
    assert titles(file)[session.id] == ["one", "two"]


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("no/such/folder")


def _blocked_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX's kinds of files")
@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (_fifo, "not a regular file"),
        (_folder, "not a regular file"),
        (_dangling, ""),
        (_blocked_folder, "is not a folder"),
    ],
)
def test_a_folder_in_the_files_place_loses_nothing(
    file: Path,
    store: DraftStore,
    session: DraftSession,
    block: Callable[[Path], None],
    problem: str,
) -> None:
    _delete_all(file)
    block(file)
    titled(session, "two")
    if block is not _dangling:
        assert problem in store.problem
        assert store.take_notices() == []
        blocked = file.parent if block is _blocked_folder else file
        blocked.rmdir() if block is _folder else blocked.unlink()
    assert store.flush()
    (notice,) = store.take_notices()
    assert "restored with all drafts" in notice
    assert titles(file) == {1: ["other"], 2: ["one", "two"]}


def test_a_file_that_another_program_makes_meanwhile_is_not_called_restored(
    file: Path, store: DraftStore, session: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = draft_file._copy

    def slow_copy(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
        copy(old, new)
        DraftStore(file).close()

    monkeypatch.setattr(draft_file, "_copy", slow_copy)
    _delete_all(file)
    titled(session, "two")
    (notice,) = store.take_notices()
    assert "was replaced" in notice
    assert ["one", "two"] in titles(file).values()
