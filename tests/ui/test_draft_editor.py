"""The draft editor: storage errors, and changes by other programs."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.notifications import SeverityLevel

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.store.drafts import DraftStore
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.screens.drafts import DraftsScreen
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles, tray_lines
from tests.support.program import Program, press, rebuild, screen_text, toasts, until

STORY = Story(100, "A story", "poster", 1_700_000_000)
TAKEN_OVER = "another matome has changed this draft"


def marked(draft: Draft, number: int) -> Draft:
    comment = Comment(
        CommentId(number), 100, f"user{number}", 1_700_000_000 + number, f"<p>text {number}"
    )
    return draft.add([comment], lambda comment: comment)


def ids(draft: Draft) -> list[int]:
    return [clip.comment for clip in draft.clips]


class Told:
    """Collects what a draft_editor tells."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(
        self, message: str, *, severity: SeverityLevel = "information", markup: bool = True
    ) -> None:
        assert not markup
        self.lines.append(message)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(file)) as made:
        yield made


def desk_on(store: DraftStore) -> tuple[DraftEditor, Told]:
    told = Told()
    session = store.of_thread(STORY.id) or store.begin(Draft.begin(STORY))
    return DraftEditor(store, session, told), told


def test_an_edit_is_kept_and_none_is_none(store: DraftStore) -> None:
    draft_editor, told = desk_on(store)
    assert draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    assert not draft_editor.edit("Mark", draft_editor.draft)
    again, _ = desk_on(store)
    assert again.draft == draft_editor.draft
    assert told.lines == []


def test_undo_and_redo_say_what_they_did(store: DraftStore) -> None:
    draft_editor, _ = desk_on(store)
    assert draft_editor.undo() == "Nothing to undo"
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    assert draft_editor.redo() == "Nothing to redo"
    assert draft_editor.undo() == "Undone: Mark"
    assert ids(draft_editor.draft) == []
    assert draft_editor.redo() == "Redone: Mark"
    assert ids(draft_editor.draft) == [1]


def test_the_second_program_takes_over_the_newest_state(file: Path, store: DraftStore) -> None:
    draft_editor, told = desk_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    with closing(DraftStore(file)) as other_store:
        other, _ = desk_on(other_store)
        other.edit("Mark", marked(other.draft, 2))
        assert not draft_editor.edit("Mark", marked(draft_editor.draft, 3))
        assert TAKEN_OVER in told.lines[0]
        assert ids(draft_editor.draft) == [1, 2]
        assert draft_editor.edit("Mark", marked(draft_editor.draft, 3))
        assert ids(draft_editor.draft) == [1, 2, 3]
        assert [step.title for step in draft_editor.steps] == ["", "Mark", "Mark", "Mark"]
        assert other.undo() == "Not undone"
        assert ids(other.draft) == [1, 2, 3]


def test_being_told_twice_of_two_changes(file: Path, store: DraftStore) -> None:
    draft_editor, told = desk_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    with closing(DraftStore(file)) as other_store:
        other, _ = desk_on(other_store)
        for number in (2, 3):
            other.edit("Mark", marked(other.draft, number))
            assert draft_editor.undo() == "Not undone"
    assert len(told.lines) == 2
    assert ids(draft_editor.draft) == [1, 2, 3]


def test_two_programs_that_begin_at_once_end_with_one_draft(file: Path, store: DraftStore) -> None:
    draft_editor, _ = desk_on(store)
    with closing(DraftStore(file)) as other_store:
        other, told = desk_on(other_store)
        draft_editor.edit("Mark", marked(draft_editor.draft, 1))
        assert not other.edit("Mark", marked(other.draft, 2))
        assert TAKEN_OVER in told.lines[0]
        assert ids(other.draft) == [1]
    assert len(store.summaries()) == 1


def test_a_draft_that_was_deleted_elsewhere_can_be_restored(store: DraftStore) -> None:
    draft_editor, told = desk_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    store.delete(draft_editor.session.id)
    assert not draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert "this draft was deleted; the list of drafts can restore it" in told.lines[0]
    assert ids(draft_editor.draft) == [1]
    store.restore(draft_editor.session.id)
    assert not draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert ids(draft_editor.draft) == [1, 2]


# Two running programs


async def test_marks_of_another_program_are_never_overwritten(program: Program) -> None:
    async with program.run(DEMO) as one, program.run(DEMO) as two:
        await press(one, "space")
        await press(two, "j", "space")
        assert any(TAKEN_OVER in line for line in toasts(two))
        assert len(draft_of(two).clips) == 1
        await press(two, "space")
        assert len(kept_draft(program).clips) == 2
        await press(one, "u")
        assert any(TAKEN_OVER in line for line in toasts(one))
        assert draft_of(one) == draft_of(two) == kept_draft(program)


async def test_the_tray_shows_what_was_taken_over(program: Program) -> None:
    async with program.run(DEMO) as one, program.run(DEMO) as two:
        await press(one, "space", "space")
        await press(two, "space")
        await press(one, "u")
        await press(two, "tab", "d")
        assert any(TAKEN_OVER in line for line in toasts(two))
        assert len(draft_of(two).clips) == 1
        assert len(tray_lines(two)) == 2


async def test_the_editor_shows_what_another_program_wrote(program: Program) -> None:
    async with program.run(DEMO) as one:
        await press(one, "enter", *"one")
        async with program.run(DEMO) as two:
            await press(two, "enter", "end", *" two")
            await press(one, "!")
            assert any(TAKEN_OVER in line for line in toasts(one))
            assert one.app.screen.query_one(ProseArea).text == "one two"
            await press(one, "?")
            assert one.app.screen.query_one(ProseArea).text == "one two?"
    assert kept_draft(program).clips[0].text == "one two?"
    assert kept_titles(program) == ["Mark", "Edit text", "Edit text", "Edit text"]


async def test_the_editor_ends_where_another_program_took_the_clip_out(program: Program) -> None:
    async with program.run(DEMO) as one:
        await press(one, "enter", *"one")
        assert isinstance(one.app.screen, EditorScreen)
        async with program.run(DEMO) as two:
            await press(two, "space")
        await press(one, "!")
        assert isinstance(one.app.screen, ThreadScreen)
        assert "No clips yet" in screen_text(one)
    assert kept_draft(program).clips == ()


async def test_colours_in_the_editor_are_no_overwriting_either(program: Program) -> None:
    async with program.run(DEMO) as one:
        await press(one, "enter")
        async with program.run(DEMO) as two:
            await press(two, "1")
        await press(one, "alt+2")
        assert isinstance(one.app.screen, EditorScreen)
        assert "aqua" in screen_text(one)
        await press(one, "alt+2")
        assert "orange" in screen_text(one)


async def test_a_draft_opened_twice_in_one_program_is_one(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "D")
        await until(pilot, lambda: isinstance(pilot.app.screen, DraftsScreen))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
        await rebuild(pilot)
        await press(pilot, "G", "space", "q")
        await press(pilot, "j", "j", "space")
        assert toasts(pilot) == []
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        assert screen._draft is not None
        assert len(screen._draft.clips) == 3
