"""Remarks and manual sections of a draft, in its post and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import NO_KEY, Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import Post, parse, render
from matome_tui.hugo.post.compose import compose, read_draft, update
from matome_tui.hugo.post.sections import significant, split_post
from tests.support.visible_post import visible_groups

WORDS = st.text(max_size=6) | st.lists(
    st.sampled_from(
        [
            *["\n", "\n\n\n", "\n \n\u3000\n", " ", "# ", "> ", "- ", '"', "<b>", "訳", "\u2060"],
            *["{{< details >}}", "{{</details>}}", "{{<matomeQuote", "引用元：[a](b?item?id=1)"],
            '[x]({{% ref "/posts/" %}})',
        ]
    ),
    max_size=4,
).map("".join)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Draw a draft; its keys are those of other draws, so that two have entries in common."""
    keys = draw(st.lists(st.integers(1, 8), unique=True, max_size=8))
    kinds = st.sampled_from("cccrrf/")
    entries = tuple(_entry(key, draw(kinds), draw(WORDS)) for key in keys)
    return Draft(
        9,
        "A story",
        Metadata("題", "2025-01-31"),
        entries,
        EntryKey(9),
        "thread",
        draw(st.booleans()),
    )


def _entry(key: int, kind: str, words: str) -> Entry:
    match kind:
        case "c":
            return Clip(EntryKey(key), key, "ann", 1_700_000_000 + key // 2, "", words)
        case "r":
            return Remark(EntryKey(key), words)
    return Section(EntryKey(key), "" if kind == "/" else words, is_open=kind == "/")


def _counted(draft: Draft) -> Draft:
    return draft if draft.has_manual_sections else draft.drop_sections()


LAYOUTS = st.integers(1, 3).map(lambda size: PostOptions(group_size=size))


def _check(post: Post, draft: Draft, options: PostOptions) -> None:
    """Assert that a post has all of a draft, and that saving it again changes nothing."""
    text = render(post)
    again = read_draft(parse(text), options)
    assert visible_groups(again, options) == visible_groups(draft, options)
    assert text.count("{{< details") == text.count("{{</details>}}")
    assert render(update(post, draft, options)) == text
    assert render(update(post, again, options)) == text


@given(drafts().map(_counted), LAYOUTS)
def test_a_new_post_has_all_of_the_draft(draft: Draft, options: PostOptions) -> None:
    post = compose(draft, options)
    assert parse(render(post)) == post
    _check(post, draft, options)


@given(drafts().map(_counted), drafts().map(_counted), LAYOUTS)
def test_an_updated_post_has_all_of_the_draft(old: Draft, new: Draft, options: PostOptions) -> None:
    _check(update(compose(old, options), new, options), new, options)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("", ""),
        ("c", "c"),
        ("|c", "|c"),
        ("|c/c", "|c/c"),
        ("|c|c", "|c|c"),
        ("|c/|c/", "|c|c"),
        ("||c", "|c"),
        ("|", ""),
        ("c|", "c"),
        ("/c", "c"),
        ("|/c", "c"),
        ("|c//c", "|c/c"),
        ("|c|/c", "|c/c"),
        ("|c/c/c", "|c/cc"),
        ("|c/c|/|c", "|c/c|c"),
    ],
)
def test_significant_marks(marks: str, expected: str) -> None:
    signs = {"|": True, "/": False}
    kept = significant([signs.get(mark) for mark in marks])
    assert "".join(mark for mark, is_kept in zip(marks, kept, strict=True) if is_kept) == expected


def _draft(*entries: Entry) -> Draft:
    numbered = tuple(
        replace(entry, key=EntryKey(key)) for key, entry in enumerate(entries, start=1)
    )
    metadata = Metadata("題", "2025-01-31")
    return Draft(
        9, "A story", metadata, numbered, EntryKey(len(numbered) + 1), has_manual_sections=True
    )


def _clip(number: int) -> Clip:
    return Clip(NO_KEY, number, "ann", 1_700_000_000 + number, "", f"text {number}")


