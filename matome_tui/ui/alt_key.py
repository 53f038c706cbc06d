"""A key after an escape character: typed with alt held down, or after the escape key."""

from textual import events


class AltKey(events.Key):
    """A key with alt, as terminals without the kitty protocol send it.

    They send the same for the escape key and a quick next key, and so does a line or a multiplexer
    that delays the escape character.

    Attributes:
        plain: The key without alt.
    """

    def __init__(self, key: str, plain: events.Key) -> None:
        """Name the key with alt, and the one without."""
        super().__init__(key, plain.character)
        self.plain = plain
