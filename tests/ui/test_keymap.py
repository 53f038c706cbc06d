"""The user's keys, checked against the table of commands."""

import pytest

from matome_tui.ui.commands import COMMANDS, GROUP_TITLES
from matome_tui.ui.keymap import (
    _TOGETHER,
    checked_keymap,
    field_conflicts,
    key_conflicts,
    unknown_names,
)


def test_default_keys_exist_and_do_not_clash() -> None:
    keys = {command.id: command.keys for command in COMMANDS}
    assert key_conflicts(keys) == unknown_names(keys) == field_conflicts(keys) == {}


def test_every_group_is_in_the_check_for_clashes() -> None:
    assert {group for together in _TOGETHER for group in together} == set(GROUP_TITLES)


@pytest.mark.parametrize(
    ("keymap", "problems"),
    [
        ({"thread.fold": "p"}, {"thread.fold": "p is already the key of thread.parent"}),
        ({"clips.mark": "j"}, {"clips.mark": "j is already the key of thread.next"}),
        (
            {"everywhere.quit": "x"},
            {"everywhere.quit": "x is already the key of stories.hide"},
        ),
        ({"question.yes": "n"}, {"question.yes": "n is already the key of question.no"}),
        ({"conflict.merge": "g"}, {"conflict.merge": "g is already the key of list.top"}),
        ({"links.down": "3"}, {"links.down": "3 is already the key of links.digit_3"}),
        ({"clips.mark": "f5", "tray.select": "space"}, {}),
        ({"thread.next": "n", "search.next": "j"}, {}),
        ({"editor.keep": "ctrl+k", "stories.down": "ctrl+n,ん"}, {}),
    ],
)
def test_problems_of_a_keymap(keymap: dict[str, str], problems: dict[str, str]) -> None:
    assert key_conflicts(keymap) == problems


@pytest.mark.parametrize(
    ("command", "key", "shown"),
    [
        ("editor.keep", "ctrl+d", "ctrl+d"),
        ("editor.keep", "escape,f6", "f6"),
        ("post.close", "ctrl+x", "ctrl+x"),
        ("post.close", "ctrl+v", "ctrl+v"),
        ("editor.next", "n", "n"),
        ("post.save", "space", "space"),
        ("editor.external", "ctrl+k", ""),
        ("editor.keep", "f5", ""),
        ("thread.next", "n", ""),
    ],
)
def test_keys_that_a_text_field_needs(command: str, key: str, shown: str) -> None:
    problems = {command: f"{shown} is a key of the text field"} if shown else {}
    assert field_conflicts({command: key}) == problems
    assert command not in checked_keymap({command: key})[0] or not shown


@pytest.mark.parametrize(
    ("keys", "unknown"), [("z,ctrl+shift+foo", "ctrl+shift+foo"), ("hyperspace", "hyperspace")]
)
def test_names_that_are_no_keys(keys: str, unknown: str) -> None:
    assert unknown_names({"thread.fold": keys}) == {"thread.fold": f"'{unknown}' is not a key"}


@pytest.mark.parametrize(
    ("keys", "kept", "refused"),
    [
        # A default that is used again takes a key that is set for another command.
        (
            {"thread.next": "space,j", "clips.mark": "foo"},
            {},
            [
                "keys.clips.mark: 'foo' is not a key",
                "keys.thread.next: space is already the key of clips.mark",
            ],
        ),
        # The same over two steps.
        (
            {"thread.previous": "foo", "thread.next": "k", "search.next": "j"},
            {},
            [
                "keys.thread.previous: 'foo' is not a key",
                "keys.thread.next: k is already the key of thread.previous",
                "keys.search.next: j is already the key of thread.next",
            ],
        ),
        # A key is free if the other command that wanted it has its default.
        (
            {"thread.next": "f5,foo", "thread.previous": "f5"},
            {"thread.previous": "f5"},
            ["keys.thread.next: 'foo' is not a key"],
        ),
    ],
)
def test_keys_are_compared_with_the_defaults_that_are_used_instead(
    keys: dict[str, str], kept: dict[str, str], refused: list[str]
) -> None:
    keymap, problems = checked_keymap(keys)
    assert keymap == kept
    assert [str(problem) for problem in problems] == [
        f"{problem}; the default is used" for problem in refused
    ]


def test_only_keys_that_can_be_used_are_kept() -> None:
    keymap, problems = checked_keymap({"thread.fold": "f5", "thread.next": "q", "moss": "m"})
    assert keymap == {"thread.fold": "f5"}
    assert [problem.key for problem in problems] == ["keys.moss", "keys.thread.next"]
