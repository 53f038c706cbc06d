"""The sign that something takes long."""

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

from matome_tui.ui.drawing.glyphs import Glyphs

PATIENCE = 0.3
"""Seconds after which the sign is shown: what is done sooner needs none."""
_TURN = 0.1


class Spinner:
    """A sign that turns while something that has taken 300 ms goes on.

    Attributes:
        sign: The sign as it is now; empty for none.
    """

    def __init__(self, owner: MessagePump, glyphs: Glyphs, changed: Callable[[], None]) -> None:
        """Prepare.

        Args:
            owner: Its timers end with it.
            glyphs: Glyphs to draw with.
            changed: Called with each change of the sign.
        """
        self.sign = ""
        self._owner = owner
        self._frames = glyphs.spinner
        self._changed = changed
        self._timer: Timer | None = None
        self._turns = 0

    def show(self, is_busy: bool) -> None:
        """Note whether something is going on."""
        if is_busy and self._timer is None:
            self._turns = 0
            self._timer = self._owner.set_timer(PATIENCE, self._begin)
        elif not is_busy and self._timer is not None:
            self._timer.stop()
            self._timer, had_sign, self.sign = None, bool(self.sign), ""
            if had_sign:
                self._changed()

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer = self._owner.set_interval(_TURN, self._turn)
            self._turn()

    def _turn(self) -> None:
        self.sign = self._frames[self._turns % len(self._frames)]
        self._turns += 1
        self._changed()
