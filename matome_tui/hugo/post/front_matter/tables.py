"""A table inside front matter, as front matter of its own."""

import re
from dataclasses import dataclass

from matome_tui.hugo.post.front_matter.language import Language
from matome_tui.hugo.post.front_matter.lists import line_start
from matome_tui.i18n import _

_REMARKS = re.compile(r"(?:^[ \t]*(?:#.*)?\r?\n)*\Z", re.MULTILINE)
"""Lines without entries at the end."""

_LINE = re.compile(r"^(?=.*\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TableText:
    """The text of a table.

    Attributes:
        start: Its offset in the front matter.
        end: The offset after it.
        inner: The text without its indentation.
        indent: The indentation of each line that is not blank.
    """

    start: int
    end: int
    inner: str
    indent: str = ""

    def put(self, text: str, inner: str) -> str:
        """Return the front matter with another text of the table."""
        return text[: self.start] + _LINE.sub(self.indent, inner) + text[self.end :]


def find_table(language: Language, text: str, key: str) -> TableText | None:
    """Return a table of the top level; None if there is none that can have entries.

    Raises ValueError if its lines are not indented alike.
    """
    entries = language.outline(text).entries
    node = next((entry.value for entry in entries if entry.key.lower() == key.lower()), None)
    if node is None:
        return _section(text, key) if language.name == "toml" else None
    if text.startswith("{", node.start):
        return TableText(node.start, node.end, text[node.start : node.end])
    start = line_start(text, node.start)
    indent = text[start : node.start]
    if node.kind != "other" or indent.strip():
        return None
    block = _REMARKS.sub("", text[start : text.find("\n", node.end) + 1 or len(text)])
    if any(not block.startswith(indent, line.start()) for line in _LINE.finditer(block)):
        raise ValueError(_("the lines of its table are not indented alike"))
    inner = re.sub(rf"^{indent}", "", block, flags=re.MULTILINE)
    return TableText(start, start + len(block), inner, indent)


def _section(text: str, key: str) -> TableText | None:
    """Return what follows the header of a TOML table, up to the end of the front matter."""
    name = rf"""["']?{re.escape(key)}["']?"""
    header = rf"^[ \t]*\[[ \t]*{name}[ \t]*\][ \t]*(?:\#.*)?\r?\n"
    found = re.search(header, text, re.MULTILINE | re.IGNORECASE)
    return TableText(found.end(), len(text), text[found.end() :]) if found else None
