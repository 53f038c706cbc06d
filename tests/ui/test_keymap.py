"""The user's keys, checked against the table of commands."""

import pytest

from matome_tui.ui.commands import COMMANDS, GROUP_TITLES
from matome_tui.ui.keymap import _TOGETHER, checked_keymap, key_conflicts


def test_default_keys_exist_and_do_not_clash() -> None:
    assert key_conflicts({command.id: command.keys for command in COMMANDS}) == {}


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
        ({"thread.fold": "z,ctrl+shift+foo"}, {"thread.fold": "'ctrl+shift+foo' is not a key"}),
        ({"thread.fold": "hyperspace"}, {"thread.fold": "'hyperspace' is not a key"}),
        ({"clips.mark": "f5", "tray.select": "space"}, {}),
        ({"thread.next": "n", "search.next": "j"}, {}),
        ({"editor.keep": "ctrl+k", "stories.down": "ctrl+n,ん"}, {}),
    ],
)
def test_problems_of_a_keymap(keymap: dict[str, str], problems: dict[str, str]) -> None:
    assert key_conflicts(keymap) == problems


def test_only_keys_that_can_be_used_are_kept() -> None:
    keymap, problems = checked_keymap({"thread.fold": "f5", "thread.next": "q", "moss": "m"})
    assert keymap == {"thread.fold": "f5"}
    assert [problem.key for problem in problems] == ["keys.moss", "keys.thread.next"]
