"""Pages of the real Hugo compared with the posts that they show."""

from pathlib import Path

import pytest

from matome_tui.files import read_text
from matome_tui.hugo.check.page_comparison import compare_pages, visible
from matome_tui.hugo.check.parsed import line_and_column
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.site.site import create_site, read_site
from tests.support.files import write
from tests.support.odd_posts import (
    CLOSE,
    HARMLESS,
    HEAD,
    OPEN,
    SHOWN_DIFFERENTLY,
    SOURCE,
    TAIL,
    UNSEEN,
    post,
    quote,
)

SIGNATURE = "> — [rin](https://news.ycombinator.com/item?id=2), 2025/01/02 03:04:05"


@pytest.fixture
def root(tmp_path: Path, hugo: Hugo) -> Path:
    create_site(tmp_path / "site", hugo=hugo)
    return tmp_path / "site"


def seen(hugo: Hugo, root: Path, files: dict[str, str]) -> list[tuple[str, int, str]]:
    """Return file, line and message of each difference in posts."""
    content = write(root / "content" / "posts", files)
    paths = [content / name for name in files]
    found = compare_pages(hugo, read_site(root, hugo), paths)
    return [
        (
            path.relative_to(content).as_posix(),
            line_and_column(read_text(path), finding.offset)[0],
            finding.message,
        )
        for path, finding in found
    ]


def tree(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_pages_without_differences_and_the_site_is_left_alone(hugo: Hugo, root: Path) -> None:
    quotes = [quote(body, at) for at, body in enumerate(HARMLESS)]
    files = {
        "a/index.md": post(*quotes, OPEN, *quotes, CLOSE),
        "b.md": post(f"\n\n> 苔\\\n> 二行目\n>\n{SIGNATURE}"),
        "c/index.md": "no post\n",
    }
    write(root / "content" / "posts", files)
    before = tree(root)
    assert seen(hugo, root, files) == []
    assert tree(root) == before


def test_differences_say_what_readers_see(hugo: Hugo, root: Path) -> None:
    quotes = [
        quote("苔"),
        quote("苔の *本* を見て", 1),
        OPEN,
        quote("内", 2),
        quote("- 苔", 3),
        CLOSE,
    ]
    files = {
        "a/index.md": post(*quotes),
        "b/index.md": post(quote("苔", 1), quote("<!-- 苔", 2), quote("見えない", 3)),
    }
    assert seen(hugo, root, files) == [
        ("a/index.md", 14, "The page shows “本 を見て” instead of “*本* を見て” after “苔の”"),
        ("a/index.md", 20, "The page does not show “- 苔”"),
        ("b/index.md", 14, "The page does not show “<!-- 苔”"),
        ("b/index.md", 16, "The page does not show “見えない”"),
    ]


def test_each_example_is_seen(hugo: Hugo, root: Path) -> None:
    # Emoji are off on this site, and white space at an edge is invisible.
    bodies = [
        body for kind, body in SHOWN_DIFFERENTLY if kind not in ("emoji", "space", "code", *UNSEEN)
    ]
    files = {f"{at}/index.md": post(quote(body)) for at, body in enumerate(bodies)}
    found = {name for name, _, _ in seen(hugo, root, files)}
    assert [body for at, body in enumerate(bodies) if f"{at}/index.md" not in found] == []


def test_a_post_that_does_not_build_is_reported_and_the_others_are_compared(
    hugo: Hugo, root: Path
) -> None:
    files = {
        "a/index.md": post(quote("苔", 1), quote('"', 2)),
        "b/index.md": post(quote("*苔*")),
        "c/index.md": "+++\ntitle = 'a\n+++\n" + SOURCE,
    }
    found = sorted(seen(hugo, root, files))
    assert [name for name, _, _ in found] == ["a/index.md", "b/index.md", "c/index.md"]
    assert found[0][1] == 14
    assert sum("Hugo refuses the post: " in message for _, _, message in found) == 2
    assert str(root) not in str(found)


def test_a_post_builds_with_what_lies_beside_it(hugo: Hugo, root: Path) -> None:
    options = '{{ (.Page.Resources.Get "moss.txt").Content }}'
    write(root, {"layouts/shortcodes/moss.html": options})
    write(root / "content" / "posts", {"a/moss.txt": "moss"})
    text = post(quote("苔"), '\n\n{{< moss >}} [x]({{< ref "/posts/gone" >}})\n')
    assert seen(hugo, root, {"a/index.md": text}) == []


def test_a_site_that_does_not_build_raises(hugo: Hugo, root: Path) -> None:
    write(root, {"layouts/_default/single.html": "{{ nothing }}"})
    with pytest.raises(HugoError):
        seen(hugo, root, {"a/index.md": HEAD + SOURCE + TAIL})


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "\na\n\nb\n"),
        ("a <b>b</b>\n <i>c</i>", "a b c"),
        ("<title>t</title>a<script>b</script><style>c</style>d", "\n\na\n\n\n\nd"),
        ("a<![b c>d", "ad"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("&lt;a&gt; &amp;amp;", "<a> &amp;"),
    ],
)
def test_what_is_visible(page: str, text: str) -> None:
    assert visible(page) == text
