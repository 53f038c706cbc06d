"""The file of a post in a site, and whether Hugo finds it."""

from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.site.config import places
from matome_tui.hugo.site.placement import discovery_problem, file_of
from matome_tui.hugo.site.site import read_site
from tests.support.files import write

CLIP = Clip(EntryKey(1), 1, "user", 5, "", "text")
DRAFT = Draft(9, "A Title", Metadata("題", "2025-01-31"), (CLIP,), EntryKey(2))


def test_the_file_of_a_post(tmp_path: Path) -> None:
    site = places(tmp_path, {})
    folder = tmp_path / "content" / "posts" / "2025_01"
    names = {words: file_of(DRAFT, "", site, PostOptions(slug_words=words)) for words in (8, 1)}
    assert names[8] == folder / "2025_01_31_a_title" / "index.md"
    assert names[1] == folder / "2025_01_31_a" / "index.md"
    assert file_of(DRAFT, "/its/own.md", site, PostOptions()) == Path("/its/own.md")


def test_a_path_that_hugo_does_not_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "blog").mkdir()
    mounts = [{"source": "blog", "target": "content/blog"}]
    site = places(tmp_path, {"module": {"mounts": mounts}})
    with pytest.raises(PostError, match=r"does not read content/posts/.*/blog; set path"):
        file_of(DRAFT, "", site, PostOptions())


def test_hugo_does_not_follow_a_link_inside_the_content(tmp_path: Path, hugo: Hugo) -> None:
    write(tmp_path, {"real/a.md": "", "site/hugo.toml": "", "linked/hugo.toml": ""})
    (tmp_path / "site" / "content").mkdir()
    (tmp_path / "site" / "content" / "posts").symlink_to(tmp_path / "real")
    (tmp_path / "linked" / "content").symlink_to(tmp_path / "real")
    inside = read_site(tmp_path / "site", hugo)
    file = tmp_path / "site" / "content" / "posts" / "b" / "index.md"
    assert "does not follow" in discovery_problem(inside, file)
    assert (
        discovery_problem(read_site(tmp_path / "linked", hugo), tmp_path / "linked/content/b.md")
        == ""
    )
    assert "reads nothing" in discovery_problem(inside, tmp_path / "site" / "b.md")
