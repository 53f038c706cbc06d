"""Linting files: their choice, their contexts, and findings across them."""

from pathlib import Path

import pytest

from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import MAX_LISTED, FileFinding, Linter, find_posts
from matome_tui.hugo.check.selection import Selection
from matome_tui.hugo.site.site import Site, read_site
from tests.support.files import write
from tests.support.odd_posts import HEAD, SOURCE, post, quote
from tests.support.places import DATA


def site_at(root: Path) -> Site:
    files = {
        "hugo.toml": "theme = 'moss'\nenableEmoji = true\n",
        "assets/there.jpg": "",
        "static/pictures/static.jpg": "",
        "static/my pic.jpg": "",
        "themes/moss/assets/theme.jpg": "",
        "themes/moss/layouts/shortcodes/list.html": "",
        "layouts/_shortcodes/sub/Own.html": "",
        "layouts/shortcodes/matomeQuote.html": "",
    }
    return read_site(write(root, files), None)


def check(root: Path, files: dict[str, str], site: Site | None = None) -> list[FileFinding]:
    write(root, files)
    linter, site_context = Linter(), SiteContext(site, "typographic")
    return [found for name in files for found in linter.lint(root / name, site_context)]


def test_a_finding_has_a_line_and_a_column(tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"a.md": post(quote("苔"), quote("苔の *本*", 1))})
    column = len('{{<matomeQuote body="苔の ') + 1
    message = "Readers see emphasis instead of “*本*”"
    assert found == FileFinding(tmp_path / "a.md", 14, column, "emphasis", message, True)


def test_the_site_says_what_there_is(tmp_path: Path) -> None:
    text = post("{{< list >}}{{< sub/own >}}{{< gone >}}", quote(":smile:"))
    found = check(tmp_path, {"content/a.md": text}, site_at(tmp_path))
    assert [report.kind for report in found] == ["unknown-shortcode", "emoji"]
    assert check(tmp_path, {"content/a.md": text}) == []


@pytest.mark.parametrize(
    "name",
    [
        *("there.jpg", "/there.jpg", "theme.jpg", "pictures/static.jpg", "beside.jpg"),
        *("https://example.com/a.jpg", "//example.com/a.jpg"),
        *("/a/beside.jpg", "/my%20pic.jpg", "my pic.jpg", "there.jpg?v=2"),
    ],
)
def test_images_are_looked_for_where_hugo_does(tmp_path: Path, name: str) -> None:
    site = site_at(tmp_path)
    write(tmp_path, {"content/a/beside.jpg": ""})
    head = HEAD.replace("there.jpg", name)
    assert check(tmp_path, {"content/a/index.md": head + SOURCE}, site) == []
    (found,) = check(
        tmp_path, {"content/a/index.md": head.replace(name, "gone/" + name[-9:]) + SOURCE}, site
    )
    assert (found.line, found.kind) == (4, "missing-image")


@pytest.mark.parametrize("name", ["#aabbcc", "dark", "photo?v=2.jpg"])
def test_what_is_no_image_is_not_looked_for(tmp_path: Path, name: str) -> None:
    head = HEAD.replace("there.jpg", name)
    assert check(tmp_path, {"content/a/index.md": head + SOURCE}, site_at(tmp_path)) == []


def test_an_image_beside_one_post_is_not_beside_another(tmp_path: Path) -> None:
    site = site_at(tmp_path)
    write(tmp_path, {"content/a/own.jpg": ""})
    head = HEAD.replace("there.jpg", "own.jpg")
    files = {"content/a/index.md": head, "content/b/index.md": head}
    assert [found.path.parent.name for found in check(tmp_path, files, site)] == ["b"]


def test_a_duplicate_behind_a_source_line_without_a_link(tmp_path: Path) -> None:
    url = "https://news.ycombinator.com/item?id=1"
    plain = post().replace(f"[{url}]({url})", url)
    assert plain != post()
    found = check(tmp_path, {"a.md": plain, "b.md": post()})
    assert [(report.path.name, report.kind) for report in found] == [("b.md", "duplicate-post")]


