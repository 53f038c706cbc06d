"""The base class of the screens."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, cast

from textual.app import App
from textual.worker import Worker

from matome_tui.i18n import _
from matome_tui.ui.commands import Group
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.event import Event, Unsubscribe
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.live_screen import LiveScreen
from matome_tui.ui.widgets.whole_letters import NoteCompositor

if TYPE_CHECKING:
    from matome_tui.core.draft.entries import EntryKey
    from matome_tui.store.session import DraftSession
    from matome_tui.ui.draft_editor import DraftEditor
    from matome_tui.ui.flows.translation import Translation

Result = TypeVar("Result")
Value = TypeVar("Value")

NARROW = 100
"""Cells below which a screen shows one thing instead of two side by side."""


class Matome(User, Protocol):
    """The program, as far as screens need it."""

    @property
    def services(self) -> Services:
        """The parts of the program."""

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""

    @property
    def keymap(self) -> Mapping[str, str]:
        """The user's keys by command."""

    @property
    def translation(self) -> "Translation":
        """The user's translation service."""

    def open_thread(
        self,
        item_id: int,
        *,
        session: "DraftSession | None" = None,
        comment: int | None = None,
        entry: "EntryKey | None" = None,
        title: str = "",
        looked_for: str = "",
    ) -> None:
        """Open the thread of a story or comment; see `ThreadScreen` and `look_for` there."""

    def open_person(self, name: str) -> None:
        """Open a person's profile; nothing if the name is empty."""

    def follow_link(self, url: str) -> None:
        """Open an item or a person of Hacker News here, any other page in the browser."""

    def browse(self, url: str) -> None:
        """Open a link in the browser."""

    def item_url(self, item_id: int) -> str:
        """Return the address of a story or comment on Hacker News."""

    def read_index(self) -> object:
        """Read the index of the site's posts again."""

    def save(self, draft_editor: "DraftEditor") -> object:
        """Save a draft's post."""

    def preview(self, draft_editor: "DraftEditor") -> object:
        """Show a draft's post in the browser, or end that."""

    def publish_post(self, draft_editor: "DraftEditor") -> object:
        """Commit a draft's saved post, and push it if the user wants."""

    def check_site(self, draft_editor: "DraftEditor") -> object:
        """Have Hugo build the whole site of a draft's post."""

    def share_post(self, draft_editor: "DraftEditor") -> object:
        """Copy a text to share a draft's post with."""

    def check_post_file(self, draft_editor: "DraftEditor") -> object:
        """Offer a draft the changes of its post file."""

    def report_failure(self, worker: Worker[object]) -> None:
        """Report work in the background that failed unexpectedly."""


class MatomeScreen(LiveScreen[Result]):
    """A screen of the program.

    Attributes:
        GROUPS: Groups of commands that can be given on it, for the help and the palette.
        HAS_DRAFT: Whether it shows a draft, which must be saved before it is left.
    """

    GROUPS: ClassVar[tuple[Group, ...]] = ()
    HAS_DRAFT: ClassVar[bool] = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NoteCompositor()
        self._unsubscribe: list[Unsubscribe] = []

    def shown_key(self, command: str) -> str:
        """Return the first key of a command, by its id, as people write it."""
        return self.matome.shown_key(command)

    def on_descendant_focus(self) -> None:
        """Mark the title of the pane in use."""
        within = self.focused.ancestors if self.focused else []
        for title in self.query(".pane > .pane-title"):
            title.set_class(title.parent in within, "-focused")

    async def leave(self) -> None:
        """Store what must outlive the screen."""

    def go_back(self) -> bool:
        """Go back to what this screen showed before; return whether there was anything."""
        return False

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room for two things side by side."""
        return self.size.width < NARROW

    @property
    def matome(self) -> Matome:
        """The program."""
        return cast(Matome, self.app)

    @property
    def services(self) -> Services:
        """The parts of the program."""
        return self.matome.services

    @property
    def glyphs(self) -> Glyphs:
        """The signs to draw with."""
        return self.matome.glyphs

    def follow(self, event: Event[Value], callback: Callable[[Value], object]) -> None:
        """Call `callback` when an event is published, as long as the screen is open."""

        def call(value: Value) -> None:
            if self in self.app.screen_stack:
                callback(value)

        self._unsubscribe.append(event.subscribe(call))

    def on_unmount(self) -> None:
        """End the subscriptions, and free what Textual keeps of a closed screen."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        _free_closed_widgets(self.app)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report work in the background that failed; the program goes on."""
        self.matome.report_failure(event.worker)

    def note_if_offline(self) -> None:
        """Say why loading again finds nothing new, if the program is offline."""
        if self.services.connect is None:
            self.notify(_("Offline: start without --offline to load what is new"))

    def warn(self, message: str) -> None:
        """Show one line of warning."""
        self.notify(message, severity="warning")


def _free_closed_widgets(app: App[object]) -> None:
    """Remove closed widgets from what Textual keeps of them: a cache, and watchers of the app.

    The cache has two styles for each widget, and the key holds on to the widget's painted lines.
    A `TextArea` watches the theme, and would be forgotten when that next changes.
    """
    with suppress(ImportError, AttributeError):  # a Textual without this cache
        from textual._styles_cache import StylesCache

        StylesCache.get_inner_outer.cache_clear()
    for watchers in getattr(app, "__watchers", {}).values():
        watchers[:] = [watcher for watcher in watchers if watcher[0].is_running]
