"""The draft editor: it stores every change, announces it, and takes over another program's."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.hugo.site.site import create_site
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import Publication
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.text_area import ProseArea
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles, tray_lines
from tests.support.program import Program, notes, press, rebuild, screen_text, until

STORY = Story(100, "A story", "poster", 1_700_000_000)
TAKEN_OVER = "Changed in another window. Reloaded"


def marked(draft: Draft, number: int) -> Draft:
    comment = Comment(
        CommentId(number), 100, f"user{number}", 1_700_000_000 + number, f"<p>text {number}"
    )
    return draft.add([comment], lambda comment: comment)


def ids(draft: Draft) -> list[int]:
    return [clip.comment for clip in draft.clips]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "drafts.sqlite"


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(file)) as made:
        yield made


def editor_on(store: DraftStore) -> tuple[DraftEditor, list[str]]:
    """Return an editor of the story's draft, and the errors that it reports."""
    reported: list[str] = []
    session = store.of_thread(STORY.id) or store.begin(Draft.begin(STORY))
    return DraftEditor(store, session, reported.append), reported


def test_an_edit_is_kept_and_none_is_none(store: DraftStore) -> None:
    draft_editor, reported = editor_on(store)
    assert draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    assert not draft_editor.edit("Mark", draft_editor.draft)
    again, _ = editor_on(store)
    assert again.draft == draft_editor.draft
    assert reported == []


def test_undo_and_redo_say_what_they_did(store: DraftStore) -> None:
    draft_editor, _ = editor_on(store)
    assert draft_editor.undo().note == "Nothing to undo"
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    assert draft_editor.redo().note == "Nothing to redo"
    assert draft_editor.undo().note == "Undone: mark"
    assert ids(draft_editor.draft) == []
    assert draft_editor.redo().note == "Redone: mark"
    assert ids(draft_editor.draft) == [1]


def test_the_second_program_takes_over_the_newest_state(file: Path, store: DraftStore) -> None:
    draft_editor, reported = editor_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    with closing(DraftStore(file)) as other_store:
        other, _ = editor_on(other_store)
        other.edit("Mark", marked(other.draft, 2))
        assert not draft_editor.edit("Mark", marked(draft_editor.draft, 3))
        assert TAKEN_OVER in reported[0]
        assert ids(draft_editor.draft) == [1, 2]
        assert draft_editor.edit("Mark", marked(draft_editor.draft, 3))
        assert ids(draft_editor.draft) == [1, 2, 3]
        assert [step.title for step in draft_editor.steps] == ["", "Mark", "Mark", "Mark"]
        assert other.undo().note == "Not undone"
        assert ids(other.draft) == [1, 2, 3]


def test_two_changes_are_reported_twice(file: Path, store: DraftStore) -> None:
    draft_editor, reported = editor_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    with closing(DraftStore(file)) as other_store:
        other, _ = editor_on(other_store)
        for number in (2, 3):
            other.edit("Mark", marked(other.draft, number))
            assert draft_editor.undo().note == "Not undone"
    assert len(reported) == 2
    assert ids(draft_editor.draft) == [1, 2, 3]


def test_two_programs_that_begin_at_once_end_with_one_draft(file: Path, store: DraftStore) -> None:
    draft_editor, _ = editor_on(store)
    with closing(DraftStore(file)) as other_store:
        other, reported = editor_on(other_store)
        draft_editor.edit("Mark", marked(draft_editor.draft, 1))
        assert not other.edit("Mark", marked(other.draft, 2))
        assert TAKEN_OVER in reported[0]
        assert ids(other.draft) == [1]
    assert len(store.summaries()) == 1


def test_a_draft_that_was_deleted_elsewhere_can_be_restored(store: DraftStore) -> None:
    draft_editor, reported = editor_on(store)
    draft_editor.edit("Mark", marked(draft_editor.draft, 1))
    store.delete(draft_editor.id)
    assert not draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert "this draft was deleted; the list of drafts can restore it" in reported[0]
    assert ids(draft_editor.draft) == [1]
    store.restore(draft_editor.id)
    assert not draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert draft_editor.edit("Mark", marked(draft_editor.draft, 2))
    assert ids(draft_editor.draft) == [1, 2]


