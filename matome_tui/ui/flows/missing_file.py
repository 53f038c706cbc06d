"""The file of a post that is gone: renamed, moved or deleted since it was read."""

import asyncio
from pathlib import Path

from matome_tui.core.text import one_line
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.site import try_read_site
from matome_tui.i18n import _
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question


class MissingFile:
    """The post file of a draft, which is not where it was."""

    def __init__(self, user: User, services: Services, draft_editor: DraftEditor) -> None:
        self._user = user
        self._services = services
        self._draft_editor = draft_editor
        self._path = Path(draft_editor.publication.path)

    async def before_saving(self) -> Path | None:
        """Ask, and return the file to write; None, which is reported, if the user cancels."""
        moved = await self._find()
        if moved and await self._follow(moved):
            return moved
        lines = [one_line(str(self._path))]
        if moved:
            lines.append(_("The site would have two posts of this thread."))
        question = Question(_("The post's file is gone:"), lines, yes=_("write it again"))
        if await self._user.ask(question):
            return self._path
        self._user.notify(_("Not saved: the post's file is gone; the draft is kept"))
        return None

    async def at_opening(self) -> None:
        """Offer the draft its renamed file, or report that it is gone."""
        moved = await self._find()
        if moved is None:
            message = _("The post's file {path} is gone; saving asks whether to write it again")
            path = one_line(str(self._path))
            self._user.notify(message.format(path=path), severity="warning")
        elif not await self._follow(moved):
            self._user.notify(_("The draft stays as it is; saving asks again"))

    async def _follow(self, moved: Path) -> bool:
        question = Question(
            _("The post's file is gone; the site has a post of this thread in another:"),
            [one_line(str(self._path)), one_line(str(moved))],
            yes=_("use the other file"),
            no=_("keep the path"),
        )
        if not await self._user.ask(question):
            return False
        self._draft_editor.move_post(str(moved))
        return True

    async def _find(self) -> Path | None:
        try:
            return await asyncio.to_thread(self._moved)
        except (OSError, ValueError) as error:
            message = _("The site's posts were not searched for the file: {reason}")
            self._user.notify(message.format(reason=error), severity="warning")
            return None

    def _moved(self) -> Path | None:
        """Return the file with the post now: the same text, or else the newest of the thread."""
        root = self._services.site.root_of(self._path)
        if root is None:
            return None
        index = read_index(try_read_site(root, None)[0])
        posts = index.threads.get(self._draft_editor.draft.thread, ())
        same = (post.path for post in posts if self._is_same(post.path))
        return next(same, posts[0].path if posts else None)

    def _is_same(self, path: Path) -> bool:
        try:
            return post_file.read(path) == self._draft_editor.publication.text
        except PostError:
            return False
