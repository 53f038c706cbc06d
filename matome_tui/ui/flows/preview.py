"""Preview of a post in the browser, by a Hugo server that follows the draft."""

import asyncio
import threading
from pathlib import Path
from urllib.parse import urlsplit

from textual.timer import Timer

from matome_tui.files import plain
from matome_tui.hugo.executable import BuildError, Hugo, HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.diagnose import diagnose
from matome_tui.hugo.program.server import Server
from matome_tui.hugo.site.placement import file_of
from matome_tui.hugo.site.site import read_site
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.event import Unsubscribe
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.flows.user import Host
from matome_tui.ui.services import Services

_PAUSE_SECONDS = 0.3
"""Between the first of several edits and the build that shows them."""


class Preview:
    """Shows one draft's post, saved or not, and follows its edits; one for the whole program."""

    def __init__(self, host: Host, services: Services, setup: SiteSetup, end_keys: str) -> None:
        """Prepare.

        Args:
            host: The program.
            services: The site's post options.
            setup: Hugo and the site.
            end_keys: The keys that end a preview.
        """
        self._host = host
        self._services = services
        self._setup = setup
        self._end_keys = end_keys
        self._draft_editor: DraftEditor | None = None
        self._unsubscribe: Unsubscribe | None = None
        self._timer: Timer | None = None
        # The server starts in a thread, which may find that nobody waits for it any more.
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._turn = 0

    async def toggle(self, draft_editor: DraftEditor) -> None:
        """Show a draft's post, or end its preview. Errors are reported, not raised."""
        was = self._draft_editor
        await self.stop()
        if was is draft_editor:
            self._host.notify(_("The preview has ended"))
            return
        self._draft_editor = draft_editor
        try:
            await self._start(draft_editor)
        except (PostError, HugoError, ValueError, OSError) as error:
            self._draft_editor = None
            message = _("No preview: {reason}").format(reason=plain(error))
            self._host.notify(message, severity="error")

    async def stop(self) -> None:
        """End the preview and remove its files."""
        self._draft_editor = None
        if self._unsubscribe:
            self._unsubscribe()
        if self._timer:
            self._timer.stop()
            self._timer = None
        self._host.states.set("preview", "")
        await asyncio.to_thread(self._stop_server)

    def _stop_server(self) -> None:
        with self._lock:
            self._turn += 1
            server, self._server = self._server, None
        if server:
            server.stop()

    async def _start(self, draft_editor: DraftEditor) -> None:
        hugo = await self._setup.hugo()
        published = draft_editor.publication
        root = await self._setup.root(published.path)
        if root is None:
            raise PostError(_("no site is known yet; saving asks for one"))
        site = await asyncio.to_thread(read_site, root, hugo)
        if not await self._setup.format.decide(site, hugo):
            self._draft_editor = None
            return
        draft, options = draft_editor.draft, self._services.site.options_of(published.path)
        text = post_file.text_of(draft, published.text, options)
        path = file_of(draft, published.path, site.places, options)
        server = await asyncio.to_thread(self._serve, self._turn, hugo, root, path, text)
        if server is None:
            return
        self._unsubscribe = draft_editor.changed.subscribe(self._show_soon)
        if draft_editor.draft is not draft:
            self._show_soon(draft_editor)
        work = self._watch(server)
        self._host.run_worker(work, group="preview server", exit_on_error=False)
        state = _("Preview {address} ({keys} ends)")
        address = urlsplit(server.url).netloc
        self._host.states.set("preview", state.format(address=address, keys=self._end_keys))
        line = _("{url} follows the draft; {keys} ends it")
        self._host.notify(line.format(url=server.url, keys=self._end_keys))
        self._host.browse(server.url)

    def _serve(self, turn: int, hugo: Hugo, root: Path, path: Path, text: str) -> Server | None:
        """Start the server and return it; None if the preview was stopped meanwhile."""
        try:
            server = Server(hugo, root, path, text)
        except BuildError:
            if fault := diagnose(hugo, root, path, text):
                raise HugoError(str(fault)) from None
            raise
        with self._lock:
            if turn == self._turn:
                self._server = server
                return server
        server.stop()
        return None

    async def _watch(self, server: Server) -> None:
        """Report if the server ends by itself."""
        await asyncio.to_thread(server.wait)
        if self._server is server:
            reason = server.problem()
            await self.stop()
            line = _("The preview ended unexpectedly: {reason}").format(reason=reason)
            self._host.notify(line, severity="error")

    def _show_soon(self, _: DraftEditor) -> None:
        if self._timer is None:
            self._timer = self._host.set_timer(_PAUSE_SECONDS, self._show)

    async def _show(self) -> None:
        """Show the draft as it is now."""
        self._timer = None
        draft_editor, server = self._draft_editor, self._server
        if draft_editor is None or server is None:
            return
        try:
            published = draft_editor.publication
            options = self._services.site.options_of(published.path)
            text = post_file.text_of(draft_editor.draft, published.text, options)
            await asyncio.to_thread(server.show, text)
        except (PostError, OSError) as error:
            line = _("Preview not updated: {reason}").format(reason=plain(error))
            self._host.notify(line, severity="warning")
