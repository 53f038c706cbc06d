"""Colours of a theme, changed as little as it takes to read text in them."""

from collections.abc import Iterable, Mapping

from textual.color import BLACK, WHITE, Color, ColorParseError

TEXT = 4.5
"""The least contrast of text: WCAG 2.2, 1.4.3."""
DIMMED = 3.0
"""The least contrast of dimmed text."""

_FULL = 5.5  # of the theme's own text, which leaves its other colours room to differ from it
_STEPS = 20
_GROUNDS = (
    *("panel", "surface", "surface-lighten-2"),
    *("primary-muted", "warning-muted", "input-selection-background"),
)
_COLORS = ("primary", "secondary", "accent", "warning", "error", "success")
_DIMMED = {"foreground-muted": 0.6, "text-muted": 0.6, "foreground-disabled": 0.5}
_DIMMED |= {"text-disabled": 0.5}


def ratio(first: Color, second: Color) -> float:
    """Return the contrast of two opaque colours, from 1 to 21: WCAG 2.2, "contrast ratio"."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def readable(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a theme with colours that can be read on each of its grounds.

    A theme of the terminal's own colours stays as it is: what they look like is not known.
    """
    try:
        back, front = Color.parse(variables["background"]), Color.parse(variables["foreground"])
        grounds = {name: back + _parsed(variables[name]) for name in _GROUNDS}
    except (KeyError, ColorParseError):
        return dict(variables)
    if back.ansi is not None or front.ansi is not None:
        return dict(variables)
    front = _moved(front, (back,), _FULL)
    grounds = {name: _near(ground, back, front) for name, ground in grounds.items()}
    all_grounds = (back, *grounds.values())
    front = _moved(front, all_grounds, TEXT)
    changed = {"foreground": front, "input-selection-foreground": front, **grounds}
    for name in _COLORS:
        color = back + Color.parse(variables[f"text-{name}"])
        changed[f"text-{name}"] = _moved(color, all_grounds, TEXT)
    for name, share in _DIMMED.items():
        changed[name] = _moved(back.blend(front, share, 1), all_grounds, DIMMED)
    return {**variables, **{name: color.hex6 for name, color in changed.items()}}


def _parsed(value: str) -> Color:
    """Return the colour of a variable, as in `#81a1c1 35%`."""
    color, _space, share = value.partition(" ")
    parsed = Color.parse(color)
    return parsed.multiply_alpha(float(share.rstrip("%")) / 100) if share else parsed


def _moved(color: Color, grounds: Iterable[Color], least: float) -> Color:
    """Return the colour nearest to one, towards black or white, with a contrast on all grounds."""
    grounds = tuple(grounds)

    def contrast(moved: Color) -> float:
        return min(ratio(moved, ground) for ground in grounds)

    goal = max(BLACK, WHITE, key=contrast)
    steps = (color.blend(goal, step / _STEPS, 1) for step in range(_STEPS + 1))
    return next((moved for moved in steps if contrast(moved) >= least), goal)


def _near(ground: Color, back: Color, front: Color) -> Color:
    """Return the ground nearest to one, towards the background, on which text can be read."""
    steps = (ground.blend(back, step / _STEPS, 1) for step in range(_STEPS + 1))
    return next((near for near in steps if ratio(front, near) >= TEXT), back)


def _luminance(color: Color) -> float:
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in color.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
