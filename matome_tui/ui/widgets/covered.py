"""Containers without a border that their widgets cover: Textual need not paint their lines.

It paints all that is below a widget, and divides each line, before it leaves out what is covered.
"""

from typing import ClassVar

from textual.containers import Horizontal, Vertical


class Row(Horizontal):
    """Widgets beside one another."""

    BLANK: ClassVar[bool] = True


class Column(Vertical):
    """Widgets one above the other."""

    BLANK: ClassVar[bool] = True
