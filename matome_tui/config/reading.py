"""Settings from parsed TOML, with a list of the problems in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from reprlib import Repr
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args

from matome_tui.config.checks import folder, key_names
from matome_tui.config.settings import Color, EditorSettings, OwnSettings, Settings, settings_of
from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.core.text import sanitize
from matome_tui.i18n import _

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TableT = TypeVar("TableT", bound="DataclassInstance")

RENAMED = {
    "post.fold_summary": "post.section_summary",
    "keys.find.find": "keys.search.start",
    "keys.find.next": "keys.search.next",
    "keys.find.previous": "keys.search.previous",
    "keys.find.filter": "keys.search.filter",
    "keys.find.flat": "keys.search.flat",
    "keys.find.author": "keys.search.author",
    "keys.find.end": "keys.search.end",
    "keys.tray.fold": "keys.tray.section",
    "keys.tray.unfold": "keys.tray.end_section",
    "keys.tray.count_folds": "keys.tray.count_sections",
}
"""Dotted keys of earlier versions, which are still read, with the keys that replace them."""

_BITS = 64
_PRIVATE = "…"
_SECRET = re.compile(r"(?:.*[_-])?(?:key|token|secret|password)", re.IGNORECASE)
"""Names under which a key might be given, of a service that translates."""


class _Short(Repr):
    """Abbreviates values, and integers that Python refuses to write out."""

    def repr_int(self, x: int, level: int) -> str:
        """Return an integer, or a substitute for one beyond TOML's range."""
        if x.bit_length() <= _BITS:
            return super().repr_int(x, level)
        return _("a number too long")


_short = _Short()
_short.maxstring = _short.maxother = 80


class Problem(NamedTuple):
    """A fault in the configuration, and how it was handled.

    Attributes:
        key: A dotted key such as "reader.measure", a file name, or the name of a variable.
        message: One line: the fault, the nearest valid key if any, the value used instead.
        line: Its line in the file, from 1; None if it is not in the file.
        is_unreadable: Whether the file cannot be read or parsed, and every setting has its default.
    """

    key: str
    message: str
    line: int | None = None
    is_unreadable: bool = False

    def __str__(self) -> str:
        if self.line is None:
            return f"{self.key}: {self.message}"
        return _("line {line}: {key}: {message}").format(
            line=self.line, key=self.key, message=self.message
        )


def from_tables(tables: Mapping[str, object]) -> tuple[Settings, list[Problem]]:
    """Return the settings in parsed TOML, and the problems in it.

    A wrong value affects only its own setting, which gets its default.
    """
    defaults = Settings()
    names = {item.name for item in fields(defaults)}
    readers: dict[str, Callable[..., Any]] = {
        "colors": _read_colors,
        "keys": _read_keys,
        "post": _read_posts,
    }
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    # [[sites]] come last: their defaults are the values of [post] and [editor].
    for name, table in sorted(tables.items(), key=lambda item: item[0] == "sites"):
        if name not in names:
            problems.append(_unknown_setting(name, name))
            continue
        if name == "sites":
            usual = replace(defaults, **values)
            values[name] = _read_sites(usual.post, usual.editor, table, problems)
            continue
        read = readers.get(name, _read_table)
        current = _with_current_names(name, table)
        values[name] = read(name, getattr(defaults, name), current, problems)
    return replace(defaults, **values), problems


def unknown_keys(keys: Iterable[str], known: Iterable[str]) -> list[Problem]:
    """Return a problem for each command in `[keys]` that is not in `known`, the ids."""
    commands = {command: f"keys.{command}" for command in known}
    return [
        Problem(_dotted("keys", name), _not_known(_("not a command, ignored"), name, commands))
        for name in keys
        if name not in commands
    ]


def wrong_value(key: str, error: ValueError, value: object, used: object) -> Problem:
    """Return the problem of a `value` that a check refused with `error`, and the value `used`."""
    message = _("{rule}, not {value}; {default} is used")
    return Problem(key, message.format(rule=error, value=_shown(value), default=_shown(used)))


def _with_current_names(section: str, table: object) -> object:
    """Return a table with the names that settings have now. A current name takes precedence."""
    if not isinstance(table, dict):
        return table
    renamed = {}
    for name, value in table.items():
        new = RENAMED.get(f"{section}.{name}", f"{section}.{name}").removeprefix(f"{section}.")
        if new == name or new not in table:
            renamed[new] = value
    return renamed


def _read_table(key: str, default: TableT, table: object, problems: list[Problem]) -> TableT:
    """Return `default` with those values of `table` that pass their checks."""
    if not isinstance(table, dict):
        problems.append(_not_a_table(key, table))
        return default
    settings = settings_of(type(default))
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in settings:
            problems.append(_unknown_setting(_dotted(key, name), name))
            continue
        try:
            values[name] = settings[name].check(value)
        except ValueError as error:
            used = getattr(default, name)
            shown = _PRIVATE if settings[name].is_private else value
            problems.append(wrong_value(_dotted(key, name), error, shown, used))
    return replace(default, **values)


