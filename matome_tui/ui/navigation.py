"""Ways through Hacker News: threads, people and links, opened over what led there."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual import work
from textual.screen import Screen
from textual.worker import get_current_worker

from matome_tui.core.address import parse_item, parse_person
from matome_tui.core.items import ITEM_URL
from matome_tui.core.text import quoted
from matome_tui.i18n import _
from matome_tui.ui.keyboard import KeyboardApp
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.services import Services
from matome_tui.ui.target import Target, parse_target

if TYPE_CHECKING:
    from matome_tui.core.draft.entries import EntryKey
    from matome_tui.core.story_state import Visit
    from matome_tui.store.session import DraftSession
    from matome_tui.ui.draft_editor import DraftEditor
    from matome_tui.ui.flows.unsaved_drafts import UnsavedDrafts

Answer = TypeVar("Answer")

_FIRST_SCREENS = 3
"""Textual's own screen, the stories, and what was opened there."""


def screen_of(services: Services, target: Target) -> MatomeScreen[Any]:
    """Return a new screen that shows what the user named.

    Raises:
        PostError: A post cannot be read, or names no thread.
        StoreError: The drafts cannot be read.
    """
    from matome_tui.ui.thread.screen import ThreadScreen

    match target:
        case Path():
            from matome_tui.ui.flows.existing_post import open_post

            session = open_post(services, target)
            return ThreadScreen(session.draft.thread, session)
        case str():
            from matome_tui.ui.screens.person import PersonScreen

            return PersonScreen(target)
        case _:
            return ThreadScreen(target)