def test_every_change_is_announced_once_whatever_its_cause(file: Path, store: DraftStore) -> None:
    editor, _ = editor_on(store)
    drafts: list[Draft] = []
    stop = editor.changed.subscribe(lambda changed: drafts.append(changed.draft))

    def announced() -> int:
        number = len(drafts)
        assert drafts[-1:] in ([], [editor.draft])
        drafts.clear()
        return number

    editor.amend(editor.draft)
    assert announced() == 0
    editor.amend(replace(editor.draft, story_title="Another"))
    assert announced() == 1
    editor.edit("Mark", marked(editor.draft, 1))
    editor.edit("Mark", editor.draft)
    assert announced() == 1
    editor.undo()
    editor.undo()
    assert announced() == 1
    editor.redo()
    editor.go(editor.position)
    assert announced() == 1
    editor.publish(Publication("/site/post.md", "text"))
    assert announced() == 1
    editor.store_cursor(1)
    editor.catch_up()
    assert announced() == 0
    with closing(DraftStore(file)) as other_store:
        other, _ = editor_on(other_store)
        other.edit("Mark", marked(other.draft, 2))
        editor.catch_up()
        assert announced() == 1
        other.edit("Mark", marked(other.draft, 3))
        editor.edit("Mark", marked(editor.draft, 4))
        assert announced() == 1
    stop()
    editor.undo()
    assert announced() == 0


def test_publishing_over_a_newer_draft_takes_it_over(file: Path, store: DraftStore) -> None:
    editor, reported = editor_on(store)
    editor.edit("Mark", marked(editor.draft, 1))
    post = Publication("/site/post.md", "text")
    with closing(DraftStore(file)) as other_store:
        other, _ = editor_on(other_store)
        other.edit("Mark", marked(other.draft, 2))
        editor.publish(post)
    assert reported == ["Changed in another window. Reloaded: save again to include the changes."]
    assert ids(editor.draft) == [1, 2]
    assert editor.publication == post
    (summary,) = store.summaries()
    assert (summary.path, summary.state) == (post.path, "changed")


def test_publishing_a_draft_that_another_program_only_moved_through(
    file: Path, store: DraftStore
) -> None:
    editor, _ = editor_on(store)
    editor.edit("Mark", marked(editor.draft, 1))
    with closing(DraftStore(file)) as other_store:
        other, _ = editor_on(other_store)
        other.undo()
        other.redo()
        editor.publish(Publication("/site/post.md", "text"))
    assert store.summaries()[0].state == "saved"


# Two running programs


async def test_saving_a_draft_that_another_program_has_changed(
    program: Program, tmp_path: Path
) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    async with program.run(DEMO) as one, program.run(DEMO) as two:
        await press(one, "space")
        await press(two, "j", "space", "space")
        await press(one, "ctrl+s")
        await until(one, lambda: any("Saved" in line for line in notes(one)))
        assert not any("Not saved" in line for line in notes(one))
        assert any(f"{TAKEN_OVER}: save again" in line for line in notes(one))
        (post,) = program.site.rglob("index.md")
        assert post.read_text().count("matomeQuote") == 1
        assert len(draft_of(one).clips) == 2
        assert len(tray_lines(one)) == 6
        await press(one, "ctrl+s")
        await until(one, lambda: post.read_text().count("matomeQuote") == 2)


async def test_marks_of_another_program_are_never_overwritten(program: Program) -> None:
    async with program.run(DEMO) as one, program.run(DEMO) as two:
        await press(one, "space")
        await press(two, "j", "space")
        assert any(TAKEN_OVER in line for line in notes(two))
        assert len(draft_of(two).clips) == 1
        await press(two, "space")
        assert len(kept_draft(program).clips) == 2
        await press(one, "u")
        assert any(TAKEN_OVER in line for line in notes(one))
        assert draft_of(one) == draft_of(two) == kept_draft(program)


async def test_the_tray_shows_what_was_taken_over(program: Program) -> None:
    async with program.run(DEMO) as one, program.run(DEMO) as two:
        await press(one, "space", "space")
        await press(two, "space")
        await press(one, "u")
        await press(two, "tab", "d")
        assert any(TAKEN_OVER in line for line in notes(two))
        assert len(draft_of(two).clips) == 1
        assert len(tray_lines(two)) == 3


async def test_the_editor_shows_what_another_program_wrote(program: Program) -> None:
    async with program.run(DEMO) as one:
        await press(one, "enter", *"one")
        async with program.run(DEMO) as two:
            await press(two, "enter", "end", *" two")
            await press(one, "!")
            assert any(TAKEN_OVER in line for line in notes(one))
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
        first = pilot.app.screen
        await press(pilot, "space")
        assert isinstance(pilot.app, MatomeApp)
        pilot.app.open_thread(DEMO)
        await rebuild(pilot)
        assert pilot.app.screen is not first
        await press(pilot, "G", "space", "q")
        await press(pilot, "j", "j", "space")
        assert notes(pilot) == []
        screen = pilot.app.screen
        assert isinstance(screen, ThreadScreen)
        assert screen.draft is not None
        assert len(screen.draft.clips) == 3
