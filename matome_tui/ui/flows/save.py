"""Saving a post, with the questions that may need an answer."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.core.text import sanitize
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.diagnose import find_fault
from matome_tui.hugo.program.run import Hugo, HugoError
from matome_tui.hugo.site.site import doubt_about, publishing_day
from matome_tui.i18n import _
from matome_tui.store.database import StoreError
from matome_tui.store.session import Publication
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.conflict import Conflict
from matome_tui.ui.widgets.dialogs import Question

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp


class Save:
    """One save of one draft."""

    def __init__(self, app: "MatomeApp", draft_editor: DraftEditor) -> None:
        self._app = app
        self._draft_editor = draft_editor
        self._site = app.site_setup

    async def run(self) -> bool:
        """Save; return whether the file now is what the draft says. Errors are told, not raised."""
        session = self._draft_editor.session
        if not session.draft.clips and not session.publication.path:
            self._app.notify("Nothing to save yet: mark a comment with space first", markup=False)
            return False
        try:
            hugo = await self._hugo()
            root, path = await self._target(hugo)
            if path is None:
                why = "" if root else ": no site was chosen"
                self._app.notify(f"Not saved{why}. The draft is kept.", markup=False)
            return path is not None and await self._write(path, root, hugo)
        except (PostError, StoreError, HugoError, ValueError, OSError) as error:
            self._app.notify(f"Not saved: {error}", severity="error", markup=False)
            return False

    async def _hugo(self) -> Hugo | None:
        try:
            return await self._site.hugo()
        except HugoError as error:
            self._site.tell_once(f"The site is checked by its files alone: {error}")
            return None

    async def _target(self, hugo: Hugo | None) -> tuple[Path | None, Path | None]:
        """Return the site and the file; None for what the user has not agreed to."""
        session = self._draft_editor.session
        if session.publication.path:
            root = await self._site.root(session.publication.path)
            path = Path(session.publication.path)
            site = await self._site.visit_once(root, hugo) if root else None
            if site and (doubt := doubt_about(site, path)):
                self._site.tell_once(doubt)
            return root, path
        root = await self._site.chosen_root(hugo)
        if root is None:
            return None, None
        site = await self._site.visit(root, hugo)
        path = post_file.target(session.draft, "", site.places, self._app.services.post_options)
        if doubt := doubt_about(site, path):
            real = await asyncio.to_thread(post_file.outside, path, root) or path
            question = Question(
                doubt, yes=_("save to {path} anyway").format(path=sanitize(str(real)))
            )
            if not await self._app.push_screen_wait(question):
                return root, None
            self._site.agreed.add(real)
        if date := publishing_day(site, session.draft.metadata.date):
            self._site.tell_once(date)
        return root, path

    async def _write(self, path: Path, root: Path | None, hugo: Hugo | None) -> bool:
        """Write the post; whatever took time, draft and file are looked at again after it."""
        app, draft_editor = self._app, self._draft_editor
        base = replaced = draft_editor.session.publication.text
        checked = written = None
        while True:
            text = post_file.text_of(draft_editor.draft, base, app.services.post_options)
            theirs = await asyncio.to_thread(post_file.read, path)
            if theirs == text:
                break
            if theirs not in (None, replaced):
                answer = await Conflict(app, draft_editor, path, theirs).before_saving()
                if answer is None:
                    return False
                base, replaced = theirs if answer == "merged" else base, theirs
            elif text != checked:
                if not await self._may_write(path, text, root, hugo):
                    return False
                checked = text
            else:
                await asyncio.to_thread(post_file.write, path, text)
                replaced = written = text
        draft_editor.session.publish(Publication(str(path), text))
        told = f"Saved {path}" if written else f"Nothing to write: {path} says the same"
        app.notify(told, markup=False)
        return True

    async def _may_write(self, path: Path, text: str, root: Path | None, hugo: Hugo | None) -> bool:
        return await self._stays(path, root) and await self._builds(path, text, root, hugo)

    async def _stays(self, path: Path, root: Path | None) -> bool:
        """Tell whether the file is in the site, or the user wants it where links lead."""
        if root is None:
            return True
        real = await asyncio.to_thread(post_file.outside, path, root)
        # A post that was opened outside of the site was named by the user.
        is_named = self._draft_editor.session.publication.path and not post_file.is_below(
            path, root
        )
        if real is None or is_named or real in self._site.agreed:
            return True
        what = f"{sanitize(str(path))} leads out of the site, to {sanitize(str(real))}"
        if await self._app.push_screen_wait(Question(what, yes=_("save there"))):
            self._site.agreed.add(real)
            return True
        self._app.notify("Not saved: the file is outside of the site", markup=False)
        return False

    async def _builds(self, path: Path, text: str, root: Path | None, hugo: Hugo | None) -> bool:
        """Tell whether Hugo builds the post, or the user does not mind that it does not."""
        if root is None or hugo is None:
            return True
        try:
            fault = await asyncio.to_thread(find_fault, hugo, root, path, text)
        except (HugoError, OSError) as error:
            self._site.tell_once(f"Whether the post builds was not checked: {error}")
            return True
        if fault is None:
            return True
        question = Question(str(fault), yes=_("save anyway"))
        if await self._app.push_screen_wait(question):
            return True
        self._app.notify("Not saved: Hugo does not build the post", markup=False)
        return False
