"""TOML front matter.

tomllib decides what is valid. Values are found by the tokens of the language, up to the first
table: see https://toml.io/en/v1.0.0.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from matome_tui.hugo.post.front_matter.language import BareDate, Entry, Language, Node, Outline
from matome_tui.i18n import _

if TYPE_CHECKING:
    from tomlkit.items import Item

_NOT_IN_LITERAL = re.compile("[\x00-\x08\x0a-\x1f\x7f'\ud800-\udfff]")
_TOKEN = re.compile(
    r'''
      (?P<string> """ (?:[^\\]|\\.)*? "{3,5} | \'{3} .*? \'{3,5}
        | " (?:[^"\\\n]|\\.)*+ " | ' [^'\n]*+ ' )
    | (?P<comment> \#[^\n]* )
    | (?P<newline> \n )
    | (?P<space> [ \t\r]+ )
    | (?P<mark> [][{},=] )
    | (?P<bare> [^][{},=\s\#"']+ )
    ''',
    re.VERBOSE | re.DOTALL,
)
_BARE_DATE = re.compile(  # https://toml.io/en/v1.0.0#offset-date-time
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII
)
_OFFSET = re.compile(r"(?:[Zz]|[+-]\d\d:\d\d)\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

_Tokens = list[re.Match[str]]


def toml_value(value: Any) -> "Item":
    """Return a TOML item for a value; a string becomes a literal string if it can be one."""
    import tomlkit

    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update({key: toml_value(item) for key, item in value.items()})
        return table
    if isinstance(value, str):
        return tomlkit.string(value, literal=not _NOT_IN_LITERAL.search(value))
    item: Item = tomlkit.item(list(value) if isinstance(value, tuple) else value)
    return item


def _read(text: str) -> dict[str, Any]:
    try:
        if _starts_in_braces(text):
            return dict(tomllib.loads(f"table = {text}")["table"])
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # old versions set no limit to nesting
        message = _("The front matter is not valid TOML: {error}").format(error=error)
        raise ValueError(message) from error


def _outline(text: str) -> Outline:
    tokens = list(_TOKEN.finditer(text))
    entries: list[Entry] = []
    at = _after_space(tokens, 0)
    if is_inline := _starts_in_braces(text):
        at = _after_space(tokens, at + 1)
    while at < len(tokens) and tokens[at][0] not in ("[", "}"):
        start = at
        while tokens[at][0] != "=":
            at += 1
        key = text[tokens[start].start() : tokens[at].start()]
        value, at = _value(tokens, _after_space(tokens, at + 1))
        entries.append(Entry(_name(key), tokens[start].start(), value))
        at = _after_space(tokens, at)
        if is_inline and tokens[at][0] == ",":
            at = _after_space(tokens, at + 1)
    if not is_inline:
        return Outline(tuple(entries))
    items = tuple(Node("other", entry.start, entry.value.end) for entry in entries)
    return Outline(tuple(entries), Node("list", text.index("{"), tokens[at].end(), items))


def _starts_in_braces(text: str) -> bool:
    """Return whether a text is not a document but an inline table."""
    return text.lstrip().startswith("{")


def _name(key: str) -> str:
    """Return a key as it is meant, its parts joined by full stops."""
    ((name, value),) = tomllib.loads(f"{key} = 0").items()
    while isinstance(value, dict):
        ((part, value),) = value.items()
        name = f"{name}.{part}"
    return name


def _value(tokens: _Tokens, at: int) -> tuple[Node, int]:
    """Return the value whose first token is given, and the index behind its last token."""
    start = tokens[at].start()
    if tokens[at][0] == "{":
        end = _closing(tokens, at)
        return Node("other", start, tokens[end].end()), end + 1
    if tokens[at][0] == "[":
        return _array(tokens, at)
    end = at
    while at < len(tokens) and not _ends_value(tokens[at]):
        end = end if tokens[at]["space"] else at
        at += 1
    return Node("scalar", start, tokens[end].end()), at


def _array(tokens: _Tokens, at: int) -> tuple[Node, int]:
    start, end = at, _closing(tokens, at)
    items: list[Node] = []
    at = _after_space(tokens, at + 1)
    while at < end:
        if tokens[at][0] == "[":
            close = _closing(tokens, at)
            item, at = Node("other", tokens[at].start(), tokens[close].end()), close + 1
        else:
            item, at = _value(tokens, at)
        items.append(item)
        at = _after_space(tokens, at)
        if tokens[at][0] == ",":
            at = _after_space(tokens, at + 1)
    return Node("list", tokens[start].start(), tokens[end].end(), tuple(items)), end + 1


def _closing(tokens: _Tokens, at: int) -> int:
    """Return the index of the token that closes the bracket or brace at `at`."""
    depth = 0
    while True:
        depth += (tokens[at][0] in "[{") - (tokens[at][0] in "]}")
        if not depth:
            return at
        at += 1


def _ends_value(token: re.Match[str]) -> bool:
    return token.lastgroup in ("newline", "comment", "mark")


def _after_space(tokens: _Tokens, at: int) -> int:
    while at < len(tokens) and tokens[at].lastgroup in ("space", "newline", "comment"):
        at += 1
    return at


def _write(value: Any, like: str) -> str:
    import tomlkit

    if isinstance(value, BareDate) and _BARE_DATE.fullmatch(value):
        return str(value)
    if isinstance(value, date) and _DAY.match(like):
        return _moved(value, like)
    if isinstance(value, str) and like.startswith(('"""', "'''")):
        return _multiline(value, like)
    if isinstance(value, str) and like.startswith('"'):
        return tomlkit.string(value).as_string()
    return toml_value(value).as_string()


def _moved(value: date, like: str) -> str:
    """Return a date as another one is written: "T" or a space, fractions, the zone if it stays."""
    written = value.isoformat()
    moved = written[:10] + like[10:]
    if isinstance(value, datetime) and _read(f"x = {moved}")["x"] != value:
        return _OFFSET.sub(written[-6:], moved)
    return moved


def _multiline(value: str, like: str) -> str:
    """Return a string between three quotation marks, if they need no escapes."""
    if re.search(r"[\\\x00-\x1f\x7f]", value) or value.endswith(like[0]) or like[:3] in value:
        return toml_value(value).as_string()
    line = re.match(r"\r?\n", like[3:])
    return like[:3] + (line[0] if line else "") + value + like[:3]


def _write_entry(key: str, value: Any) -> str:
    import tomlkit

    return f"{tomlkit.key(key).as_string()} = {_write(value, '')}"


TOML = Language("toml", _read, _outline, _write, _write_entry)
"""TOML between `+++`."""
