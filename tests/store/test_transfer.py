"""Drafts as files: they come back whole, and a damaged file is one line."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey, Remark, Section
from matome_tui.core.text import sanitize
from matome_tui.store.transfer import TransferError, dump, load
from tests.support.drafts import drafts

DRAFT = Draft(
    77,
    "A story",
    Metadata("題", "2025-01-02", ("AI", "苔"), "a.jpg", True, "moss"),
    (
        Clip(
            EntryKey(2),
            78,
            "ann",
            1_700_000_000,
            "<p>One. Two.",
            "訳",
            "#ff5733",
            5,
            "One.",
            ((0, 4),),
        ),
        Section(EntryKey(3), "more"),
        Remark(EntryKey(1), "## 見出し"),
        Section(EntryKey(4), is_open=True),
    ),
    EntryKey(5),
    "time",
    True,
)
TEXT = dump(DRAFT)
VALUES: dict[str, Any] = json.loads(TEXT)

Path = tuple[str | int, ...]


def _paths(value: object, path: Path = ()) -> list[Path]:
    """The places of all values in a JSON value."""
    children: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        children = value.items()
    elif isinstance(value, list):
        children = enumerate(value)
    return [path, *(place for key, child in children for place in _paths(child, (*path, key)))]


def test_only_a_draft_with_machine_texts_needs_the_second_version() -> None:
    assert VALUES["version"] == 1
    machine = DRAFT.render({EntryKey(2): "訳"})
    assert json.loads(dump(machine))["version"] == 2
    assert load(dump(machine)) == machine


def _with(path: Path, value: object) -> str:
    """The file with another value in one place."""
    whole = {"file": json.loads(TEXT)}
    parent: Any = whole
    for key in ("file", *path[:-1]) if path else ():
        parent = parent[key]
    parent[path[-1] if path else "file"] = value
    return json.dumps(whole["file"])


def _problem(text: str) -> str:
    """Messages about files that hold no draft."""
    with pytest.raises(TransferError) as caught:
        load(text)
    message = str(caught.value)
    assert message == sanitize(message)
    assert "\n" not in message
    assert len(message) < 200
    return message


@given(drafts())
def test_a_draft_comes_back_whole(draft: Draft) -> None:
    text = dump(draft)
    assert load(text) == draft
    assert load(text.encode().decode()) == draft
    assert dump(load(text)) == text


def test_a_file_can_be_read_by_people() -> None:
    assert load(TEXT) == DRAFT
    assert '"title": "題"' in TEXT
    assert TEXT.endswith("}\n")


@pytest.mark.parametrize(
    "text",
    [
        *["", "{", "null", "5", '"format"', "[]", "{}", "[[" * 100_000, "+++\n+++\n", "\0"],
        *['{"format": "matome-draft"}', '{"format": "matome-draft", "version": "1"}'],
        *['{"format": ["matome-draft"], "version": 1}', '{"format": "matome", "version": 1}'],
        "\ufeff" + TEXT,
        TEXT[: len(TEXT) // 2],
        TEXT + TEXT,
    ],
)
def test_text_that_is_not_a_draft_is_refused(text: str) -> None:
    assert _problem(text) == "not a draft of matome"


def test_a_file_of_a_later_version_is_refused() -> None:
    assert _problem(_with(("version",), 3)) == "a later version of matome wrote it"


DAMAGES: dict[Path, Sequence[object]] = {
    ("thread",): [None, "77", 7.5, True, 0, -1, 2**63, [77], {}],
    ("next_key",): [None, "5", 4, 0, -1, 1.5, True],
    ("order",): [None, "hand", 0, ["time"]],
    ("has_own_folds",): [None, 1, "true"],
    ("story_title",): [None, 5, ["x"]],
    ("head",): [5, "x", ["x"], {"title": None}, {"a\nb\x1b": 1}],
    ("head", "tags"): [None, 5, [5], [None], [["a"]], [True]],
    ("head", "is_draft"): [None, 0, "false"],
    ("head", "date"): [None, 20250102],
    ("entries",): [5, "x", [5], {"x": {}}, {"1": None}, {"1": []}],
    ("entries", "2", "kind"): [None, "", "Book", 5, [], "Fold"],
    ("entries", "2", "key"): [None, 0, -1, 1, 5, "2", True, 2.5],
    ("entries", "2", "comment"): [None, "78", 1.5, -1],
    ("entries", "2", "time"): [None, "0", 1e9, -1, 10**30],
    ("entries", "2", "taken"): [None, -1, 10**12],
    ("entries", "2", "text"): [None, 5, ["x"], {"x\n": "\x1b"}],
    ("entries", "2", "parts"): [None, 5, "ab", ["ab"], [[0]], [[0, 1, 2]], [[0, "4"]]],
    ("entries", "2", "parts", 0): [[0, True], [0, 1.5], [-1, 4], [4, 0], [0, None]],
    ("entries", "3", "is_open"): [None, 1],
    ("entries", "1", "text"): [None, 1],
    ("keys",): [5, "23", ["2"], [2, 2], [9], [[2]], [None]],
    ("gone",): [5, [[1]], [{}]],
}
"""Values that cannot stand in a place of the file."""


@pytest.mark.parametrize(
    ("path", "value"), [(path, value) for path, values in DAMAGES.items() for value in values]
)
def test_a_damaged_draft_is_one_line(path: Path, value: object) -> None:
    assert _problem(_with(path, value)).startswith("the draft is damaged: ")


def test_a_damage_of_any_length_is_a_short_line() -> None:
    assert _problem(_with(("thread",), "7\n" * 1_000_000)).startswith("the draft is damaged")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(st.sampled_from(_paths(VALUES)), JSON)
def test_any_value_in_any_place_gives_a_whole_draft_or_one_line(path: Path, value: object) -> None:
    text = _with(path, value)
    try:
        draft = load(text)
    except TransferError:
        _problem(text)
    else:
        assert load(dump(draft)) == draft


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_is_refused_in_one_line(text: str) -> None:
    _problem(text)
