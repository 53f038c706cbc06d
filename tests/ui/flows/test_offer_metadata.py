"""A language model's scores, title and tags: offered, and taken only if the user agrees."""

from pathlib import Path

from matome_tui.hugo.site.site import create_site
from matome_tui.translate.backend import TranslationError
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO, draft_of, kept_draft, kept_titles, reader_of
from tests.support.files import write
from tests.support.program import (
    Program,
    notified,
    press,
    rebuild,
    screen_text,
    site_read,
    until,
)
from tests.support.translator import StubTranslator

TAGGED = "+++\ntitle = 'T'\ndate = 2025-08-24\ntags = ['苔', 'AI']\n+++\n\n> T\n"


def reply(task: str, material: str) -> str:
    if "score" in task:
        return "1 100 一次情報\n2 0 あいづち"
    return "苔むすブックマーク" if "Write a title" in task else "ai\nBlockchain"


async def test_scores_a_title_and_tags_of_a_language_model(
    program: Program, tmp_path: Path
) -> None:
    program.site = tmp_path / "site"
    create_site(program.site)
    write(program.site, {"content/posts/other/index.md": TAGGED})
    program.translator = translator = StubTranslator()
    async with program.run(DEMO, size=(80, 24)) as pilot:
        await press(pilot, "E")
        assert "This service cannot score comments" in screen_text(pilot)
        translator.takes_prompts = True
        translator.reply = reply
        await press(pilot, "E")
        await rebuild(pilot)
        assert "comments scored" in screen_text(pilot)
        await press(pilot, "g", "apostrophe", "quotation_mark")
        reader = reader_of(pilot)
        thread = reader.thread
        assert thread
        scores = pilot.app.screen._suggestions.scores(thread)  # type: ignore[attr-defined]
        assert {score.judgement for score in scores.values()} == {"", "一次情報", "あいづち"}
        assert not draft_of(pilot).clips  # nothing was marked unasked

        await press(pilot, "space", "P")
        await site_read(pilot)
        await press(pilot, "ctrl+n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Question))
        assert "Title: 苔むすブックマーク" in screen_text(pilot)
        assert "Tags: AI" in screen_text(pilot)
        assert "Blockchain" not in screen_text(pilot)  # the site does not have it
        await press(pilot, "y")
        await rebuild(pilot)
        metadata = kept_draft(program).metadata
        assert (metadata.title, metadata.tags) == ("苔むすブックマーク", ("AI",))
        assert kept_titles(program)[-1] == "Take the suggested title and tags"

        await press(pilot, "ctrl+n")
        await notified(pilot, "the service has no other title and tags")

        def refuse(task: str, material: str) -> str:
            raise TranslationError("no answer from the service")

        translator.reply = refuse
        await press(pilot, "ctrl+n")
        await notified(pilot, "No suggestion: no answer from the service")
