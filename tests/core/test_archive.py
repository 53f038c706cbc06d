"""Texts for the archive, and searches as typed."""

import pytest

from matome_tui.core.archive import ArchiveQuery, texts_of_draft, texts_of_thread
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.items import Comment, CommentId, Story

STORY = Story(1, "A title", "ann", 5, "https://a.test/x", "<p>Own text")


def comment(number: int, html: str, **values: bool) -> Comment:
    return Comment(CommentId(number), 1, "bob", 6, html, **values)


def test_texts_of_a_thread_are_lines_without_markup_and_controls() -> None:
    comments = [comment(2, "<p>one\x1b[31m <i>two</i><p>three"), comment(3, "gone", dead=True)]
    story, first = texts_of_thread(STORY, comments)
    assert (story.kind, story.item) == ("story", 1)
    assert story.text == "A title Own text https://a.test/x"
    assert (first.kind, first.item, first.author, first.time) == ("comment", 2, "bob", 6)
    assert first.text == "one[31m two three"


def test_texts_of_a_draft_have_the_original_of_an_edited_clip() -> None:
    draft = Draft.begin(STORY).add([comment(2, "untouched"), comment(3, "original")], lambda _: 0)
    draft = draft.set_text(EntryKey(2), "訳文").add_remark("# 見出し\x1b", 0)
    post, *others = texts_of_draft(draft)
    assert (post.kind, post.text, post.item) == ("post", "A title", 1)
    assert [(text.kind, text.text, text.item, text.entry) for text in others] == [
        ("remark", "# 見出し", 0, 3),
        ("clip", "untouched", 2, 1),
        ("clip", "訳文 original", 3, 2),
    ]


@pytest.mark.parametrize(
    ("typed", "words", "author"),
    [
        ("Ｆｕｌｌ half", ("full", "half"), ""),
        ('"two  words" 「三 つ」', ("two words", "三 ツ"), ""),
        ("by:Ann new op", ("new", "op"), "ann"),
        ('"by:ann"', ("by:ann",), ""),
        ("  ", (), ""),
        ("ﾊﾟﾝ ぱん", ("パン",), ""),
        ("x\x1b\0y", ("xy",), ""),
    ],
)
def test_searches_as_typed(typed: str, words: tuple[str, ...], author: str) -> None:
    query = ArchiveQuery.parse(typed)
    assert query == ArchiveQuery(words, author)
    assert bool(query) == bool(words or author)


def test_a_very_long_search_is_cut() -> None:
    assert len(ArchiveQuery.parse(" ".join(map(str, range(1000)))).words) <= 12


def test_an_excerpt_begins_shortly_before_the_first_match() -> None:
    text = "x" * 300 + "か\u3099" * 30 + "ﾊﾟﾝ and パン"
    shown, ranges = ArchiveQuery.parse("ぱん").excerpt(text, "…")
    assert shown == "…" + "か\u3099" * 20 + "ﾊﾟﾝ and パン"
    assert [shown[start:end] for start, end in ranges] == ["ﾊﾟﾝ", "パン"]
    for before in ("x" * 20, "x" * 21):
        assert ArchiveQuery.parse("moss").excerpt(before + "moss", "…")[0] == before + "moss"
    assert ArchiveQuery.parse("and").excerpt("so and so", "…") == ("so and so", [(3, 6)])
    assert ArchiveQuery.parse("by:ann").excerpt("so and so", "…") == ("so and so", [])
