"""The index of a site's posts, read from their front matter."""

import os
from collections import Counter
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hugo.site.index import Index, IndexedPost, read_index
from matome_tui.hugo.site.site import read_site
from tests.support.files import write

ITEM = "https://news.ycombinator.com/item?id="
QUOTE = '{{{{<matomeQuote body="{}" userName="someone" createdAt="" color="">}}}}\n'


def index_of(root: Path, files: dict[str, str]) -> Index:
    return read_index(read_site(write(root, {"hugo.toml": "", **files}), None))


def head(**values: object) -> str:
    return f"+++\n{tomlkit.dumps(values)}+++\n"


def test_a_post_of_the_format_is_recognized_by_its_front_matter(tmp_path: Path) -> None:
    front_matter = head(
        date="2025-05-31T00:00:00",
        months="2025/05",
        draft=False,
        title="苔の生えるブックマーク",
        tags=["AI", "端末"],
        featureimage="thumbnails/green3.jpg",
    )
    text = f"{front_matter}\n> 苔\n\n引用元：[{ITEM}7]({ITEM}7)\n\n\n{QUOTE.format(ITEM + '8')}"
    index = index_of(tmp_path, {"content/posts/2025_05/a/index.md": text})
    assert index.posts == (
        IndexedPost(
            tmp_path / "content/posts/2025_05/a/index.md",
            "2025-05-31",
            "苔の生えるブックマーク",
            ("AI", "端末"),
            "thumbnails/green3.jpg",
            7,
        ),
    )


def test_yaml_is_read_as_well(tmp_path: Path) -> None:
    text = (
        f"---\r\ndate: 2025-05-31\r\ntitle: 'a'\r\ntags:\r\n  - x\r\n  - y\r\n---\r\n<{ITEM}7>\r\n"
    )
    (post,) = index_of(tmp_path, {"content/a.md": text}).posts
    assert (post.date, post.title, post.tags, post.thread) == ("2025-05-31", "a", ("x", "y"), 7)


def test_a_date_may_be_one_of_tomls_own(tmp_path: Path) -> None:
    files = {
        "content/a.md": "+++\ndate = 2025-05-31T01:00:00+09:00\n+++\n",
        "content/b.md": "+++\ndate = 2025-05-30\n+++\n",
        "content/c.md": "+++\ndate = 'someday'\n+++\n",
    }
    assert [p.date for p in index_of(tmp_path, files).posts] == ["2025-05-31", "2025-05-30", ""]


@pytest.mark.parametrize(
    ("body", "thread"),
    [
        (f"\n[Thread]({ITEM}7)\n", 7),
        (f"{QUOTE.format('x')}[Thread]({ITEM}7)\n", None),
        (f"{{{{< details >}}}}\n{ITEM}7\n", None),
        ("https://example.com/item?id=7\n", None),
        (f"{ITEM}{'9' * 30}\n", None),
        ("", None),
    ],
)
def test_the_thread_is_linked_before_the_first_quote(
    tmp_path: Path, body: str, thread: int | None
) -> None:
    (post,) = index_of(tmp_path, {"content/a.md": "+++\n+++\n" + body}).posts
    assert post.thread == thread


@pytest.mark.parametrize("padding", range(8150, 8200))
def test_an_id_is_read_whole_or_not_at_all(tmp_path: Path, padding: int) -> None:
    text = f"+++\n+++\n{' ' * (padding - len(ITEM))}{ITEM}12345678 "
    (post,) = index_of(tmp_path, {"content/a.md": text}).posts
    assert post.thread in (12345678, None)


def test_the_posts_of_a_thread_come_newest_first(tmp_path: Path) -> None:
    files = {
        f"content/{day}.md": f"{head(date=f'2025-05-{day}')}{ITEM}{thread} \n"
        for day, thread in (("10", 1), ("12", 1), ("11", 2))
    }
    threads = index_of(tmp_path, files).threads
    dates = {thread: [post.date for post in posts] for thread, posts in threads.items()}
    assert dates == {1: ["2025-05-12", "2025-05-10"], 2: ["2025-05-11"]}


