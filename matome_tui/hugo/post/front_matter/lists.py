"""Items of lists, added and removed in the list's own layout; other text, comments too, stays."""

import re

from matome_tui.hugo.post.front_matter.language import Node
from matome_tui.i18n import _

_COMMA = re.compile(r"(?:\s|#[^\n]*)*+,")
_SEPARATOR = re.compile(r"(?:\s|#[^\n]*)*+,([ \t]*)(?=[^\s#])")
_REST = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?\r?\n")
_DASH = re.compile(r"[ \t]*-[ \t]*")


def insert(text: str, node: Node, index: int, source: str) -> str:
    """Return the text with a new item in a list, before the item at `index` or at the end."""
    if node.kind == "lines":
        return _insert_line(text, node, index, source)
    if not node.items:
        return _spliced(text, node.start + 1, node.start + 1, source)
    if index == 0:
        first = node.items[0].start
        return _spliced(text, first, first, source + "," + _gap(text, node, 0))
    return _insert_after(text, node, index - 1, source)


def delete(text: str, node: Node, index: int) -> str:
    """Return the text without an item of a list, and without a comment behind it on its line.

    Raises ValueError if the item is not laid out as usual.
    """
    if node.kind == "lines":
        return _delete_line(text, node, index)
    item, comma = node.items[index], _comma(text, node, index)
    rest = _REST.match(text, item.end)
    is_last = index == len(node.items) - 1
    if is_last and comma is None and index:
        before = _comma(text, node, index - 1) or item.start
        if _is_first_on_line(text, item) and rest:
            text = _spliced(text, line_start(text, item.start), rest.end(), "")
            return _spliced(text, before - 1, before, "")
        return _spliced(text, node.items[index - 1].end, item.end, "")
    if _is_first_on_line(text, item) and rest and rest.end() <= node.end:
        return _spliced(text, line_start(text, item.start), rest.end(), "")
    if is_last:
        start = _comma(text, node, index - 1) or item.start if index else item.start
        return _spliced(text, start, comma or item.end, "")
    return _spliced(text, item.start, node.items[index + 1].start, "")


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Return where the line of an offset ends, before its line break."""
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def line_break(text: str) -> str:
    """Return the line break that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def _insert_after(text: str, node: Node, index: int, source: str) -> str:
    """Insert an item behind another one of a list in brackets."""
    last, comma = node.items[index], _comma(text, node, index)
    gap = _gap(text, node, index)
    has_own_line = gap.startswith(("\r", "\n"))
    if comma is None:
        at = min(line_end(text, last.end), node.end - 1) if has_own_line else last.end
        if text.startswith(("]", "}"), at):
            at = last.end
        return _spliced(_spliced(text, at, at, gap + source), last.end, last.end, ",")
    at = min(line_end(text, comma), node.end - 1) if has_own_line else comma
    if index + 1 < len(node.items):
        at = min(at, node.items[index + 1].start)
    return _spliced(text, at, at, gap + source + ",")


def _gap(text: str, node: Node, index: int) -> str:
    """Return the space before an item that comes next to another one."""
    item = node.items[index]
    if _is_first_on_line(text, item):
        return line_break(text) + text[line_start(text, item.start) : item.start]
    if len(node.items) > 1 and (found := _SEPARATOR.match(text, node.items[0].end)):
        return found[1]
    return " "


def _comma(text: str, node: Node, index: int) -> int | None:
    """Return the offset behind the comma that follows an item; None if there is none."""
    found = _COMMA.match(text, node.items[index].end, node.end)
    return found.end() if found else None


def _is_first_on_line(text: str, item: Node) -> bool:
    start = line_start(text, item.start)
    return start > 0 and not text[start : item.start].strip()


def _insert_line(text: str, node: Node, index: int, source: str) -> str:
    """Insert an item into a list of lines."""
    item = node.items[max(index - 1, 0)]
    start = line_start(text, item.start)
    dash = _dash(text, item)
    if not dash.endswith((" ", "\t")):
        dash += " "
    line = dash + source
    if index == 0:
        return _spliced(text, start, start, line + line_break(text))
    end = line_end(text, item.end)
    return _spliced(text, end, end, line_break(text) + line)


def _delete_line(text: str, node: Node, index: int) -> str:
    """Delete an item of a list of lines; the last one that goes leaves an empty list."""
    item = node.items[index]
    _dash(text, item)
    start, end = line_start(text, item.start), line_end(text, item.end)
    end = text.find("\n", end) + 1 or len(text)
    text = _spliced(text, start, end, "")
    return text if len(node.items) > 1 else _spliced(text, node.start, node.start, " []")


def _dash(text: str, item: Node) -> str:
    """Return the text of an item's line before the item. Raises ValueError if it is unusual."""
    before = text[line_start(text, item.start) : item.start]
    if not _DASH.fullmatch(before):
        raise ValueError(_("an item of the list is not on the line of its dash"))
    return before


def _spliced(text: str, start: int, end: int, source: str) -> str:
    return text[:start] + source + text[end:]
