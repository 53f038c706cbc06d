"""Sites of many kinds: nothing but the saved post changes in them."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import Linter, find_posts
from matome_tui.hugo.check.page_comparison import compare_pages
from matome_tui.hugo.executable import HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.program.archetype import read_archetype
from matome_tui.hugo.program.diagnose import diagnose
from matome_tui.hugo.program.server import Server
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.placement import discovery_problem
from matome_tui.hugo.site.site import Site, problems, try_read_site
from tests.support.browsing import page, wait_until
from tests.support.hugo_posts import post, quote, real_hugo
from tests.support.sites import KINDS, Kind

TEXT = post(quote("words of a comment"))
LOST = post(quote("words"), '[all]({{% ref "/posts/no_such_page" %}})')


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return when each file and folder was last changed, and what files hold."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(folder))] = (path.lstat().st_mtime_ns, data)
    return found


def opened(kind: Kind, root: Path) -> Site:
    """Do what the program does with a site as it starts, and `matome check`."""
    hugo = real_hugo()
    site, unread = try_read_site(root, hugo)
    assert bool(unread) is not kind.builds
    read_index(site)
    site_context, linter = SiteContext(site, "typographic"), Linter()
    for start in site.places.roots:
        for path in find_posts(start):
            linter.lint(path, site_context)
    if kind.builds:
        made = read_archetype(root, "posts", hugo)
        assert 'title: "matome"\nlang: ja\n' in made
    return site


def shown(kind: Kind, root: Path) -> None:
    """Do what the program does before a post is saved."""
    hugo, file = real_hugo(), root / kind.file
    assert diagnose(hugo, root, file, TEXT) is None
    if sys.platform != "win32":
        with Server(hugo, root, file, TEXT) as server:
            assert urlsplit(server.url).path.endswith("/posts/2025_08/a/")
            assert "words of a comment" in page(server.url)
            if kind.form == "folder":
                server.show(TEXT.replace("words", "new words"))
                wait_until(lambda: "new words" in page(server.url))


def checked(kind: Kind, root: Path, site: Site) -> None:
    """Do what the program does to a post that is saved."""
    hugo, file = real_hugo(), root / kind.file
    for text, words in ((post("{{< nosuch >}}"), "nosuch"), (LOST, "no_such_page")):
        fault = diagnose(hugo, root, file, text)
        assert fault
        assert words in fault.what
    assert compare_pages(hugo, site, [file]) == []


def refused(kind: Kind, root: Path, site: Site) -> None:
    """Ask all that Hugo cannot answer."""
    hugo, file = real_hugo(), root / kind.file
    for ask in (
        lambda: read_archetype(root, "posts", hugo),
        lambda: diagnose(hugo, root, file, TEXT),
        lambda: Server(hugo, root, file, TEXT),
        lambda: compare_pages(hugo, site, [file]),
    ):
        with pytest.raises(HugoError, match="failed to load modules"):
            ask()


def test_only_the_post_that_is_saved_changes_a_site(tmp_path: Path, kind: Kind) -> None:
    root = kind.make(tmp_path)
    before = state(tmp_path)
    site = opened(kind, root)
    if kind.builds:
        shown(kind, root)
    else:
        refused(kind, root, site)
    assert state(tmp_path) == before

    place = site.places.find(kind.path)
    assert place
    assert place.file == root / kind.file
    assert discovery_problem(site, place.file) == ""
    post_file.write(place.file, TEXT)

    before = state(tmp_path)
    site = opened(kind, root)
    if kind.builds:
        assert problems(site) == []
        checked(kind, root, site)
    assert place.file in [found.path for found in read_index(site).posts]
    assert state(tmp_path) == before


def test_the_files_alone_give_the_same_place(tmp_path: Path, kind: Kind) -> None:
    root = kind.make(tmp_path)
    site, unread = try_read_site(root, None)
    place = site.places.find(kind.path)
    assert not unread
    assert place
    assert place.file == root / kind.file
