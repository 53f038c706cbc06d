"""Posts and clips as Markdown for any place."""

from dataclasses import replace

import pytest

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.export import clip_markdown, post_markdown

CLIP = Clip(EntryKey(1), 101, "ann", 1740800000, "", 'It\'s "x"... *y* \\"', "#ff5733")
ENTRIES = (
    CLIP,
    Section(EntryKey(2), "more"),
    Remark(EntryKey(3), "It\\'s mine."),
    replace(CLIP, key=EntryKey(4), author="__bob", text="two\nlines"),
)
QUOTE = (
    '> It\'s "x"... \\*y\\* &#92;"\n>\n'
    "> — [ann](https://news.ycombinator.com/item?id=101), 1 Mar 2025\n"
)
ITEM = "https://news.ycombinator.com/item?id="


def draft(title: str = 'A "<b>"') -> Draft:
    head = Metadata(title, "2025-01-31", ("go",), "a.jpg")
    return Draft(9, "A Title", head, ENTRIES, EntryKey(5), has_manual_sections=True)


@pytest.mark.parametrize(
    "options",
    [
        PostOptions(),
        PostOptions().in_format("blockquote"),
        replace(
            PostOptions().in_format("blockquote"), tail="x", title_line=True, style="typographic"
        ),
    ],
)
def test_a_post_has_neither_front_matter_nor_shortcodes(options: PostOptions) -> None:
    assert post_markdown(draft(), options) == (
        f'# A "＜b＞"\n\nSource: [Hacker News]({ITEM}9)\n\n{QUOTE}\nIt\\\'s mine.\n\n'
        f"> two\\\n> lines\n>\n> — [\\_\\_bob]({ITEM}101), 1 Mar 2025\n"
    )


def test_the_settings_of_plain_posts_are_kept() -> None:
    options = replace(
        PostOptions().in_format("blockquote"),
        attribution="{author}, {date:%H:%M}: <{url}>",
        time_zone="Asia/Tokyo",
        source_line="From [HN]({url})",
    )
    assert clip_markdown(CLIP, options).endswith(f">\n> ann, 12:33: <{ITEM}101>\n")
    assert f"\n\nFrom [HN]({ITEM}9)\n\n" in post_markdown(draft(), options)


def test_a_clip_is_one_quote() -> None:
    assert clip_markdown(CLIP, PostOptions()) == QUOTE


def test_what_is_no_user_name_is_refused() -> None:
    with pytest.raises(PostError):
        clip_markdown(replace(CLIP, author="<b>"), PostOptions())
