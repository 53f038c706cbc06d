"""A box to tick."""

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """A checkbox that tells by a character, and not by colour alone, whether it is ticked."""

    @property
    def _button(self) -> Content:
        return Content("[x]" if self.value else "[ ]")
