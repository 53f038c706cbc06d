"""The user's keys: `[keys]` of the configuration, checked against the table of commands."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice

from textual.keys import Keys, _character_to_key

from matome_tui.config.reading import Problem, unknown_keys
from matome_tui.i18n import _
from matome_tui.ui.commands import COMMANDS, Group, display, of_group, plain_keys

_TOGETHER: tuple[tuple[Group, ...], ...] = (
    ("stories", "everywhere"),
    ("thread", "search", "assist", "clips", "everywhere"),
    ("tray", "everywhere"),
    ("excerpt",),
    ("choices",),
    ("rows", "post"),
    ("page", "post"),
    ("editor",),
    ("list", "history", "everywhere"),
    ("list", "recent", "everywhere"),
    ("list", "person", "everywhere"),
    ("list", "drafts", "everywhere"),
    ("list", "archive", "everywhere"),
    ("article", "everywhere"),
    ("question",),
    ("prompt", "recall"),
    ("unsaved",),
    ("conflict", "list"),
    ("links",),
    ("quotes",),
    ("palette",),
    ("list", "themes"),
    ("help",),
)
"""Groups whose commands are available at the same time."""


_BESIDE_FIELDS: tuple[Group, ...] = ("editor", "post")
"""Groups whose commands are available while a text field has the focus."""


def checked_keymap(keys: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return those of the user's keys that can be used, by command id, and the problems of others.

    A command whose keys cannot be used has its default, which other keys must not be.

    Args:
        keys: `[keys]` of the configuration.
    """
    known = {command.id for command in COMMANDS}
    keymap = {name: own for name, own in keys.items() if name in known}
    problems = unknown_keys(keys, known)

    def drop(unusable: Iterable[tuple[str, str]]) -> None:
        for name, problem in unusable:
            message = _("{problem}; the default is used").format(problem=problem)
            problems.append(Problem(f"keys.{name}", message))
            del keymap[name]

    drop(unknown_names(keymap).items())
    drop(field_conflicts(keymap).items())
    while conflicts := key_conflicts(keymap):
        drop(islice(conflicts.items(), 1))  # its default may end the others, or make new ones
    return keymap, problems


def unknown_names(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return the problem, one line, of each command that has a key that does not exist, by id."""
    return {
        name: _("{key!r} is not a key").format(key=key)
        for name, keys in keymap.items()
        for key in keys.split(",")
        if not _is_key(key.strip())
    }


def key_conflicts(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return the problem, one line, of each command whose keys are those of another, by id.

    A key may serve two commands only if they are never available together.
    """
    problems: dict[str, str] = {}
    for together in _TOGETHER:
        owners: dict[str, str] = {}
        commands = [command for group in together for command in of_group(group)]
        for command in sorted(commands, key=lambda command: command.id in keymap):
            for key in plain_keys(keymap.get(command.id, command.keys)):
                owner = owners.setdefault(key, command.id)
                if owner != command.id and command.id in keymap:
                    problem = _("{key} is already the key of {command}")
                    problems.setdefault(command.id, problem.format(key=display(key), command=owner))
    return problems


def field_conflicts(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return the problem, one line, of each command beside a text field that needs its key, by id.

    A field takes letters from all commands, and its own keys from those that do not go first.
    """
    problems: dict[str, str] = {}
    for command in (command for group in _BESIDE_FIELDS for command in of_group(group)):
        own = plain_keys(keymap[command.id]) if command.id in keymap else ()
        for key in own:
            if key in _typed_keys() or (not command.is_priority and key in _editing_keys()):
                problem = _("{key} is a key of the text field")
                problems.setdefault(command.id, problem.format(key=display(key)))
    return problems


@cache
def _editing_keys() -> frozenset[str]:
    """Return the keys that text fields have of their own; the widgets take long to import."""
    from textual.binding import BindingsMap
    from textual.widgets import Input, TextArea

    maps = (BindingsMap(field.BINDINGS) for field in (Input, TextArea))
    return frozenset(key for bindings in maps for key in bindings.key_to_bindings)


_MODIFIERS = ("ctrl", "shift", "alt", "super", "hyper", "meta")


@cache
def _named_keys() -> frozenset[str]:
    """Return the names of keys; it takes long, and only the user's own keys are checked."""
    return _typed_keys().union(key.value for key in Keys)


@cache
def _typed_keys() -> frozenset[str]:
    """Return the names of the keys of ASCII characters."""
    return frozenset(_character_to_key(chr(code)) for code in range(0x20, 0x7F))


def _is_key(key: str) -> bool:
    """Return whether Textual knows a key of that name."""
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    return len(name) == 1 or name in _named_keys()
