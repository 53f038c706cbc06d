"""A box to tick."""

from textual.widgets import Checkbox


class Tick(Checkbox):
    """A checkbox that tells by a character, and not by colour alone, whether it is ticked."""

    BUTTON_LEFT = "["
    BUTTON_RIGHT = "]"

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802
        """What stands in the box."""
        return "x" if self.value else " "
