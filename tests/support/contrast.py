"""The contrast of the texts of a rendered screen."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual import color as textual
from textual.app import App

from matome_tui.ui.drawing.dimming import Dimming
from matome_tui.ui.widgets.dialogs import Dialog

TEXT, DIMMED = 4.5, 3.0
"""The least contrast of text (WCAG 2.2, 1.4.3), and of dimmed text."""

_ROUNDING = 0.05
_MUTED = ("foreground-muted", "text-muted", "text-disabled", "foreground-disabled")
_HUES = {*range(1, 7), *range(9, 15)}

Triplet = tuple[int, int, int]


class Faint(NamedTuple):
    """A text with too little contrast."""

    text: str
    contrast: float
    color: Triplet
    ground: Triplet


def faint_texts(app: App[None]) -> Iterator[Faint]:
    """Yield the texts of the screen that are too faint; below a dialog all are, on purpose."""
    muted = set(_muted(app))
    top = (
        app.screen.query_one(".dialog").region
        if isinstance(app.screen, Dialog)
        else app.size.region
    )
    strips = list(app.screen._compositor.render_strips(app.size))[top.y : top.bottom]
    parts = {(part.text.strip(), part.style) for s in strips for part in s.crop(top.x, top.right)}
    for text, style in parts:
        if style is None or not any(map(str.isalnum, text)) or _is_terminals(style):
            continue
        front, ground = _colors(style, app)
        needed = DIMMED if style.dim or front in muted or _dimmed(app, ground) == front else TEXT
        if (found := ratio(front, ground)) < needed - _ROUNDING:
            yield Faint(text, round(found, 2), front, ground)


def ratio(first: Triplet, second: Triplet) -> float:
    """Return the contrast of two colours, from 1 to 21; see WCAG 2.2, "contrast ratio"."""
    dark, light = sorted(map(_luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Triplet) -> float:
    parts = (part / 255 for part in color)
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _muted(app: App[None]) -> Iterator[Triplet]:
    for name in _MUTED:
        value = app.theme_variables.get(name, "")
        if value.startswith("#"):
            color = textual.Color.parse(value)
            yield (color.monochrome if app.no_color else color).rgb


def _dimmed(app: App[None], ground: Triplet) -> Triplet | None:
    """Return the theme's text as `dim` is drawn on a ground."""
    value = app.theme_variables["foreground"]
    if not value.startswith("#"):
        return None
    text = Segment("x", Style(color=value, bgcolor="rgb({},{},{})".format(*ground), dim=True))
    (shown,) = Dimming().apply([text], textual.Color(*ground))
    assert shown.style
    assert shown.style.color
    return shown.style.color.get_truecolor()


def _is_terminals(style: Style) -> bool:
    """Return whether a colour of the terminal is on its own ground, which suit each other."""
    colors = (style.color or Color.default(), style.bgcolor or Color.default())
    hues = [c for c in colors if c.type == ColorType.STANDARD and c.number in _HUES]
    return len(hues) == 1 and any(c.is_default for c in colors)


def _colors(style: Style, app: App[None]) -> tuple[Triplet, Triplet]:
    """Return the colours of a text and its ground as a terminal shows them."""
    terminal, default = app.ansi_theme, Color.default()
    front: Triplet = (style.color or default).get_truecolor(terminal, foreground=True)
    ground: Triplet = (style.bgcolor or default).get_truecolor(terminal, foreground=False)
    first, second = (ground, front) if style.reverse else (front, ground)
    if style.dim:
        red, green, blue = ((a + b) // 2 for a, b in zip(first, second, strict=True))
        first = red, green, blue
    return first, second
