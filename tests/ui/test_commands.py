"""The table of commands."""

import pytest

from matome_tui.ui.commands import (
    _PLACES,
    COMMANDS,
    GROUP_TITLES,
    display,
    find,
    key_conflicts,
    keys_of,
)


def test_ids_are_unique_and_in_a_known_group() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert {command.group for command in COMMANDS} == set(GROUP_TITLES)


def test_default_keys_exist_and_do_not_clash() -> None:
    assert key_conflicts({command.id: command.keys for command in COMMANDS}) == {}


def test_every_group_is_in_a_place_where_keys_may_clash() -> None:
    assert {group for place in _PLACES for group in place} == set(GROUP_TITLES)


@pytest.mark.parametrize(
    ("keymap", "problems"),
    [
        ({"thread.fold": "p"}, {"thread.fold": "p is the key of thread.parent"}),
        ({"clips.mark": "j"}, {"clips.mark": "j is the key of thread.next"}),
        ({"everywhere.quit": "x"}, {"everywhere.quit": "x is the key of thread.fold_branch"}),
        ({"thread.fold": "z,ctrl+shift+foo"}, {"thread.fold": "'ctrl+shift+foo' is no key"}),
        ({"thread.fold": "hyperspace"}, {"thread.fold": "'hyperspace' is no key"}),
        ({"clips.mark": "f5", "tray.select": "space"}, {}),
        ({"thread.next": "n", "find.next": "j"}, {}),
        ({"editor.keep": "ctrl+k", "stories.down": "ctrl+n,ん"}, {}),
    ],
)
def test_what_a_keymap_can_not_have(keymap: dict[str, str], problems: dict[str, str]) -> None:
    assert key_conflicts(keymap) == problems


@pytest.mark.parametrize(
    ("key", "shown"),
    [("j", "j"), ("left_curly_bracket", "{"), ("ctrl+d", "ctrl+d"), ("alt+up", "alt+↑")],
)
def test_keys_are_shown_as_people_write_them(key: str, shown: str) -> None:
    assert display(key) == shown


def test_the_users_keys_are_shown_in_place_of_the_defaults() -> None:
    assert keys_of(find("thread.fold"), {}) == "z"
    assert keys_of(find("thread.fold"), {"thread.fold": "f5, x"}) == "f5 x"
