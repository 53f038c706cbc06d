"""What is typed, for the whole app: keys, what input methods commit, and the place of the caret."""

import time
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.keys import _character_to_key

from matome_tui.i18n import _
from matome_tui.ui.alt_key import AltKey
from matome_tui.ui.held_input import HeldInput
from matome_tui.ui.input_method import COMMIT, RUN, command_key, is_composed
from matome_tui.ui.noting import NotingApp
from matome_tui.ui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea

_HINT_SECONDS = 5.0


class KeyboardApp(NotingApp):
    """An app that takes text only in fields, and keys also from an input method left on.

    Attributes:
        held_input: What was typed and waits for what the key before it began.
    """

    def __init__(self) -> None:
        super().__init__()
        self.held_input = HeldInput(self)
        self._hinted = -_HINT_SECONDS
        self._last_key = 0.0

    def seconds_since_key(self) -> float:
        """Return the time since the last key."""
        return time.monotonic() - self._last_key

    async def on_event(self, event: events.Event) -> None:
        """Read keys typed with a Japanese input method left on as the keys they are on.

        A key with alt that has no use counts as escape and then the key.

        Ignore input that comes after the last screen was closed, as the program ends.
        """
        if isinstance(event, events.InputEvent | events.Paste) and not self.screen_stack:
            return
        if isinstance(event, events.Key):
            self._last_key = time.monotonic()
        if self.held_input.hold(event):
            return
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self.notes.end_seen()
        if isinstance(event, events.Key) and not event.is_forwarded and event.character:
            event = self._without_input_method(self._first_key(event))
        await super().on_event(event)

    def has_use(self, key: str) -> bool:
        """Return whether a key does something here."""
        return key in self.screen.active_bindings

    def _first_key(self, event: events.Key) -> events.Key:
        """Return the first key of an event that may be several; the rest comes after it."""
        typed = event.character or ""
        if isinstance(event, AltKey):
            if self.has_use(event.key):
                return events.Key(event.key, None)
            self.held_input.hold_next(event.plain)
            return events.Key("escape", "\x1b")
        if event.key == RUN and not self._field and typed[0].isascii():
            self.held_input.hold_next(events.Key(RUN, typed[1:]))
            return events.Key(_character_to_key(typed[0]), typed[0])
        return event

    def _without_input_method(self, event: events.Key) -> events.Key:
        typed = event.character or ""
        if self._field or (typed.isascii() and event.key != COMMIT):
            return event
        if event.key == COMMIT or is_composed(typed):
            self._hint_at_input_method()
            return events.Key(COMMIT, typed)
        if (key := command_key(typed)) and key != typed:
            return events.Key(_character_to_key(key), key)
        return event

    def _hint_at_input_method(self) -> None:
        if time.monotonic() - self._hinted > _HINT_SECONDS:
            self._hinted = time.monotonic()
            line = _("Switch the Japanese input method off to use the keys")
            self.notify(line, severity="warning")

    @property
    def _field(self) -> "Input | TextArea | None":
        """The field that takes what is typed."""
        field = self.focused
        if field is None or isinstance(field, Pane):
            return None  # without the import that only fields need
        from textual.widgets import Input, TextArea

        if isinstance(field, TextArea):
            return None if field.read_only else field
        return field if isinstance(field, Input) else None

    @property
    def cursor_position(self) -> Offset:
        """The place of the terminal's cursor, where an input method opens its window.

        It is on the caret of the field, or on the foot line, which hides no text. Textual sets it
        when a caret moves, not when a field is scrolled or moved, nor when it loses the focus.
        """
        if field := self._field:
            return field.cursor_screen_offset
        return Offset(0, self.size.height - 1)

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None: ...
