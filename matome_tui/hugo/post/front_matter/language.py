"""What the languages of front matter have in common: values, and where they are in the text."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from matome_tui.core.draft.post_options import FrontMatterFormat

Kind = Literal["scalar", "list", "lines", "other"]
"""A scalar, a list in brackets, a YAML list of lines with dashes, or anything else."""


class BareDate(str):
    """A date that front matter has without quotation marks, where its language allows that."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a text.

    Attributes:
        kind: Its kind.
        start: Its offset; for a list of lines, the offset after the colon of its key.
        end: The offset after it.
        items: The values of a list.
    """

    kind: Kind
    start: int
    end: int
    items: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value.

    Attributes:
        key: The key; empty for one that cannot be edited.
        start: The offset of the key.
        value: The value.
    """

    key: str
    start: int
    value: Node


@dataclass(frozen=True, slots=True)
class Outline:
    """The top-level entries of front matter.

    Attributes:
        entries: The entries in order.
        braces: The table as a list of its entries if it is in braces; None for one entry a line.
    """

    entries: tuple[Entry, ...]
    braces: Node | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language of front matter.

    Attributes:
        name: Its name in the settings.
        read: Returns the values of a text by key. Raises ValueError if it does not parse.
        outline: Returns the outline of a text that parses.
        write: Returns a value in the style of another value's text, which may be empty.
        write_entry: Returns a key with its value.
    """

    name: FrontMatterFormat
    read: Callable[[str], dict[str, Any]]
    outline: Callable[[str], Outline]
    write: Callable[[Any, str], str]
    write_entry: Callable[[str, Any], str]
