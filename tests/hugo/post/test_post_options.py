"""Posts of sites with options of their own."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.config.settings import Settings
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.items import Story
from matome_tui.hugo.post.blocks import MarkdownQuote, parse, render
from matome_tui.hugo.post.compose import compose, read_draft, update
from matome_tui.hugo.post.encode import clean_body, typographic
from matome_tui.ui.current_site import CurrentSite

MOMENT = int(datetime(2025, 1, 31, 20, 30, tzinfo=UTC).timestamp())


def draft_of(*texts: str) -> Draft:
    clips = tuple(
        Clip(EntryKey(key), 100 + key, "anybody", MOMENT + key, "", text)
        for key, text in enumerate(texts, start=1)
    )
    metadata = Metadata("題", "2025-01-31", ("苔",), "a.jpg")
    return Draft(9, "A Title of Words", metadata, clips, EntryKey(len(clips) + 1))


def bare(draft: Draft) -> Draft:
    """Return a draft as it can be read from a post."""
    return replace(draft, story_title="")


def test_the_defaults_are_those_of_the_settings() -> None:
    assert CurrentSite(Settings()).post_options == PostOptions()


@pytest.mark.parametrize(("date", "is_today"), [("story", False), ("today", True)])
def test_the_date_that_a_new_post_starts_with(
    date: Literal["story", "today"], is_today: bool
) -> None:
    settings = Settings()
    site = CurrentSite(replace(settings, post=replace(settings.post, date=date)))
    story = Story(1, "T", time=5)
    assert (site.day_of(story) is not None) is is_today
    assert site.day_of(Story(1, "T")) is not None


def test_fixed_lines() -> None:
    options = PostOptions(
        group_size=1,
        source_line="Source: [the thread]({url})",
        section_summary="More ({n})",
        tail="[All posts](/posts/)",
    )
    draft = draft_of("one", "two", "three")
    text = render(compose(draft, options))
    url = "https://news.ycombinator.com/item?id=9"
    assert f"\n\nSource: [the thread]({url})\n\n\n\n\n{{{{<matomeQuote" in text
    assert re.findall('summary="(.*?)"', text) == ["More (1)", "More (2)"]
    assert text.endswith("{{</details>}}\n\n\n\n[All posts](/posts/)\n")
    again = read_draft(parse(text), options)
    assert (again.thread, again.has_manual_sections) == (9, False)
    assert render(update(parse(text), draft, options)) == text
    changed = render(update(parse(text), draft.set_text(EntryKey(2), "deux"), options))
    assert changed == text.replace('body="two"', 'body="deux"')


def test_an_empty_tail_adds_nothing() -> None:
    assert render(compose(draft_of("one"), PostOptions(tail=""))).endswith('color="">}}\n')


def test_times_of_the_sites_zone_come_back() -> None:
    options = PostOptions(time_zone="Asia/Tokyo")
    draft = draft_of("one")
    text = render(compose(draft, options))
    assert 'createdAt="2025/02/01 05:30:01"' in text
    assert read_draft(parse(text), options).clips[0].time == draft.clips[0].time
    assert render(update(parse(text), draft.set_text(EntryKey(1), "new"), options)) == text.replace(
        "one", "new"
    )


def test_the_hour_that_comes_twice_still_finds_its_quote() -> None:
    options = PostOptions(time_zone="Europe/Berlin")
    twice = int(datetime(2025, 10, 26, 1, 30, tzinfo=UTC).timestamp())
    draft = draft_of("one")
    draft = replace(draft, entries=(replace(draft.clips[0], time=twice),))
    text = render(compose(draft, options))
    assert render(update(parse(text), draft.set_text(EntryKey(1), "new"), options)) == text.replace(
        "one", "new"
    )


def test_quotes_with_ids_find_their_comments() -> None:
    options = PostOptions(ids=True)
    text = render(compose(draft_of("one"), options))
    assert ' color="" id="101">}}' in text
    assert read_draft(parse(text), options).clips[0].comment == 101


def test_keys_of_the_front_matter() -> None:
    options = PostOptions(
        front_matter=("title", "kind", "date", "tags"),
        extra={"kind": "digest", "n": 3, "who": ["a", "b"]},
    )
    text = render(compose(draft_of("one"), options))
    assert text.startswith(
        "+++\ntitle = '題'\nkind = 'digest'\ndate = '2025-01-31T00:00:00'\n"
        'tags = ["苔"]\nn = 3\nwho = ["a", "b"]\n+++\n'
    )


ARCHETYPE = "---\n# ours\ntitle: x\nlayout: digest\ndate: 2020-01-01\ndraft: true\n---"


def test_a_new_post_starts_from_the_archetype() -> None:
    text = render(compose(draft_of("one"), PostOptions(archetype=ARCHETYPE)))
    metadata = text[: text.index("\n\n> 題")]
    assert metadata.startswith(
        "---\n# ours\ntitle: 題\nlayout: digest\ndate: 2025-01-31T00:00:00\ndraft: false\n"
    )
    assert "draft: false" in metadata
    assert "2020" not in metadata
    assert read_draft(parse(text)).metadata == draft_of().metadata


def test_a_new_post_starts_from_an_archetype_in_json() -> None:
    archetype = '{\n\t"title": "x",\n\t"kind": "digest",\n\t"Tags": [ "a" ]\n}'
    post = compose(draft_of("one"), PostOptions(archetype=archetype))
    head, _, body = render(post).partition("\n\n")
    kept = '{\n\t"title": "題",\n\t"kind": "digest",\n\t"Tags": [ "苔" ],\n\t"'
    assert head.startswith(kept)
    assert json.loads(head)["draft"] is False
    assert body.startswith("> 題")
    assert read_draft(post).metadata == draft_of().metadata


# Markdown quotes

MARKDOWN = PostOptions(format="blockquote")


def test_quotes_of_markdown() -> None:
    draft = draft_of("one\ntwo\n\n: three", "https://example.com/?a=1&copy=2 *x* {{< y >}}")
    text = render(compose(draft.add_remark("一言", 1), MARKDOWN))
    assert (
        "\n\n\n\n\n> one\\\n> two\n>\n> \\: three\n>\n"
        "> — [anybody](https://news.ycombinator.com/item?id=101), 31 Jan 2025\n\n\n\n\n一言"
    ) in text
    assert "<https://example.com/?a=1&copy=2> \\*x\\* {\u2060{＜ y ＞}}" in text
    assert "matomeQuote" not in text
    again = read_draft(parse(text), MARKDOWN)
    assert [clip.comment for clip in again.clips] == [101, 102]
    assert [entry.text for entry in again.entries if isinstance(entry, Remark)] == ["一言"]


def test_markdown_has_no_sections() -> None:
    draft = draft_of(*"abc")
    text = render(compose(draft, replace(MARKDOWN, group_size=1)))
    assert "details" not in text
    own = draft.begin_section(1)
    assert render(compose(own, MARKDOWN)) == text


@given(
    st.lists(
        st.text(max_size=20) | st.sampled_from(("a\n\n\nb", "|a|\n:-:", "- x", "")), max_size=4
    )
)
def test_texts_come_back_out_of_markdown(texts: list[str]) -> None:
    draft = draft_of(*texts)
    post = compose(draft, MARKDOWN)
    text = render(post)
    assert parse(text) == post
    assert all(isinstance(quote, MarkdownQuote) for quote in post.quotes)
    shown = [typographic(clean_body(clip.text)) for clip in draft.clips]
    assert [clip.text for clip in read_draft(post, MARKDOWN).clips] == shown
    assert render(update(post, draft, MARKDOWN)) == text


@pytest.mark.parametrize("form", ["matome", "blockquote"])
def test_an_unknown_time_is_left_out_and_stays_unknown(
    form: Literal["matome", "blockquote"],
) -> None:
    options, draft = PostOptions(format=form), draft_of("one")
    draft = replace(draft, entries=(replace(draft.clips[0], time=0, comment=7),))
    text = render(compose(draft, options))
    assert "1970" not in text
    again = read_draft(parse(text), options)
    assert [(clip.author, clip.time, clip.text) for clip in again.clips] == [
        (draft.clips[0].author, 0, "one")
    ]
    assert render(update(parse(text), draft, options)) == text
