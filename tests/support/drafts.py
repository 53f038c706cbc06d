"""Drafts of any shape, for property tests."""

from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section

WORDS = st.lists(
    st.sampled_from("a苔\ud800\0\n\u2028") | st.characters(exclude_categories=["Cs"]), max_size=6
).map("".join)
NUMBERS = st.integers(0, 9)
HEADS = st.builds(
    Metadata, WORDS, WORDS, st.lists(WORDS, max_size=3).map(tuple), WORDS, st.booleans(), WORDS
)
PARTS = st.lists(
    st.builds(lambda start, size: (start, start + size), NUMBERS, NUMBERS), max_size=2
).map(tuple)
COLORS = st.sampled_from(("", "#ff5733", "#45D325"))


def entries(key: int) -> st.SearchStrategy[Entry]:
    """Entries with that key."""
    keys = st.just(key)
    return st.one_of(
        st.builds(
            Clip, keys, NUMBERS, WORDS, NUMBERS, WORDS, WORDS, COLORS, NUMBERS, WORDS, PARTS, WORDS
        ),
        st.builds(Remark, keys, WORDS),
        st.builds(Section, keys, WORDS, st.booleans()),
    )


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Draw a draft of thread 1, its keys from 1 to 6 in any order."""
    keys = draw(st.lists(st.integers(1, 6), unique=True, max_size=6))
    return Draft(
        1,
        draw(WORDS),
        draw(HEADS),
        tuple(draw(entries(key)) for key in keys),
        EntryKey(draw(st.integers(7, 9))),
        draw(st.sampled_from(("thread", "time"))),
        draw(st.booleans()),
    )
