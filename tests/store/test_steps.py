"""Packed steps: any bytes are read within bounds, or refused."""

import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft
from matome_tui.store.delta import blank, difference
from matome_tui.store.steps import MAX_BYTES, UNREADABLE, pack, replay, unpack
from tests.support.drafts import drafts

BOMB = zlib.compress(b" " * (MAX_BYTES + 1))
NESTED = zlib.compress(b"[" * 200_000)
DIGITS = zlib.compress(b"1" * 5_000)
VALUES = st.none() | st.integers() | st.text() | st.binary() | st.floats()


@pytest.mark.parametrize("blob", [BOMB, NESTED, DIGITS, BOMB[:-9], b"", b"x", None, "text", 7])
def test_hostile_bytes_are_refused(blob: object) -> None:
    with pytest.raises(UNREADABLE):
        unpack(blob)  # type: ignore[arg-type]
    history, fault = replay([(0, "", 0, blob)])
    assert history is None
    assert isinstance(fault, UNREADABLE)


@given(st.recursive(VALUES.filter(lambda v: not isinstance(v, bytes)), st.lists))
def test_any_json_is_a_draft_or_a_fault(value: object) -> None:
    blob = zlib.compress(json.dumps(value).encode())
    assert replay([(0, "", 0, blob)])[1] is not None


@given(drafts(), st.tuples(VALUES, VALUES, VALUES, VALUES))
def test_any_values_in_a_row_leave_the_steps_before_it(
    draft: Draft, row: tuple[object, ...]
) -> None:
    first = (0, "", 5, pack({"thread": 1, **difference(blank(1), draft)}))
    history, fault = replay([first, row])
    assert history is not None
    assert history.present == draft
    assert fault is not None


@pytest.mark.parametrize(
    "delta",
    [
        {"head": {"title": 7}},
        {"head": {"tags": [1]}},
        {"story_title": None},
        {"order": "odd"},
        {"next_key": 10**30},
        {"entries": {"1": {"kind": "Remark", "key": 1, "text": []}}, "next_key": 2},
        {"entries": {"1": {"kind": [], "key": 1}}},
        {"entries": {"1": {"color": "#ff5733"}}},
        {"entries": [1]},
        {"keys": [1, 1]},
    ],
)
def test_wrong_types_in_a_step_are_refused(delta: dict[str, object]) -> None:
    history, fault = replay([(0, "", 0, pack({"thread": 1})), (1, "Edit", 0, pack(delta))])
    assert fault is not None
    assert history is not None
    assert history.steps[0].value == blank(1)


def test_a_step_that_is_missing_ends_the_history() -> None:
    rows = [(0, "", 0, pack({"thread": 1})), (2, "Edit", 0, pack({"story_title": "x"}))]
    history, fault = replay(rows)
    assert history is not None
    assert len(history.steps) == 1
    assert fault is not None
