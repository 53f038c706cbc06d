"""Exporting the post and a clip as Markdown, without a site."""

from pathlib import Path

import pytest

from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import TextQuestion
from tests.support.draft_editor import DEMO, draft_of
from tests.support.program import Driver, Program, notified, press, screen_text, until


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which has the file a.md."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("mine")
    return tmp_path


async def ask(pilot: Driver) -> None:
    await press(pilot, "ctrl+e")
    await until(pilot, lambda: isinstance(pilot.app.screen, TextQuestion))


async def test_a_clip_is_copied_and_the_post_is_written_to_a_new_file(
    program: Program, folder: Path
) -> None:
    async with program.run(DEMO) as pilot:
        await ask(pilot)
        await until(pilot, lambda: "Export the comment of " in screen_text(pilot))
        await press(pilot, "enter")
        await notified(pilot, "Copied as Markdown")
        assert draft_of(pilot).clips == ()
        await press(pilot, "space")
        (clip,) = draft_of(pilot).clips
        quote = pilot.app.clipboard
        assert quote.startswith("> ")
        assert f"— [{clip.author}](https://news.ycombinator.com/item?id={clip.comment})," in quote
        await press(pilot, "tab")
        await ask(pilot)
        await until(pilot, lambda: "Export the clip of " in screen_text(pilot))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))
        await press(pilot, "P")
        await until(pilot, lambda: isinstance(pilot.app.screen, PostScreen))
        await press(pilot, "end", "!")
        await ask(pilot)
        await press(pilot, *"a.md", "enter")
        await notified(pilot, "a.md already exists; choose another name")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextQuestion))
        await press(pilot, *("backspace",) * 4, *"b.md", "enter")
        await notified(pilot, "Exported to b.md")
    assert (folder / "a.md").read_text() == "mine"
    text = (folder / "b.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.splitlines()[0].endswith("!")
    assert text.endswith(quote)
