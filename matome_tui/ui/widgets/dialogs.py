"""Dialogs that ask the user something."""

from asyncio import Future
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Literal, TypeVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from matome_tui.core.comment.wrap import cell_width
from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.ui.commands import bindings, find, first_key, has_key
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import keymap_of
from matome_tui.ui.widgets.dialog_box import DialogBox
from matome_tui.ui.widgets.line_input import LineInput
from matome_tui.ui.widgets.live_screen import LiveScreen
from matome_tui.ui.widgets.note_strip import DialogNotes
from matome_tui.ui.widgets.whole_letters import NoteCompositor

Result = TypeVar("Result")
Way = Literal["retry", "file", "leave"]
Leaving = Literal["quit", "leave"]

_TITLE_MARGIN = 2


class Answers:
    """The keys that answer a dialog, for a label at its foot; a line breaks only between answers.

    Attributes:
        texts: Each a key and what it does, with the space before the next one.
    """

    def __init__(
        self, texts: Sequence[str], keys: Sequence[str], key_style: Callable[[], Style]
    ) -> None:
        """Take the texts, the key in each, and what gives the style of keys."""
        self.texts = texts
        self._keys = keys
        self._key_style = key_style

    def __str__(self) -> str:
        """Return them on one line."""
        return "".join(self.texts).rstrip()

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw them on lines of at most the given width, if each alone fits."""
        line, style = Text(), self._key_style()
        for text, key in zip(self.texts, self._keys, strict=True):
            if line and cell_width((line.plain + text).rstrip()) > options.max_width:
                yield _stripped(line)
                line = Text()
            start = len(line) + text.index(key)
            line.append(text)
            line.stylize(style, start, start + len(key))
        yield _stripped(line)


def _stripped(line: Text) -> Text:
    line.rstrip()
    return line


class Dialog(ModalScreen[Result], LiveScreen[Result]):
    """A box over a screen, with the keys that answer it at its foot.

    Attributes:
        HEADING: Title of the box if it asks no question, in English.
    """

    CSS_PATH = style_path("dialogs")
    COMPONENT_CLASSES: ClassVar = {"dialog--key"}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (50, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (17, "-high")]  # noqa: RUF012
    HEADING: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NoteCompositor()

    def on_mount(self) -> None:
        """Show notes over the dialog too."""
        self.mount(DialogNotes())

    def on_resize(self) -> None:
        """Show the question in the border, if there is room for it."""
        self.call_after_refresh(self.place_question)

    def place_question(self) -> None:
        """Show the question in the border if there is room for it, or else below that."""
        if self.HEADING:
            self.query_one(".dialog").border_title = Text(_(self.HEADING))
        for label in self.query(".question").results(Label):
            box, text = label.parent, str(label.content)
            if isinstance(box, DialogBox):
                fits = "\n" not in text and cell_width(text) <= box.size.width - _TITLE_MARGIN
                box.border_title = Text(text) if fits else ""
                label.display = not fits

    def answers(self, *answers: tuple[str, str]) -> Answers:
        """Return the foot of the dialog: `y save anyway   n cancel`.

        Args:
            answers: For each the id of its command, or the name of a key, and what it does.
        """
        # Translators: an answer of a dialog, with the space before the next one.
        answer = _("{key} {answer}   ")
        keys = [self._key(name) for name, _does in answers]
        does = (does for _name, does in answers)
        texts = [answer.format(key=key, answer=text) for key, text in zip(keys, does, strict=True)]
        return Answers(texts, keys, self._key_style)

    def _key_style(self) -> Style:
        return self.get_component_rich_style("dialog--key", partial=True)

    def _key(self, command: str) -> str:
        return first_key(find(command), keymap_of(self.app)) if "." in command else command

    def action_scroll(self, lines: int) -> None:
        """Scroll the body."""
        for view in self.query(VerticalScroll):
            view.scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Scroll the body by one page, down (1) or up (-1)."""
        for view in self.query(VerticalScroll):
            view.scroll_relative(y=direction * max(view.size.height - 1, 1), animate=False)

    def action_edge(self, direction: int) -> None:
        """Scroll the body to its end (1) or its start (-1)."""
        for view in self.query(VerticalScroll):
            if direction > 0:
                view.scroll_end(animate=False)
            else:
                view.scroll_home(animate=False)


class Question(Dialog[bool]):
    """A question that is answered by yes or no; Escape is no."""

    BINDINGS = bindings("question")

    def __init__(
        self, question: str, details: Sequence[str] | Text = (), *, yes: str, no: str = ""
    ) -> None:
        """Ask.

        Args:
            question: One line.
            details: Lines of a difference, or styled text; they scroll.
            yes: What yes does, as in "save anyway".
            no: What no does; empty for "cancel".
        """
        super().__init__()
        self._question = question
        self._details = details
        self._yes = yes
        self._no = no or _("cancel")

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(self._question, markup=False, classes="question")
            if self._details:
                with VerticalScroll(can_focus=False):
                    details = self._details
                    yield Static(details if isinstance(details, Text) else _colored(details))
            answers = self.answers(("question.yes", self._yes), ("question.no", self._no))
            yield Label(answers, markup=False, classes="answers")

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)


