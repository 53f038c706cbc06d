"""Which files belong to a post, and which posts are not published."""

from pathlib import Path

import pytest

from matome_tui.git.program import GitError
from matome_tui.hugo.site.publishing import Pending, pending, plan, state_of, states_of
from matome_tui.hugo.site.site import create_site, install_shortcodes
from tests.support.files import write
from tests.support.posts import post
from tests.support.repositories import committed, git, make_repository, own_git

__all__ = ["own_git"]

pytestmark = pytest.mark.usefixtures("own_git")

MESSAGES = ("Add {title}", "Update {title} of {date} {else}")
INDEX = "content/posts/moss/index.md"


@pytest.fixture
def site(tmp_path: Path, own_git: None) -> Path:
    create_site(tmp_path / "site")
    return make_repository(tmp_path / "site", remote=tmp_path / "remote.git")


def test_a_bundle_is_committed_whole_and_nothing_else(site: Path) -> None:
    write(
        site,
        {
            INDEX: post(title="苔 {date}\n", date="2026-01-02"),
            "content/posts/moss/a.png": "x",
            "content/posts/moss/more/b.md": "x",
            "content/posts/fern/index.md": post(title="Fern"),
            "hugo.toml": "",
        },
    )
    planned = plan(site / INDEX, site, MESSAGES)
    assert (planned.branch, planned.message) == ("main", "Add 苔 {date}")
    assert planned.lines == [
        f"+ content/posts/moss/{name}" for name in ("a.png", "index.md", "more/b.md")
    ]
    planned.repository.commit(planned.changes, planned.message)
    assert len(committed(site)) == 3
    assert plan(site / INDEX, site, MESSAGES).changes == ()


def test_a_changed_post_and_a_removed_image(site: Path) -> None:
    write(site, {INDEX: post(title="Moss", date="2026-01-02"), "content/posts/moss/a.png": "x"})
    git(site, "add", "content")
    git(site, "commit", "--quiet", "-m", "Moss")
    (site / "content/posts/moss/a.png").unlink()
    write(site, {INDEX: post(title="Moss", date="2026-01-03")})
    planned = plan(site / INDEX, site, MESSAGES)
    assert planned.message == "Update Moss of 2026-01-03 {else}"
    assert planned.lines == ["- content/posts/moss/a.png", f"~ {INDEX}"]
    planned.repository.commit(planned.changes, planned.message)
    assert git(site, "status", "--porcelain") == ""


def test_a_post_that_is_a_file_is_committed_alone(site: Path) -> None:
    write(site, {"content/posts/a.md": post(), "content/posts/b.md": post()})
    planned = plan(site / "content/posts/a.md", site, MESSAGES)
    assert (planned.lines, planned.message) == (["+ content/posts/a.md"], "Add a")


def test_shortcodes_that_the_program_wrote_come_along(site: Path) -> None:
    quote = site / "layouts" / "shortcodes" / "matomeQuote.html"
    quote.unlink()
    git(site, "commit", "--quiet", "-am", "Without")
    install_shortcodes(site)
    write(site, {INDEX: post(title="Moss"), "layouts/shortcodes/mine.html": "x"})
    lines = plan(site / INDEX, site, MESSAGES).lines
    assert lines == [f"+ {INDEX}", "+ layouts/shortcodes/matomeQuote.html"]
    quote.write_text("by hand")
    assert plan(site / INDEX, site, MESSAGES).lines == [f"+ {INDEX}"]


def test_what_keeps_a_post_from_being_committed_is_said(site: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="save the post first"):
        plan(site / INDEX, site, MESSAGES)
    write(site, {INDEX: post(), ".gitignore": "moss\n"})
    with pytest.raises(GitError, match=r"change \.gitignore"):
        plan(site / INDEX, site, MESSAGES)


def test_a_front_matter_that_cannot_be_read_has_the_name_of_the_file(site: Path) -> None:
    write(site, {INDEX: "+++\ntitle = [\n+++\n"})
    assert plan(site / INDEX, site, MESSAGES).message == "Add index"


def test_posts_that_are_not_committed_and_not_pushed(site: Path) -> None:
    content = site / "content"
    assert pending([content]) == Pending((), ())
    write(
        site,
        {
            INDEX: post(title="Moss"),
            "content/posts/a.md": post(),
            "content/posts/pond/index.md": post(),
            "notes.md": "",
        },
    )
    git(site, "add", "content/posts/a.md", "content/posts/pond", "notes.md")
    git(site, "commit", "--quiet", "-m", "Some")
    write(site, {"content/posts/pond/frog.png": "x", "content/posts/_index.ja.md": ""})
    found = pending([content])
    assert found.uncommitted == (
        content / "posts/_index.ja.md",
        site / INDEX,
        content / "posts/pond/index.md",
    )
    assert found.unpushed == (content / "posts/a.md",)
    git(site, "push", "--quiet")
    assert pending([content]).unpushed == ()


def test_a_post_that_was_deleted_is_not_listed(site: Path) -> None:
    write(site, {INDEX: post(title="Moss"), "content/posts/a.md": post()})
    git(site, "add", "content")
    git(site, "commit", "--quiet", "-m", "Some")
    (site / INDEX).unlink()
    (site / "content/posts/a.md").unlink()
    assert pending([site / "content"]) == Pending((), ())


def test_states_of_posts(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site, {INDEX: post(title="Moss"), "content/posts/a.md": post()})
    git(site, "add", "content/posts/a.md")
    git(site, "commit", "--quiet", "-m", "Some")
    posts = [site / INDEX, site / "content/posts/a.md", site / "content/posts/_index.md"]
    expected = {posts[0]: "uncommitted", posts[1]: "unpushed"}
    assert states_of(site, [*posts, tmp_path / "b.md"]) == expected
    assert [state_of(path) for path in posts] == ["uncommitted", "unpushed", "published"]
    (tmp_path / "link").symlink_to(site)
    assert states_of(tmp_path / "link", [tmp_path / "link" / INDEX]) == {
        tmp_path / "link" / INDEX: "uncommitted"
    }
    monkeypatch.setenv("PATH", "")
    assert states_of(site, posts) == {}
    assert state_of(posts[0]) == "unknown"


def test_what_keeps_readers_from_seeing_a_post_is_noted(site: Path) -> None:
    image = "assets/thumbnails/moss.png"
    name = "/thumbnails/moss.png?v=2"
    write(site, {INDEX: post(title="Moss", draft=True, featureimage=name), image: "x"})
    planned = plan(site / INDEX, site, MESSAGES)
    assert planned.lines == [
        f"+ {INDEX}",
        "The post is a draft: Hugo does not publish it",
        f"The image {image} is not committed; run git add and git commit for it",
    ]
    planned.repository.commit(planned.changes, planned.message)
    assert committed(site) == [INDEX]
    git(site, "add", image)
    git(site, "commit", "--quiet", "-m", "Image")
    write(site, {INDEX: post(title="Moss", draft=False, featureimage=name)})
    assert plan(site / INDEX, site, MESSAGES).notes == ()
