"""A field with suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message
from textual.widgets import Input

from matome_tui.core.folding import fold
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.line_list import LineList, ListLine
from matome_tui.ui.widgets.row_list import ListRow

SEPARATORS = ",、，､"
"""Separators of the parts of a field."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A suggestion.

    Attributes:
        text: For the field.
        fact: A note beside it.
    """

    text: str
    fact: str = ""


def parts(text: str) -> tuple[str, ...]:
    """Return the distinct parts of a field's text, in order."""
    for separator in SEPARATORS[1:]:
        text = text.replace(separator, SEPARATORS[0])
    named = (part.strip() for part in text.split(SEPARATORS[0]))
    return tuple(dict.fromkeys(part for part in named if part))


def part_at(text: str, cursor: int) -> slice:
    """Return the place of the part under the cursor, without leading spaces."""
    start = max(text.rfind(separator, 0, cursor) for separator in SEPARATORS) + 1
    ends = (text.find(separator, cursor) for separator in SEPARATORS)
    end = min((at for at in ends if at >= 0), default=len(text))
    start += len(text[start:cursor]) - len(text[start:cursor].lstrip())
    return slice(start, end)


def matching(choices: Sequence[Choice], typed: str, *, same_kana: bool = False) -> list[Choice]:
    """Return the choices that contain the typed text, those that begin with it first.

    Both are folded: `ＡＩ` matches `ai`. See `fold` for `same_kana`.
    """
    wanted = fold(typed, same_kana=same_kana)
    folds = [(fold(choice.text, same_kana=same_kana), choice) for choice in choices]
    found = [(not text.startswith(wanted), choice) for text, choice in folds if wanted in text]
    return [choice for _, choice in sorted(found, key=lambda each: each[0])]


class ChoiceList(LineList, can_focus=False):
    """The list of choices below a field."""

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor is highlighted: always, although the field has the focus."""
        return True

    def on_click(self, event: Click) -> None:
        """Choose the line under the mouse."""
        event.prevent_default()
        super().on_click(event)
        self.action_choose()


class Completion(Vertical):
    """A field with a list of choices below it while the user types.

    Down opens the list, Tab and Enter use the choice under the cursor, Escape closes the list.
    """

    BINDINGS = bindings("choices")

    class Highlighted(Message):
        """The cursor moved to another choice, or the list was closed."""

        def __init__(self, completion: "Completion") -> None:
            super().__init__()
            self.completion = completion

        @property
        def control(self) -> "Completion":
            """The completion that sent the message."""
            return self.completion

    def __init__(
        self,
        field: LineInput,
        glyphs: Glyphs,
        *,
        has_parts: bool = False,
        same_kana: bool = False,
        id: str | None = None,
    ) -> None:
        """Add choices to a field.

        Args:
            field: The field.
            glyphs: For drawing.
            has_parts: Whether the field takes several parts, separated by commas.
            same_kana: Whether hiragana and katakana match each other.
            id: Of the widget.
        """
        super().__init__(id=id)
        self.field = field
        field.is_selected_on_focus = not has_parts
        self._list = ChoiceList(glyphs, "")
        self._has_parts = has_parts
        self._same_kana = same_kana
        self._choices: Sequence[Choice] = ()
        self._shown: Sequence[Choice] = ()
        self._taken = ""

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        yield self.field
        yield self._list

    def on_mount(self) -> None:
        """Hide the list."""
        self._list.display = False

    def offer(self, choices: Sequence[Choice]) -> None:
        """Set the choices, the likeliest first; a list that is open stays as it is."""
        self._choices = choices

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return bool(self._shown)

    @property
    def current(self) -> str:
        """The choice under the cursor; the field's text if the list is closed."""
        return self._shown[self._list.cursor].text if self._shown else self.field.value

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the keys while the list is closed, except the one that opens it."""
        opens = (action, parameters) == ("move_choice", (1,))
        return opens or bool(self._shown)

    def action_move_choice(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) choice; open the list first."""
        if self._shown:
            self._list.action_move(direction)
        else:
            typed = self._typed.strip()
            found = self._matching(typed)
            self._show(found or [c for c in self._matching("") if c.text != typed])

    def action_take_choice(self) -> None:
        """Put the choice under the cursor into the field."""
        text, value = self.current, self.field.value
        place = self._place
        rest = value[place.stop :]
        if self._has_parts and not rest:
            text += f"{SEPARATORS[0]} "
        self.put(value[: place.start] + text + rest)
        self.field.cursor_position = place.start + len(text)

    def put(self, text: str) -> None:
        """Put a chosen text into the field."""
        self._taken = self.field.value = text
        self._close()

    def action_close_choices(self) -> None:
        """Close the list; the typed text stays."""
        self._close()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._shown:
            self.action_take_choice()

    @on(Input.Changed)
    def _typed_on(self, event: Input.Changed) -> None:
        typed = self._typed.strip()
        if not self.field.has_focus or not typed or event.value == self._taken:
            self._close()
            return
        self._show(self._matching(typed))

    def _matching(self, typed: str) -> list[Choice]:
        """Return the choices that contain the typed text, without what the field has already.

        If the typed text is the only one of them, return none.
        """
        others = parts(self.field.value) if self._has_parts else ()
        found = [
            choice
            for choice in matching(self._choices, typed, same_kana=self._same_kana)
            if choice.text == typed or choice.text not in others
        ]
        return found if [choice.text for choice in found] != [typed] else []

    @on(ChoiceList.Highlighted)
    def _highlighted(self, event: ChoiceList.Highlighted) -> None:
        event.stop()
        self.post_message(self.Highlighted(self))

    @on(ChoiceList.Chosen)
    def _clicked(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self.action_take_choice()

    def on_descendant_blur(self) -> None:
        """Close the list when the focus leaves."""
        self._close()

    @property
    def _place(self) -> slice:
        value = self.field.value
        return (
            part_at(value, self.field.cursor_position) if self._has_parts else slice(0, len(value))
        )

    @property
    def _typed(self) -> str:
        return self.field.value[self._place]

    def _close(self) -> None:
        self._show(())

    def _show(self, choices: Sequence[Choice]) -> None:
        if not (choices or self._shown):
            return
        self._shown = choices
        self._list.cursor = ListRow(0)
        self._list.show([ListLine("", choice.text, choice.fact) for choice in choices])
        self._list.styles.height = len(choices)
        self._list.display = bool(choices)
        self.call_after_refresh(self.scroll_visible, animate=False)
        self.post_message(self.Highlighted(self))
