"""An app whose texts can be read in every theme."""

from textual.app import App

from matome_tui.ui.drawing.contrast import readable
from matome_tui.ui.drawing.dimming import Dimming


class ReadableApp(App[None]):
    """An app that strengthens what is too faint in a theme."""

    def __init__(self) -> None:
        super().__init__()
        self._filters.insert(0, Dimming())

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the theme; see `App.get_css_variables`."""
        self.theme_variables = readable(super().get_css_variables())
        return self.theme_variables
