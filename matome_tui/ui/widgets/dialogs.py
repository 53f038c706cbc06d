"""Questions to the user, and the help."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from matome_tui.ui.commands import GROUP_TITLES, Group, keys_of, of_group
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.line_input import LineInput

_KEYS_CELLS = 20


class Question(ModalScreen[bool]):
    """Asks a question that is answered by y or n; Escape is n."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "Yes"),
        ("n,escape,q", "answer(False)", "No"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
    ]

    def __init__(self, question: str, answers: str, details: Sequence[str] | Text = ()) -> None:
        """Ask.

        Args:
            question: One line.
            answers: One line that says what y and n do.
            details: Lines to scroll through, as those of a difference, or styled text.
        """
        super().__init__()
        self._question = question
        self._answers = answers
        self._details = details

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False, classes="question")
            if self._details:
                with VerticalScroll(can_focus=False):
                    details = self._details
                    yield Static(details if isinstance(details, Text) else _colored(details))
            yield Label(self._answers, markup=False, classes="answers")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)

    def action_scroll(self, lines: int) -> None:
        """Scroll the details."""
        for view in self.query(VerticalScroll):
            view.scroll_relative(y=lines, animate=False)


class TextQuestion(ModalScreen[str | None]):
    """Asks for a line of text; gives None when the user would rather not."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "give_up", "Not now")]

    def __init__(
        self,
        question: str,
        answers: str,
        text: str = "",
        example: str = "",
        *,
        may_be_empty: bool = False,
    ) -> None:
        """Ask.

        Args:
            question: One line.
            answers: One line that says what enter and escape do.
            text: What the answer may be; it can be changed.
            example: What is shown where there is no text yet.
            may_be_empty: Whether no text is an answer too.
        """
        super().__init__()
        self._question = question
        self._answers = answers
        self._text = text
        self._example = example
        self._may_be_empty = may_be_empty

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False, classes="question")
            yield LineInput(self._text, hint=self._example, id="answer")
            yield Label(self._answers, markup=False, classes="answers")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        answer = event.value.strip()
        if answer or self._may_be_empty:
            self.dismiss(answer)

    def action_give_up(self) -> None:
        """Give no answer."""
        self.dismiss(None)


class Unsaved(ModalScreen[Literal["retry", "file", "leave"] | None]):
    """Asks what to do about drafts that cannot be saved; Escape stays."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        ("r", "answer('retry')", "Try again"),
        ("w", "answer('file')", "Write to a file"),
        ("y", "answer('leave')", "Leave"),
        ("n,escape,q", "answer('')", "Stay"),
    ]

    def __init__(self, problem: str, titles: Sequence[str], verb: str) -> None:
        """Ask.

        Args:
            problem: One line.
            titles: Of the drafts.
            verb: What `y` does, as in "quit".
        """
        super().__init__()
        self._problem = problem
        self._titles = titles
        self._verb = verb

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        answers = f"r try again   w write to a file   y {self._verb} anyway   escape stay"
        with Vertical(classes="dialog"):
            yield Label(self._problem, markup=False, classes="question")
            with VerticalScroll(can_focus=False):
                yield Static("\n".join(self._titles), markup=False)
            yield Label(answers, markup=False, classes="answers")

    def action_answer(self, answer: Literal["retry", "file", "leave", ""]) -> None:
        """Give the answer."""
        self.dismiss(answer or None)


class Help(ModalScreen[None]):
    """Lists the keys of a screen."""

    CSS_PATH = style_path("dialogs")
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,question_mark,f1", "close", "Close"),
        ("j,down", "scroll(1)", "Down"),
        ("k,up", "scroll(-1)", "Up"),
        ("pagedown,space", "scroll(10)", "Page down"),
        ("pageup", "scroll(-10)", "Page up"),
    ]

    def __init__(self, groups: Sequence[Group], keymap: dict[str, str]) -> None:
        """Show the commands of these groups with their keys under a keymap."""
        super().__init__()
        self._groups = groups
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with Vertical(classes="dialog"):
            with VerticalScroll(can_focus=False):
                yield Static(self._text())
            yield Label("j k scroll    escape close", classes="answers")

    def _text(self) -> Text:
        text = Text()
        for group in self._groups:
            text.append(f"{GROUP_TITLES[group]}\n", style="bold")
            for command in of_group(group):
                keys = keys_of(command, self._keymap)
                text.append(f"  {keys:<{_KEYS_CELLS}} ", style="bold")
                text.append(f"{command.title}\n")
                if command.tooltip:
                    text.append(f"  {'':<{_KEYS_CELLS}} {command.tooltip}\n", style="dim")
            text.append("\n")
        return text

    def action_scroll(self, lines: int) -> None:
        """Scroll the list."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _colored(lines: Sequence[str]) -> Text:
    styles = {"+": "green", "-": "red", "@": "dim"}
    text = Text()
    for line in lines:
        text.append(f"{line}\n", style=styles.get(line[:1], ""))
    return text
