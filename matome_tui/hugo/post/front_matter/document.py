"""Front matter of a text: found, its values read, and changed one by one.

See https://gohugo.io/content-management/front-matter. Hugo ignores the case of keys.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import starmap
from typing import Any

from matome_tui.core.draft.post_options import FrontMatterFormat
from matome_tui.hugo.post.front_matter.json import JSON
from matome_tui.hugo.post.front_matter.language import BareDate, Entry, Language, Node
from matome_tui.hugo.post.front_matter.lists import delete, insert, line_break, line_end, line_start
from matome_tui.hugo.post.front_matter.page import find as find_value
from matome_tui.hugo.post.front_matter.page import text as text_of
from matome_tui.hugo.post.front_matter.page import texts
from matome_tui.hugo.post.front_matter.tables import find_table
from matome_tui.hugo.post.front_matter.toml import TOML
from matome_tui.hugo.post.front_matter.yaml import YAML
from matome_tui.i18n import _

_START = r"[\ufeff\s]*+"
FENCE = re.compile(rf"{_START}(?P<fence>\+\+\+|---)[ \t]*\r?\n")
"""The line that opens front matter, with blank ones before it."""

_FENCED = re.compile(FENCE.pattern + r"(?P<inner>(?:[^\n]*\n)*?)(?P=fence)[ \t]*(?=\r?\n|\Z)")
JSON_START = re.compile(rf'{_START}(?=\{{\s*["}}])')
"""Text before front matter in JSON."""

_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}]', re.DOTALL)
_LANGUAGES = {"+++": TOML, "---": YAML}


@dataclass(frozen=True, slots=True)
class FrontMatterText:
    """Front matter at the start of a text.

    Attributes:
        language: Its language.
        source: The text up to its end, with fences.
        start: The offset of the part between the fences.
        end: The offset after that part.
    """

    language: Language
    source: str
    start: int
    end: int

    @property
    def inner(self) -> str:
        """The part between the fences."""
        return self.source[self.start : self.end]

    def values(self) -> dict[str, Any]:
        """Return the values with their keys in lower case. Raises ValueError if it is not valid."""
        return _values(self.language, self.inner)

    def replace(self, values: Mapping[str, Any]) -> str:
        """Return the source with these keys set, and those with a value of None removed.

        A key such as `cover.image` is in a table; there it is set to an empty text instead. All
        other bytes stay.

        Raises:
            ValueError: It is not valid, or a key cannot be set without another change.
        """
        inner = replace(self.language, self.inner, values)
        return self.source[: self.start] + inner + self.source[self.end :]


def new_text(name: FrontMatterFormat, values: Mapping[str, Any]) -> str:
    """Return new front matter with its fences, an entry for each value.

    A key such as `cover.image` makes a table.
    """
    entries = starmap(_in_table, values.items())
    if name == "json":
        written = ",\n".join(f"  {JSON.write_entry(*entry)}" for entry in entries)
        return f"{{\n{written}\n}}"
    fence, language = ("+++", TOML) if name == "toml" else ("---", YAML)
    return "\n".join([fence, *starmap(language.write_entry, entries), fence])


def find(text: str) -> FrontMatterText | None:
    """Return the front matter of a text; None without any."""
    if match := _FENCED.match(text):
        language = _LANGUAGES[match["fence"]]
        return FrontMatterText(language, match[0], *match.span("inner"))
    if (before := JSON_START.match(text)) and (end := _json_end(text, before.end())):
        return FrontMatterText(JSON, text[:end], before.end(), end)
    return None


def _values(language: Language, text: str) -> dict[str, Any]:
    return {key.lower(): value for key, value in language.read(text).items()}


def _json_end(text: str, start: int) -> int:
    """Return the end of the object that starts at `start`; 0 if it has none."""
    depth = 0
    for token in _JSON_TOKEN.finditer(text, start):
        depth += (token[0] == "{") - (token[0] == "}")
        if not depth:
            return token.end()
    return 0


def replace(language: Language, text: str, values: Mapping[str, Any]) -> str:
    """Return front matter with these keys set; see `FrontMatterText.replace`."""
    before = language.read(text)
    for key, value in values.items():
        try:
            text = _with(language, text, key, value)
        except ValueError as error:
            message = _("{key} cannot be changed in place: {reason}")
            raise ValueError(message.format(key=key, reason=error)) from error
    names = {key.lower(): value for key, value in values.items()}
    after = language.read(text)
    if _others(before, names) != _others(after, names):
        message = _("{key} cannot be changed without changing other front matter")
        raise ValueError(message.format(key=", ".join(values)))
    return text


def _others(values: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    """Return what is not named in a form to compare, without tables that have nothing else."""
    found = []
    for key, value in values.items():
        inner = [name.partition(".")[2] for name in names if name.startswith(f"{key.lower()}.")]
        if inner and (value is None or isinstance(value, dict)):
            rest = [item for item in (value or {}).items() if str(item[0]).lower() not in inner]
            found += [(key, rest)] if rest else []
        elif key.lower() not in names:
            found.append((key, value))
    return repr(found)


def _with(language: Language, text: str, key: str, value: Any) -> str:
    """Return front matter with one key set. Raises ValueError with the reason if that fails."""
    table, _dot, inner = key.partition(".")
    if inner and value is None:
        if find_value(_values(language, text), key) is None:
            return text
        value = ""
    named = _named(language, text, key)
    if len(named) > 1:
        raise ValueError(_("it is there more than once"))
    if inner and not named and table.lower() in _values(language, text):
        changed = _with_table(language, text, key, value)
    elif not named:
        changed = text if value is None else _added(language, text, key, value)
    elif value is None:
        changed = _removed(language, text, named[0])
    elif isinstance(value, list | tuple):
        changed = _with_list(language, text, key, value)
    else:
        changed = _with_source(
            text, named[0].value, _written(language, text, named[0].value, value)
        )
    if not _is_value(find_value(_values(language, changed), key), value):
        raise ValueError(_("the result would have another value"))
    return changed


def _with_table(language: Language, text: str, key: str, value: Any) -> str:
    """Return front matter with a key set in a table that is there, or is empty."""
    table, _dot, inner = key.partition(".")
    if found := find_table(language, text, table):
        return found.put(text, _with(language, found.inner, inner, value))
    if _values(language, text)[table.lower()] is not None:
        raise ValueError(_("its table cannot be edited"))
    node = _named(language, text, table)[0].value
    return _with_source(text, node, language.write({inner: value}, ""))


def _is_value(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, BareDate):
        return text_of(found)[:10] == wanted[:10]
    if isinstance(wanted, list | tuple):
        return found == list(wanted) or texts(found) == list(wanted)
    return type(found) is type(wanted) and bool(found == wanted)


def _in_table(key: str, value: Any) -> tuple[str, Any]:
    """Return a key of the top level and its value, given one that may be in a table."""
    table, _dot, inner = key.partition(".")
    return (table, {inner: value}) if inner else (key, value)


def _named(language: Language, text: str, key: str) -> list[Entry]:
    entries = language.outline(text).entries
    return [entry for entry in entries if entry.key.lower() == key.lower()]


def _written(language: Language, text: str, node: Node, value: Any) -> str:
    return language.write(value, text[node.start : node.end] if node.kind == "scalar" else "")


def _with_source(text: str, node: Node, source: str) -> str:
    """Return the text with a value replaced."""
    is_missing = node.start == node.end and not text[node.start - 1 : node.start].isspace()
    if node.kind == "lines" or is_missing:
        source = " " + source
    return text[: node.start] + source + text[node.end :]


def _with_list(language: Language, text: str, key: str, value: Sequence[Any]) -> str:
    """Return front matter with a list; items that stay keep their bytes."""
    (entry,) = _named(language, text, key)
    node = entry.value
    if node.kind not in ("list", "lines"):
        like = text[node.start : node.end] if node.kind == "scalar" else ""
        items = [language.write(item, like) for item in value]
        is_scalar = len(items) == 1 and like and isinstance(value[0], str)
        return _with_source(text, node, items[0] if is_scalar else f"[{', '.join(items)}]")
    old = [_comparable(item) for item in _values(language, text)[key.lower()]]
    changes = SequenceMatcher(None, old, list(value), autojunk=False).get_opcodes()
    for kind, start, end, new_start, new_end in reversed(changes):
        if kind != "equal":
            text = _with_items(language, text, key, (start, end), value[new_start:new_end])
    return text


def _comparable(item: Any) -> Any:
    """Return an item of a list as the text that Hugo makes of it."""
    return next(iter(texts([item])), None)


def _with_items(
    language: Language, text: str, key: str, old: tuple[int, int], new: Sequence[Any]
) -> str:
    """Return front matter with a range of a list's items replaced."""
    start, end = old
    replaced = min(end - start, len(new))
    for index in reversed(range(start + replaced, end)):
        text = delete(text, _named(language, text, key)[0].value, index)
    for item in reversed(new[replaced:]):
        node = _named(language, text, key)[0].value
        index = start + replaced
        if node.items:
            source = _written(language, text, node.items[max(index - 1, 0)], item)
        else:
            source = language.write(item, '"')
        text = insert(text, node, index, source)
    for index, item in reversed(list(enumerate(new[:replaced], start))):
        node = _named(language, text, key)[0].value.items[index]
        text = _with_source(text, node, _written(language, text, node, item))
    return text


def _added(language: Language, text: str, key: str, value: Any) -> str:
    """Return front matter with a new key behind the others of the top level."""
    outline = language.outline(text)
    end = line_break(text)
    source = language.write_entry(*_in_table(key, value)).replace("\n", end)
    if outline.braces:
        return insert(text, outline.braces, len(outline.braces.items), source)
    if language is YAML:
        return text + source + end
    if not outline.entries:
        return source + end + text
    at = line_end(text, outline.entries[-1].value.end)
    return text[:at] + end + source + text[at:]


def _removed(language: Language, text: str, entry: Entry) -> str:
    """Return front matter without a key, and without a comment behind its value."""
    outline = language.outline(text)
    if outline.braces:
        return delete(text, outline.braces, outline.entries.index(entry))
    start, end = line_start(text, entry.start), line_end(text, entry.value.end)
    return text[:start] + text[text.find("\n", end) + 1 or len(text) :]
