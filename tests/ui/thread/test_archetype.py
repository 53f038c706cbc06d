"""Drafts of new posts on a site with an archetype."""

from pathlib import Path

import pytest

from matome_tui.hugo.site.site import create_site
from matome_tui.ui.app import MatomeApp
from tests.support.draft_editor import DEMO, draft_of, kept_titles
from tests.support.files import write
from tests.support.program import Driver, Program, notified, press, screen_text, until

ARCHETYPE = '---\ntitle: "{{ .Name }}"\ndraft: true\ntags: [hackernews]\n---\n'


@pytest.fixture
def site(tmp_path: Path, program: Program) -> Path:
    root = tmp_path / "site"
    create_site(root)
    write(root, {"archetypes/posts.md": ARCHETYPE})
    program.site = root
    return root


def is_started(pilot: Driver) -> bool:
    metadata = draft_of(pilot).metadata
    return metadata.is_draft and metadata.tags == ("hackernews",)


async def test_the_values_of_the_archetype_are_saved(program: Program, site: Path) -> None:
    async with program.run(DEMO) as pilot:
        await until(pilot, lambda: is_started(pilot))
        await press(pilot, "P")
        await until(pilot, lambda: "hackernews" in screen_text(pilot))
        await press(pilot, "escape", "space", "ctrl+s")
        await notified(pilot, "Saved")
    saved = next((site / "content" / "posts").glob("*/*/index.md")).read_text(encoding="utf-8")
    assert "draft: true\n" in saved
    assert "hackernews" in saved
    assert kept_titles(program)[-1] == "Mark"


async def test_an_archetype_that_is_read_late_changes_no_metadata_set_by_hand(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MatomeApp, "_look_at_site", lambda _: None)
    async with program.run(DEMO) as pilot:
        assert isinstance(pilot.app, MatomeApp)
        known = pilot.app.services.site
        await press(pilot, "space")
        known.archetype = ARCHETYPE
        known.archetype_read.publish(known.post_options)
        assert is_started(pilot)
        await press(pilot, "u")
        assert not is_started(pilot)
        await press(pilot, "P", *"My title", "escape")
        known.archetype_read.publish(known.post_options)
        assert not is_started(pilot)
