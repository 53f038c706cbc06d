"""Settings out of parsed TOML, with what is wrong in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from reprlib import Repr
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from matome_tui.config.checks import folder, key_names
from matome_tui.config.settings import Color, Settings, SitePosts, settings_of
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.text import sanitize

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TableT = TypeVar("TableT", bound="DataclassInstance")

_BITS = 64

RENAMED: Mapping[type, Mapping[str, str]] = {PostOptions: {"fold_summary": "section_summary"}}
"""Keys of older versions, with their present names, by the dataclass of their table."""


class _Short(Repr):
    """Writes values cut short; also whole numbers that Python refuses to write."""

    def repr_int(self, x: int, level: int) -> str:
        """Return a whole number, or that it is none of TOML's."""
        return super().repr_int(x, level) if x.bit_length() <= _BITS else "a number too long"


_short = _Short()
_short.maxstring = _short.maxother = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in the configuration, and what was done about it.

    Attributes:
        key: Where: a dotted key such as "reader.measure", a file name, or a variable's name.
        message: One line: what is wrong, the nearest valid key if any, what is used instead.
    """

    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.key}: {self.message}"


def from_tables(tables: Mapping[str, object]) -> tuple[Settings, list[Problem]]:
    """Return the settings that parsed TOML asks for, and what is wrong in it.

    A wrong value costs its own setting only: that one has its default.
    """
    defaults = Settings()
    names = {item.name for item in fields(defaults)}
    readers: dict[str, Callable[..., Any]] = {"colors": _read_colors, "keys": _read_keys}
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    # What a site does not say for itself comes from [post].
    for name, table in sorted(tables.items(), key=lambda item: item[0] == "sites"):
        if name not in names:
            problems.append(_unknown_setting(name, name))
            continue
        if name == "sites":
            values[name] = _read_sites(values.get("post", defaults.post), table, problems)
            continue
        read = readers.get(name, _read_table)
        values[name] = read(name, getattr(defaults, name), table, problems)
    return replace(defaults, **values), problems


def unknown_keys(settings: Settings, known: Iterable[str]) -> list[Problem]:
    """Return a problem for each entry of `[keys]` that is no command in `known` (their ids)."""
    commands = {command: f"keys.{command}" for command in known}
    return [
        Problem(_dotted("keys", name), f"not a command, ignored{_suggestion(name, commands)}")
        for name in settings.keys
        if name not in commands
    ]


def wrong_value(key: str, error: ValueError, value: object, used: object) -> Problem:
    """Return the problem of a `value` that a check refused with `error`, and what is `used`."""
    return Problem(key, f"{error}, not {_shown(value)}; {_shown(used)} is used")


def _read_table(key: str, default: TableT, table: object, problems: list[Problem]) -> TableT:
    """Return `default` with those values of `table` that pass their checks."""
    if not isinstance(table, dict):
        problems.append(Problem(key, f"must be a table, not {_shown(table)}; defaults are used"))
        return default
    settings = settings_of(type(default))
    values: dict[str, Any] = {}
    for name, value in _with_new_keys(type(default), table).items():
        if name not in settings:
            problems.append(_unknown_setting(_dotted(key, name), name))
            continue
        try:
            values[name] = settings[name].check(value)
        except ValueError as error:
            used = getattr(default, name)
            problems.append(wrong_value(_dotted(key, name), error, value, used))
    return replace(default, **values)


def _with_new_keys(settings: type, table: Mapping[str, object]) -> dict[str, object]:
    """Return a table with its old keys replaced; a new key has precedence over its old one."""
    renamed = {old: new for old, new in RENAMED.get(settings, {}).items() if old in table}
    old_values = {new: table[old] for old, new in renamed.items()}
    return old_values | {name: value for name, value in table.items() if name not in renamed}


def _read_colors(
    key: str, default: tuple[Color, ...], tables: object, problems: list[Problem]
) -> tuple[Color, ...]:
    """Return a colour for each of `tables`; what one lacks comes from the default in its place."""
    if not isinstance(tables, list):
        message = f"must be [[{key}]] tables, not {_shown(tables)}; defaults are used"
        problems.append(Problem(key, message))
        return default
    if len(tables) > len(default):
        message = f"at most {len(default)}, not {len(tables)}; the first {len(default)} are used"
        problems.append(Problem(key, message))
    colors = []
    for number, (color, table) in enumerate(zip(default, tables, strict=False), start=1):
        colors.append(_read_table(f"{key}[{number}]", color, table, problems))
        for name in ("name", "value"):
            if isinstance(table, dict) and name not in table:
                message = f"missing; {_shown(getattr(color, name))} is used"
                problems.append(Problem(f"{key}[{number}].{name}", message))
    return tuple(colors)


def _read_sites(
    default: PostOptions, tables: object, problems: list[Problem]
) -> tuple[SitePosts, ...]:
    """Return the sites that name their folder, each with what it says of posts."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        problems.append(
            Problem("sites", f"must be [[sites]] tables, not {_shown(tables)}; ignored")
        )
        return ()
    sites = []
    for number, table in enumerate(tables, start=1):
        key, posts = f"sites[{number}]", {k: v for k, v in table.items() if k != "folder"}
        try:
            path = folder(table.get("folder", ""))
        except ValueError as error:
            problems.append(Problem(f"{key}.folder", f"{error}; the site is ignored"))
            continue
        if path:
            sites.append(SitePosts(path, _read_table(key, default, posts, problems)))
        else:
            problems.append(Problem(f"{key}.folder", "missing; the site is ignored"))
    return tuple(sites)


def _read_keys(
    key: str, default: Mapping[str, str], table: object, problems: list[Problem]
) -> Mapping[str, str]:
    """Return the entries of `table` that name keys, whatever their commands."""
    if not isinstance(table, dict):
        problems.append(Problem(key, f"must be a table, not {_shown(table)}; defaults are used"))
        return default
    keys = {}
    for name, value in table.items():
        try:
            keys[name] = key_names(value)
        except ValueError as error:
            message = f"{error}, not {_shown(value)}; its default key is used"
            problems.append(Problem(_dotted(key, name), message))
    return MappingProxyType(keys)


def _unknown_setting(key: str, name: str) -> Problem:
    """Return the problem of a key that is no setting; `name` is the key's last part."""
    valid = {valid.rpartition(".")[2]: valid for valid in _valid_keys()}
    return Problem(_dotted(key), f"not a setting, ignored{_suggestion(name, valid)}")


def _suggestion(name: str, valid: Mapping[str, str]) -> str:
    """Return a question that offers the key of the valid name nearest to `name`, if one is near."""
    from difflib import get_close_matches  # needed only when something is wrong

    close = get_close_matches(name, valid, n=1)
    return f"; did you mean {valid[close[0]]}?" if close else ""


def _valid_keys() -> Iterator[str]:
    """Yield every table and every setting as a dotted key: "reader", "reader.measure"."""
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
    """Return a value much as TOML writes it, cut short."""
    return str(value).lower() if isinstance(value, bool) else _short.repr(value)
