"""The user's own translations."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.pairs import Pair, PairStore

SOURCES = [
    "Moss grows on the shady side of every garden wall",
    "Compilers optimize loops before registers are assigned",
    "Garden walls keep their moss if gardeners water them",
]


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(tmp_path / "drafts.sqlite")) as store:
        yield store


@pytest.fixture
def pairs(tmp_path: Path) -> PairStore:
    return PairStore(tmp_path / "pairs.sqlite", tmp_path / "drafts.sqlite")


def draft(story: int = 1) -> Draft:
    """Return a draft with a clip of each source, all but the last rewritten."""
    comments = [Comment(CommentId(n), 1, "op", n, html) for n, html in enumerate(SOURCES, start=2)]
    made = Draft.begin(Story(story, "Moss")).add(comments, lambda id_: id_)
    for number, clip in enumerate(made.clips[:-1]):
        made = made.set_text(clip.key, f"訳{number}")
    return made


def test_the_nearest_share_most_words(pairs: PairStore) -> None:
    pairs.replace("post:a", "1", [Pair(source, source.upper()) for source in SOURCES])
    found = pairs.nearest("How do I water the moss in my garden, and its walls?")
    assert [pair.source for pair in found] == [SOURCES[2], SOURCES[0]]
    assert pairs.nearest("How do registers and compilers and loops work?")[0].source == SOURCES[1]
    assert pairs.nearest("Quantum physics") == []
    assert pairs.nearest("of the in 42 ???") == []
    assert pairs.nearest(SOURCES[1]) == []  # its own translation is no example


@pytest.mark.parametrize(
    "text", ['"', "'; DROP TABLE pair", "moss* NEAR(", "AND OR NOT moss garden", "\0"]
)
def test_any_text_can_be_looked_for(pairs: PairStore, text: str) -> None:
    pairs.replace("post:a", "1", [Pair(source, "訳") for source in SOURCES])
    pairs.nearest(text)
    assert pairs.count() == 3


def test_a_machines_texts_are_not_the_users_own(drafts: DraftStore, pairs: PairStore) -> None:
    made = draft()
    drafts.keep(made.render({made.clips[0].key: "機械の訳"}))
    pairs.follow_drafts()
    assert pairs.count() == 1


def test_pairs_follow_the_drafts(drafts: DraftStore, pairs: PairStore) -> None:
    pairs.follow_drafts()
    assert pairs.count() == 0
    session = drafts.keep(draft())
    drafts.keep(draft(2))
    pairs.follow_drafts()
    assert pairs.count() == 4
    clip = session.draft.clips[-1]
    session.edit("edit", session.draft.set_text(clip.key, "訳2"))
    pairs.follow_drafts()
    assert pairs.count() == 5
    drafts.delete(session.id)
    pairs.follow_drafts()
    assert pairs.count() == 2


def test_a_post_is_replaced_by_its_newer_version(pairs: PairStore) -> None:
    assert pairs.version("post:a") is None
    pairs.replace("post:a", "1", [Pair("Moss", "苔"), Pair("Fern", "シダ")])
    pairs.replace("post:a", "2", [Pair("Moss", "コケ")])
    assert (pairs.version("post:a"), pairs.count()) == ("2", 1)
    pairs.follow_drafts()
    assert pairs.count() == 1


def test_a_draft_that_cannot_be_read_has_no_pairs(
    drafts: DraftStore, pairs: PairStore, tmp_path: Path
) -> None:
    drafts.keep(draft())
    drafts.close()
    import sqlite3

    with sqlite3.connect(tmp_path / "drafts.sqlite") as db:
        db.execute("UPDATE step SET delta = x'00'")
    db.close()
    pairs.follow_drafts()
    assert pairs.count() == 0
