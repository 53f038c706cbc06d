"""The first contact with a site of another theme, in the program."""

from pathlib import Path

import pytest

from matome_tui.config.file import load
from matome_tui.hugo.executable import find_hugo
from matome_tui.ui.flows.quotes_dialog import QuotesDialog
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.hugo_posts import files_of
from tests.support.program import Driver, Program, notes, notified, press, screen_text, until

POST = '---\ntitle: "Deep moss"\ndate: 2026-01-31\ndraft: false\ntags: ["moss"]\n---\n'
PAGE = "<h1>{{ .Title }}</h1>{{ .Content }}"


@pytest.fixture
def blog(tmp_path: Path, program: Program) -> Path:
    """A site of another theme, which the program is started on."""
    program.site = write(
        tmp_path / "blog",
        {
            "hugo.toml": "baseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term']\n",
            "layouts/_default/single.html": PAGE,
            "layouts/_default/list.html": PAGE,
            "content/notes/deep-moss.md": POST,
        },
    )
    return program.site


def is_asked(pilot: Driver) -> bool:
    return isinstance(pilot.app.screen, QuotesDialog)


async def test_from_the_first_start_to_a_post_that_hugo_renders(
    program: Program, blog: Path, tmp_path: Path
) -> None:
    before = files_of(blog)
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await until(pilot, lambda: is_asked(pilot) and "escape" in screen_text(pilot))
        for words in ("How should quotes be written on blog?", "> — [rin](", "{{<matomeQuote"):
            assert words in screen_text(pilot)
        await press(pilot, "pagedown", "pagedown")
        assert "content/notes/" in screen_text(pilot)
        for keys in (["B"], ["space", "ctrl+s"]):  # escape only puts it off
            await press(pilot, "escape", *keys)
            await until(pilot, lambda: is_asked(pilot))
        await press(pilot, "escape")
        await notified(pilot, "Not saved; the draft is kept")
        assert files_of(blog) == before
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: is_asked(pilot))
        await press(pilot, "b")
        await notified(pilot, "Saved the settings of the site")
        await until(pilot, lambda: any(line.startswith("Saved /") for line in notes(pilot)))
        assert not any("matomeQuote" in line or "raw HTML" in line for line in notes(pilot))
    (new,) = files_of(blog).keys() - before.keys()
    assert new == "content/notes/koke-a-terminal-bookmark-keeper-where-unread-links.md"
    text = (blog / new).read_text(encoding="utf-8")
    assert text.startswith('---\ntitle: "')
    assert "\ndate: 2025-08-15\n" in text
    hugo = find_hugo()
    assert hugo
    hugo.build(blog, tmp_path / "public", "--noBuildLock", "--buildFuture")
    page = tmp_path / "public" / new.removeprefix("content/").removesuffix(".md") / "index.html"
    assert "<blockquote>" in page.read_text(encoding="utf-8")
    program.settings = load(program.services().config_file)[0]
    async with program.run(DEMO) as pilot:
        await press(pilot, "ctrl+s")
        await notified(pilot, "Nothing to write")
        assert not is_asked(pilot)
