"""Addresses of pages."""

from pathlib import Path, PurePosixPath

import pytest

from matome_tui.hugo.site.places import Mount, Places

ROOT = Path("/site")


def mount(source: str, target: str = ".", *languages: str) -> Mount:
    return Mount(ROOT / source, PurePosixPath(target), languages)


PLAIN = (mount("content"),)
ARTICLES = (mount("articles"),)
BLOG = (mount("blog", "posts"),)
BOTH = (mount("content"), mount("blog", "posts"))
SPLIT = (mount("content/ja", ".", "ja"), mount("content/en", ".", "en"))
BESIDE = (mount("content", ".", "ja"), mount("english", ".", "en"))
WITHIN = (mount("content", ".", "ja"), mount("content/en", ".", "en"))
SHARED = (mount("texts", ".", "en", "ja"),)
OUTSIDE = (Mount(Path("/elsewhere"), PurePosixPath()),)


@pytest.mark.parametrize(
    ("mounts", "path", "file", "place", "language"),
    [
        (PLAIN, "content/posts/a/index.md", "content/posts/a/index.md", "posts/a/index.md", "ja"),
        (PLAIN, "content/posts/a/index.en.md", "content/posts/a/index.en.md", None, "en"),
        (PLAIN, "english/posts/a.md", None, None, ""),
        (ARTICLES, "content/posts/a.md", "articles/posts/a.md", "posts/a.md", "ja"),
        (ARTICLES, "articles/posts/a.md", "articles/posts/a.md", "posts/a.md", "ja"),
        (BLOG, "content/posts/a.md", "blog/a.md", "posts/a.md", "ja"),
        (BLOG, "content/news/a.md", None, None, ""),
        (BLOG, "blog/x/a.md", "blog/x/a.md", "posts/x/a.md", "ja"),
        (BOTH, "content/posts/a.md", "blog/a.md", "posts/a.md", "ja"),
        (BOTH, "content/news/a.md", "content/news/a.md", "news/a.md", "ja"),
        (SPLIT, "content/posts/a.md", "content/ja/posts/a.md", "posts/a.md", "ja"),
        (SPLIT, "content/en/posts/a.md", "content/en/posts/a.md", "posts/a.md", "en"),
        (BESIDE, "english/posts/a.md", "english/posts/a.md", "posts/a.md", "en"),
        (BESIDE, "content/posts/a.md", "content/posts/a.md", "posts/a.md", "ja"),
        (WITHIN, "content/en/posts/a.md", "content/en/posts/a.md", "posts/a.md", "en"),
        (SHARED, "content/posts/a.md", "texts/posts/a.md", "posts/a.md", "ja"),
        (OUTSIDE, "content/posts/a.md", "/elsewhere/posts/a.md", "posts/a.md", "ja"),
    ],
)
def test_the_place_that_a_path_means(
    mounts: tuple[Mount, ...], path: str, file: str | None, place: str | None, language: str
) -> None:
    places = Places(ROOT, mounts, "ja", frozenset(("ja", "en")))
    found = places.find(path)
    if file is None:
        assert found is None
        return
    assert found
    assert found.file == ROOT / file
    assert found.language == language
    assert place is None or found.path == PurePosixPath(place)
    assert found == places.of(found.file)


def test_the_section_is_the_contents_and_not_the_folders() -> None:
    places = Places(ROOT, SPLIT, "ja")
    for path in ("content/posts/a.md", "content/en/posts/a.md"):
        found = places.find(path)
        assert found
        assert found.section == "posts"


@pytest.mark.parametrize(
    ("mounts", "folders"),
    [
        (PLAIN, ["content/posts"]),
        (BLOG, ["blog"]),
        (BOTH, ["content/posts", "blog"]),
        (SPLIT, ["content/ja/posts"]),
        ((mount("news", "posts/news"),), ["news"]),
        ((mount("news", "news"),), []),
    ],
)
def test_the_folders_of_a_section(mounts: tuple[Mount, ...], folders: list[str]) -> None:
    found = Places(ROOT, mounts, "ja").folders("posts")
    assert list(found) == [ROOT / folder for folder in folders]


def test_the_roots_hold_each_file_once() -> None:
    assert Places(ROOT, WITHIN).roots == [ROOT / "content"]
    assert Places(ROOT, (*SPLIT, *SPLIT)).roots == [ROOT / "content/ja", ROOT / "content/en"]


@pytest.mark.parametrize("folder", ["/", "/home", "/home/me/site/../.."])
def test_a_content_folder_that_contains_the_site_is_not_read(folder: str) -> None:
    inside = Mount(Path("/home/me/site/content"), PurePosixPath())
    outer = Mount(Path(folder), PurePosixPath("posts"))
    places = Places(Path("/home/me/site"), (outer, inside))
    assert places.outer == [Path(folder)]
    assert places.roots == [inside.source]
    assert outer.source not in places.folders("posts")
