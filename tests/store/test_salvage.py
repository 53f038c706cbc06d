"""Damaged drafts files: everything readable is in the new one."""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.history import Step
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import Publication

DRAFTS = 30
PAGE = 4096


def _fill(file: Path) -> dict[int, tuple[Step[Draft], ...]]:
    """Make drafts with several steps each; return their steps."""
    made = {}
    with closing(DraftStore(file)) as store:
        for number in range(1, DRAFTS + 1):
            session = store.begin(Draft.begin(Story(number, f"Story {number}")))
            for step in range(6):
                comment = Comment(
                    CommentId(step + 1), number, "a", 9, f"<p>{random.Random(step).random()}"
                )
                session.edit("Mark", session.draft.add([comment], lambda _: 0))
                metadata = replace(session.draft.metadata, title=f"{number} {step} " + "苔" * 90)
                session.edit("Title", session.draft.with_metadata(metadata))
            session.publish(Publication(f"/site/{number}.md", "text " * 90))
            made[session.id] = session.steps
        store._file.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def _salvaged(file: Path, made: dict[int, tuple[Step[Draft], ...]]) -> tuple[int, int, str]:
    """Open a file; return how many drafts are whole, how many are cut, and the notice."""
    content = file.read_bytes()
    whole = cut = 0
    with closing(DraftStore(file)) as store:
        assert store.set_aside is not None
        assert store.set_aside.read_bytes() == content
        (notice,) = store.take_notices()
        assert f"is now {store.set_aside}. " in notice
        for summary in store.summaries():
            session = store.open(summary.id)
            assert session is not None
            steps = session.steps
            assert steps[1:] == made[summary.id][1 : len(steps)]
            whole += len(steps) == len(made[summary.id])
            cut += len(steps) < len(made[summary.id])
            assert session.edit(
                "Title", session.draft.with_metadata(replace(session.draft.metadata, image="x"))
            )
    with closing(DraftStore(file)) as store:
        assert store.set_aside is None
    return whole, cut, notice


def test_a_lost_first_page_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "drafts.sqlite"
    made = _fill(file)
    with file.open("r+b") as damaged:
        damaged.write(b"\xff" * PAGE)
    whole, cut, notice = _salvaged(file, made)
    assert (whole, cut) == (DRAFTS, 0)
    assert f". {DRAFTS} drafts recovered" in notice


def test_any_lost_page_loses_little(tmp_path: Path) -> None:
    model = tmp_path / "model.sqlite"
    made = _fill(model)
    content = model.read_bytes()
    pages = len(content) // PAGE
    saved = []
    for page in range(1, pages):
        file = tmp_path / str(page) / "drafts.sqlite"
        file.parent.mkdir()
        file.write_bytes(content[: page * PAGE] + b"\xff" * PAGE + content[(page + 1) * PAGE :])
        with closing(sqlite3.connect(file)) as db:
            try:
                found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            except sqlite3.DatabaseError as error:
                found = str(error)
        if found != "ok":
            whole, cut, notice = _salvaged(file, made)
            assert f"{whole + cut} draft" in notice or whole + cut == 0
            saved.append(whole + cut)
    assert len(saved) > pages / 2
    # Only the page at the root of all steps takes all of them with it.
    assert sum(count < DRAFTS * 2 // 3 for count in saved) <= 2


@pytest.mark.parametrize("content", [b"", b"scratched " * 1000, b"\xff" * PAGE * 3])
def test_if_nothing_can_be_read_a_notice_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "drafts.sqlite"
    file.write_bytes(content)
    with closing(DraftStore(file)) as store:
        notices = store.take_notices()
        assert store.summaries() == []
    assert [("No draft could be read" in notice) for notice in notices] == [True] * bool(content)
