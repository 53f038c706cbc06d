"""The post screen: the head of the post and the exact text."""

from textual.widgets import Input, TextArea

from matome_tui.hugo import publish
from matome_tui.ui.screens.post import PostScreen
from matome_tui.ui.screens.thread import ThreadScreen
from tests.support.program import Driver, Program, press, screen_text, until

DEMO = 44900001


def preview(pilot: Driver) -> str:
    return pilot.app.screen.query_one("#preview", TextArea).text


def expected(program: Program) -> str:
    session = program.services().drafts.of_thread(DEMO)
    assert session is not None
    return publish.text_of(session.draft, "", program.services().layout)


async def fill(pilot: Driver, field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#post-{field}", Input).value = text
    await pilot.pause()


async def test_starts_from_the_story(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        assert isinstance(pilot.app.screen, PostScreen)
        text = preview(pilot)
        assert "title = 'Koke: a terminal bookmark keeper where unread links grow moss'" in text
        assert "date = '2025-08-15T00:00:00'" in text
        assert "posts/2025_08/2025_08_15_koke_a_terminal" in screen_text(pilot)


async def test_the_preview_is_the_exact_text_and_all_is_kept(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "2", "P")
        await fill(pilot, "title", "苔の生えるブックマーク")
        await fill(pilot, "tags", "AI, ターミナル、苔,AI")
        await fill(pilot, "date", "2025-08-17")
        await fill(pilot, "image", "thumbnails/moss.jpg")
        await press(pilot, "tab", "tab", "tab", "tab", "space")
        await until(pilot, lambda: "draft = true" in preview(pilot))
        assert preview(pilot) == expected(program)
        for line in (
            "title = '苔の生えるブックマーク'",
            'tags = ["AI", "ターミナル", "苔"]',
            "months = '2025/08'",
            "date = '2025-08-17T00:00:00'",
            "featureimage = 'thumbnails/moss.jpg'",
        ):
            assert line in preview(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)
        await press(pilot, "u")
        assert "draft = false" in expected(program)


async def test_a_wrong_date_and_a_wrong_tag_are_told(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "space", "P")
        await fill(pilot, "date", "yesterday")
        await until(pilot, lambda: "is not of the form" in screen_text(pilot))
        await fill(pilot, "date", "2025-08-15")
        await fill(pilot, "tags", "a/b")
        await until(pilot, lambda: "Tag a/b" in screen_text(pilot))
