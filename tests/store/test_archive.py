"""The archive finds what is in its texts, and nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.core.archive import ArchivedText, ArchiveQuery, fold_for_archive
from matome_tui.core.draft.entries import EntryKey
from matome_tui.store import archive as module
from matome_tui.store.archive import Archive, Source
from matome_tui.store.error import StoreError

ALPHABET = "ab Ab\u3042\u30a2\u30ab\u3099ﾊﾟ日本語\U0001f98a'\"*-ßＡ(ORX"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "cache" / "archive.sqlite")


def thread(number: int = 1, *, moment: int = 5, stamp: str = "1") -> Source:
    return Source("thread", number, stamp, moment, number, "Title")


def comments(*texts: str, first: int = 2) -> list[ArchivedText]:
    return [
        ArchivedText("comment", text, number, author="Ann", time=number)
        for number, text in enumerate(texts, first)
    ]


def found(archive: Archive, typed: str) -> list[int]:
    return [hit.item for hit in archive.find(ArchiveQuery.parse(typed))]


def test_a_hit_knows_its_text_and_its_place(archive: Archive) -> None:
    text = ArchivedText("clip", "日本語のテキスト", 7, EntryKey(3), "ann", 9)
    draft = Source("draft", 4, "2", 8, 1, "題名")
    archive.put(draft, [ArchivedText("remark", "日本", entry=EntryKey(2)), text])
    remark, clip = archive.find(ArchiveQuery.parse("日本"))
    assert (clip.text, clip.source, clip.item) == (text, draft, 7)
    assert (remark.text.entry, remark.item) == (2, 1)


lines = st.text(ALPHABET, max_size=12).map(lambda text: " ".join(text.split()))


@settings(max_examples=30)
@given(st.lists(lines, max_size=6), st.lists(lines.filter(bool), min_size=1, max_size=3))
def test_it_finds_what_a_comparison_of_all_texts_finds(texts: list[str], words: list[str]) -> None:
    query = ArchiveQuery(tuple(fold_for_archive(word) for word in words))
    expected = [
        number
        for number, text in enumerate(texts, 2)
        if all(word in fold_for_archive(text) for word in query.words)
    ]
    with TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "archive.sqlite")
        archive.put(thread(), comments(*texts))
        assert [hit.item for hit in archive.find(query)] == expected[::-1]


def test_drafts_come_first_then_the_newest_comments(archive: Archive) -> None:
    archive.put(thread(1), comments("word", "word"))
    archive.put(Source("draft", 1, "1", 5, 1), [ArchivedText("remark", "word")])
    archive.put(Source("draft", 2, "1", 6, 9), [ArchivedText("remark", "word")])
    archive.put(thread(50), comments("word", first=51))
    assert found(archive, "word") == [9, 1, 51, 3, 2]


def test_a_clipped_comment_is_found_once(archive: Archive) -> None:
    archive.put(thread(1), comments("word", "word"))
    archive.put(Source("draft", 1, "1", 5, 1), [ArchivedText("clip", "word", 2)])
    hits = archive.find(ArchiveQuery.parse("word"))
    assert [(hit.text.kind, hit.item) for hit in hits] == [("clip", 2), ("comment", 3)]


def test_the_author_is_compared_in_any_case(archive: Archive) -> None:
    archive.put(thread(1), comments("word", "other"))
    assert found(archive, "by:ANN") == [3, 2]
    assert found(archive, "by:ann other") == [3]
    assert found(archive, "by:an") == []


def test_frequent_short_words_are_found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.put(thread(1), comments(*(f"x{number}" for number in range(30)), "other"))
    monkeypatch.setattr(module, "_MOST_GRAMS", 5)
    assert len(found(archive, "x")) == 30
    assert found(archive, "x oth") == []


def test_no_more_than_the_limit_is_returned(archive: Archive) -> None:
    archive.put(thread(1), comments(*["word"] * 30))
    assert len(archive.find(ArchiveQuery.parse("word"), 10)) == 10
    assert archive.find(ArchiveQuery()) == []


def test_a_source_that_comes_again_replaces_its_texts(archive: Archive) -> None:
    archive.put(thread(stamp="1"), comments("old", "same", "gone"))
    archive.put(thread(stamp="2"), comments("new", "same"))
    assert [found(archive, word) for word in ("old", "new", "same", "gone")] == [[], [2], [3], []]
    assert archive.stamps("thread") == {1: "2"}
    assert archive.has(thread(stamp="2"))
    assert not archive.has(thread(stamp="1"))
    archive.put(Source("draft", 1, "1", 5, 1), [ArchivedText("remark", "first")])
    archive.put(Source("draft", 1, "2", 5, 1), [ArchivedText("remark", "second")])
    assert [found(archive, word) for word in ("first", "second")] == [[], [1]]


def test_dropped_sources_are_not_found(archive: Archive) -> None:
    archive.put(thread(1), comments("日本 word"))
    archive.put(thread(10), comments("日本 word", first=11))
    archive.put(Source("draft", 1, "1", 5, 20), [ArchivedText("remark", "日本 word")])
    archive.drop("thread", [1, 99])
    assert found(archive, "日本 word") == [20, 11]
    archive.drop("draft", [1])
    assert found(archive, "word") == found(archive, "日本") == [11]


def test_the_file_stays_below_its_size(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive.sqlite", 400_000)
    for number in range(1, 30):
        texts = [f"{chr(0x4E00 + number)}{'x' * 1000}{at}" for at in range(20)]
        archive.put(thread(number * 100, moment=number), comments(*texts, first=number * 100 + 1))
    assert (tmp_path / "archive.sqlite").stat().st_size < 500_000
    kept = archive.stamps("thread")
    assert 2900 in kept
    assert 100 not in kept
    assert not archive.wants(thread(100, moment=1))
    assert archive.wants(thread(5000, moment=100))
    assert found(archive, chr(0x4E01)) == []
    assert len(found(archive, chr(0x4E00 + 29))) == 20


def test_a_damaged_file_is_begun_again(archive: Archive, tmp_path: Path) -> None:
    archive.put(thread(), comments("word"))
    (tmp_path / "cache" / "archive.sqlite").write_bytes(b"damaged" * 1000)
    assert archive.stamps("thread") == {}
    archive.put(thread(), comments("word"))
    assert found(archive, "word") == [2]


def test_a_file_of_a_later_version_is_left_alone(archive: Archive, tmp_path: Path) -> None:
    archive.put(thread(), comments("word"))
    with closing(sqlite3.connect(tmp_path / "cache" / "archive.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="a later version of matome made it"):
        archive.find(ArchiveQuery.parse("word"))
    assert (tmp_path / "cache" / "archive.sqlite").exists()


def test_a_search_does_not_wait_for_a_writer(archive: Archive, tmp_path: Path) -> None:
    archive.put(thread(), comments("word"))
    with closing(sqlite3.connect(tmp_path / "cache" / "archive.sqlite")) as db:
        db.execute("BEGIN IMMEDIATE")
        assert found(archive, "word") == [2]
