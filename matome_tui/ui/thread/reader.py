"""The widget that shows a thread as one page of comments, to read, fold and search."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.heights import EstimatedHeights
from matome_tui.core.thread.navigator import Navigator, Place
from matome_tui.core.thread.outline import Outline
from matome_tui.core.thread.scores import Score
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.core.thread.viewport import Viewport
from matome_tui.ui.commands import bindings
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.comment_states import CommentStates
from matome_tui.ui.thread.comment_strips import CommentStrips
from matome_tui.ui.thread.painter import PARTS, WHOLE_LINE_PARTS, Geometry
from matome_tui.ui.thread.position import Landmark, Position, position_of
from matome_tui.ui.widgets.empty_page import EmptyPage
from matome_tui.ui.widgets.pane import Pane

_WHEEL_LINES = 3
_SIZE_BEFORE_LAYOUT = Size(80, 24)


class Reader(Pane):
    """Shows a thread and moves through it.

    Attributes:
        position: The cursor and the part in view. Watched rather than sent as a message, so that
            what depends on it is painted in the same frame.
    """

    BINDINGS = bindings("thread")
    COMPONENT_CLASSES: ClassVar = {f"reader--{part}" for part in PARTS}
    position: reactive[Position] = reactive(Position(), repaint=False)

    class Chosen(Message):
        """The user chose the comment at the cursor, by a double click."""

    def __init__(
        self,
        glyphs: Glyphs,
        measure: int,
        color_numbers: Mapping[str, int],
        *,
        id: str | None = None,
    ) -> None:
        """Make a reader without a thread.

        Args:
            glyphs: Glyphs to draw with.
            measure: The longest line of text, in cells.
            color_numbers: The keys of the colours that comments are marked in.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._glyphs = glyphs
        self._max_text_width = measure
        # Textual changes `size` before it sends a resize, and paints in between. Everything that
        # depends on the size uses this one, which changes together with what was made for it.
        self._fitted = _SIZE_BEFORE_LAYOUT
        self._strips = CommentStrips(
            glyphs, self._geometry, self._style, self.strip, color_numbers.get
        )
        self._navigator: Navigator | None = None
        self._heights: EstimatedHeights | None = None
        self._states = CommentStates()
        self._empty = EmptyPage()
        self._is_coloring = False

    # The thread

    def show(self, thread: Thread, wanted: Iterable[int] = ()) -> None:
        """Show a thread, or a newer snapshot of the one that is shown.

        Args:
            thread: The thread.
            wanted: Ids of comments to open at until the user moves; see `opening_index`.
        """
        self._heights = None
        self._strips.clear()
        navigator = self._navigator
        if not thread.comments:
            self._navigator = None
        elif navigator and navigator.thread.story.id == thread.story.id:
            self._states.add_edited(thread.edited_since(navigator.thread))
            navigator.replace_thread(thread, wanted)
        else:
            self._states.forget_edited()
            self._strips.outline = outline = Outline(thread)
            view = Viewport(outline, self._strips.height_of, self._fitted.height)
            self._navigator = Navigator(view, wanted)
        self._changed()

    def say(self, empty: EmptyPage) -> None:
        """Set what to show as long as there is no thread."""
        if empty != self._empty:
            self._empty = empty
            if self._navigator is None:
                self.refresh()

    @property
    def view(self) -> Viewport | None:
        """The part of the thread in view, to look at; None without a thread."""
        return self._navigator.view if self._navigator else None

    @property
    def thread(self) -> Thread | None:
        """The thread that is shown."""
        return self._navigator.thread if self._navigator else None

    @property
    def cursor(self) -> Index | None:
        """Index of the comment at the cursor; None without a thread."""
        return self._navigator.view.cursor if self._navigator else None

    @property
    def current(self) -> Comment | None:
        """The comment at the cursor."""
        return self._navigator.current if self._navigator else None

    @property
    def has_moved(self) -> bool:
        """Whether the user has moved, folded or marked; see `Navigator`."""
        return self._navigator is not None and self._navigator.has_moved

    @has_moved.setter
    def has_moved(self, value: bool) -> None:
        if self._navigator:
            self._navigator.has_moved = value

    def landmarks(self) -> list[Landmark]:
        """Return the landmarks of new and marked comments."""
        if self.view is None:
            return []
        return self._states.landmarks(self.view, self._heights_of(self.view))

    # How comments are shown

    def set_marks(self, marks: Mapping[int, str]) -> None:
        """Show comments, by id, as marked in a colour; an empty colour is a plain mark."""
        changed = self._states.set_marks(marks)
        if self.thread:
            for comment_id in changed:
                self._repaint(self.thread.find(comment_id))

    def set_new(self, ids: Collection[int]) -> None:
        """Show comments as new since the last visit."""
        self._states.new = ids
        self.refresh()

    @property
    def new(self) -> Collection[int]:
        """The ids of the comments that are new since the last visit."""
        return self._states.new

    def set_edited(self, ids: Collection[int]) -> None:
        """Show comments as edited, besides those edited while the thread was shown."""
        if self._states.set_edited(ids):
            self.refresh()

    def set_people(self, followed: Collection[str], muted: Collection[str]) -> None:
        """Show comments as by people that the user follows or mutes."""
        if self._states.set_people(followed, muted):
            self.refresh()

    def set_scores(self, scores: Mapping[CommentId, Score] | None) -> None:
        """Show the scores of comments; None hides them."""
        self._states.scores = scores
        self.refresh()

    def set_renderings(self, renderings: Mapping[CommentId, str]) -> None:
        """Show a machine's texts below comments, by id; what is at the cursor does not move."""
        if self.view:
            self.view.change_heights(lambda: self._strips.set_renderings(renderings))
            self._changed()

    def highlight(self, query: Query | None) -> None:
        """Highlight the matches of a query; None ends that."""
        if self._strips.highlight(query):
            self.refresh()

    def action_toggle_times(self) -> None:
        """Show times in UTC instead of ages, or ages again."""
        self._strips.toggle_times()
        self.refresh()

    def action_toggle_code(self) -> None:
        """Break long lines of code, or cut them."""
        self._strips.toggle_code()
        self._measure_anew()

    def action_shift_code(self, direction: int) -> None:
        """Shift code that is cut, to show more on its right (1) or left (-1)."""
        self._strips.shift_code(direction)
        self._measure_anew()

    def _measure_anew(self) -> None:
        if self.view:
            self.view.resize(self.view.height)
            self._changed()

    # Moves

    def _move(self, move: Callable[[Navigator], None]) -> None:
        """Let the navigator move, and paint what that changes."""
        if (navigator := self._navigator) is None:
            return
        view = navigator.view
        visible, cursor, top = view.outline.visible, view.cursor, (view.top, view.top_line)
        range_start = navigator.range_start
        move(navigator)
        if view.outline.visible is not visible:
            self._heights = None
        elif (view.top, view.top_line) == top and not (range_start or navigator.range_start):
            if view.cursor != cursor:
                self._repaint(cursor)
                self._repaint(view.cursor)
            self._publish_position()
            return
        self._changed()

    def go_to(self, index: Index) -> None:
        """Jump to a comment; see `Navigator.go_to`."""
        self._move(lambda navigator: navigator.go_to(index))

    def reveal_match(self) -> None:
        """Scroll on to the first match of the search in the cursor's comment."""
        line = None if self.cursor is None else self._strips.first_match(self.cursor)
        if line is not None:
            self._move(lambda navigator: navigator.view.reveal(line))

    def go_to_fraction(self, fraction: float) -> None:
        """Scroll to a position from 0 (top) to 1 (bottom)."""
        if self.view:
            heights = self._heights_of(self.view)
            row, within = heights.at(fraction * heights.total)
            self._move(lambda navigator: navigator.scroll_to(row, within))

    def go_to_next(self, direction: int, ids: Collection[int]) -> None:
        """Jump to the next (1) or previous (-1) comment with one of these ids."""
        self._move(lambda navigator: navigator.next_of(direction, ids))

    def action_go_back(self) -> None:
        """Return to where the last jump started."""
        self._move(Navigator.go_back)

    def action_next(self) -> None:
        """Scroll on through a long comment, or move to the next one."""
        self._move(lambda navigator: navigator.step(1))

    def go_on(self) -> None:
        """Move to the next comment, or match of the filter, also from within a long one."""
        self._move(Navigator.go_on)

    def action_previous(self) -> None:
        """Scroll back through a long comment, or move to the previous one."""
        self._move(lambda navigator: navigator.step(-1))

    def action_next_sibling(self) -> None:
        """Move to the next comment with the same parent."""
        self._move(Navigator.next_sibling)

    def action_previous_sibling(self) -> None:
        """Move to the previous comment with the same parent."""
        self._move(Navigator.previous_sibling)

    def action_next_root(self) -> None:
        """Jump to the next top-level comment."""
        self._move(Navigator.next_root)

    def action_previous_root(self) -> None:
        """Jump to this branch's top-level comment, or from there to the previous one."""
        self._move(Navigator.previous_root)

    def action_parent(self) -> None:
        """Jump to the parent comment."""
        self._move(Navigator.parent)

    def action_root(self) -> None:
        """Jump to the top-level comment of this branch."""
        self._move(Navigator.root)

    def action_top(self) -> None:
        """Jump to the first comment."""
        self._move(Navigator.top)

    def action_bottom(self) -> None:
        """Jump to the last visible comment."""
        self._move(Navigator.bottom)

    def action_half_page(self, direction: int) -> None:
        """Scroll by half a page, down (1) or up (-1)."""
        self._scroll(direction * max(self._fitted.height // 2, 1))

    def action_page(self, direction: int) -> None:
        """Scroll by a page less two lines, down (1) or up (-1)."""
        self._scroll(direction * max(self._fitted.height - 2, 1))

    def _scroll(self, lines: int) -> None:
        self._move(lambda navigator: navigator.scroll(lines))

    # Folds

    def action_unfold_or_enter(self) -> None:
        """Unfold the comment, or move to its first reply."""
        self._move(Navigator.unfold_or_enter)

    def action_fold_or_leave(self) -> None:
        """Fold the comment; if it is folded or has no replies, jump to its parent."""
        self._move(Navigator.fold_or_leave)

    def action_toggle_fold(self) -> None:
        """Fold the comment and its branch, or unfold it."""
        self._move(Navigator.toggle_fold)

    def action_fold_branch(self) -> None:
        """Fold the whole branch from its top-level comment."""
        self._move(Navigator.fold_branch)

    def action_toggle_all(self) -> None:
        """Fold all top-level comments, or unfold everything."""
        self._move(Navigator.toggle_all)

    def action_change_level(self, levels: int) -> None:
        """Unfold one more level (1), or fold one more level (-1)."""
        self._move(lambda navigator: navigator.change_level(levels))

    def refold(self, folded: Collection[CommentId], unfolded: Collection[CommentId]) -> None:
        """Fold comments and unfold others, by id; see `Navigator.refold`."""
        self._move(lambda navigator: navigator.refold(folded, unfolded))

    # Filter, range and places

    def filter(self, matches: Collection[CommentId] | None, *, is_flat: bool = False) -> bool:
        """Show only these comments, by id; None ends the filter. Return whether it was applied."""
        if (navigator := self._navigator) is None:
            return False
        is_done = navigator.filter(matches, is_flat=is_flat)
        self._heights = None
        self._changed()
        return is_done

    @property
    def is_filtered(self) -> bool:
        """Whether a filter is on."""
        return self._navigator is not None and self._navigator.is_filtered

    @property
    def shown(self) -> list[Comment]:
        """The comments that the filter lets through; without a filter, all."""
        return self._navigator.matches if self._navigator else []

    @property
    def chosen(self) -> list[Comment]:
        """The comments of the range; without a range, the cursor's."""
        return self._navigator.selected if self._navigator else []

    def action_choose_range(self) -> None:
        """Start a range of comments at the cursor, or end it."""
        self._move(Navigator.toggle_range)

    @property
    def has_range(self) -> bool:
        """Whether a range was started."""
        return self._navigator is not None and self._navigator.range_start is not None

    def end_range(self) -> bool:
        """End the range; return whether there was one."""
        if had_range := self.has_range:
            self.action_choose_range()
        return had_range

    def place_of_cursor(self) -> str:
        """Return the cursor's place among all comments, or those of the filter, as `4/217`."""
        if self._navigator is None:
            return ""
        place, total = self._navigator.ordinal()
        return f"{place}/{total}"

    def place(self) -> Place | None:
        """Return the present place and folds, for `come_back`."""
        return self._navigator.place() if self._navigator else None

    def come_back(self, place: Place) -> None:
        """Restore a place and its folds, also in a newer snapshot of the thread."""
        self._move(lambda navigator: navigator.return_to(place))

    # Painting

    def paint(self, y: int) -> Strip:
        """Return a line of the view; see `Pane.paint`."""
        if (navigator := self._navigator) is None:
            base, dim = self._style("text"), self._style("dim")
            return self.line_of(self._empty, y, self._glyphs.rule, base, dim)
        if y >= len(navigator.view.frame):
            return self.blank(self._style("text"))
        index, line = navigator.view.frame[y]
        return self._strips(index, self._states.of(index, navigator))[line]

    def _style(self, part: str) -> Style:
        name = f"reader--{part}"
        is_whole = part in WHOLE_LINE_PARTS
        return self.get_component_rich_style(name) if is_whole else self.overlay(name)

    def _color_code(self) -> None:
        """Colour the code in view after it was painted without colours, which take longer."""
        self._is_coloring = False
        for index in self._strips.color_some():
            self._repaint(index)
        self._color_code_soon()

    def _color_code_soon(self) -> None:
        if self._strips.has_uncolored and not self._is_coloring and not self.app.no_color:
            self._is_coloring = True
            self.call_after_refresh(self._color_code)

    def _repaint(self, index: Index | None) -> None:
        if self.view and index is not None:
            lines = [y for y, (shown, _) in enumerate(self.view.frame) if shown == index]
            if lines:
                self.refresh_lines(lines[0], lines[-1])

    # Changes

    def _changed(self) -> None:
        self.refresh()
        self._publish_position()

    def _publish_position(self) -> None:
        if self.view and self.view.frame:
            self.position = position_of(self.view, self._heights_of(self.view))

    def _heights_of(self, view: Viewport) -> EstimatedHeights:
        if self._heights is None:
            self._heights = EstimatedHeights(view.outline, self._geometry.text_width(1))
        return self._heights

    @property
    def _geometry(self) -> Geometry:
        return Geometry(self._fitted.width, self._max_text_width)

    def notify_style_update(self) -> None:
        """Paint in the new colours when the theme changes."""
        super().notify_style_update()
        self._strips.reset()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the view for the present size; see `Widget.render_lines`."""
        self._fit()
        strips = super().render_lines(crop)
        self._color_code_soon()
        return strips

    def on_resize(self) -> None:
        """Lay out for the new size; the cursor's comment stays in view."""
        self._fit()
        self._changed()

    def _fit(self) -> None:
        """Lay out for the present size if it changed; a hidden reader keeps its last layout."""
        if self.size and self.size != self._fitted:
            self._fitted = self.size
            self._heights = None
            self._strips.geometry = self._geometry
            self._strips.clear()
            if self._navigator:
                self._navigator.resize(self._fitted.height)

    # The mouse

    def turn_wheel(self, direction: int) -> bool:
        """Scroll by some lines; see `Pane.turn_wheel`."""
        self._scroll(direction * _WHEEL_LINES)
        return True

    def on_mouse_down(self) -> None:
        """Keep the view in its place from now on, even before the button is released."""
        self.has_moved = True

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a comment; on its fold sign, fold or unfold it."""
        if (view := self.view) is None or event.y >= len(view.frame):
            return
        index, line = view.frame[event.y]
        self._move(lambda navigator: navigator.step_to(index))
        column = self._geometry.marker_column(view.outline.thread.depths[index])
        if line == 0 and column <= event.x <= column + 1:
            self.action_toggle_fold()
        elif event.chain == 2:
            self.post_message(self.Chosen())