class TextQuestion(Dialog[str | None]):
    """A question that is answered by a line of text; None if the user cancels."""

    BINDINGS = bindings("prompt", "recall")

    def __init__(
        self,
        question: str,
        text: str = "",
        example: str = "",
        *,
        enter: str,
        may_be_empty: bool = False,
        history: Sequence[str] = (),
        fault_in: Callable[[str], str] = lambda _: "",
    ) -> None:
        """Ask.

        Args:
            question: One line.
            text: The answer to begin with.
            example: Shown while there is no text.
            enter: What Enter does, as in "export".
            may_be_empty: Whether an empty text is an answer.
            history: Earlier answers, the last one first.
            fault_in: Returns a line on what is wrong with an answer, which is then to be corrected;
                empty if it is valid.
        """
        super().__init__()
        self._question = question
        self._text = text
        self._example = example
        self._enter = enter
        self._may_be_empty = may_be_empty
        self._fault_in = fault_in
        self._texts = ["", *history]  # the first is what is typed, while another is shown
        self._shown = 0

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(self._question, markup=False, classes="question")
            yield LineInput(self._text, hint=self._example, id="answer")
            earlier = [("recall.earlier", _("earlier"))] if len(self._texts) > 1 else []
            answers = ("enter", self._enter), *earlier, ("prompt.cancel", _("cancel"))
            yield Label(self.answers(*answers), markup=False, classes="answers")

    def action_recall(self, step: int) -> None:
        """Show the answer before (1) or after (-1); at the end what was typed."""
        field, to = self.query_one(LineInput), self._shown + step
        if 0 <= to < len(self._texts):
            if self._shown == 0:
                self._texts[0] = field.value
            self._shown = to
            field.value = self._texts[to]
            field.cursor_position = len(field.value)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        answer = event.value.strip()
        if not (answer or self._may_be_empty):
            return
        if fault := self._fault_in(answer):
            self.notify(fault, severity="warning")
        else:
            self.dismiss(answer)

    def action_cancel(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class Output(Dialog[None]):
    """Lines, as of what a program wrote, under one that sums them up; any answer closes it."""

    BINDINGS = bindings("question")

    def __init__(self, result: str, lines: Sequence[str]) -> None:
        """Show `result`, one line, and the lines, without their control characters."""
        super().__init__()
        self._result = result
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(self._result, markup=False, classes="question")
            with VerticalScroll(can_focus=False):
                yield Static("\n".join(map(sanitize, self._lines)), markup=False)
            answers = self.answers(
                ("question.down", _("down")), ("question.up", _("up")), (self._end, _("close"))
            )
            yield Label(answers, markup=False, classes="answers")

    @property
    def _end(self) -> str:
        """The key that closes it: Escape, unless the user has other keys."""
        has_escape = has_key(find("question.no"), "escape", keymap_of(self.app))
        return "escape" if has_escape else "question.no"

    def action_answer(self, _answer: bool) -> None:
        """Close."""
        self.dismiss(None)


class Waiting(Dialog[None]):
    """Shown while something runs; closes when that has ended. Escape cancels it."""

    BINDINGS = bindings("prompt")

    def __init__(self, what: str, running: Future[Any], cancel: Callable[[], object]) -> None:
        """Show that something runs.

        Args:
            what: One line.
            running: The work.
            cancel: Asks the work to end soon.
        """
        super().__init__()
        self._what = what
        self._future = running
        self._cancel = cancel
        self._is_closing = False

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        with DialogBox():
            yield Label(self._what, markup=False, classes="question")
            answers = self.answers(("prompt.cancel", _("cancel")))
            yield Label(answers, markup=False, classes="answers")

    def say(self, what: str) -> None:
        """Show how far it is, one line."""
        for label in self.query(".question").results(Label):
            label.update(what)
        self.place_question()

    def on_mount(self) -> None:
        """Close when the work ends."""
        self._future.add_done_callback(lambda _: self.call_later(self._close))

    def on_screen_resume(self) -> None:
        """Close if the work ended below another dialog."""
        self._close()

    def _close(self) -> None:
        if self._future.done() and self.is_active and not self._is_closing:
            self._is_closing = True
            self.dismiss(None)

    def action_cancel(self) -> None:
        """Cancel; the dialog closes when the work has ended."""
        self._cancel()


class Unsaved(Dialog[Way | None]):
    """A question about drafts that cannot be saved; Escape stays."""

    BINDINGS = bindings("unsaved")

    def __init__(self, problem: str, titles: Sequence[str], leaving: Leaving) -> None:
        """Ask.

        Args:
            problem: One line.
            titles: Of the drafts.
            leaving: What the user is about to do.
        """
        super().__init__()
        self._problem = problem
        self._titles = titles
        self._leaving = leaving

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        answers = self.answers(
            ("unsaved.retry", _("try again")),
            ("unsaved.file", _("write to a file")),
            ("unsaved.leave", _("quit anyway") if self._leaving == "quit" else _("leave anyway")),
            ("unsaved.stay", _("stay")),
        )
        with DialogBox():
            yield Label(self._problem, markup=False, classes="question")
            with VerticalScroll(can_focus=False):
                yield Static("\n".join(self._titles), markup=False)
            yield Label(answers, markup=False, classes="answers")

    def action_answer(self, answer: Way | Literal[""]) -> None:
        """Give the answer; empty to stay."""
        self.dismiss(answer or None)


def _colored(lines: Sequence[str]) -> Text:
    styles = {"+": "green", "-": "red", "@": "dim"}
    text = Text()
    for line in lines:
        text.append(f"{line}\n", style=styles.get(line[:1], ""))
    return text
