"""The post screen on posts whose front matter others have written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Checkbox, Input

from matome_tui.core.items import ITEM_URL
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.thread.screen import ThreadScreen
from matome_tui.ui.widgets.dialogs import Question
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.program import (
    Driver,
    Program,
    notified,
    press,
    record_notes,
    screen_text,
    site_read,
    until,
)

BODY = f"\n\n> 題\n\n引用元：[x]({ITEM_URL.format(DEMO)})\n"
TOML = """\
+++
Title = "題" # ours
Date = 2025-03-08T18:30:00+09:00
[params.a.lint.a]
x = 1
[other]
[params.a.lint]
tags = ["no"]
+++""".replace("[params.a.lint.a]", 'tags = [\n  "苔", # one\n  # two\n]\n[params.a.lint.a]', 1)
YAML = """\
---
"title": >-
  題
date: 2025-03-08T18:30:00+09:00 # day
draft: True
tags: # all

# at the edge
- 苔 # one
featureImage: a.jpg
---"""
JSON = """\
{
\t"TITLE": "題",
\t"date": "2025-03-08T18:30:00+09:00",
\t"tags": [
\t\t"苔"
\t]
}"""
EDITED = {
    TOML: TOML.replace('"題"', '"新"').replace("# one\n", '# one\n  "b",\n'),
    YAML: YAML.replace("  題", "  新").replace("# one\n", "# one\n- b\n"),
    JSON: JSON.replace('"題"', '"新"').replace('"苔"\n', '"苔",\n\t\t"b"\n'),
}
ANCHOR = YAML.replace(">-\n  題", "&t 題").replace("a.jpg", "*t")


def posted(program: Program, folder: Path, front_matter: str) -> Path:
    program.site = folder / "site"
    create_site(program.site)
    path = program.site / "content" / "posts" / "p1" / "index.md"
    write(path.parent, {path.name: front_matter + BODY})
    return path


@asynccontextmanager
async def form(program: Program) -> AsyncIterator[Driver]:
    """Run the program on the post screen of the site's post."""
    app = MatomeApp(program.services(), ThreadScreen(DEMO))
    record_notes(app)
    async with app.run_test(size=(120, 40)) as pilot:
        # `Program.run` waits for all workers, and one of them asks the question.
        await until(pilot, lambda: isinstance(app.screen, Question))
        await press(pilot, "y")
        await site_read(pilot)
        await press(pilot, "P")
        yield pilot


def field(pilot: Driver, name: str) -> Input:
    return pilot.app.screen.query_one(f"#post-{name}", Input)


@pytest.mark.parametrize("front_matter", EDITED, ids=["TOML", "YAML", "JSON"])
async def test_the_form_is_filled_and_changes_its_values_only(
    program: Program, tmp_path: Path, front_matter: str
) -> None:
    path = posted(program, tmp_path, front_matter)
    async with form(program) as pilot:
        values = [field(pilot, name).value for name in ("title", "date", "tags")]
        assert values == ["題", "2025-03-08", "苔"]
        is_draft = pilot.app.screen.query_one("#post-draft", Checkbox).value
        assert is_draft is (front_matter == YAML)
        field(pilot, "title").value = "新"
        field(pilot, "tags").value = "苔, b"
        await pilot.pause()
        await press(pilot, "ctrl+s")
        await notified(pilot, "Saved")
    assert path.read_text(encoding="utf-8") == EDITED[front_matter] + BODY.replace("題", "新")


async def test_a_change_that_would_change_more_is_refused(program: Program, tmp_path: Path) -> None:
    path = posted(program, tmp_path, ANCHOR)
    before = path.read_bytes()
    async with form(program) as pilot:
        assert field(pilot, "title").value == field(pilot, "image").value == "題"
        field(pilot, "title").value = "新"
        await pilot.pause()
        await until(pilot, lambda: "title cannot be changed in place" in screen_text(pilot))
        await press(pilot, "ctrl+s")
        await notified(pilot, "title cannot be changed in place")
    assert path.read_bytes() == before