def test_sections_are_numbered_in_order() -> None:
    draft = _draft(
        Section(NO_KEY),
        Remark(NO_KEY, " "),
        Section(NO_KEY),
        _clip(1),
        Section(NO_KEY, "more"),
        _clip(2),
        Section(NO_KEY),
        _clip(3),
    )
    text = render(compose(draft))
    assert [line for line in text.splitlines() if "details" in line and "summary" in line] == [
        '{{< details summary="もっとコメントを表示（1）">}}',
        '{{< details summary="more">}}',
        '{{< details summary="もっとコメントを表示（3）">}}',
    ]


def test_a_section_of_words_alone_is_one_remark_and_its_ends_stay_together() -> None:
    draft = _draft(_clip(1), Section(NO_KEY, "mine"), Remark(NO_KEY, "one"), Remark(NO_KEY, "two"))
    post = compose(draft)
    again = read_draft(post)
    (aside,) = [entry for entry in again.entries if isinstance(entry, Remark)]
    assert aside.text.startswith('{{< details summary="mine">}}')
    assert aside.text.endswith("two\n\n{{</details>}}")
    moved = render(update(post, again.move((aside.key,), -1)))
    assert moved.index(aside.text) < moved.index("matomeQuote")


_NESTED = (
    "+++\ntitle = 'T'\n+++\n\n> T\n\n引用元：[https://news.ycombinator.com/item?id=9]"
    "(https://news.ycombinator.com/item?id=9)\n\n{0}\n\n"
    "{{{{< details >}}}}\na\n\n\n\n{{{{< details >}}}}\nb\n{{{{< /details >}}}}\n\n\n\nc\n"
    "{{{{< /details >}}}}\n\n\n\nd\n\n{1}\n"
)
_QUOTE = '{{{{<matomeQuote body="text" userName="user{0}" createdAt="2025/01/01 00:00:00">}}}}'


def test_sections_within_manual_sections_are_one_remark() -> None:
    text = _NESTED.format(_QUOTE.format(1), _QUOTE.format(2))
    post = parse(text)
    draft = read_draft(post)
    first, aside, words, _ = draft.entries
    assert isinstance(aside, Remark)
    assert aside.text.count("details") == 4
    assert isinstance(words, Remark)
    assert words.text == "d"
    assert render(update(post, draft)) == text
    assert aside.text in render(update(post, draft.remove((first.key, words.key))))


@pytest.mark.parametrize(
    "section", ["{{< details >}}", '{{< details summary="" >}}', '{{< details title="x" >}}']
)
def test_a_section_without_summary_stays_as_it_is(section: str) -> None:
    quotes = [_QUOTE.format(number) for number in (1, 2, 3)]
    body = f"{quotes[0]}\n\n{section}\n{quotes[1]}\n{{{{</details>}}}}\n\n{quotes[2]}\n"
    text = f"+++\ntitle = 'T'\n+++\n\n> T\n\n引用元：[x](https://news.ycombinator.com/item?id=9)\n\n{body}"
    draft = read_draft(parse(text))
    assert [type(entry) for entry in draft.entries] == [Clip, Section, Clip, Section, Clip]
    assert render(update(parse(text), draft)) == text
    assert section in render(update(parse(text), draft.remove((draft.clips[0].key,))))


@given(st.lists(st.sampled_from(["q", "{{< details >}}", "{{</details>}}", "words", "\n\n\n"])))
def test_sections_are_the_whole_post(parts: list[str]) -> None:
    body = "\n\n".join(
        _QUOTE.format(at % 10) if part == "q" else part for at, part in enumerate(parts)
    )
    text = f"> T\n\n引用元：[x](https://news.ycombinator.com/item?id=9)\n\n{body}\n"
    found = split_post(parse(text))
    assert render(Post((*found.preamble, *found.body, *found.tail))) == text
    draft = read_draft(parse(text))
    assert render(update(parse(text), draft)) == text
