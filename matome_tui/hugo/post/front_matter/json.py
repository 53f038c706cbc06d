"""JSON front matter."""

import json
import re
from typing import Any

from matome_tui.hugo.post.front_matter.language import Entry, Language, Node, Outline
from matome_tui.i18n import _

_SPACE = re.compile(r"[\s,:]*")
_DECODER = json.JSONDecoder()


def _read(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text, parse_constant=_refuse)
    except ValueError as error:
        message = _("The front matter is not valid JSON: {reason}").format(reason=error)
        raise ValueError(message) from error
    except RecursionError as error:
        raise ValueError(_("The front matter is nested too deeply")) from error
    if not isinstance(values, dict):
        raise ValueError(_("The front matter has no keys"))  # noqa: TRY004 -- the text is wrong
    return values


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _outline(text: str) -> Outline:
    entries: list[Entry] = []
    start = text.index("{")
    at = _after_space(text, start + 1)
    while text[at] != "}":
        key, end = _DECODER.raw_decode(text, at)
        value = _node(text, _after_space(text, end))
        entries.append(Entry(key, at, value))
        at = _after_space(text, value.end)
    items = tuple(Node("other", entry.start, entry.value.end) for entry in entries)
    return Outline(tuple(entries), Node("list", start, at + 1, items))


def _node(text: str, start: int) -> Node:
    value, end = _DECODER.raw_decode(text, start)
    if not isinstance(value, list):
        return Node("other" if isinstance(value, dict) else "scalar", start, end)
    items: list[Node] = []
    at = _after_space(text, start + 1)
    while text[at] != "]":
        item_end = _DECODER.raw_decode(text, at)[1]
        items.append(Node("scalar", at, item_end))
        at = _after_space(text, item_end)
    return Node("list", start, end, tuple(items))


def _after_space(text: str, start: int) -> int:
    found = _SPACE.match(text, start)
    return found.end() if found else start


def _write(value: Any, _like: str) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _write_entry(key: str, value: Any) -> str:
    return f"{_write(key, '')}: {_write(value, '')}"


JSON = Language("json", _read, _outline, _write, _write_entry)
"""JSON between the braces of an object."""