class NavigatingApp(KeyboardApp):
    """An app that opens what the user names or follows.

    Attributes:
        services: The parts of the program.
    """

    services: Services

    async def ask(self, question: Screen[Answer]) -> Answer:
        """Show a dialog, or another screen that has a result; return the answer.

        Unlike with `App.push_screen_wait`, a worker that is cancelled here does not cancel what
        the app had to do next: it may be the closing of the worker's own screen, and the app's
        loop ends with it.

        Raises:
            asyncio.CancelledError: The screen that asks is closed.
        """
        await asyncio.shield(asyncio.ensure_future(self._flush_next_callbacks()))
        if get_current_worker().node.screen not in self.screen_stack:
            raise asyncio.CancelledError
        with self.held_input.asking(question):
            return await asyncio.shield(self.push_screen(question, wait_for_dismiss=True))

    def watch_drafts(self) -> "UnsavedDrafts":
        """Return what watches the drafts, from now on at the latest."""
        raise NotImplementedError

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
        from matome_tui.core.draft.entries import NO_KEY
        from matome_tui.ui.thread.screen import ThreadScreen

        self.watch_drafts()
        at = entry or NO_KEY
        screen = ThreadScreen(item_id, session, comment=comment, entry=at, title=title)
        screen.look_for(looked_for)
        self.push_screen(screen)

    def open_person(self, name: str) -> None:
        """Open a person's profile; nothing if the name is empty, as of a deleted comment."""
        if name:
            self.push_screen(screen_of(self.services, name))

    def follow_link(self, url: str) -> None:
        """Open a link: an item or a person of Hacker News here, any other page in the browser."""
        if item_id := parse_item(url):
            self.open_thread(item_id)
        elif name := parse_person(url):
            self.open_person(name)
        else:
            self.browse(url)

    async def action_leave_linked(self) -> None:
        """Go back to the screen that a link was followed on; nothing on the first screens."""
        if len(self.screen_stack) > _FIRST_SCREENS:
            await self.run_action("app.back")

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_open(self) -> None:
        """Ask for an id, an address, a person or a post, and open it."""
        from matome_tui.hugo.post.blocks import PostError
        from matome_tui.store.error import StoreError
        from matome_tui.ui.widgets.dialogs import TextQuestion

        found: list[tuple[Target, MatomeScreen[Any]]] = []

        def fault_in(typed: str) -> str:
            if (target := parse_target(typed)) is None:
                line = _("{argument} is not an HN id, an HN address, @NAME or a file; correct it")
                return line.format(argument=quoted(typed))
            try:
                found.append((target, screen_of(self.services, target)))
            except (PostError, StoreError) as error:
                return str(error)
            return ""

        example = _("44139454  news.ycombinator.com/item?id=44139454  @NAME  index.md")
        if await self.ask(TextQuestion(_("Open"), "", example, enter=_("open"), fault_in=fault_in)):
            target, screen = found[-1]
            if not (isinstance(target, int) and await self._go_to_open(target)):
                self.push_screen(screen)

    async def _go_to_open(self, item_id: int) -> bool:
        """Go to an open thread, or to a comment of one; return whether there is one."""
        from matome_tui.ui.thread.screen import ThreadScreen

        threads = (s for s in reversed(self.screen_stack) if isinstance(s, ThreadScreen))
        found = next((s for s in threads if s.is_live and s.has_item(item_id)), None)
        if found is self.screen:
            found.go_to_comment(item_id)
        elif found:
            await self._remember_places()
            self.watch_drafts().before("leave", lambda: self._return_to(found, item_id))
        return found is not None

    async def action_recent(self) -> None:
        """List the threads that were read; go to the chosen one where it was left."""
        from matome_tui.ui.screens.recent import RecentScreen

        if isinstance(self.screen, RecentScreen):
            return
        await self._remember_places()
        self.push_screen(RecentScreen(self._thread_of(self.screen)), self._switch_to)

    def _switch_to(self, visit: "Visit | None") -> None:
        if visit:
            self.switch_to_thread(visit.thread, title=visit.title)

    def switch_to_thread(
        self, thread: int, session: "DraftSession | None" = None, *, title: str = ""
    ) -> None:
        """Show a thread: close what is over it if it is open, or else open it.

        Args:
            thread: Id of the story.
            session: The draft that it must be open with; None for any.
            title: The story's title if it is known.
        """
        draft = session.id if session else None
        below = reversed(self.screen_stack)
        found = next((s for s in below if self._shows(s, thread, draft)), None)
        if found is None:
            self.open_thread(thread, session=session, title=title)
        elif found is not self.screen:
            self.watch_drafts().before("leave", lambda: self._return_to(found))

    @classmethod
    def _shows(cls, screen: Screen[Any], thread: int, draft: int | None) -> bool:
        """Return whether a screen shows a thread, with the draft of an id unless that is None."""
        if cls._thread_of(screen) != thread:
            return False
        draft_editor: DraftEditor | None = getattr(screen, "draft_editor", None)
        return draft is None or bool(draft_editor and draft_editor.id == draft)

    @staticmethod
    def _return_to(screen: Screen[Any], item_id: int = 0) -> None:
        """Close what is over a thread, and go to a comment if `item_id` is that of one.

        The thread's post file may have changed meanwhile.
        """
        from matome_tui.ui.thread.screen import ThreadScreen

        screen.pop_until_active()
        if isinstance(screen, ThreadScreen):
            screen.go_to_comment(item_id)
            screen.check_post_file()

    @staticmethod
    def _thread_of(screen: Screen[Any]) -> int:
        """Return the id of the thread that a screen shows; 0 for none."""
        from matome_tui.ui.thread.screen import ThreadScreen

        return screen.thread_id if isinstance(screen, ThreadScreen) and screen.is_live else 0

    async def _remember_places(self) -> None:
        """Store where the open threads are read up to."""
        for screen in self.screen_stack:
            if isinstance(screen, MatomeScreen):
                await screen.leave()

    # The browser

    def browse(self, url: str) -> None:
        """Open a link in the browser, if it is a web address."""
        if url.lower().startswith(("http://", "https://")):
            self._browse(url)
        else:
            self.notify(
                _("Not opened: {url} is not a web address").format(url=url), severity="warning"
            )

    @work(group="browser", exit_on_error=False)
    async def _browse(self, url: str) -> None:
        from matome_tui.ui.flows import browser

        try:
            await browser.open_page(self, url)
        except browser.BrowserError as error:
            self.copy_to_clipboard(url)
            line = _("{reason}; the address is copied: {url}")
            self.notify(line.format(reason=error, url=url), severity="warning")

    @staticmethod
    def item_url(item_id: int) -> str:
        """Return the address of a story or comment on Hacker News."""
        return ITEM_URL.format(item_id)
