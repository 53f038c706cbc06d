"""The path of a post in a site."""

from dataclasses import replace

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.location import post_path


def draft_of() -> Draft:
    return Draft(9, "A Title of Words", Metadata("題", "2025-01-31"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (PostOptions().path, "content/posts/2025_01/2025_01_31_a_title_of_words/index.md"),
        ("content/{year}/{month}/{day}/{slug}.md", "content/2025/01/31/a_title_of_words.md"),
        ("content/hn/{id}/index.md", "content/hn/9/index.md"),
    ],
)
def test_the_path_of_a_post(path: str, expected: str) -> None:
    assert post_path(draft_of(), PostOptions(path=path)) == expected


def with_slug(slug: str) -> Draft:
    draft = draft_of()
    return draft.with_metadata(replace(draft.metadata, slug=slug))


@pytest.mark.parametrize("slug", ["moss", "a-b_c", "9", "x" * 100])
def test_a_slug_set_by_hand(slug: str) -> None:
    assert post_path(with_slug(slug)) == f"content/posts/2025_01/2025_01_31_{slug}/index.md"


@pytest.mark.parametrize("slug", ["A", "a b", "../a", "a/b", "苔", "a\n", ".", "x" * 101])
def test_an_invalid_slug_is_refused(slug: str) -> None:
    with pytest.raises(PostError, match="may hold only"):
        post_path(with_slug(slug))
