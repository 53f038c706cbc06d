"""A post of another site than the program's: it is read, checked and saved as that site has it."""

from dataclasses import replace
from pathlib import Path

import pytest

from matome_tui.config.settings import EditorSettings
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.file import text_of
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.site import create_site, read_site
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.conflict import check_post_file
from matome_tui.ui.flows.existing_post import open_post
from matome_tui.ui.flows.save import Save
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.services import Services
from tests.support.draft_editor import DEMO
from tests.support.files import write
from tests.support.program import Program
from tests.support.user import PlannedUser

PLAIN = PostOptions().in_format("blockquote")


@pytest.fixture
def services(program: Program, tmp_path: Path) -> Services:
    """The program with the site `own`; the site `other` has posts with blockquotes."""
    create_site(tmp_path / "own")
    write(tmp_path / "other", {"hugo.toml": "baseURL = 'https://example.org/'\n"})
    services = program.services()
    services.site.root = tmp_path / "own"
    services.site.archetype = "+++\nlayout = 'own'\n+++\n"
    settings = services.site.settings
    english = EditorSettings(500, "")
    services.site.settings = settings.with_site(tmp_path / "other", PLAIN, english)
    return services


async def test_a_post_keeps_the_format_of_its_own_site(services: Services, tmp_path: Path) -> None:
    clip = Clip(EntryKey(1), 44900102, "rin", 1767225600, "<p>Moss", 'A "quiet" garden')
    metadata = Metadata("", "2026-01-01", image="gone.png")
    draft = Draft(DEMO, "Moss", metadata, (clip,), EntryKey(2))
    text = text_of(draft, "", PLAIN)
    post = write(tmp_path / "other", {"content/posts/moss.md": text}) / "content/posts/moss.md"
    session = open_post(services, post)
    user = PlannedUser()
    editor = DraftEditor(services.drafts, session, user.notify)
    await check_post_file(user, services, editor)
    assert session.publication.text == text
    more = replace(clip, key=EntryKey(2), comment=44900103, text='A "louder" one')
    draft = session.draft
    assert [entry.text for entry in draft.clips] == ['A "quiet" garden']
    editor.edit("add", replace(draft, entries=(*draft.entries, more), next_key=EntryKey(3)))
    assert await Save(user, services, SiteSetup(user, services), editor).run()
    assert post.read_text() == text_of(editor.draft, text, PLAIN)
    assert r"> A \"louder\" one" in post.read_text()
    assert [line for line in user.shown if "shortcode" in line] == []
    missing = "The image 'gone.png' does not exist: add the file, or choose another"
    assert user.shown.count(missing) == 1
    assert user.shown.count("matome check reports line 1: The post has no title") == 1


def test_a_fault_of_a_post_is_named_once_until_it_is_mended(services: Services) -> None:
    user = PlannedUser()
    setup = SiteSetup(user, services)
    one, two = Path("one.md"), Path("two.md")
    for path, faults in (
        *((one, ["no title"]), (one, ["no title", "no image"]), (two, ["no title"])),
        *((one, ["no image"]), (one, ["no title", "no image"])),
    ):
        setup.warn_of_post(path, faults)
    assert user.shown == ["no title", "no image", "no title", "no title"]


def test_options_are_those_of_the_site_around_a_post(services: Services, tmp_path: Path) -> None:
    known = services.site
    assert known.editor_of("") == EditorSettings()
    assert known.editor_of(tmp_path / "other" / "a.md") == EditorSettings(500, "")
    assert known.options_of("") == known.options_of(tmp_path / "own" / "a.md") == known.post_options
    assert known.options_of(tmp_path / "a.md") == known.post_options
    other = tmp_path / "other" / "content" / "a.md"
    assert known.options_of(other) == PLAIN
    known.index = read_index(read_site(tmp_path / "own", None))
    assert known.index_of("") is known.index
    assert known.index_of(other) is None
    (tmp_path / "link").symlink_to(tmp_path / "own")
    assert known.index_of(tmp_path / "link" / "a.md") is known.index