def test_broken_posts_are_passed_over(tmp_path: Path) -> None:
    files = {
        "content/broken.md": "+++\ntags = ['no'\n+++\n",
        "content/deep.md": f"+++\na = {'[' * 9000}\n+++\n",
        "content/open.md": "+++\ntags = ['no']\n",
        "content/plain.md": "text",
        "content/empty.md": "",
        "content/note.txt": head(tags=["no"]),
        "content/good.md": head(tags=["yes"]),
    }
    write(tmp_path, {"content/latin.md": ""})
    (tmp_path / "content/latin.md").write_bytes(b"+++\ntitle = '\xe9'\n+++\n")
    (tmp_path / "content/gone.md").symlink_to("nowhere")
    assert [post.tags for post in index_of(tmp_path, files).posts] == [("yes",)]


def test_tags_are_counted_by_posts(tmp_path: Path) -> None:
    long = "# " + "長" * 3000
    files = {
        "content/posts/a/index.md": head(tags=["AI", "速度", "AI"]) + "tags = ['body']\n",
        "content/posts/b/index.md": "+++\r\ntags = ['AI', 'ai']\r\n+++\r\n",
        "content/c.md": f"\ufeff+++\n{long}\ntags = '一つ'\n+++\n",
        "content/none.md": "+++\n+++\n",
    }
    expected = Counter({"AI": 2, "速度": 1, "ai": 1, "一つ": 1})
    assert index_of(tmp_path, files).tags == expected


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), max_size=4))
def test_any_tag_comes_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    index = index_of(tmp_path_factory.mktemp("site"), {"content/a.md": head(tags=names)})
    assert index.tags == Counter(set(names))


def test_a_tag_is_offered_its_more_usual_spelling(tmp_path: Path) -> None:
    files = {f"content/{n}.md": head(tags=["ai", "Rust"]) for n in range(3)}
    index = index_of(tmp_path, {**files, "content/x.md": head(tags=["AI"])})
    assert index.variants(["AI", "ai", "rust", "new"]) == {"AI": "ai", "rust": "Rust"}
    assert index.variants(["新", "New", "new"]) == {"new": "New"}


def test_images_come_by_their_last_use_and_the_posts_own_folders_first(tmp_path: Path) -> None:
    files = {
        **dict.fromkeys(
            ("assets/a/logo.png", "assets/thumbnails/b.PNG", "assets/thumbnails/never.webp"), ""
        ),
        **dict.fromkeys(("assets/pics/c.jpg", "static/img/d.jpg", "static/favicon.png"), ""),
        "content/1.md": head(date="2025-05-01", featureimage="thumbnails/b.PNG"),
        "content/2.md": head(date="2025-05-02", featureimage="/img/d.jpg"),
        "content/3.md": head(date="2025-05-03", featureimage="/pics/c.jpg"),
        "content/4.md": head(date="2025-04-01", featureimage="/pics/c.jpg"),
        "content/5.md": head(date="2025-05-05", featureimage="thumbnails/gone.png"),
    }
    assert [(i.name, i.last_used) for i in index_of(tmp_path, files).images] == [
        ("thumbnails/never.webp", ""),
        ("thumbnails/b.PNG", "2025-05-01"),
        ("/img/d.jpg", "2025-05-02"),
        ("pics/c.jpg", "2025-05-03"),
        ("a/logo.png", ""),
    ]
    assert all(image.path.is_file() for image in index_of(tmp_path, files).images)


def test_a_site_without_folders_has_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path, {})
    assert (index.posts, index.tags, index.images, index.threads) == ((), Counter(), (), {})


@given(st.binary(max_size=300), st.sampled_from([b"+++\n", b"---\n", b"+++\n+++\n", b""]))
def test_any_file_is_read_or_passed_over(
    tmp_path_factory: pytest.TempPathFactory, text: bytes, start: bytes
) -> None:
    root = tmp_path_factory.mktemp("site")
    write(root, {"content/a.md": ""})
    (root / "content" / "a.md").write_bytes(start + text)
    index = index_of(root, {"content/b.md": head(tags=["kept"])})
    assert index.tags["kept"] >= 1


def test_only_the_heads_of_posts_are_read(tmp_path: Path) -> None:
    post = write(tmp_path, {"content/a.md": f"{head(title='a')}{ITEM}7 \n"}) / "content" / "a.md"
    os.truncate(post, 1 << 40)  # all of it would not fit into the memory
    assert [post.thread for post in index_of(tmp_path, {}).posts] == [7]
