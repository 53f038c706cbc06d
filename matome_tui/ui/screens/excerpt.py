"""The excerpt screen: choose the parts of a comment that a clip quotes."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from matome_tui.core.comment.markup import Block, Document, parse_html
from matome_tui.core.comment.passage import Passage, Range
from matome_tui.core.draft.excerpt import Direction, Excerpt, Selection, Unit
from matome_tui.core.draft.review import length
from matome_tui.core.text import sanitize
from matome_tui.i18n import _, ngettext
from matome_tui.ui.commands import Group, bindings
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.styles import style_path
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.choice_pane import ChoicePane
from matome_tui.ui.widgets.prose_pane import ProsePane


class ExcerptScreen(MatomeScreen[Excerpt | None]):
    """Shows a comment to choose parts from, above the excerpt that they make.

    Gives the excerpt, or None if the user cancels.
    """

    CSS_PATH: ClassVar = [style_path("prose"), style_path("excerpt")]
    GROUPS: ClassVar[tuple[Group, ...]] = ("excerpt",)
    BINDINGS = bindings("excerpt")

    def __init__(
        self,
        html: str,
        ranges: Iterable[Range] = (),
        heading: str = "",
        *,
        ellipsis: str,
    ) -> None:
        """Choose parts of a comment.

        Args:
            html: Of the comment.
            ranges: Parts that are chosen already; see `Excerpt`.
            heading: One line that names the comment.
            ellipsis: Text that joins the parts.
        """
        super().__init__()
        self._document = parse_html(html)
        self._selection = Selection.from_ranges(Passage.from_document(self._document), ranges)
        self._heading = heading or _("Excerpt")
        self._ellipsis = sanitize(ellipsis)

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

    def _show(self, selection: Selection) -> None:
        self._selection = selection
        self.query_one(ChoicePane).select(selection)
        total = len(selection.passage.sentences)
        place = _("sentence {number} / {total}").format(number=selection.sentence + 1, total=total)
        self.query_one("#title", Bar).show(self._heading, place if total else _("no text"))
        self._show_result()

    def _show_result(self) -> None:
        selection = self._selection
        text = selection.text(self._ellipsis)
        preview = self.query_one("#excerpt", ProsePane)
        preview.show(Document((Block("paragraph", text),)))
        preview.scroll_to_end()
        bar, parts, written = self.query_one("#result", Bar), len(selection.ranges), length(text)
        characters = ngettext("{number:,} character", "{number:,} characters", written)
        characters = characters.format(number=written)
        if not text:
            bar.show(_("Nothing chosen: the clip quotes the whole comment"))
        elif selection.is_whole:
            bar.show(_("Whole comment"), characters)
        else:
            number = ngettext("{number:,} part", "{number:,} parts", parts).format(number=parts)
            bar.show(_("Excerpt"), number, characters)

    # Commands

    def action_move(self, unit: Unit, direction: Direction) -> None:
        """Go to the next (1) or previous (-1) sentence or word."""
        self._show(self._selection.move(unit, direction))

    def action_extend(self, unit: Unit, direction: Direction) -> None:
        """Extend the cursor and choose the text that it covers."""
        self._show(self._selection.extend(unit, direction))

    def action_edge(self, direction: Direction) -> None:
        """Go to the last sentence (1) or the first (-1)."""
        self._show(self._selection.go_to(len(self._selection.passage.text) if direction > 0 else 0))

    def action_take(self) -> None:
        """Add the text under the cursor to the excerpt, or remove it."""
        self._show(self._selection.toggle())

    def action_all(self) -> None:
        """Choose the whole comment."""
        self._show(self._selection.take_all())

    def action_nothing(self) -> None:
        """Choose nothing."""
        self._show(self._selection.drop_all())

    def action_keep(self) -> None:
        """Give the excerpt."""
        self.dismiss(self._selection.excerpt(self._ellipsis))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)

    @on(ChoicePane.Pressed)
    def _press(self, event: ChoicePane.Pressed) -> None:
        selection = self._selection.go_to(event.position)
        self._show(selection.toggle() if event.is_double else selection)
