"""The main job takes few keys: from the front page to a saved post of coloured, edited clips."""

from pathlib import Path

from textual import events

from matome_tui.hugo.site.site import create_site
from matome_tui.ui.screens.editor import EditorScreen
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.thread.screen import ThreadScreen
from tests.support.draft_editor import kept_draft, reader_of
from tests.support.program import Driver, Program, press, rebuild, site_read, until

CLIPS = 15
MOST_KEYS = 60
COLORS = 6


class Hands:
    """Press keys and count them; text is typed without."""

    def __init__(self, pilot: Driver) -> None:
        self._pilot = pilot
        self.keys: list[str] = []

    async def press(self, *keys: str) -> None:
        self.keys += keys
        await press(self._pilot, *keys)

    async def write(self, text: str) -> None:
        self._pilot.app.post_message(events.Paste(text))
        await self._pilot.pause()


async def mark_comments(hands: Hands, pilot: Driver) -> None:
    """Mark one comment after another, each in the next colour."""
    reader = reader_of(pilot)
    for number in range(CLIPS):
        while reader.current and not reader.current.is_quotable:
            await hands.press("j")
        marked = reader.cursor
        await hands.press(str(number % COLORS + 1))
        while reader.cursor == marked and number < CLIPS - 1:
            await hands.press("j")


async def test_from_the_front_page_to_a_saved_post(program: Program, tmp_path: Path) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    async with program.run() as pilot:
        await site_read(pilot)
        hands = Hands(pilot)
        await hands.press("enter")
        await rebuild(pilot)
        await mark_comments(hands, pilot)
        await hands.press("i")
        for number in range(CLIPS):
            assert isinstance(pilot.app.screen, EditorScreen)
            await hands.write(f"訳{number}")
            if number < CLIPS - 1:
                await hands.press("ctrl+n")
        await hands.press("escape", "P")
        assert isinstance(pilot.app.screen, PostScreen)
        await hands.write("苔の話")
        await hands.press("tab", "tab", "tab")
        await hands.write("苔, ")
        await hands.press("ctrl+s")
        folder = program.site / "content" / "posts"
        await until(pilot, lambda: len([*folder.rglob("2*/*.md")]) == 1)
        await rebuild(pilot)
        thread = next(s for s in pilot.app.screen_stack if isinstance(s, ThreadScreen)).thread_id
    (post,) = folder.rglob("2*/*.md")
    text = post.read_text(encoding="utf-8")
    assert "title = '苔の話'" in text
    assert 'tags = ["苔"]' in text
    assert all(f'訳{number}"' in text for number in range(CLIPS))
    clips = kept_draft(program, thread).clips
    assert len(clips) == CLIPS
    assert all(clip.is_rewritten and clip.color for clip in clips)
    assert len(hands.keys) <= MOST_KEYS, " ".join(hands.keys)
