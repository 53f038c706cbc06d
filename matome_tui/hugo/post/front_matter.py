"""Front matter: found by its fences, parsed, and edited key by key.

TOML is parsed in full. Of YAML, top-level keys with a scalar or a list of scalars are parsed. All
other text keeps its bytes.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from matome_tui.i18n import _

if TYPE_CHECKING:
    from tomlkit.items import Item

Document = TypeVar("Document")

FENCE = re.compile(r"\ufeff?(?P<fence>\+\+\+|---)[ \t]*\r?\n")
"""The line that opens front matter."""

FRONT_MATTER = re.compile(FENCE.pattern + r"(?P<inner>(?:[^\n]*\n)*?)(?P=fence)[ \t]*(?=\r?\n|\Z)")
"""Front matter at the start of a text, with both fences."""

_NOT_IN_LITERAL = re.compile("[\x00-\x08\x0a-\x1f\x7f'\ud800-\udfff]")

_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:[Zz]|[+-]\d\d:?\d\d)?)?\s*", re.ASCII
)
_YAML_QUOTED = r"""'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\[^\n])*\""""
_YAML_PLAIN = r"(?:(?<=\S)\#|[^\#\r\n])*"
_YAML_ENTRY = re.compile(
    rf"""
    ^ (?P<key> [A-Za-z_][\w-]* ) (?P<colon> : [ \t]* )
    (?P<value> (?: {_YAML_QUOTED} | \[[^]\n]*\] ) [ \t]* | {_YAML_PLAIN} )
    (?P<comment> (?: \#[^\r\n]* )? ) (?= \r?$ )
    (?P<more> (?: \r?\n (?: [ \t]+ | -[ \t] ) [^\r\n]* )* )
    """,
    re.VERBOSE | re.MULTILINE,
)
_YAML_ITEM = re.compile(rf"{_YAML_QUOTED}|[^,\s][^,]*")
_YAML_LINE_ITEM = re.compile(rf"\n[ \t]*-[ \t]+({_YAML_QUOTED}|{_YAML_PLAIN})")


def read_toml(text: str) -> dict[str, Any]:
    """Return the values of TOML front matter. Raises ValueError if it does not parse."""
    return _parsed(tomllib.loads, text)


def replace_toml(text: str, values: Mapping[str, Any]) -> str:
    """Return TOML front matter with these keys set, and those with a value of None removed.

    Raises ValueError if it does not parse.
    """
    import tomlkit
    from tomlkit.items import Date, DateTime

    document = _parsed(tomlkit.parse, text)
    for key, value in values.items():
        if value is None:
            document.pop(key, None)
        elif isinstance(value, date) and isinstance(old := document.get(key), Date | DateTime):
            # The day changes; "T" or a space, fractions and the zone stay as written.
            written = old.as_string()
            document[key] = tomlkit.value(value.isoformat()[:10] + written[10:])
        else:
            document[key] = toml_value(value)
    return document.as_string()


def toml_value(value: Any) -> "Item":
    """Return a TOML item for a value; a string becomes a literal string if it can be one."""
    import tomlkit

    if not isinstance(value, str):
        item: Item = tomlkit.item(list(value) if isinstance(value, tuple) else value)
        return item
    return tomlkit.string(value, literal=not _NOT_IN_LITERAL.search(value))


def _parsed(parse: Callable[[str], Document], text: str) -> Document:
    try:
        return parse(text)
    except (ValueError, RecursionError) as error:  # old versions set no limit to nesting
        raise ValueError(_("not valid TOML: {error}").format(error=error)) from error


def read_yaml(text: str) -> dict[str, Any]:
    """Return the values of YAML front matter, as far as they are parsed."""
    return {match["key"]: _yaml_value(match) for match in _YAML_ENTRY.finditer(text)}


def replace_yaml(text: str, values: Mapping[str, Any]) -> str:
    """Return YAML front matter with these keys set, and those with a value of None removed.

    Values are written as JSON, which is YAML.
    """
    present = {match["key"]: match for match in _YAML_ENTRY.finditer(text)}
    for key, match in reversed(present.items()):
        if key in values:
            text = text[: match.start()] + _yaml_entry(match, values[key], text[match.end() :])
    new = {key: value for key, value in values.items() if key not in present and value is not None}
    return text + "".join(f"{key}: {_yaml(value)}\n" for key, value in new.items())


def _yaml_entry(match: re.Match[str], value: Any, following: str) -> str:
    if value is None:
        return following.removeprefix("\r").removeprefix("\n")
    colon = match["colon"] if match["value"] else ": "
    space = match["value"][len(match["value"].rstrip()) :]
    is_plain_date = all(_DATE.fullmatch(str(text)) for text in (match["value"], value))
    written = value if is_plain_date else _yaml(value)
    return f"{match['key']}{colon}{written}{space}{match['comment']}{following}"


def _yaml(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _yaml_value(match: re.Match[str]) -> Any:
    value = match["value"].rstrip()
    if value.startswith("[") and value.endswith("]"):
        return [_yaml_scalar(item) for item in _YAML_ITEM.findall(value[1:-1])]
    if not value and match["more"]:
        return [_yaml_scalar(item) for item in _YAML_LINE_ITEM.findall(match["more"])]
    return {"true": True, "false": False}.get(value, _yaml_scalar(value))


def _yaml_scalar(text: str) -> str:
    text = text.strip()
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.startswith('"'):
        try:
            return str(json.loads(text))
        except ValueError:  # an escape that only YAML has
            return text[1:-1]
    return text


Reader = Callable[[str], Mapping[str, Any]]
Replacer = Callable[[str, Mapping[str, Any]], str]
LANGUAGES: Mapping[str, tuple[Reader, Replacer]] = {
    "+++": (read_toml, replace_toml),
    "---": (read_yaml, replace_yaml),
}
"""How front matter is parsed and edited, by its fence."""
