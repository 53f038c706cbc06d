"""The colour theme of the configuration, checked against those that Textual has."""

from textual.theme import BUILTIN_THEMES

from matome_tui.config.reading import Problem
from matome_tui.i18n import _


def theme_problems(theme: str) -> list[Problem]:
    """Return a problem if there is no theme of that name."""
    if theme in BUILTIN_THEMES:
        return []
    known = ", ".join(sorted(BUILTIN_THEMES))
    line = _("unknown theme {theme}; known are {known}")
    return [Problem("ui.theme", line.format(theme=repr(theme), known=known))]