def test_posts_of_one_thread(tmp_path: Path) -> None:
    other = post().replace("id=1", "id=2")
    found = check(tmp_path, {"a.md": post(), "b.md": other, "c.md": post()})
    assert found == [
        FileFinding(
            tmp_path / "c.md", 9, 1, "duplicate-post", f"{tmp_path / 'a.md'} quotes the same thread"
        )
    ]


def test_a_file_checked_again_is_no_duplicate_of_itself(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": post()})
    linter, site_context = Linter(), SiteContext(None, "typographic")
    assert (
        linter.lint(tmp_path / "a.md", site_context)
        == linter.lint(tmp_path / "a.md", site_context)
        == []
    )


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(post(quote("苔")).encode() + b"\n\xff\n")
    linter, site_context = Linter(), SiteContext(None, "typographic")
    (found,) = linter.lint(tmp_path / "a.md", site_context)
    assert (found.line, found.kind, found.message) == (16, "file", "The file is not UTF-8")
    (found,) = linter.lint(tmp_path / "gone.md", site_context)
    assert (found.line, found.kind) == (1, "file")


def test_posts_are_markdown_that_is_not_hidden(tmp_path: Path) -> None:
    names = [
        "b/index.md",
        "a/index.md",
        "a/.matome-1.tmp",
        "a/.old.md",
        ".git/a.md",
        "c.txt",
        "z.md",
    ]
    write(tmp_path, dict.fromkeys(names, ""))
    found = [path.relative_to(tmp_path).as_posix() for path in find_posts(tmp_path)]
    assert found == ["z.md", "a/index.md", "b/index.md"]
    assert list(find_posts(tmp_path / "c.txt")) == [tmp_path / "c.txt"]


@pytest.mark.corpus
def test_the_sample_has_nothing_wrong(shared: Path) -> None:
    linter, site_context = Linter(), SiteContext(None, "typographic")
    assert linter.lint(shared / "seed" / "44139454.md", site_context) == []


def test_our_own_sample_has_nothing_wrong() -> None:
    linter, site_context = Linter(), SiteContext(None, "typographic")
    path = DATA / "44900002.md"
    assert linter.lint(path, site_context) == []


def test_a_file_lists_so_many_findings_and_counts_the_rest(tmp_path: Path) -> None:
    text = post(*(quote(f"苔の *{number}*", number) for number in range(MAX_LISTED + 50)))
    found = check(tmp_path, {"a.md": text})
    assert len(found) == MAX_LISTED + 1
    assert [report.line for report in found] == sorted(report.line for report in found)
    more = FileFinding(
        tmp_path / "a.md", found[-2].line, 1, "more", "50 more findings are not listed", True
    )
    assert found[-1] == more


def test_ignored_findings_do_not_count(tmp_path: Path) -> None:
    quotes = (quote(f"苔の *{number}*", number) for number in range(MAX_LISTED + 50))
    write(tmp_path, {"a.md": post(*quotes, quote("<b>x</b>"))})
    site_context = SiteContext(None, "typographic", Selection(ignored=("emphasis",)))
    (found, *_) = Linter().lint(tmp_path / "a.md", site_context)
    assert found.kind == "html"


def test_a_text_that_is_far_too_long_is_not_looked_into(tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"a.md": post(quote("*a* " * 25_001))})
    assert found.message == "A text of 100,004 characters is too long to check"


def test_tags_that_are_variants_of_each_other(tmp_path: Path) -> None:
    def tagged(number: int, *tags: str) -> str:
        head = HEAD.replace("+++\n\n", f"tags = {list(tags)}\n+++\n\n")
        return head + SOURCE.replace("id=1", f"id={number}")

    files = {
        "a.md": tagged(1, "AI", "machine learning", "ab"),
        "b.md": tagged(2, "AI", "ai", "a,b"),
        "c.md": tagged(3, "ＡＩ", "machine learning"),
    }
    a = tmp_path / "a.md"
    assert [(found.path.name, found.line, found.message) for found in check(tmp_path, files)] == [
        ("b.md", 5, f"Hugo makes one page of the tags “ai” and “AI” ({a})"),
        ("b.md", 5, f"Hugo makes one page of the tags “a,b” and “ab” ({a})"),
        ("c.md", 5, f"The tags “ＡＩ” and “AI” ({a}) look alike, but have a page each"),
    ]
