"""The application: screens, keys, the terminal's end, and what starts flows."""

import asyncio
import logging
import os
import signal
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import constants, events, work
from textual.driver import Driver
from textual.worker import Worker, WorkerState

from matome_tui.i18n import _, ngettext
from matome_tui.store.error import StoreError
from matome_tui.ui import garbage
from matome_tui.ui.background import Background
from matome_tui.ui.commands import bindings, find, first_key, has_key, keys_of
from matome_tui.ui.drawing.glyphs import glyphs_for
from matome_tui.ui.input_method import loses_text
from matome_tui.ui.navigation import NavigatingApp
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.screens.stories import StoriesScreen
from matome_tui.ui.services import Services
from matome_tui.ui.styles import style_path
from matome_tui.ui.theme import theme_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matome_tui.store.drafts import DraftStore
    from matome_tui.ui.commands import Command
    from matome_tui.ui.draft_editor import DraftEditor
    from matome_tui.ui.flows.preview import Preview
    from matome_tui.ui.flows.site_setup import SiteSetup
    from matome_tui.ui.flows.translation import Translation
    from matome_tui.ui.flows.unsaved_drafts import UnsavedDrafts
    from matome_tui.ui.palette import PaletteEntry

_log = logging.getLogger(__name__)

_PAUSE_SECONDS = 3.0  # without a key, after which nobody waits for one
_TYPING_SECONDS = 1.0  # without a key, after which a question may come up
_NOTICE_SECONDS = 10.0
_FIRST_SCREEN_SECONDS = 0.3  # the start that the first screen has to itself
_ARCHIVE_SECONDS = 20.0  # after the start, until when there is other work


class NoTerminalError(Exception):
    """There is no terminal to show the program in; the message is one line."""


