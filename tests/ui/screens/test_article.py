"""The text of a linked page is read here, and quoted in remarks."""

from pathlib import Path
from threading import Event

import pytest

from matome_tui.article.addresses import ArticleError
from matome_tui.article.extract import Article
from matome_tui.article.fetch import Page
from matome_tui.article.loading import load_article
from matome_tui.core.draft.entries import Remark
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import parse, render
from matome_tui.hugo.post.compose import compose, read_draft
from matome_tui.store.session import Publication
from matome_tui.ui.screens.article import ArticleScreen
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.article_pane import ArticlePane
from tests.support.browsing import record_pages
from tests.support.draft_editor import DEMO, draft_of, kept_titles
from tests.support.files import write
from tests.support.local_server import LOOPBACK
from tests.support.program import Driver, Program, press, screen_text, until
from tests.support.web_pages import Answer, WebPages

STORY_URL = "https://koke.example.org/notes/growing-moss"
HOSTILE = "<script>alert(1)</script> {{< x >}} **bold** [/red]"
PARAGRAPHS = [
    "A heading",
    HOSTILE,
    "長い段落。" * 400,
    *(f'"Paragraph" {number}' for number in range(30)),
]


def plain(page: Page, cancelled: Event) -> Article:
    """Stand in for the extractor: return the blocks between blank lines."""
    return Article(page.url, "A title", tuple(page.body.decode().split("\n\n")))


def pane_of(pilot: Driver) -> ArticlePane:
    return pilot.app.screen.query_one(ArticlePane)


async def test_a_page_is_read_and_quoted(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = write(tmp_path / "other", {"hugo.toml": ""})
    program.settings = program.settings.with_site(other, PostOptions(style="exact"))
    opened = record_pages(monkeypatch)
    asked: list[str] = []
    with WebPages({"/": Answer("\n\n".join(PARAGRAPHS).encode())}) as server:

        async def load(url: str) -> Article:
            asked.append(url)
            return await load_article(server.url, allowed={LOOPBACK}, extract_page=plain)

        program.load_article = load
        async with program.run(DEMO, size=(80, 24)) as pilot:
            await press(pilot, "space", "R")
            await until(pilot, lambda: "1/33" in screen_text(pilot))
            assert asked == [STORY_URL]
            assert "A title" in screen_text(pilot)
            assert HOSTILE in screen_text(pilot)
            pane = pane_of(pilot)

            await press(pilot, "space")
            await press(pilot, "space")
            assert pane.marked == {0, 1}
            assert "3/33  2 marked" in screen_text(pilot)
            await press(pilot, "enter")
            assert "2 paragraphs quoted in a remark" in screen_text(pilot)
            assert not pane.marked

            seen = {pane.top}
            while pane.cursor == 2:  # it is longer than the screen
                await press(pilot, "j")
                seen.add(pane.top)
            assert len(seen) > 3
            await press(pilot, "k", "G", "g", "pagedown", "pageup", "o")
            assert opened == [STORY_URL]
            screen = next(s for s in pilot.app.screen_stack if isinstance(s, ThreadScreen))
            assert screen.draft_editor
            screen.draft_editor.publish(Publication(str(other / "content/moss.md"), ""))
            await press(pilot, "G", "enter", "escape")
            assert isinstance(pilot.app.screen, ThreadScreen)
            draft = draft_of(pilot)

        first, second = (entry.text for entry in draft.entries if isinstance(entry, Remark))
        assert first.splitlines()[0] == "> A heading"
        assert "<script" not in first
        assert "{{<" not in first
        assert "{\u2060{＜ x ＞}}" in render(compose(draft))
        assert "**" not in first
        assert first.splitlines()[-1] == f"> — <{server.url}>"
        # Now the post is in a site with a style of its own.
        assert second.splitlines()[0] == r"> \"Paragraph\" 29"
        assert [type(entry).__name__ for entry in draft.entries] == ["Clip", "Remark", "Remark"]
        again = read_draft(parse(render(compose(draft))))
        assert [entry.text for entry in again.entries if isinstance(entry, Remark)] == [
            first,
            second,
        ]
        assert kept_titles(program)[-1] == "Quote the article"


async def test_from_the_stories_it_is_only_read(program: Program) -> None:
    async def load(url: str) -> Article:
        asked.append(url)
        if len(asked) == 1:
            raise ArticleError("It is not there")
        return Article(url, "", ("text",))

    asked: list[str] = []
    program.load_article = load
    async with program.run() as pilot:
        await press(pilot, "R")
        await until(pilot, lambda: "r tries again   o opens it" in screen_text(pilot))
        assert isinstance(pilot.app.screen, ArticleScreen)
        await press(pilot, "r")
        await until(pilot, lambda: "1/1" in screen_text(pilot))
        assert "quote" not in screen_text(pilot).splitlines()[-1]
        await press(pilot, "enter", "j", "k", "G", "pagedown", "space")
        await press(pilot, "q")
        assert not isinstance(pilot.app.screen, ArticleScreen)


async def test_without_a_network_nothing_is_asked_for(program: Program) -> None:
    async with program.run(DEMO) as pilot:
        await press(pilot, "R")
        lines = screen_text(pilot).splitlines()
        middle = len(lines) // 2
        assert "No network: start without --offline and --demo" in lines[middle - 1]
        assert lines[middle].strip().split("   ") == [
            "o opens it in the browser",
            "escape goes back",
        ]
        assert "mark" not in lines[-1]
        await press(pilot, "enter", "space", "j", "G", "pagedown", "escape")
        assert isinstance(pilot.app.screen, ThreadScreen)
