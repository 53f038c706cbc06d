"""Posts in the format `blockquote`: plain Markdown, as any theme shows it."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark
from matome_tui.core.draft.post_options import FrontMatterFormat, PostOptions
from matome_tui.core.items import Comment, CommentId
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.files import fix
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.check.page_comparison import compare_pages, visible
from matome_tui.hugo.post.blocks import MarkdownQuote, TitleLine, parse, render
from matome_tui.hugo.post.compose import compose, read_draft, update
from matome_tui.hugo.post.encode import clean_body, clean_remark, read_remark
from matome_tui.hugo.post.location import post_path
from matome_tui.hugo.post.merge import Merge
from matome_tui.hugo.site.site import read_site
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

PLAIN = PostOptions().in_format("blockquote")
ITEM = "https://news.ycombinator.com/item?id="


def clip(key: int, text: str, author: str = "ann", time: int = 1740800000) -> Clip:
    return Clip(EntryKey(key), 100 + key, author, time, "", text)


def draft_of(*entries: Entry, title: str = 'A "Title"', tags: tuple[str, ...] = ("go",)) -> Draft:
    head = Metadata(title, "2025-01-31", tags)
    return Draft(9, "A Title: of Words", head, entries, EntryKey(len(entries) + 1))


def test_a_post_to_the_byte() -> None:
    draft = draft_of(
        clip(1, 'It\'s "x"\n- *not* a list'),
        Remark(EntryKey(2), "One.\n\nStill one."),
        Remark(EntryKey(3), "Two."),
        clip(4, "y", "__bob", 0),
    )
    text = render(compose(draft, PLAIN))
    assert text == (
        '+++\ndate = 2025-01-31\ndraft = false\ntitle = \'A "Title"\'\ntags = ["go"]\n+++\n\n'
        f"Source: [Hacker News]({ITEM}9)\n\n"
        '> It\\\'s \\"x\\"\\\n> \\- \\*not\\* a list\n>\n'
        f"> — [ann]({ITEM}101), 1 Mar 2025\n\n"
        "One.\n\nStill one.\n\n\nTwo.\n\n"
        f"> y\n>\n> — [\\_\\_bob]({ITEM}104)\n"
    )
    assert post_path(draft, PLAIN) == "content/posts/a-title-of-words.md"
    assert lint(text, PostContext()) == []


PATTERNS = (
    PostOptions().attribution,
    "{author}: <{url}>",
    "[{author}]({url}) ({date})",
    "{date:%-d.%-m.%y, %H:%M} · {author} · {url}",
    "— [{author}]({url}), {date:%Y/%m/%d %H:%M:%S}",
    "[source]({url}) by {author}",
)
BODIES = st.text(max_size=20) | st.sampled_from(
    (
        *("a\n\n\nb", "|a|\n:-:", "- x", "", "\\", 'say "\\"\\', "`a`", "[x](y)", "\u3000字"),
        *(f"{ITEM}5", f"a\n\n{ITEM}5", f"— [x]({ITEM}5)", f"> — [ann]({ITEM}5)\n> b"),
    )
)


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            BODIES,
            st.sampled_from(("ann", "__b-", "a--b", "x_y")),
            st.sampled_from((0, 1740800000)),
        ),
        max_size=5,
    ),
    st.sampled_from(PATTERNS),
    st.sampled_from(get_args(FrontMatterFormat)),
    st.booleans(),
)
def test_drafts_come_back(
    parts: list[tuple[bool, str, str, int]],
    pattern: str,
    language: FrontMatterFormat,
    has_tail: bool,
) -> None:
    options = replace(PLAIN, attribution=pattern, front_matter_format=language)
    options = replace(options, tail="[All posts](/posts/)" if has_tail else "")
    draft = draft_of(
        *(
            clip(key, text, author, time)
            if is_clip
            else Remark(EntryKey(key), f"{author} *{time}*\n\n{author}")
            for key, (is_clip, text, author, time) in enumerate(parts, start=1)
        )
    )
    post = compose(draft, options)
    text = render(post)
    assert parse(text) == post
    again = read_draft(post, options)
    assert again.metadata == draft.metadata
    assert [_seen(entry) for entry in again.entries] == [_seen(e) for e in draft.entries]
    assert render(update(post, draft, options)) == text
    assert not [found for found in lint(text, PostContext()) if found.kind != "cut-link"]
    assert Merge(text, text, draft, options).changes == ()


def _seen(entry: Entry) -> object:
    if isinstance(entry, Clip):
        return entry.comment, entry.author, clean_body(entry.text)
    assert isinstance(entry, Remark)
    return read_remark(clean_remark(entry.text))


def test_hugo_shows_exactly_the_text_of_any_theme(tmp_path: Path) -> None:
    texts = ("\"x\" and 'y' don't -- ... <b>", "{{< x >}} {{%/* y */%}}\n\n: z\n|a|b|\n|-|-|")
    draft = draft_of(*(clip(at, text, "__ann--") for at, text in enumerate(texts, 1)))
    file = tmp_path / "content" / "posts" / "a.md"
    write(
        tmp_path,
        {
            "hugo.toml": "",
            "layouts/_default/single.html": "<html><body>{{ .Content }}</body></html>",
            "content/posts/a.md": render(compose(draft, PLAIN)),
        },
    )
    hugo = real_hugo()
    assert compare_pages(hugo, read_site(tmp_path, hugo), [file]) == []
    hugo.run(tmp_path, "--quiet", timeout=60)
    page = (tmp_path / "public/posts/a/index.html").read_text(encoding="utf-8")
    shown = visible(page)
    assert texts[0] in shown
    assert shown.count("— __ann--, 1 Mar 2025") == 2
    assert page.count("<blockquote>") == 2
    assert "raw HTML omitted" not in page


# Edits by hand


def test_an_attribution_changed_by_hand_stays_when_the_text_changes() -> None:
    draft = draft_of(clip(1, "one"), clip(2, "two", "bob"))
    text = render(compose(draft, PLAIN))
    by_hand = text.replace(f"— [ann]({ITEM}101), 1 Mar 2025", f"Anne B., [here]({ITEM}101)!")
    by_hand = by_hand.replace(f"— [bob]({ITEM}102), 1 Mar 2025", f"— [bob]({ITEM}102), 2025/03/01")
    post = parse(by_hand)
    assert [isinstance(quote, MarkdownQuote) for quote in post.quotes] == [True, True]
    changed = draft.set_text(EntryKey(1), "eins").set_text(EntryKey(2), "zwei")
    expected = by_hand.replace("> one", "> eins").replace("> two", "> zwei")
    assert render(update(post, changed, PLAIN)) == expected
    merge = Merge(text, by_hand, changed, PLAIN)
    assert {change.by for change in merge.changes} == {"draft", "file"}
    assert merge.text() == expected
    assert render(update(post, draft, PLAIN)) == by_hand


def test_an_attribution_without_a_blank_line_before_it_gets_one_with_a_new_text() -> None:
    text = f"Source: [x]({ITEM}9)\n\n> one\n> -- ann, {ITEM}101\n"
    (quote,) = parse(text).quotes
    assert (quote.text, quote.comment, quote.user_name) == ("one", 101, "")
    assert isinstance(quote, MarkdownQuote)
    assert quote.replace("> two").source == f"> two\n>\n> -- ann, {ITEM}101"


def test_line_ends_of_windows_stay() -> None:
    draft = draft_of(clip(1, "one\ntwo\n\nthree"), clip(2, "x"))
    text = render(compose(draft, PLAIN)).replace("\n", "\r\n")
    read = read_draft(parse(text), PLAIN)
    assert [(c.comment, c.text) for c in read.clips] == [(101, "one\ntwo\n\nthree"), (102, "x")]
    assert lint(text, PostContext()) == []
    changed = render(update(parse(text), draft.set_text(EntryKey(2), "y\nz"), PLAIN))
    assert changed == text.replace("> x\r\n", "> y\\\r\n> z\r\n")


def test_fixes_keep_what_backslashes_mean() -> None:
    text = render(compose(draft_of(clip(1, 'He said "a"\n> _b_')), PLAIN))
    by_hand = text.replace("He said", "5*3*2").replace("> \\>", "> - c@d.org \\>")
    context = PostContext(style="exact")
    fixed = fix(by_hand, context)
    assert '> 5\\*3\\*2 \\"a\\"\\\n> \\- c\\@d.org \\> \\_b\\_\n' in fixed
    assert lint(fixed, context) == []


def test_links_inside_a_quote_end_it_only_with_a_dash() -> None:
    one = f"> see {ITEM}5\n> [this]({ITEM}6) too\n>\n> — [ann]({ITEM}101), today"
    two = f"> y\n>\n> — [bob]({ITEM}102)"
    assert [quote.comment for quote in parse(f"{one}\n{two}\n").quotes] == [101, 102]
    assert parse(f"> one line {ITEM}5\n\n> no link\n> at all\n").quotes == ()


def test_the_blogger_and_the_draft_change_different_clips() -> None:
    draft = draft_of(clip(1, "one"), clip(2, "two"), clip(3, "three"))
    text = render(compose(draft, PLAIN))
    theirs = text.replace("> one", "> uno").replace("Source:", "Via") + "\nBye.\n"
    ours = draft.set_text(EntryKey(2), "zwei").remove([EntryKey(3)])
    merge = Merge(text, theirs, ours, PLAIN)
    assert all(change.by != "conflict" for change in merge.changes)
    merged = merge.text()
    third = text[text.index("> three") : -1]
    assert merged == theirs.replace("> two", "> zwei").replace(f"{third}\n\n", "")
    again = merge.draft()
    assert [c.text for c in again.clips] == ["uno", "zwei"]
    assert [c.time for c in again.clips] == [c.time for c in ours.clips]


def test_clips_find_their_comments_by_id() -> None:
    text = render(compose(draft_of(clip(1, "one"), clip(2, "two")), PLAIN))
    text = text.replace("[ann]", "[the first one]", 1)
    comments = [
        Comment(CommentId(101), 9, "ann", 1740800000, "One"),
        Comment(CommentId(102), 9, "ann", 5, "Two"),
    ]
    clips = read_draft(parse(text), PLAIN).link_comments(comments).clips
    assert [(c.comment, c.author, c.time, c.source, c.text) for c in clips] == [
        (101, "ann", 1740800000, "One", "one"),
        (102, "ann", 5, "Two", "two"),
    ]


def test_a_first_remark_that_quotes_is_not_the_title() -> None:
    draft = draft_of(Remark(EntryKey(1), "> Well said"), clip(2, "x"))
    post = compose(draft, PLAIN)
    assert not any(isinstance(block, TitleLine) for block in post.blocks)
    renamed = draft.with_metadata(replace(draft.metadata, title="New"))
    assert "\n\n> Well said\n\n" in render(update(post, renamed, PLAIN))


def test_a_post_without_a_title_line_keeps_the_quote_above_its_source() -> None:
    text = render(compose(draft_of(clip(1, "x")), PLAIN)).replace("Source", "> Epigraph\n\nSource")
    renamed = draft_of(clip(1, "x"), title="New")
    assert render(update(parse(text), renamed, PLAIN)) == text.replace("'A \"Title\"'", "'New'")


# Front matter


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "date = 2025-01-31"),
        ({"front_matter_format": "yaml"}, "date: 2025-01-31"),
        ({"front_matter_format": "json"}, '  "date": "2025-01-31",'),
        ({"quoted_date": True}, "date = '2025-01-31'"),
        ({"quoted_date": True, "front_matter_format": "yaml"}, 'date: "2025-01-31"'),
        (
            {"date_format": "%Y-%m-%dT%H:%M:%S%:z", "time_zone": "Asia/Tokyo"},
            "date = 2025-01-31T00:00:00+09:00",
        ),
        (  # no date of TOML
            {"date_format": "%Y-%m-%d %H:%M:%S %z"},
            "date = '2025-01-31 00:00:00 +0000'",
        ),
        (
            {"date_format": "%Y-%m-%d %H:%M:%S %z", "front_matter_format": "yaml"},
            "date: 2025-01-31 00:00:00 +0000",
        ),
    ],
)
def test_dates(changes: dict[str, str], line: str) -> None:
    options = replace(PLAIN, **changes)  # type: ignore[arg-type]
    post = compose(draft_of(clip(1, "x")), options)
    assert line in render(post).splitlines()
    assert read_draft(post, options).metadata == draft_of().metadata


@pytest.mark.parametrize(
    ("archetype", "form", "line"),
    [
        ("+++\ndate = 2020-05-05\n+++", "", "date = 2025-01-31"),
        ("+++\ndate = 2020-05-05T10:11:12+09:00\n+++", "", "date = 2025-01-31T00:00:00+09:00"),
        ("+++\ndate = '2020-05-05T10:11:12Z'\n+++", "", "date = '2025-01-31T00:00:00Z'"),
        ("---\ndate: 2020-05-05T10:11:12+09:00\n---", "", "date: 2025-01-31T00:00:00+09:00"),
        ("---\ndate: '2020-05-05'\n---", "", "date: '2025-01-31'"),
        ("---\ndate:\n---", "", "date: 2025-01-31"),
        ("---\ntitle: x\n---", "", "date: 2025-01-31"),
        ("+++\ndate = 2020-05-05T10:11:12Z\n+++", "%Y-%m-%d", "date = 2025-01-31"),
        ("---\ndate: 2020-05-05\n---", "%Y-%m-%dT09:00:00%:z", "date: 2025-01-31T09:00:00+00:00"),
    ],
)
def test_the_date_has_the_form_of_the_archetype(archetype: str, form: str, line: str) -> None:
    options = replace(PLAIN, archetype=archetype, date_format=form)
    post = compose(draft_of(clip(1, "x")), options)
    assert line in render(post).splitlines()
    assert read_draft(post, options).metadata == draft_of().metadata


@pytest.mark.parametrize(
    ("zone", "date", "expected"),
    [
        ("America/New_York", "2020-07-05T10:11:12-04:00", "2025-01-31T00:00:00-05:00"),
        ("America/New_York", "'2020-07-05 10:11:12 -0400'", "'2025-01-31 00:00:00 -0500'"),
        ("America/New_York", "'2020-01-05T10:11:12-04:00'", "'2025-01-31T00:00:00-04:00'"),
        ("Europe/London", "'2020-01-05T10:11:12Z'", "'2025-01-31T00:00:00Z'"),
        ("Australia/Sydney", "'2020-07-05T10:11:12+10:00'", "'2025-01-31T00:00:00+11:00'"),
    ],
)
def test_an_archetype_in_the_zone_of_posts_gives_the_offset_of_the_day(
    zone: str, date: str, expected: str
) -> None:
    options = replace(PLAIN, archetype=f"+++\ndate = {date}\n+++", date_format="", time_zone=zone)
    post = compose(draft_of(clip(1, "x")), options)
    assert f"date = {expected}" in render(post).splitlines()
