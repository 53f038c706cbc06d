"""What can be set: the tables of config.toml as typed, immutable values.

`setting` puts a setting's default, check and meaning in one place. A check takes a value as TOML
gives it and returns it as the program uses it, or raises ValueError saying what it must be; check
and meaning are in the metadata of the dataclass field, as "check" and "help".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from reprlib import Repr
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from matome_tui.core.text import sanitize

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T")
TableT = TypeVar("TableT", bound="DataclassInstance")

# RFC 3986, section 3, without user, query and fragment; letters beyond ASCII for host names.
_HTTP_URL = re.compile(
    r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:/[\w.~%!$&'()*+,;=:@/-]*)?", re.IGNORECASE
)
_HEX_COLOR = re.compile("#[0-9a-fA-F]{6}")

_short = Repr()
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


def setting(default: T, check: Callable[[object], T], meaning: str) -> T:
    """Return a dataclass field with a `default`, a `check` and a `meaning` for people."""
    return field(default=default, metadata={"check": check, "help": meaning})


def text(value: object) -> str:
    """Check for a string."""
    if not isinstance(value, str):
        raise ValueError("must be text in quotes")  # noqa: TRY004 -- one error for all checks
    return value


def boolean(value: object) -> bool:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004
    return value


def whole_number(least: int, most: int) -> Callable[[object], int]:
    """Return the check for a whole number from `least` to `most`, both included."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return value

    return check


def one_of(*options: T) -> Callable[[object], T]:
    """Return the check for one of `options`."""

    def check(value: object) -> T:
        for option in options:
            if value == option:
                return option
        raise ValueError(f"must be {' or '.join(map(repr, options))}")

    return check


def folder(value: object) -> str:
    """Check for a folder's path, "" for none; `~` becomes the home folder. It need not exist."""
    path = text(value)
    try:
        return path and str(Path(path).expanduser())
    except RuntimeError:
        raise ValueError("must be a folder in a home folder that exists") from None


def http_url(value: object) -> str:
    """Check for an http or https address to put paths after; a slash at its end is dropped."""
    if not isinstance(value, str) or not _HTTP_URL.fullmatch(value):
        raise ValueError("must be an http:// or https:// address")
    return value.rstrip("/")


def hex_color(value: object) -> str:
    """Check for a colour as "#rrggbb"."""
    if not isinstance(value, str) or not _HEX_COLOR.fullmatch(value):
        raise ValueError("must be a colour such as '#38d3d3'")
    return value


def key_names(value: object) -> str:
    """Check for a key's name or several with commas, as Textual has them ("j,down")."""
    if not isinstance(value, str) or not all(name.strip() for name in value.split(",")):
        raise ValueError("must be a key such as 'j', or several, 'j,down'")
    return value


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """`[site]`."""

    path: str = setting("", folder, "Folder of the Hugo site; ~ is your home. Empty: not set.")


@dataclass(frozen=True, slots=True)
class HnSettings:
    """`[hn]`."""

    firebase_url: str = setting(
        "https://hacker-news.firebaseio.com/v0", http_url, "Address of the official API."
    )
    algolia_url: str = setting(
        "https://hn.algolia.com/api/v1", http_url, "Address of the search API by Algolia."
    )
    live: bool = setting(True, boolean, "Watch the open thread for new comments.")
    offline_megabytes: int = setting(
        500, whole_number(0, 1_000_000), "Room for threads kept for reading offline, in megabytes."
    )


@dataclass(frozen=True, slots=True)
class PostSettings:
    """`[post]`."""

    group_size: int = setting(30, whole_number(1, 1000), "Quotes that stand open, and in a fold.")
    slug_words: int = setting(8, whole_number(1, 50), "Words of the title in the post's address.")
    style: Literal["typographic", "exact"] = setting(
        "typographic",
        one_of("typographic", "exact"),
        "How quotes, angle brackets and backslashes are written: 'typographic' gives them "
        "full-width or curly forms, 'exact' keeps them.",
    )
    ellipsis: str = setting(" … ", text, "What stands for what an excerpt leaves out.")


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """`[editor]`."""

    target: int = setting(
        200, whole_number(1, 100_000), "Characters that the text of a clip should not go beyond."
    )
    language: str = setting(
        "ja", one_of("ja", ""), "What clips are written in: 'ja' tells of those without Japanese."
    )


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """`[reader]`."""

    measure: int = setting(100, whole_number(40, 300), "Longest line of a comment, in cells.")
    ascii: bool = setting(
        False, boolean, "Draw with ASCII only, for terminals that draw other signs too wide."
    )


@dataclass(frozen=True, slots=True)
class UiSettings:
    """`[ui]`."""

    theme: str = setting("textual-dark", text, "Name of the colour theme.")


@dataclass(frozen=True, slots=True)
class Color:
    """`[[colors]]`: a colour to mark comments in."""

    name: str = setting("", text, "What the colour is called.")
    value: str = setting("", hex_color, "The colour as '#rrggbb'; it goes into the post.")
    meaning: str = setting("", text, "What you mark with it, if you like.")


DEFAULT_COLORS = (
    Color("aqua", "#38d3d3"),
    Color("orange", "#ff5733"),
    Color("green", "#45d325"),
    Color("violet", "#785bff"),
    Color("pink", "#ff33a1"),
    Color("red", "#ff5c5c"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one field a table of config.toml."""

    site: SiteSettings = field(
        default_factory=SiteSettings, metadata={"help": "The Hugo site that posts are saved in."}
    )
    hn: HnSettings = field(
        default_factory=HnSettings, metadata={"help": "Where Hacker News is read from."}
    )
    post: PostSettings = field(
        default_factory=PostSettings, metadata={"help": "How posts are written."}
    )
    editor: EditorSettings = field(
        default_factory=EditorSettings, metadata={"help": "How the text of clips is looked at."}
    )
    reader: ReaderSettings = field(
        default_factory=ReaderSettings, metadata={"help": "How threads are shown."}
    )
    ui: UiSettings = field(default_factory=UiSettings, metadata={"help": "How the program looks."})
    colors: tuple[Color, ...] = field(
        default=DEFAULT_COLORS, metadata={"help": "The colours of the keys 1 to 6, in order."}
    )
    keys: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}),
        metadata={"help": "Keys by command: a key such as 'j', or several, 'j,down'."},
    )


def from_tables(tables: Mapping[str, object]) -> tuple[Settings, list[Problem]]:
    """Return the settings that parsed TOML asks for, and what is wrong in it.

    A wrong value costs its own setting only: that one has its default.
    """
    defaults = Settings()
    names = {item.name for item in fields(defaults)}
    readers: dict[str, Callable[..., Any]] = {"colors": _read_colors, "keys": _read_keys}
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, table in tables.items():
        if name not in names:
            problems.append(_unknown_setting(name, name))
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
    checks = {item.name: item.metadata["check"] for item in fields(default)}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in checks:
            problems.append(_unknown_setting(_dotted(key, name), name))
            continue
        try:
            values[name] = checks[name](value)
        except ValueError as error:
            used = getattr(default, name)
            problems.append(wrong_value(_dotted(key, name), error, value, used))
    return replace(default, **values)


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
        table = default[0] if isinstance(default, tuple) else default
        if is_dataclass(table):
            yield from (f"{name}.{item.name}" for item in fields(table))


def _dotted(*names: str) -> str:
    """Return names as one dotted key on one line; TOML allows line breaks in quoted keys."""
    return " ".join(sanitize(".".join(names)).split())


def _shown(value: object) -> str:
    """Return a value much as TOML writes it, cut short."""
    return str(value).lower() if isinstance(value, bool) else _short.repr(value)
