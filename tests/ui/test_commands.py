"""The table of commands: ids, keys, actions, and who answers them."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode

import matome_tui.ui
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.commands import (
    COMMANDS,
    DIALOGS,
    GROUP_TITLES,
    Command,
    bindings,
    display,
    find,
    keys_of,
    of_group,
)
from matome_tui.ui.screens.base import MatomeScreen


def test_ids_are_unique_and_in_a_known_group() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert {command.group for command in COMMANDS} == set(GROUP_TITLES)
    assert [command for group in GROUP_TITLES for command in of_group(group)] == list(COMMANDS)


def test_bindings_hold_no_text_in_the_language_of_their_import() -> None:
    made = [binding for group in GROUP_TITLES for binding in bindings(group)]
    assert {binding.description for binding in made if isinstance(binding, Binding)} == {""}


# Every action is there


def classes() -> list[type[DOMNode]]:
    """Return every screen, widget and app of the package."""
    for module in pkgutil.walk_packages(matome_tui.ui.__path__, "matome_tui.ui."):
        importlib.import_module(module.name)
    return [node for node in subclasses(DOMNode) if node.__module__.startswith("matome_tui.")]


def subclasses(base: type[Any]) -> Iterator[type[Any]]:
    for node in base.__subclasses__():
        yield node
        yield from subclasses(node)


def bound_ids(node: type[DOMNode]) -> Iterable[str | None]:
    """Return the ids of the bindings of a class itself, without those that it inherits."""
    bindings = node.__dict__.get("BINDINGS", ())
    return (binding.id for binding in bindings if isinstance(binding, Binding))


def owners(command: Command) -> list[type[DOMNode]]:
    """Return the classes on which a command's action must be."""
    namespace = parse(command.action)[0]
    if namespace == "app":
        return [MatomeApp]
    found = [node for node in classes() if command.id in bound_ids(node)]
    if namespace == "screen":
        screens = [node for node in classes() if issubclass(node, MatomeScreen)]
        return [node for node in screens if command.group in node.GROUPS]
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_action_resolves_where_the_command_is_available(command: Command) -> None:
    _namespace, name, arguments = parse(command.action)
    assert owners(command)
    for node in owners(command):
        method = getattr(node, f"action_{name}", None)
        assert method is not None, f"{node.__name__} has no action_{name}"
        inspect.signature(method).bind(None, *arguments)


def test_dialogs_and_screens_have_no_keys_of_their_own() -> None:
    """`[keys]`, the check for clashes and the help know all keys that are in the table."""
    for node in classes():
        bindings = node.__dict__.get("BINDINGS", ())
        assert all(isinstance(binding, Binding) and binding.id for binding in bindings), node


# Names of keys


@pytest.mark.parametrize(
    ("key", "shown"),
    [("j", "j"), ("left_curly_bracket", "{"), ("ctrl+d", "ctrl+d"), ("alt+up", "alt+↑")],
)
def test_keys_are_shown_as_people_write_them(key: str, shown: str) -> None:
    assert display(key) == shown


def test_the_users_keys_are_shown_instead_of_the_defaults() -> None:
    assert keys_of(find("thread.fold"), {}) == "z"
    assert keys_of(find("thread.fold"), {"thread.fold": "f5, x"}) == "f5 x"


def test_titles_are_complete() -> None:
    assert find("clips.color_3").shown_title() == "Mark in colour 3, then next comment"
    assert all("{" not in command.shown_title() for command in COMMANDS)
    assert all(group in GROUP_TITLES for group in DIALOGS)
