"""States: what lasts in the whole program, each with its way out."""

from typing import Literal

from matome_tui.ui.event import Event

About = Literal["not saved", "preview"]

_ORDER: tuple[About, ...] = ("not saved", "preview")


class States:
    """The states of the program, for the foot of every screen.

    Attributes:
        changed: Published with each change.
    """

    def __init__(self) -> None:
        self.changed: Event[States] = Event()
        self._texts: dict[About, str] = {}

    def set(self, about: About, text: str) -> None:
        """Begin or change a state; an empty text ends it."""
        if text != self._texts.get(about, ""):
            self._texts[about] = text
            self.changed.publish(self)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the states say, the most urgent first."""
        return tuple(text for about in _ORDER if (text := self._texts.get(about)))
