"""Choosing what of a comment a clip is to say."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from matome_tui.core.comment.markup import Block, Document, parse_html
from matome_tui.core.comment.passage import Passage, Range
from matome_tui.core.draft.excerpt import Direction, Excerpt, Selection, Unit
from matome_tui.core.draft.review import length
from matome_tui.core.text import sanitize
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.drawing.formats import count
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.choice_pane import ChoicePane
from matome_tui.ui.widgets.prose_pane import ProsePane


class ExcerptScreen(MatomeScreen[Excerpt | None]):
    """Shows a comment to choose parts of, above the excerpt that they make.

    Gives the excerpt, or None where the user would rather leave things as they were.
    """

    CSS_PATH = style_path("excerpt")
    GROUPS: ClassVar[tuple[Group, ...]] = ("excerpt",)
    BINDINGS = bindings("excerpt")

    def __init__(self, html: str, ranges: Iterable[Range] = (), heading: str = "Excerpt") -> None:
        """Choose parts of a comment.

        Args:
            html: The comment's.
            ranges: What was chosen before; see `Excerpt`.
            heading: One line on whose comment it is.
        """
        super().__init__()
        self._document = parse_html(html)
        self._selection = Selection.from_ranges(Passage.from_document(self._document), ranges)
        self._heading = heading

    def compose(self) -> ComposeResult:
        """Make the widgets."""
        measure = self.services.settings.reader.measure
        yield Bar(id="title")
        yield ChoicePane(self.glyphs, measure, id="comment")
        yield Bar(id="result")
        yield ProsePane(measure, id="excerpt")
        yield StatusBar("excerpt", "everywhere", id="status")

    def on_mount(self) -> None:
        """Show the comment."""
        pane = self.query_one(ChoicePane)
        pane.show(self._document)
        pane.focus()
        self._show(self._selection)

    @property
    def _ellipsis(self) -> str:
        return sanitize(self.services.settings.post.ellipsis)

    def _show(self, selection: Selection) -> None:
        self._selection = selection
        self.query_one(ChoicePane).select(selection)
        sentences = len(selection.passage.sentences)
        place = f"sentence {selection.sentence + 1} of {sentences}" if sentences else "no text"
        self.query_one("#title", Bar).show(self._heading, place)
        self._show_result()

    def _show_result(self) -> None:
        selection = self._selection
        text = selection.text(self._ellipsis)
        preview = self.query_one("#excerpt", ProsePane)
        preview.show(Document((Block("paragraph", text),)))
        preview.scroll_to_end()
        facts = [count(len(selection.ranges), "part"), count(length(text), "character")]
        if not text:
            self.query_one("#result", Bar).show("Nothing chosen: the clip has the whole comment")
        elif selection.is_whole:
            self.query_one("#result", Bar).show("The whole comment", facts[1])
        else:
            self.query_one("#result", Bar).show("Excerpt", *facts)

    # Commands

    def action_move(self, unit: Unit, direction: Direction) -> None:
        """Go to the next sentence or word (1), or to the one before (-1)."""
        self._show(self._selection.move(unit, direction))

    def action_extend(self, unit: Unit, direction: Direction) -> None:
        """Stretch the cursor, and choose what it is stretched over."""
        self._show(self._selection.extend(unit, direction))

    def action_edge(self, direction: Direction) -> None:
        """Go to the last sentence (1) or the first (-1)."""
        self._show(self._selection.go_to(len(self._selection.passage.text) if direction > 0 else 0))

    def action_take(self) -> None:
        """Take what is under the cursor, or drop it."""
        self._show(self._selection.toggle())

    def action_all(self) -> None:
        """Take everything."""
        self._show(self._selection.take_all())

    def action_nothing(self) -> None:
        """Drop everything."""
        self._show(self._selection.drop_all())

    def action_keep(self) -> None:
        """Give the excerpt."""
        self.dismiss(self._selection.excerpt(self._ellipsis))

    def action_leave(self) -> None:
        """Leave things as they were."""
        self.dismiss(None)

    @on(ChoicePane.Pressed)
    def _press(self, event: ChoicePane.Pressed) -> None:
        selection = self._selection.go_to(event.position)
        self._show(selection.toggle() if event.is_double else selection)
