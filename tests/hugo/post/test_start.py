"""What a new post starts with."""

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.start import starting_metadata

STORY = Metadata("苔", "2025-01-31")
OWN = {"draft": False, "tags": ("c",)}


@pytest.mark.parametrize(
    ("archetype", "extra", "started"),
    [
        ("", {}, STORY),
        (
            "---\ndraft: true\ntags: [hackernews, b]\ncover: {image: a.png}\ntitle: x\n---\n",
            {},
            Metadata("苔", "2025-01-31", ("hackernews", "b"), "a.png", is_draft=True),
        ),
        (
            "+++\nDraft = true\ntags = 'a'\n+++\n",
            {},
            Metadata("苔", "2025-01-31", ("a",), "", True),
        ),
        ("+++\ndraft = true\n+++\n", OWN, Metadata("苔", "2025-01-31", ("c",))),
        ("+++\n= not toml\n+++\n", {}, STORY),
    ],
)
def test_a_post_starts_with_what_is_given(
    archetype: str, extra: dict[str, object], started: Metadata
) -> None:
    options = PostOptions(archetype=archetype, extra=extra)
    assert starting_metadata(STORY, options) == started


def test_the_archetype_is_written_as_it_is() -> None:
    archetype = (
        "---\ntitle: x\ndate: 2020-01-01\ndraft: true\ntags: ['hackernews']\nlang: ja\n---\n"
    )
    options = PostOptions(archetype=archetype)
    clips = (Clip(EntryKey(1), 1, "user", 5, "", "text"),)
    post = compose(
        Draft(9, "A Title", starting_metadata(STORY, options), clips, EntryKey(2)), options
    )
    values = post.front_matter or {}
    assert values["draft"] is True
    assert values["tags"] == ["hackernews"]
    assert values["lang"] == "ja"
    assert values["title"] == "苔"
