"""The table of commands."""

import unicodedata

import pytest
from textual.keys import Keys

from matome_tui.ui.commands import COMMANDS, GROUP_TITLES, clashes, display, find, keys_of

_NAMES = {
    "plus": "plus sign",
    "minus": "hyphen-minus",
    "greater_than_sign": "greater-than sign",
    "less_than_sign": "less-than sign",
    "slash": "solidus",
}


def test_ids_are_unique_and_in_a_known_group() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert {command.group for command in COMMANDS} == set(GROUP_TITLES)


def test_default_keys_do_not_clash() -> None:
    assert clashes({}) == []


def test_a_clash_names_the_key_and_both_commands() -> None:
    (problem,) = clashes({"thread.fold": "p"})
    assert problem == "p is given to both thread.parent and thread.fold"


@pytest.mark.parametrize(
    ("key", "shown"),
    [("j", "j"), ("left_curly_bracket", "{"), ("ctrl+d", "ctrl+d"), ("alt+up", "alt+↑")],
)
def test_keys_are_shown_as_people_write_them(key: str, shown: str) -> None:
    assert display(key) == shown


def test_the_users_keys_are_shown_in_place_of_the_defaults() -> None:
    assert keys_of(find("thread.fold"), {}) == "z"
    assert keys_of(find("thread.fold"), {"thread.fold": "f5, x"}) == "f5 x"


def test_every_named_key_exists() -> None:
    known = {key.value for key in Keys}
    for command in COMMANDS:
        for key in command.keys.split(","):
            name = key.split("+")[-1]
            if len(name) > 1 and name not in known:
                unicodedata.lookup(_NAMES.get(name, name).replace("_", " "))
