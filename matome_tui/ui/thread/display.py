"""The thread and its draft, shown in the widgets of the thread screen."""

from collections.abc import Callable

from matome_tui.core.draft.draft import Draft
from matome_tui.i18n import _
from matome_tui.ui.drawing.formats import gone
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.thread.empty_text import empty_lines
from matome_tui.ui.thread.facts import clips_of, place_of, states_of, title_facts
from matome_tui.ui.thread.loading import Feed
from matome_tui.ui.thread.position import Position
from matome_tui.ui.thread.position_bar import PositionBar
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.search import ThreadSearch
from matome_tui.ui.thread.totals_bar import TotalsBar
from matome_tui.ui.thread.tray import Tray
from matome_tui.ui.widgets.bars import Bar, StatusBar
from matome_tui.ui.widgets.empty_page import COMMENTS, EmptyPage
from matome_tui.ui.widgets.spinner import Spinner


class Display:
    """Brings the widgets up to date with the thread, the draft and the search."""

    def __init__(
        self,
        screen: MatomeScreen[None],
        feed: Feed,
        search: ThreadSearch,
        draft: Callable[[], Draft | None],
    ) -> None:
        """Prepare.

        Args:
            screen: Has the widgets.
            feed: The thread.
            search: The search in it.
            draft: Returns the present draft; None until there is one.
        """
        self._states: dict[str, str] = {}
        self._saved: tuple[Draft | None, str] = None, ""
        self._screen = screen
        self._feed = feed
        self._search = search
        self._draft = draft
        self._site = screen.services.site
        self._reading = screen.services.reading
        self._reader = screen.query_one(Reader)
        self._tray = screen.query_one(Tray)
        self._totals = screen.query_one(TotalsBar)
        self._positions = screen.query_one(PositionBar)
        self._title = screen.query_one("#title", Bar)
        self._link = screen.query_one("#link", Bar)
        self._status = screen.query_one(StatusBar)
        self._total_height = 0
        self._key = screen.shown_key
        self._spinner = Spinner(screen, screen.glyphs, self.show_status)
        self.show_title()

    def show_draft(self) -> None:
        """Show the draft in all its places: marks, tray, totals."""
        if (draft := self._draft()) is None:
            return
        self._reader.set_marks({clip.comment: clip.color for clip in reversed(draft.clips)})
        if (assembly := self._feed.assembly) is None:
            self.show_title()
        changed = draft.source_changes(assembly.comments if assembly else {})
        edited = {clip.comment for clip in draft.clips if changed.get(clip.key) == "edited"}
        self._reader.set_edited(edited)
        self._tray.show(draft, changed)
        self._totals.show_totals(draft)
        self._positions.show_landmarks(self._reader.landmarks())
        self.show_status()

    def show_position(self, position: Position) -> None:
        """Show where the reader is; move the landmarks if the thread's height changed."""
        self._positions.show(position.start, position.end)
        if position.total != self._total_height:
            self._total_height = position.total
            self._positions.show_landmarks(self._reader.landmarks())
        self.show_status()

    def show_title(self) -> None:
        """Show the story's title, facts and link; only a title that is known before these are."""
        if assembly := self._feed.assembly:
            story = assembly.story
            is_bookmarked = self._reading[story.id].bookmarked > 0
            post, new = self._site.post_of(story.id), len(self._reader.new)
            key = self._key("clips.refresh")
            facts = title_facts(assembly, post, new, key, is_bookmarked=is_bookmarked)
            self._title.show(story.title or gone(story), *facts)
            self._link.show(story.url)
            self._link.display = bool(story.url)
        elif draft := self._draft():
            self._title.show(draft.story_title or draft.metadata.title)
        else:
            self._title.show(self._feed.title)

    def show_state(self, about: str, text: str) -> None:
        """Begin or change a state of the thread, for the foot; an empty text ends it."""
        self._states[about] = text
        self.show_status()

    def show_saved(self, time: str) -> None:
        """Show when the draft was saved, until it is changed."""
        self._saved = self._draft(), time
        self.show_status()

    def show_status(self) -> None:
        """Show the states of the thread, and where the reader is."""
        draft = self._draft()
        self._spinner.show(self._feed.is_loading)
        if self._reader.thread is None:
            self.show_title()
            lines = empty_lines(self._feed, len(draft.clips) if draft else 0, self._key)
            self._reader.say(EmptyPage(lines, COMMENTS if self._spinner.sign else ()))
        search, key = self._search.notes, self._key("search.end")
        states = states_of(self._reader, search, self._feed, self._spinner.sign, key)
        place = [*place_of(self._reader)]
        if draft and self._screen.is_narrow:
            place.append(clips_of(draft))
        saved_draft, time = self._saved
        if draft and draft is saved_draft:
            place.append(_("saved {time}").format(time=time))
        self._status.say("  ".join(filter(None, place)), *states, *self._states.values())
