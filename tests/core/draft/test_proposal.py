"""Colours and tags of a first draft."""

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.proposal import color_best, find_tags
from tests.support.threads import STORY, comment


def test_the_best_tenth_has_the_first_colour_and_the_next_fifth_the_second() -> None:
    comments = [comment(101 + at) for at in range(20)]
    draft = Draft(STORY, "A story", Metadata()).add(comments, lambda at: at)
    ranked = [c.id for c in reversed(comments)]
    colors = [clip.color for clip in color_best(draft, ranked, ["#111111", "#222222"]).clips]
    assert colors == [""] * 14 + ["#222222"] * 4 + ["#111111"] * 2
    assert color_best(draft, ranked, []) == draft


def test_a_single_clip_has_the_first_colour() -> None:
    draft = Draft(STORY, "A story", Metadata()).add([comment(101)], lambda at: at)
    assert color_best(draft, [101], ["#111111", "#222222"]).clips[0].color == "#111111"


def test_tags_are_whole_words_of_the_title_or_of_several_comments() -> None:
    tags = {"AI": 9, "ai": 1, "Go": 3, "苔": 2, "C++": 1, "Rust": 1, " ": 1, "": 1, "\ufe0f": 1}
    assert find_tags(tags, "ＡＩ said: google for C++", ["苔むす", "gone", "rust"]) == ("AI", "C++")
    assert find_tags(tags, "A title", ["苔むす。", "屋根の苔", "Go on"]) == ("苔",)
    assert find_tags(tags, "", []) == ()


def test_at_most_four_tags_are_proposed_the_most_frequent_first() -> None:
    words = ["one", "two", "three", "four", "five"]
    texts = [" ".join(words[at:]) for at in range(5)]
    assert find_tags(dict.fromkeys(words, 1), "", [*texts, "four"]) == (
        "five",
        "four",
        "three",
        "two",
    )
