"""Muted people, words and sites."""

import pytest

from matome_tui.core.items import Comment, CommentId, FoundComment, Story
from matome_tui.core.muting import Muting


@pytest.mark.parametrize(
    ("word", "title", "is_hidden"),
    [
        ("AI", "Is ai here?", True),
        ("AI", "ＡＩの話", True),
        ("ai", "Rain", False),
        ("ai", "AI2", False),
        ("c++", "Why C++20", True),
        ("仮想通貨", "新しい仮想通貨の話", True),
        ("two words", "Some Two Words here", True),
        (".", "Anything", False),
        (" ", "Anything", False),
    ],
)
def test_a_word_of_a_title_is_muted(word: str, title: str, is_hidden: bool) -> None:
    assert Muting((), (word,)).hides(Story(1, title)) is is_hidden


def test_people_and_sites_are_muted() -> None:
    muting = Muting(("ann",), (), ("example.com",))
    assert muting.hides(Story(1, "T", "ann"))
    assert muting.hides(Story(1, "T", "bob", url="https://www.example.com/x"))
    assert muting.hides(FoundComment(Comment(CommentId(2), 1, "ann"), 1, "T"))
    assert not muting.hides(Story(1, "T", "Ann", url="https://example.org"))
    assert not Muting(()).hides(Story(1, ""))
