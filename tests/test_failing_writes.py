"""Random sequences of edits while writes fail: nothing typed is lost.

The failures are real: another connection locks the file, it has no room, it is deleted, moved or
replaced, its folder cannot be made, another program changes the draft.
`MATOME_STEPS=1000 pytest tests/test_failing_writes.py` does more than the steps of every run.
"""

import os
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import Publication, StaleError

pytestmark = pytest.mark.bulk

STORY = Story(100, "A story", "poster", 1_700_000_000)
MEMORY = Path("/dev/shm")  # thousands of files are made and deleted
RUNS = int(os.environ.get("MATOME_STEPS", "500")) // 25
BIG = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(40_000))


class Failing(RuleBasedStateMachine):
    """Edits a draft on a file that is not always there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.file = Path(self.folder.name) / "data" / "drafts.sqlite"
        self.store = DraftStore(self.file, waits=False)
        self.session = self.store.begin(Draft.begin(STORY))
        self.states = [self.session.draft]
        self.position = 0
        self.lock: sqlite3.Connection | None = None
        self.count = 0

    def teardown(self) -> None:
        """Whatever happened, all of it is on disk once nothing is in the way."""
        self.unlock()
        self.give_room()
        self.make_place()
        assert self.store.flush()
        if self.session.is_stale:
            self.take_over()
        if self.session.id:
            self.assert_kept()
        self.store.close()
        self.folder.cleanup()

    def assert_kept(self) -> None:
        again = DraftStore(self.file)
        assert again.set_aside is None
        kept = again.open(self.session.id)
        assert kept is not None
        assert [step.value for step in kept.steps] == self.states
        assert (kept.position, kept.publication) == (self.position, self.session.publication)
        again.close()

    # The user's edits

    def edit(self, title: str, *, is_same_step: bool = False) -> None:
        metadata = replace(self.session.draft.metadata, title=title)
        draft = self.session.draft.with_metadata(metadata)
        try:
            if self.session.edit("Title", draft, is_same_step=is_same_step):
                self.position += 0 if is_same_step and self.position else 1
                self.states[self.position :] = [draft]
        except StaleError:
            self.take_over()

    def take_over(self) -> None:
        """Go on with what another program made, as the draft_editor does."""
        newest = self.store.reopen(self.session)
        assert newest is not None
        self.session = newest
        self.states = [step.value for step in newest.steps]
        self.position = newest.position

    @rule(is_same_step=st.booleans(), is_big=st.sampled_from((False, False, True)))
    def type(self, is_same_step: bool, is_big: bool) -> None:
        self.count += 1
        self.edit(f"{self.count}{BIG if is_big else ''}", is_same_step=is_same_step)

    @rule(data=st.data())
    def go(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.states) - 1))
        try:
            self.session.go(position)
            self.position = position
        except StaleError:
            self.take_over()

    @rule()
    def publish(self) -> None:
        self.count += 1
        try:
            self.session.publish(Publication("/site/index.md", str(self.count)))
        except StaleError:
            self.take_over()

    @rule()
    def wait_a_while(self) -> None:
        self.store.flush()

    # Faults, and their end

    @precondition(lambda self: self.lock is None and self.file.exists())
    @rule()
    def lock_it(self) -> None:
        self.lock = sqlite3.connect(self.file, isolation_level=None)
        self.lock.execute("BEGIN IMMEDIATE")

    @rule()
    def unlock(self) -> None:
        if self.lock is not None:
            self.lock.close()
            self.lock = None

    @precondition(lambda self: self.file.exists())
    @rule()
    def fill_the_disk(self) -> None:
        self.store.flush()
        connection = self.store._file.connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    @precondition(lambda self: self.file.exists())
    @rule()
    def give_room(self) -> None:
        if self.file.exists():
            self.store._file.connection.execute("PRAGMA max_page_count = 4294967294")

    @precondition(lambda self: not self.file.parent.is_file())
    @rule(is_all=st.booleans())
    def delete(self, is_all: bool) -> None:
        self.unlock()
        if is_all:
            shutil.rmtree(self.file.parent, ignore_errors=True)
        else:
            self.file.unlink(missing_ok=True)

    @precondition(lambda self: not self.file.parent.exists())
    @rule()
    def take_its_place(self) -> None:
        self.file.parent.write_text("no folder")

    @rule()
    def make_place(self) -> None:
        if self.file.parent.is_file():
            self.file.parent.unlink()

    @precondition(lambda self: self.file.parent.is_dir())
    @rule()
    def replace_it(self) -> None:
        self.unlock()
        put = self.file.with_name("put.sqlite")
        other = DraftStore(put)
        other.keep(Draft.begin(replace(STORY, id=300)))
        other.close()
        put.replace(self.file)
        # SQLite gives the old file's journal to whoever opens the new one first; here, matome does.
        self.store.flush()

    @precondition(lambda self: self.lock is None and self.file.exists() and self.session.id)
    @rule()
    def change_it_elsewhere(self) -> None:
        other = DraftStore(self.file)
        if theirs := other.open(self.session.id):
            self.count += 1
            theirs.edit(
                "Title", theirs.draft.with_metadata(replace(theirs.draft.metadata, title="other"))
            )
        other.close()

    # Invariants

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        assert self.session.draft == self.states[self.position]
        assert [step.value for step in self.session.steps] == self.states

    @invariant()
    def what_is_not_kept_is_known(self) -> None:
        assert self.store.unsaved == ([self.session] if self.session.problem else [])
        assert bool(self.store.problem) == bool(self.session.problem)


Failing.TestCase.settings = settings(max_examples=RUNS, stateful_step_count=25, deadline=None)
TestFailing = Failing.TestCase
