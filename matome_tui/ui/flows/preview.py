"""The post in the browser while it is being made."""

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from matome_tui.core.draft.draft import Draft
from matome_tui.hugo.executable import BuildError, Hugo, HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.diagnose import diagnose
from matome_tui.hugo.program.server import Server
from matome_tui.hugo.site.placement import file_of
from matome_tui.hugo.site.site import read_site
from matome_tui.ui.commands import find, keys_of
from matome_tui.ui.draft_editor import DraftEditor

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

_FOLLOW_SECONDS = 0.5


class Preview:
    """Shows one draft's post, saved or not, and follows its edits; one for the whole program."""

    def __init__(self, app: "MatomeApp") -> None:
        self._app = app
        self._draft_editor: DraftEditor | None = None
        self._shown: Draft | None = None
        self._timer: Timer | None = None
        # The server starts in a thread, which may find that nobody waits for it any more.
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._turn = 0

    async def toggle(self, draft_editor: DraftEditor) -> None:
        """Show a draft's post; where it is shown already, end that. Errors are told, not raised."""
        was = self._draft_editor
        await asyncio.to_thread(self.stop)
        if was is draft_editor:
            self._app.notify("The preview has ended", markup=False)
            return
        self._draft_editor = draft_editor
        try:
            await self._start(draft_editor)
        except (PostError, HugoError, ValueError, OSError) as error:
            self._draft_editor = None
            self._app.notify(f"No preview: {error}", severity="error", markup=False)

    def stop(self) -> None:
        """End it; nothing of it is left."""
        self._draft_editor = None
        if self._timer:
            self._timer.stop()
        with self._lock:
            self._turn += 1
            server, self._server = self._server, None
        if server:
            server.stop()

    async def _start(self, draft_editor: DraftEditor) -> None:
        app = self._app
        hugo = await app.site_setup.hugo()
        published = draft_editor.session.publication
        root = await app.site_setup.root(published.path)
        if root is None:
            raise PostError("no site is known yet; saving asks for one")
        draft, options = draft_editor.draft, app.services.post_options
        text = post_file.text_of(draft, published.text, options)
        site = await asyncio.to_thread(read_site, root, hugo)
        path = file_of(draft, published.path, site.places, options)
        url = await asyncio.to_thread(self._serve, self._turn, hugo, root, path, text)
        if not url:
            return
        self._shown = draft
        self._timer = app.set_interval(_FOLLOW_SECONDS, self._follow)
        keys = keys_of(find("post.preview"), app.keymap)
        app.notify(f"{url} follows the draft; {keys} ends it", markup=False)
        app.browse(url)

    def _serve(self, turn: int, hugo: Hugo, root: Path, path: Path, text: str) -> str:
        """Start the server and return its address; nothing where it was stopped meanwhile."""
        try:
            server = Server(hugo, root, path, text)
        except BuildError:
            if fault := diagnose(hugo, root, path, text):
                raise HugoError(str(fault)) from None
            raise
        with self._lock:
            if turn == self._turn:
                self._server = server
                return server.url
        server.stop()
        return ""

    async def _follow(self) -> None:
        """Show what the draft says now."""
        draft_editor, server = self._draft_editor, self._server
        if draft_editor is None or server is None:
            return
        if not server.is_running:
            reason = server.problem()
            self.stop()
            self._app.notify(f"The preview broke off: {reason}", severity="error", markup=False)
        elif draft_editor.draft is not self._shown:
            self._shown = draft_editor.draft
            published, options = (
                draft_editor.session.publication.text,
                self._app.services.post_options,
            )
            try:
                text = post_file.text_of(draft_editor.draft, published, options)
                await asyncio.to_thread(server.show, text)
            except (PostError, OSError) as error:
                self._app.notify(f"Not shown: {error}", severity="warning", markup=False)
