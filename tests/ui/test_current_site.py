"""The running program's knowledge of the site."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from matome_tui.config.settings import Settings
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.current_site import CurrentSite
from tests.support.posts import add_posts, post


@pytest.fixture
def site(tmp_path: Path) -> CurrentSite:
    create_site(tmp_path / "site")
    return CurrentSite(Settings(), tmp_path / "site")


async def test_reading_the_index_is_announced_with_the_index_in_place(site: CurrentSite) -> None:
    assert site.root is not None
    add_posts(site.root, post(1, date="2025-01-01", title="old"), post(2, date="2025-01-02"))
    known: list[bool] = []
    site.index_read.subscribe(lambda _: known.append(site.index is not None))
    assert site.post_of(1) is None
    await site.read_index()
    assert known == [True]
    found = site.post_of(1)
    assert found is not None
    assert found.title == "old"
    assert site.post_of(3) is None


async def test_without_a_site_there_is_no_index_and_nothing_to_warn_of() -> None:
    site = CurrentSite(Settings())
    await site.read_index()
    assert site.index is None
    assert site.problems() == []
    site.learn_archetype()
    assert site.archetype == ""


def test_the_archetype_is_part_of_the_post_options(site: CurrentSite) -> None:
    site.archetype = "+++\ndraft = true\n+++\n"
    assert site.post_options.archetype == site.archetype


@pytest.mark.parametrize(
    ("wanted", "is_read"), [("section", False), ("any", True), ("none", False)]
)
def test_the_archetypes_that_count(
    site: CurrentSite, wanted: Literal["section", "any", "none"], is_read: bool
) -> None:
    assert site.root is not None
    (site.root / "archetypes" / "posts.md").unlink()
    (site.root / "archetypes" / "default.md").write_text("---\ndraft: true\n---\n")
    site.settings = replace(site.settings, post=replace(site.settings.post, archetypes=wanted))
    site.learn_archetype()
    assert bool(site.archetype) is is_read


def test_the_site_of_a_post_is_taken_if_none_is_known(site: CurrentSite, tmp_path: Path) -> None:
    create_site(tmp_path / "other")
    post = tmp_path / "other" / "content" / "posts" / "a.md"
    site.find_around(post)
    assert site.root == tmp_path / "site"
    unknown = CurrentSite(Settings())
    unknown.find_around("")
    assert unknown.root is None
    unknown.find_around(str(post))
    assert unknown.root == tmp_path / "other"


def test_the_site_of_a_post_is_looked_for_once(
    site: CurrentSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "other" / "content" / "a.md"
    site.settings = site.settings.with_site(tmp_path / "other", PostOptions(format="blockquote"))
    assert site.note_on_colors(str(file)) == ""
    create_site(tmp_path / "other")
    assert site.root_of(file) == tmp_path / "site"
    assert site.find_root(file) == tmp_path / "other"
    site.options_of(file)
    monkeypatch.setattr("matome_tui.hugo.site.root.is_site", pytest.fail)
    monkeypatch.setattr(Path, "resolve", pytest.fail)
    assert "no colours" in site.note_on_colors(str(file))
    assert "no sections" in site.note_on_sections(str(file))
    assert site.editor_of(file) == site.settings.editor
