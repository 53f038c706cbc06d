"""The archive follows the kept threads and the drafts."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.core.archive import ArchiveQuery
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.archive import LIMIT, Archive
from matome_tui.store.archive_feed import ArchiveFeed
from matome_tui.store.drafts import DraftStore
from matome_tui.store.error import StoreError
from matome_tui.store.threads import ThreadStore
from tests.support.memory import little_memory
from tests.support.places import DATA

STORY = Story(1, "Title")


@pytest.fixture
def threads(tmp_path: Path) -> ThreadStore:
    return ThreadStore(tmp_path / "threads.sqlite")


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(tmp_path / "drafts.sqlite")) as store:
        yield store


@pytest.fixture
def feed(tmp_path: Path, threads: ThreadStore) -> ArchiveFeed:
    archive = Archive(tmp_path / "archive.sqlite")
    return ArchiveFeed(archive, tmp_path / "drafts.sqlite", threads)


def comment(number: int, html: str) -> Comment:
    return Comment(CommentId(number), 1, "ann", 6, html)


def found(feed: ArchiveFeed, typed: str) -> list[tuple[str, int]]:
    hits = feed.archive.find(ArchiveQuery.parse(typed))
    return [(hit.text.kind, hit.item) for hit in hits]


def fill(feed: ArchiveFeed) -> list[tuple[int, int]]:
    return list(feed.fill())


def test_without_stores_there_is_nothing(feed: ArchiveFeed, tmp_path: Path) -> None:
    assert fill(feed) == []
    assert not (tmp_path / "drafts.sqlite").exists()


def test_threads_are_found_once_they_are_stored(feed: ArchiveFeed, threads: ThreadStore) -> None:
    threads.save(STORY, [comment(2, "one <i>two</i>")], {})
    assert fill(feed) == [(1, 1)]
    assert found(feed, '"one two"') == [("comment", 2)]
    assert found(feed, "title") == [("story", 1)]
    assert fill(feed) == []
    threads.save(STORY, [comment(2, "one two"), comment(3, "three")], {})
    assert fill(feed) == [(1, 1)]
    assert found(feed, "three") == [("comment", 3)]


def test_dropped_threads_leave(feed: ArchiveFeed, tmp_path: Path, threads: ThreadStore) -> None:
    threads.save(STORY, [comment(2, "word")], {})
    fill(feed)
    with closing(sqlite3.connect(tmp_path / "threads.sqlite")) as db:
        db.execute("DELETE FROM thread")
        db.commit()
    fill(feed)
    assert found(feed, "word") == []


def test_drafts_are_followed(feed: ArchiveFeed, drafts: DraftStore) -> None:
    session = drafts.keep(Draft.begin(STORY))
    session.edit("Mark", session.draft.add([comment(2, "clipped")], lambda _: 0))
    session.edit("Remark", session.draft.add_remark("ひとこと", 1))
    fill(feed)
    assert found(feed, "clipped") == [("clip", 2)]
    assert found(feed, "ヒトコト") == [("remark", 1)]
    session.undo()
    fill(feed)
    assert found(feed, "ひとこと") == []
    drafts.delete(session.id)
    fill(feed)
    assert found(feed, "clipped") == []
    drafts.restore(session.id)
    fill(feed)
    assert found(feed, "clipped") == [("clip", 2)]


def test_stores_of_an_older_version_are_read(tmp_path: Path) -> None:
    for name in ("drafts.sqlite", "threads.sqlite"):
        shutil.copy(DATA / "store-1" / name, tmp_path)
    threads = ThreadStore(tmp_path / "threads.sqlite")
    feed = ArchiveFeed(Archive(tmp_path / "archive.sqlite"), tmp_path / "drafts.sqlite", threads)
    assert [source.kind for source in feed.stale()] == ["draft"] * 2 + ["thread"] * 2
    fill(feed)
    for story in threads.stories():
        assert ("story", story.id) in found(feed, story.title)


def test_what_is_damaged_is_passed_over_once(
    feed: ArchiveFeed, drafts: DraftStore, threads: ThreadStore, tmp_path: Path
) -> None:
    for number in (1, 2):
        threads.save(Story(number * 10, f"word {number}"), [], {})
        drafts.keep(Draft.begin(Story(number * 10, f"note {number}")))
    with closing(sqlite3.connect(tmp_path / "threads.sqlite")) as db:
        db.execute("UPDATE thread SET data = x'00' WHERE id = 10")
        db.commit()
    with closing(sqlite3.connect(tmp_path / "drafts.sqlite")) as db:
        db.execute("UPDATE step SET delta = x'00' WHERE draft = 1")
        db.commit()
    assert len(fill(feed)) == 4
    assert found(feed, "word") == [("story", 20)]
    assert found(feed, "note") == [("post", 20)]
    assert fill(feed) == []


def test_odd_numbers_of_a_damaged_store_are_unknown(
    feed: ArchiveFeed, drafts: DraftStore, threads: ThreadStore, tmp_path: Path
) -> None:
    odd = Clip(EntryKey(1), -5, "ann", 2**62, "", "word")
    session = drafts.keep(Draft.begin(STORY))
    session.edit("Mark", replace(session.draft, entries=(odd,), next_key=EntryKey(2)))
    threads.save(STORY, [comment(2, "word")], {})
    for name in ("threads.sqlite", "drafts.sqlite"):
        column = "thread SET fetched" if name[0] == "t" else "draft SET touched"
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute(f"UPDATE {column} = 'x'")
            db.commit()
    assert len(fill(feed)) == 2
    hits = feed.archive.find(ArchiveQuery.parse("word"))
    assert [(hit.item, hit.text.time, hit.source.moment) for hit in hits] == [(1, 0, 0), (2, 6, 0)]
    assert fill(feed) == []


def test_taking_a_thread_takes_little_memory(feed: ArchiveFeed, threads: ThreadStore) -> None:
    html = "word &amp; " * 200
    threads.save(STORY, [comment(id_, html) for id_ in range(2, 502)], {})
    (source,) = feed.stale()
    with little_memory(900_000):  # all its texts have 1 MB
        assert feed.take(source)
    assert len(found(feed, "word")) == LIMIT


def test_a_full_archive_takes_no_older_threads(threads: ThreadStore, tmp_path: Path) -> None:
    feed = ArchiveFeed(Archive(tmp_path / "archive.sqlite", 1), tmp_path / "none", threads)
    threads.save(STORY, [comment(2, "word")], {})
    assert fill(feed) == []
    assert found(feed, "word") == []


def test_a_drafts_file_that_cannot_be_read_is_reported(feed: ArchiveFeed, tmp_path: Path) -> None:
    (tmp_path / "drafts.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="The drafts cannot be read: file is not a database"):
        feed.stale()