class MatomeApp(NavigatingApp):
    """Browses Hacker News, picks comments and saves posts.

    Attributes:
        services: The parts of the program.
        glyphs: The signs to draw with.
        keymap: The user's keys by command.
    """

    TITLE = "matome"
    # The first screen's too: a later file makes Textual parse all of them again.
    CSS_PATH: ClassVar = [style_path("app"), style_path("stories")]
    BINDINGS = bindings("everywhere")
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False  # Textual's own
    # Textual's own selection ends the program where the mouse is pressed on a widget, as a dialog,
    # that is just being removed. Terminals select with shift held down.
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(
        self, services: Services, start: MatomeScreen[Any] | None = None, search: str = ""
    ) -> None:
        """Prepare the program.

        Args:
            services: Its parts.
            start: The screen to open over the list of stories.
            search: The search to begin with; empty for the front page.
        """
        super().__init__()
        self.animation_level = "none"
        self.services = services
        self.glyphs = glyphs_for(is_ascii=services.settings.reader.ascii)
        self.keymap: dict[str, str] = {}
        self._start = start
        self._search = search
        self._unsaved_drafts: UnsavedDrafts | None = None
        self._post_file = asyncio.Lock()
        self._is_alone = False  # whether the process has nothing else to do

    @property
    def uses_kitty_keyboard(self) -> bool:
        """Whether to use the kitty keyboard protocol."""
        wanted = self.services.settings.ui.kitty_keyboard
        return not loses_text(os.environ) if wanted == "auto" else wanted == "on"

    def get_driver_class(self) -> type[Driver]:
        """Return the driver of the terminal: our own on POSIX."""
        usual = super().get_driver_class()
        if sys.platform == "win32" or constants.DRIVER:
            return usual
        from matome_tui.ui.driver import TerminalDriver

        return TerminalDriver

    def run(self, *args: Any, **options: Any) -> None:
        """Run in the terminal.

        Raises:
            NoTerminalError: There is no terminal.
        """
        if not all(stream and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__)):
            raise NoTerminalError(_("an interactive terminal is needed"))
        self._is_alone = True
        super().run(*args, **options)
        garbage.end()

    def on_load(self) -> None:
        """Run threads in a pool that the end of the program does not wait for."""
        asyncio.get_running_loop().set_default_executor(Background())

    def on_mount(self) -> None:
        """Show the first screen and the notices."""
        self._apply_keys()
        self._apply_theme()
        self.push_screen(StoriesScreen(self._search))
        if self._start:
            self.watch_drafts()
            self.push_screen(self._start)
        if len(notices := self.services.notices) > 1 or not self.services.has_configuration:
            self._show_notices()
        elif notices:
            line = str(notices[0])
            if notices[0].line is not None:  # it is in the file
                file = self.services.config_file
                line = _("{path}: {reason}").format(path=file, reason=line)
            self.notify(line, severity="warning", timeout=_NOTICE_SECONDS)

    def on_ready(self) -> None:
        """Do the rest once the first screen is there."""
        self.set_timer(_FIRST_SCREEN_SECONDS, self.read_index)
        self.set_timer(_FIRST_SCREEN_SECONDS, self._look_at_site)
        self.set_timer(_FIRST_SCREEN_SECONDS, self._remove_stale)
        self.set_timer(_FIRST_SCREEN_SECONDS, self._load_thread_parts)
        self.set_timer(_ARCHIVE_SECONDS, self._fill_archive)
        if self._is_alone:
            self.set_timer(_FIRST_SCREEN_SECONDS, garbage.begin)
            self.set_interval(_PAUSE_SECONDS, self._collect_garbage)

    def watch_drafts(self) -> "UnsavedDrafts":
        """Return what watches the drafts, from now on at the latest."""
        from matome_tui.ui.flows.unsaved_drafts import UnsavedDrafts

        if self._unsaved_drafts is None:
            self._unsaved_drafts = UnsavedDrafts(self, self.services.drafts, self._show_not_saved)
        return self._unsaved_drafts

    def _show_not_saved(self, problem: str) -> None:
        line = _("NOT SAVED ({reason}), trying again")
        self.states.set("not saved", line.format(reason=problem) if problem else "")

    @work(group="site", exit_on_error=False)
    async def _look_at_site(self) -> None:
        """Ask how the site has quotes, warn of what harms posts, read what new ones begin from."""
        if self.services.site.root is None or not self.services.has_configuration:
            return
        setup = await asyncio.to_thread(lambda: self.site_setup)  # imports much
        if not await setup.format.decide_first(self._is_free):
            return
        for line in await asyncio.to_thread(self.services.site.examine):
            setup.warn_once(line)
        if self.services.site.archetype:
            self.services.site.archetype_read.publish(self.services.site.post_options)

    def _is_free(self) -> bool:
        return self.seconds_since_key() > _TYPING_SECONDS and not self.screen.is_modal

    @work(group="stale", exit_on_error=False)
    async def _remove_stale(self) -> None:
        """Remove temporary folders of killed programs, but not what the user wrote in an editor."""

        def begin() -> "Iterator[Path]":
            from matome_tui.ui.flows.external_editor import left_texts

            return left_texts()

        left = await asyncio.to_thread(begin)
        while path := await asyncio.to_thread(next, left, None):
            while self.notes.shown or not self._is_free():  # noqa: ASYNC110 -- a pause is no event
                await asyncio.sleep(_TYPING_SECONDS / 2)
            line = _("matome was killed while your editor was open; its text is in {path}")
            self.notify(line.format(path=path), severity="warning", timeout=_NOTICE_SECONDS)

    @work(exclusive=True, group="archive", exit_on_error=False)
    async def _fill_archive(self) -> None:
        """Make drafts and kept threads searchable, those of older versions too."""
        from matome_tui.ui.flows.archive import fill_in_pauses

        try:
            await fill_in_pauses(self.services.archive, self.seconds_since_key)
        except StoreError as error:
            _log.warning("The archive was not filled: %s", error)

    def _collect_garbage(self) -> None:
        if self.seconds_since_key() > _PAUSE_SECONDS:
            garbage.collect_if_due()

    @work(group="parts", exit_on_error=False)
    async def _load_thread_parts(self) -> None:
        """Load what the first thread needs, so that it opens at once, and watch the drafts."""

        def load() -> "DraftStore":
            import matome_tui.ui.flows.unsaved_drafts
            import matome_tui.ui.thread.screen  # noqa: F401

            return self.services.drafts

        await asyncio.to_thread(load)
        self.watch_drafts()

    def _apply_keys(self) -> None:
        services = self.services
        if not services.settings.keys:
            return
        from matome_tui.config.file import with_lines
        from matome_tui.ui.keymap import checked_keymap

        self.keymap, problems = checked_keymap(services.settings.keys)
        services.notices += with_lines(problems, services.config_file)
        self.set_keymap(self.keymap)

    def _apply_theme(self) -> None:
        services = self.services
        theme = services.settings.ui.theme
        if problems := theme_problems(theme):
            from matome_tui.config.file import with_lines

            services.notices += with_lines(problems, services.config_file)
        else:
            self.theme = theme

    # When something breaks

    def report_failure(self, worker: Worker[object]) -> None:
        """Report work in the background that failed unexpectedly, also to the log."""
        if worker.state == WorkerState.ERROR and worker.error is not None:
            _log.error("%s failed", worker.description, exc_info=worker.error)
            line = _("Something went wrong: {error}. Nothing that was saved is lost.")
            self.notify(line.format(error=repr(worker.error)), severity="error")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Report the program's own work in the background that failed."""
        self.report_failure(event.worker)

    def _fatal_error(self) -> None:
        """Leave with one line instead of Textual's traceback, which goes to the log."""
        error = sys.exc_info()[1] or self._exception
        _log.critical("The program broke off", exc_info=error)
        line = _("matome stopped: {error}. The drafts are saved; --debug FILE writes a log.")
        self.panic(Text(line.format(error=repr(error)), style="red"))

    def break_off(self, error: Exception) -> None:
        """End the program with an error that was caught outside of its own task."""
        self._handle_exception(error)

    @property
    def return_code(self) -> int | None:
        """The exit status; 1 after an error, also if the end was asked for after that."""
        return 1 if self._exception else super().return_code

    # Getting around

    async def action_back(self) -> None:
        """Go back within the screen or to the previous one, or leave the program."""
        has_draft = False
        if isinstance(self.screen, MatomeScreen):
            if self.screen.go_back():
                return
            has_draft = self.screen.HAS_DRAFT
            await self.screen.leave()
        if len(self.screen_stack) <= 2:
            self.watch_drafts().before("quit", self.exit)
        elif has_draft:
            self.watch_drafts().before("leave", self.pop_screen)
        else:
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave the program, after asking about drafts that are not saved."""
        await self._remember_places()
        self.watch_drafts().before("quit", self.exit)

    def action_help_quit(self) -> None:
        """Show the key that quits: ctrl+c copies in text fields, and does nothing elsewhere."""
        self.notify(_("Press {key} to quit").format(key=self.shown_key("everywhere.quit")))

    async def leave(self, status: int = 0) -> None:
        """Store where threads were read up to, and end with an exit status."""
        await self._remember_places()
        self.exit(return_code=status)

    def action_suspend_process(self) -> None:
        """Suspend the program and its parent: a wrapper would wait for it forever."""
        if sys.platform != "win32" and self._driver and self._driver.can_suspend:
            self._suspend_signal()
            os.killpg(0, signal.SIGTSTP)

    def action_help(self) -> None:
        """Show the keys of this screen."""
        if isinstance(self.screen, MatomeScreen):
            from matome_tui.ui.screens.help import Help

            self.push_screen(Help(self.screen.GROUPS, self.keymap))

    @work(exclusive=True, group="drafts", exit_on_error=False)
    async def action_drafts(self) -> None:
        """List all drafts; the chosen one is shown with its thread."""
        from matome_tui.ui.screens.drafts import DraftsScreen

        if isinstance(self.screen, DraftsScreen):
            return
        if session := await self.ask(DraftsScreen()):
            self.switch_to_thread(session.draft.thread, session)

    def action_command_palette(self) -> None:
        """Show the commands that apply here, and run the chosen one."""
        screen = self.screen
        if not isinstance(screen, MatomeScreen):
            return
        from matome_tui.ui import palette

        def run(chosen: "PaletteEntry | None") -> None:
            if chosen:
                self.call_later(chosen.run)

        run_action = self.run_on_focused
        listed = [*palette.entries(screen.GROUPS, screen.focused, self.keymap, run_action)]
        if self.services.notices:
            title = _("List the problems of the configuration")
            listed.append(palette.keyless_entry(title, self._show_notices))
        self.push_screen(palette.CommandPalette(listed, self.glyphs), run)

    @work(exclusive=True, group="question", exit_on_error=False)
    async def action_choose_theme(self) -> None:
        """Try themes, and keep the chosen one in the configuration."""
        from matome_tui.ui.flows.settings import keep_setting
        from matome_tui.ui.screens.themes import ThemeChoice

        if name := await self.ask(ThemeChoice(self.glyphs)):
            await keep_setting(self, self.services.config_file, "ui.theme", name)

    def _show_notices(self) -> None:
        """Show what is wrong in the configuration."""
        from matome_tui.ui.widgets.dialogs import Output

        notices, number = self.services.notices, len(self.services.notices)
        title = ngettext(
            "{number} problem in the configuration",
            "{number} problems in the configuration",
            number,
        )
        lines = [str(self.services.config_file)]
        for notice in sorted(notices, key=lambda problem: problem.line or 0):
            lines += ["", str(notice)]
        if not self.services.has_configuration:
            lines += ["", _("Fix the file, then start matome again; no post is saved until then.")]
        self.push_screen(Output(title.format(number=number), lines))

    async def run_on_focused(self, action: str) -> None:
        """Run an action on the focused widget, or on the first ancestor that has it."""
        focused = self.screen.focused or self.screen
        name = f"action_{action.partition('(')[0]}"
        owners = (node for node in focused.ancestors_with_self if hasattr(node, name))
        await self.run_action(action, next(owners, focused))

    # The site

    @work(exclusive=True, group="index", exit_on_error=False)
    async def read_index(self) -> None:
        """Read the index of the site's posts in the background."""
        try:
            await self.services.site.read_index()
        except (OSError, ValueError) as error:
            _log.warning("The posts of %s were not read: %s", self.services.site.root, error)

    @work(group="save", exit_on_error=False)
    async def save(self, draft_editor: "DraftEditor") -> None:
        """Save a draft's post in the site, once what is done to it already is finished."""
        async with self._post_file:
            await self._save(draft_editor)

    async def _save(self, draft_editor: "DraftEditor") -> bool:
        from matome_tui.ui.flows.save import Save

        is_saved = await Save(self, self.services, self.site_setup, draft_editor).run()
        if is_saved:
            self.services.site.post_saved.publish(draft_editor)
            self.read_index()
        return is_saved

    @work(group="save", exit_on_error=False)
    async def publish_post(self, draft_editor: "DraftEditor") -> None:
        """Commit a draft's saved post, and push it if the user wants."""
        from matome_tui.ui.flows.publish import Publish

        setup = self.site_setup
        async with self._post_file:
            await Publish(self, self.services, setup, draft_editor, self._save).run()
        self.services.site.post_published.publish(draft_editor)

    @work(exclusive=True, group="site check", exit_on_error=False)
    async def check_site(self, draft_editor: "DraftEditor") -> None:
        """Have Hugo build the whole site of a draft's post."""
        from matome_tui.ui.flows.site_check import show_site_check

        await show_site_check(self, self.site_setup, draft_editor.publication.path)

    @work(exclusive=True, group="share", exit_on_error=False)
    async def share_post(self, draft_editor: "DraftEditor") -> None:
        """Copy a text to share a draft's post with."""
        from matome_tui.ui.flows.share import share

        copy = self.copy_to_clipboard
        await share(self, self.services, self.site_setup, draft_editor, copy)

    @work(group="save", exit_on_error=False)
    async def check_post_file(self, draft_editor: "DraftEditor") -> None:
        """Offer a draft the changes of its post file."""
        from matome_tui.ui.flows.conflict import check_post_file

        async with self._post_file:
            await check_post_file(self, self.services, draft_editor)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def preview(self, draft_editor: "DraftEditor") -> None:
        """Show a draft's post in the browser, or end that."""
        await self._preview.toggle(draft_editor)

    @cached_property
    def site_setup(self) -> "SiteSetup":
        """The user's Hugo and site."""
        from matome_tui.ui.flows.site_setup import SiteSetup

        return SiteSetup(self, self.services)

    @cached_property
    def translation(self) -> "Translation":
        """The user's translation service."""
        from matome_tui.ui.flows.translation import Translation

        return Translation(self, self.services)

    @cached_property
    def _preview(self) -> "Preview":
        from matome_tui.ui.flows.preview import Preview

        keys = keys_of(find("post.preview"), self.keymap)
        return Preview(self, self.services, self.site_setup, keys)

    # Keys

    def has_use(self, key: str) -> bool:
        """Return whether a key does something here."""
        return super().has_use(key) or any(self._of_dialogs(key))

    def shown_key(self, command: str) -> str:
        """Return the first key of a command, by its id, as people write it."""
        return first_key(find(command), self.keymap)

    async def on_key(self, event: events.Key) -> None:
        """Quit and suspend from dialogs and the palette too, which get no other keys from here."""
        for command in self._of_dialogs(event.key):
            event.prevent_default()  # Textual would look for it on a closed screen
            await self.run_action(command.action)

    def _of_dialogs(self, key: str) -> "Iterator[Command]":
        if self.screen.is_modal and key not in self.screen.active_bindings:
            for command in map(find, ("everywhere.quit", "everywhere.suspend")):
                if has_key(command, key, self.keymap):
                    yield command

    async def on_unmount(self) -> None:
        """Release the drafts, the connections and the preview."""
        if self._unsaved_drafts:
            self._unsaved_drafts.stop()
        if "_preview" in vars(self):
            await self._preview.stop()
        await self.services.close()