def _read_posts(
    key: str, default: PostOptions, table: object, problems: list[Problem]
) -> PostOptions:
    """Return post options; a format that differs from the default's brings its own defaults."""
    form = table.get("format") if isinstance(table, dict) else None
    for known in get_args(Format):
        if form == known != default.format:
            default = default.in_format(known)
    return _read_table(key, default, table, problems)


def _read_colors(
    key: str, default: tuple[Color, ...], tables: object, problems: list[Problem]
) -> tuple[Color, ...]:
    """Return a colour for each of `tables`; missing values come from the default at its place."""
    if not isinstance(tables, list):
        message = _("must be [[colors]] tables, not {value}; defaults are used")
        problems.append(Problem(key, message.format(value=_shown(tables))))
        return default
    if len(tables) > len(default):
        message = _("{number} colours; only the first {maximum} are used")
        problems.append(Problem(key, message.format(number=len(tables), maximum=len(default))))
    colors = []
    for number, (color, table) in enumerate(zip(default, tables, strict=False), start=1):
        colors.append(_read_table(f"{key}[{number}]", color, table, problems))
        for name in ("name", "value"):
            if isinstance(table, dict) and name not in table:
                message = _("missing; {default} is used")
                message = message.format(default=_shown(getattr(color, name)))
                problems.append(Problem(f"{key}[{number}].{name}", message))
    return tuple(colors)


def _read_sites(
    post: PostOptions, editor: EditorSettings, tables: object, problems: list[Problem]
) -> tuple[OwnSettings, ...]:
    """Return the sites that name their folder, each with its own settings of posts and clips."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        message = _("must be [[sites]] tables, not {value}; ignored")
        problems.append(Problem("sites", message.format(value=_shown(tables))))
        return ()
    sites = []
    for number, given in enumerate(tables, start=1):
        key, table = f"sites[{number}]", dict(given)
        try:
            path = folder(table.pop("folder", ""))
        except ValueError as error:
            message = _("{rule}; the site is ignored").format(rule=error)
            problems.append(Problem(f"{key}.folder", message))
            continue
        if path:
            clips = {name: table.pop(name) for name in settings_of(EditorSettings) if name in table}
            own_editor = _read_table(key, editor, clips, problems)
            own_post = _read_posts(key, post, _with_current_names("post", table), problems)
            sites.append(OwnSettings(path, own_post, own_editor))
        else:
            problems.append(Problem(f"{key}.folder", _("missing; the site is ignored")))
    return tuple(sites)


def _read_keys(
    key: str, default: Mapping[str, str], table: object, problems: list[Problem]
) -> Mapping[str, str]:
    """Return the entries of `table` whose values are names of keys."""
    if not isinstance(table, dict):
        problems.append(_not_a_table(key, table))
        return default
    keys = {}
    for name, value in table.items():
        try:
            keys[name] = key_names(value)
        except ValueError as error:
            message = _("{rule}, not {value}; its default key is used")
            message = message.format(rule=error, value=_shown(value))
            problems.append(Problem(_dotted(key, name), message))
    return MappingProxyType(keys)


def _not_a_table(key: str, value: object) -> Problem:
    message = _("must be a table, not {value}; defaults are used")
    return Problem(key, message.format(value=_shown(value)))


def _unknown_setting(key: str, name: str) -> Problem:
    """Return the problem of a key that is not a setting; `name` is its last part."""
    if key.startswith("translate.") and _SECRET.fullmatch(name):
        message = _("keys do not belong in this file: use key_env, key_command or key_file")
        return Problem(_dotted(key), message)
    own = ("post.", "editor.") if key.startswith("sites[") else (f"{key.partition('.')[0]}.",)
    # Of settings with the same name, that of the same table is meant.
    keys = sorted(_valid_keys(), key=lambda valid: valid.startswith(own))
    valid = {valid.rpartition(".")[2]: valid for valid in keys}
    return Problem(_dotted(key), _not_known(_("not a setting, ignored"), name, valid))


def _not_known(message: str, name: str, valid: Mapping[str, str]) -> str:
    """Return a message, followed by the key of the valid name nearest to `name` if one is near."""
    from difflib import get_close_matches  # needed only if something is wrong

    close = get_close_matches(name, valid, n=1)
    if not close:
        return message
    hint = _("{problem}; did you mean {key}?")
    return hint.format(problem=message, key=valid[close[0]])


def _valid_keys() -> Iterator[str]:
    """Yield each table and each setting as a dotted key: "reader", "reader.measure"."""
    defaults = Settings()
    for name in (item.name for item in fields(defaults)):
        yield name
        default = getattr(defaults, name)
        table = default[0] if isinstance(default, tuple) and default else default
        if is_dataclass(table) and not isinstance(table, type):
            yield from (f"{name}.{key}" for key in settings_of(type(table)))


def _dotted(*names: str) -> str:
    """Return names as one dotted key on one line; TOML allows line breaks in quoted keys."""
    return " ".join(sanitize(".".join(names)).split())


def _shown(value: object) -> str:
    """Return a value much as TOML writes it, abbreviated."""
    if isinstance(value, tuple):
        value = list(value)
    return str(value).lower() if isinstance(value, bool) else _short.repr(value)
