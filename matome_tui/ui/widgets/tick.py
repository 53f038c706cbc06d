"""A checkbox that shows its state in ASCII."""

from textual.content import Content
from textual.widgets import Checkbox


class Tick(Checkbox):
    """A checkbox that shows `[x]` or `[ ]`, not colour alone."""

    @property
    def _button(self) -> Content:
        return Content("[x]" if self.value else "[ ]")
