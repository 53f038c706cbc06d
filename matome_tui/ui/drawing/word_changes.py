"""Removed and added words of a text, marked by signs and colours."""

from collections.abc import Iterable

from rich.text import Text

from matome_tui.core.comment.word_diff import Part

_MARKS = {"removed": ("[-", "-]", "strike red"), "added": ("{+", "+}", "bold green")}


def marked(parts: Iterable[Part]) -> Text:
    """Return the parts of two texts as one; see `word_diff.changes`."""
    text = Text()
    for change, words in parts:
        if change == "same":
            text.append(words)
        else:
            before, behind, style = _MARKS[change]
            text.append(f"{before}{words}{behind}", style)
    return text
