"""A clipped comment that was edited or deleted since: the user decides about the clip."""

from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles, tray_lines
from tests.support.hn_server import HNServer
from tests.support.program import Driver, Program, press, screen_text, until

OLD = "Moss grows slowly on unread links. See the notes."
NEW = "Moss grows quickly on unread links. See the notes, all of them."


async def with_clip(program: Program, hn: HNServer, *keys: str) -> int:
    """Clip a comment; return its id."""
    comment = hn.grow(DEMO, DEMO, OLD, "mosser")
    async with program.run(DEMO) as pilot:
        await press(pilot, "G", "space", *keys)
    return comment


async def in_tray(pilot: Driver, flag: str) -> None:
    """Go to the clip in the tray when it has a flag."""
    await until(pilot, lambda: any(flag in line for line in tray_lines(pilot)))
    await press(pilot, "tab", "G")


async def test_changed_words_have_signs(program: Program, hn: HNServer) -> None:
    hn.edit(await with_clip(program, hn), NEW)
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "edited")
        await press(pilot, "e")
        text = screen_text(pilot)
        assert "mosser edited this comment after you clipped it." in text
        shown = "Moss grows [-slowly-]{+quickly+} on unread links. See the notes{+, all of them+}."
        assert shown in " ".join(text.replace("│", " ").split())


async def test_y_takes_the_new_text_as_the_original(program: Program, hn: HNServer) -> None:
    hn.edit(await with_clip(program, hn), NEW)
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "edited")
        await press(pilot, "e", "y")
        assert draft_of(pilot).clips[0].text == NEW
        assert not any("edited" in line for line in tray_lines(pilot))
        assert kept_titles(program) == ["Mark", "Take the edited comment"]
        await press(pilot, "u")
        assert draft_of(pilot).clips[0].text == OLD
        assert any("edited" in line for line in tray_lines(pilot))


async def test_y_leaves_ones_own_words_alone(program: Program, hn: HNServer) -> None:
    comment = await with_clip(program, hn, "enter", *"mine", "escape")
    hn.edit(comment, NEW)
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "edited")
        await press(pilot, "e", "y")
        clip = draft_of(pilot).clips[0]
        assert (clip.text, clip.original) == ("mine", NEW)


async def test_n_keeps_the_clip_as_it_is(program: Program, hn: HNServer) -> None:
    hn.edit(await with_clip(program, hn), NEW)
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "edited")
        before = draft_of(pilot)
        for key in ("n", "escape"):
            await press(pilot, "e", key)
            assert draft_of(pilot) == before == kept_draft(program)
        assert any("edited" in line for line in tray_lines(pilot))


async def test_a_deleted_comment_keeps_what_it_said(program: Program, hn: HNServer) -> None:
    hn.delete(await with_clip(program, hn))
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "deleted")
        await press(pilot, "e")
        assert "The comment was deleted; the clip keeps its text" in screen_text(pilot)
        assert draft_of(pilot).clips[0].text == OLD


async def test_without_a_change_there_is_nothing_to_decide(program: Program, hn: HNServer) -> None:
    await with_clip(program, hn)
    async with program.run(DEMO) as pilot:
        await press(pilot, "tab", "e")
        assert "The comment has not changed since it was clipped" in screen_text(pilot)


async def test_outside_text_is_shown_as_text(program: Program, hn: HNServer) -> None:
    hn.edit(await with_clip(program, hn), "[/b] a&#27;[31mb [bold]")
    async with program.run(DEMO) as pilot:
        await in_tray(pilot, "edited")
        await press(pilot, "e")
        text = screen_text(pilot)
        assert "[/b]" in text
        assert "\x1b" not in text
