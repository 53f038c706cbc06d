"""What an edit changed: kept as JSON, and enough to make the draft again."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft import Draft, Head
from matome_tui.core.entries import Clip
from matome_tui.store.delta import apply, difference

words = st.text(max_size=6)
heads = st.builds(Head, words, words, st.lists(words, max_size=3).map(tuple), words, st.booleans())


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    keys = draw(st.lists(st.integers(1, 6), unique=True, max_size=6))
    clips = [
        Clip(key, draw(st.integers(0, 2)), draw(words), draw(st.integers(0, 9)), "", draw(words))
        for key in keys
    ]
    return Draft(1, draw(words), draw(heads), tuple(clips), draw(st.integers(1, 9)))


@given(drafts(), drafts())
def test_applied_to_the_old_draft_it_gives_the_new_one(old: Draft, new: Draft) -> None:
    delta = json.loads(json.dumps(difference(old, new)))
    assert apply(old, delta) == new


@given(drafts())
def test_nothing_changed_is_nothing(draft: Draft) -> None:
    assert difference(draft, draft) == {}
    assert difference(draft, replace(draft, entries=tuple(map(replace, draft.clips)))) == {}


def test_only_what_changed_is_told() -> None:
    clips = tuple(Clip(key, key, "someone", 0, "<p>source", "text") for key in range(1, 91))
    draft = Draft(1, "story", Head("title", "2025-01-01"), clips, 91)
    assert difference(draft, draft.color((7,), "#ff5733")) == {
        "entries": {"7": {"color": "#ff5733"}}
    }
    assert difference(draft, draft.remove((7,))) == {"gone": [7]}
    assert set(difference(draft, draft.move((7,), 3))) == {"keys"}
    title = replace(draft.head, title="new")
    assert difference(draft, draft.with_head(title)) == {"head": {"title": "new"}}
