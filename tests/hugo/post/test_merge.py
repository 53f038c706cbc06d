"""Merging a file and a draft that both changed: nothing is lost unasked."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError, parse, render
from matome_tui.hugo.post.compose import compose, read_draft
from matome_tui.hugo.post.file import text_of
from matome_tui.hugo.post.merge import Change, Merge

LAYOUT = PostOptions(group_size=3)
NAMES = ("ann", "bob", "cyd", "dan", "eve", "fay", "gil", "hal")

Edit = tuple[str, int, str]

EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            ["write", "color", "move", "remove", "clip", "remark", "fold", "end", "count", "title"]
        ),
        st.integers(0, 9),
        st.sampled_from(["x", "y", '"z"', "two\n\nlines", "＜語＞"]),
    ),
    max_size=6,
)


def a_draft(*texts: str) -> Draft:
    clips = tuple(
        Clip(EntryKey(key), 100 + key, NAMES[key % len(NAMES)], 1_700_000_000 + key, "", text)
        for key, text in enumerate(texts or "abcdefg", start=1)
    )
    metadata = Metadata("題", "2025-01-31", ("a", "b"))
    return Draft(9, "A Title", metadata, clips, EntryKey(len(clips) + 1))


def edited(draft: Draft, edits: list[Edit], *, is_file: bool = False) -> Draft:
    """Return a draft after some edits; new clips of the file are not those of the draft."""
    for kind, number, text in edits:
        if kind == "title":
            draft = draft.with_metadata(replace(draft.metadata, title=f"{text}題".split("\n")[0]))
        elif kind == "count":
            draft = draft.drop_sections()
        elif kind == "clip":
            key = draft.next_key
            author = f"{'file' if is_file else 'ours'}{key}"
            clip = Clip(key, 0, author, 1_800_000_000 + number, "", text)
            at = min(number, len(draft.entries))
            entries = (*draft.entries[:at], clip, *draft.entries[at:])
            draft = replace(draft, entries=entries, next_key=EntryKey(key + 1))
        elif kind == "remark":
            draft = draft.add_remark(f"## {text} {number}", min(number, len(draft.entries)))
        elif kind in ("fold", "end"):
            draft = draft.begin_section(min(number, len(draft.entries)), is_open=kind == "end")
        elif draft.entries:
            key = draft.entries[number % len(draft.entries)].key
            draft = {
                "write": draft.set_text(key, text),
                "color": draft.set_color((key,), "#38d3d3" if text == "x" else "#ff5733"),
                "move": draft.move((key,), len(text)),
                "remove": draft.remove((key,)),
            }[kind]
    return draft


def post_of(draft: Draft, base: str = "") -> str:
    return text_of(draft, base, LAYOUT)


def texts(draft: Draft) -> Counter[tuple[str, str]]:
    """Return who says what; the blogger has no name."""
    remarks = [("", entry.text) for entry in draft.entries if isinstance(entry, Remark)]
    return Counter([(clip.author, clip.text) for clip in draft.clips] + remarks)


def read(text: str) -> Draft:
    return read_draft(parse(text), LAYOUT)


BASE = a_draft()
BASE_TEXT = post_of(BASE)


def merged(theirs: str, ours: Draft, base: str = BASE_TEXT) -> Merge:
    return Merge(base, theirs, ours, LAYOUT)


# Invariants of any edits


@settings(max_examples=150, deadline=None)
@given(EDITS, EDITS)
def test_changes_of_the_draft_alone_are_taken_to_the_byte(
    before: list[Edit], ours: list[Edit]
) -> None:
    start = edited(BASE, before)
    base = post_of(start)
    draft = edited(start, ours)
    merge = merged(base, draft, base)
    assert merge.text() == post_of(draft, base)
    assert all(change.by == "draft" for change in merge.changes)
    assert merge.text(merge.changes) == merge.text()


@settings(max_examples=150, deadline=None)
@given(EDITS, EDITS, st.sampled_from(["", "# mine\n", "\n\n\n"]))
def test_changes_of_the_file_alone_are_taken_to_the_byte(
    before: list[Edit], theirs: list[Edit], rest: str
) -> None:
    base = post_of(edited(BASE, before))
    file = post_of(edited(read(base), theirs, is_file=True), base) + rest
    merge = merged(file, read(base), base)
    assert merge.text() == file
    assert all(change.by == "file" for change in merge.changes)
    assert bool(merge.changes) == (file != base)


@settings(max_examples=200, deadline=None)
@given(EDITS, EDITS, EDITS, st.sets(st.integers(0, 20)))
def test_nothing_is_lost_that_both_have_and_the_result_is_a_post(
    before: list[Edit], theirs: list[Edit], ours: list[Edit], chosen: set[int]
) -> None:
    start = read(post_of(edited(BASE, before)))
    base = post_of(start)
    file, draft = post_of(edited(start, theirs, is_file=True), base), edited(start, ours)
    merge = merged(file, draft, base)
    taken = [change for at, change in enumerate(merge.changes) if at in chosen]
    result = merge.draft(taken)
    assert not (texts(read(file)) & texts(draft)) - texts(result)
    assert set(texts(result)) <= {*texts(read(file)), *texts(draft)}
    assert [clip.author for clip in read(merge.text(taken)).clips] == [
        clip.author for clip in result.clips
    ]
    keys = [entry.key for entry in result.entries]
    assert len(set(keys)) == len(keys)
    assert max(keys, default=0) < result.next_key


@settings(max_examples=150, deadline=None)
@given(EDITS, EDITS)
def test_the_file_can_become_the_draft(theirs: list[Edit], ours: list[Edit]) -> None:
    draft = edited(BASE, ours)
    file = post_of(edited(BASE, theirs, is_file=True), BASE_TEXT)
    merge = Merge(None, file, draft, LAYOUT)
    assert post_of(merge.draft(), file) == file
    assert all(change.by == "file" for change in merge.changes)


# Changes as the user sees them


def test_nothing_changed() -> None:
    merge = merged(BASE_TEXT, BASE)
    assert merge.changes == ()
    assert merge.draft() == BASE


def test_a_draft_keeps_what_no_post_tells() -> None:
    clip = replace(BASE.clips[0], source="<i>a</i>", text='say "a"', taken=5, excerpt="a")
    ours = replace(BASE, entries=(clip, *BASE.entries[1:]))
    theirs = BASE_TEXT.replace("> 題", "> 題\n\nmine")
    merge = merged(theirs, ours)
    assert merge.draft() == ours
    assert "say ”a”" in merge.text()
    assert "\nmine\n" in merge.text()


def test_changes_of_both_are_listed_and_taken() -> None:
    ours = (
        BASE.set_text(EntryKey(2), "ours")
        .set_color((EntryKey(3),), "#38d3d3")
        .add_remark("## Ours", 0)
    )
    theirs = post_of(
        BASE.set_text(EntryKey(5), "theirs").remove((EntryKey(7),)).add_remark("theirs", 6),
        BASE_TEXT,
    )
    theirs = theirs.replace("title = '題'", "title = '別'\nweight = 1").replace("> 題", "> 別")
    merge = merged(theirs, ours)
    assert [(change.by, change.what) for change in merge.changes] == [
        ("file", "title"),
        ("draft", "remark"),
        ("draft", "clip of cyd"),
        ("draft", "colour of the clip of dan"),
        ("file", "clip of fay"),
        ("file", "remark"),
        ("file", "clip of hal"),
        ("file", "other text"),
    ]
    text = merge.text()
    for words in ("ours", "## Ours", "#38d3d3", "theirs", "title = '別'", "weight = 1"):
        assert words in text
    assert '"g"' not in text
    rest = merge.changes[-1]
    assert (rest.base, rest.theirs, rest.ours) == ("", "weight = 1", "")


def test_a_key_above_a_changed_value_in_other_quotes_is_listed() -> None:
    theirs = BASE_TEXT.replace("title = '題'", "author = 'me'\ntitle = \"別\"\nweight = 1")
    changes = merged(theirs, BASE).changes
    assert [(change.what, change.theirs) for change in changes] == [
        ("title", "別"),
        ("other text", "author = 'me'\nweight = 1"),
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "what"),
    [
        (BASE.set_text(EntryKey(2), "theirs"), BASE.set_text(EntryKey(2), "ours"), "clip of cyd"),
        (
            BASE.set_color((EntryKey(2),), "#38d3d3"),
            BASE.set_color((EntryKey(2),), "#ff5733"),
            "colour of the clip of cyd",
        ),
        (BASE.remove((EntryKey(2),)), BASE.set_text(EntryKey(2), "ours"), "clip of cyd"),
        (BASE.set_text(EntryKey(2), "theirs"), BASE.remove((EntryKey(2),)), "clip of cyd"),
        (BASE.move((EntryKey(7),), -6), BASE.move((EntryKey(1),), 3), "order"),
        (
            BASE.with_metadata(replace(BASE.metadata, tags=("c",))),
            BASE.with_metadata(replace(BASE.metadata, tags=())),
            "tags",
        ),
    ],
)
def test_a_conflict_is_for_the_user_to_resolve(theirs: Draft, ours: Draft, what: str) -> None:
    merge = merged(post_of(theirs, BASE_TEXT), ours)
    (conflict,) = merge.changes
    assert (conflict.by, conflict.what) == ("conflict", what)
    assert merge.text() == post_of(ours, BASE_TEXT)
    assert merge.text([conflict]) == post_of(theirs, BASE_TEXT)


def test_the_colours_of_a_draft_are_no_change_of_a_post_without_colours() -> None:
    options = PostOptions().in_format("blockquote")
    draft = edited(a_draft("a", "b"), [("color", 0, "x")])
    base = text_of(draft, "", options)
    merge = Merge(base, base.replace("> b", "> by hand"), draft, options)
    assert [(change.by, change.what) for change in merge.changes] == [("file", "clip of cyd")]
    assert [clip.color for clip in merge.draft().clips] == ["#38d3d3", ""]


def test_the_text_and_the_colour_of_a_clip_are_two_things() -> None:
    merge = merged(
        post_of(BASE.set_text(EntryKey(2), "theirs"), BASE_TEXT),
        BASE.set_color((EntryKey(2),), "#38d3d3"),
    )
    assert [change.by for change in merge.changes] == ["file", "draft"]
    clip = merge.draft().clip(EntryKey(2))
    assert (clip.text, clip.color) == ("theirs", "#38d3d3")


def test_a_remark_written_anew_in_both_is_one_remark() -> None:
    start = BASE.add_remark("## was", 2)
    base = post_of(start)
    ours = start.set_text(EntryKey(8), "## ours")
    merge = merged(base.replace("## was", "## theirs"), ours, base)
    assert merge.changes == (
        Change(merge.changes[0].key, "remark", "conflict", "## was", "## theirs", "## ours"),
    )
    assert "## theirs" not in merge.text()
    assert "## ours" not in merge.text(merge.changes)


def test_additions_of_both_in_one_place_are_kept() -> None:
    ours = edited(BASE, [("clip", 7, "ours"), ("remark", 2, "x")])
    theirs = edited(BASE, [("clip", 7, "theirs"), ("remark", 2, "y")], is_file=True)
    merge = merged(post_of(theirs, BASE_TEXT), ours)
    assert not [change for change in merge.changes if change.by == "conflict"]
    assert [clip.text for clip in merge.draft().clips][-2:] == ["ours", "theirs"]
    assert {("", "## x 2"), ("", "## y 2")} <= set(texts(merge.draft()))


def test_without_a_base_both_are_put_together() -> None:
    file = render(compose(a_draft("a", "theirs"), LAYOUT))
    ours = a_draft("a", "ours", "c")
    merge = merged(file, ours, "")
    assert [(c.by, c.what) for c in merge.changes] == [
        ("conflict", "clip of cyd"),
        ("draft", "clip of dan"),
    ]
    assert [clip.text for clip in merge.draft().clips] == ["a", "ours", "c"]
    assert [clip.text for clip in merge.draft(merge.changes).clips] == ["a", "theirs", "c"]


def test_what_is_not_written_is_kept_without_a_word() -> None:
    ours = BASE.add_remark(" ", 3)
    merge = merged(BASE_TEXT, ours)
    assert merge.changes == ()
    assert merge.draft() == ours


def test_a_remark_that_was_emptied_clashes_with_one_that_was_changed() -> None:
    start = BASE.add_remark("## was", 2)
    base = post_of(start)
    (clash,) = merged(
        base.replace("## was", "## theirs"), start.set_text(EntryKey(8), ""), base
    ).changes
    assert (clash.by, clash.theirs, clash.ours) == ("conflict", "## theirs", "")


@pytest.mark.parametrize("written", ["'新題'", '"新題"'])
def test_a_title_changed_in_the_front_matter_is_one_change(written: str) -> None:
    theirs = BASE_TEXT.replace("title = '題'", f"title = {written}")
    (change,) = merged(theirs, BASE).changes
    assert (change.what, change.theirs) == ("title", "新題")
    _title, other = merged(theirs.replace("> 題", "> 題\n\nmine"), BASE).changes
    assert (other.base, other.theirs) == ("", "mine")


def test_spacing_alone_is_a_change() -> None:
    merge = merged(BASE_TEXT.replace("\n\n\n\n\n", "\n\n"), BASE)
    assert [(change.by, change.what) for change in merge.changes] == [("file", "spacing")]
    assert merge.text() == BASE_TEXT.replace("\n\n\n\n\n", "\n\n")


@pytest.mark.parametrize(
    ("theirs", "why"),
    [
        ("nothing of a post", "no line that names"),
        (BASE_TEXT.replace("title = '", "title = "), "front matter"),
        (BASE_TEXT.replace("item?id=9", "item?id=10"), "another thread"),
    ],
)
def test_a_file_that_is_no_post_of_the_thread_is_refused(theirs: str, why: str) -> None:
    with pytest.raises(PostError, match=why):
        merged(theirs, BASE)
