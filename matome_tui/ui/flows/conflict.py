"""Resolving a conflict between a draft and its post file, which was changed since it was read."""

import asyncio
from pathlib import Path
from typing import Literal

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.items import Comment
from matome_tui.core.text import one_line
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.merge import Merge
from matome_tui.i18n import _, sentence
from matome_tui.store.error import StoreError
from matome_tui.store.session import Publication
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.glyphs import glyphs_for
from matome_tui.ui.flows.conflict_dialog import ConflictDialog, Resolution
from matome_tui.ui.flows.missing_file import MissingFile
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question

Written = Literal["merged", "ours"]
"""What to write: the draft with the file's changes in it, or the draft over the file."""


async def check_post_file(user: User, services: Services, draft_editor: DraftEditor) -> None:
    """Offer a draft the changes of its post file, if there are any. Errors are reported."""
    published = draft_editor.publication
    path = Path(published.path)
    try:
        if not published.path:
            return
        theirs = await asyncio.to_thread(post_file.read, path)
        if theirs is None:
            await MissingFile(user, services, draft_editor).at_opening()
        if theirs in (None, published.text):
            return
        options = services.site.options_of(path)
        if theirs == post_file.text_of(draft_editor.draft, published.text, options):
            draft_editor.publish(Publication(published.path, theirs))
        else:
            await Conflict(user, services, draft_editor, path, theirs).at_opening()
    except PostError as error:
        user.notify(str(error), severity="warning")


class Conflict:
    """A file and a draft that were changed apart."""

    def __init__(
        self,
        user: User,
        services: Services,
        draft_editor: DraftEditor,
        path: Path,
        theirs: str,
    ) -> None:
        """Prepare.

        Args:
            user: Is asked.
            services: The site's post options and the kept threads.
            draft_editor: The draft.
            path: The file.
            theirs: The file's text as it is now.
        """
        self._user = user
        self._services = services
        self._draft_editor = draft_editor
        self._path = path
        self._theirs = theirs
        published = draft_editor.publication
        is_own = str(path) == published.path
        self._base = published.text if is_own else ""
        what = _("{path} has changed since it was read") if is_own else _("{path} already exists")
        root = services.site.root_of(path)
        shown = path.relative_to(root) if root and path.is_relative_to(root) else path
        self._what = what.format(path=one_line(str(shown)))

    async def before_saving(self) -> Written | None:
        """Ask, and return what to write; None, which is reported, if the file stays."""
        try:
            merge = self._merge()
        except PostError as error:
            return await self._before_replacing(error)
        answer = await self._ask(merge, may_replace=True)
        if answer is None:
            self._user.notify(_("Not saved: the file was left as it is"))
        elif answer.way == "theirs":
            self._read()
        elif answer.way == "ours":
            return "ours"
        elif self._take(edit_title("merge_file"), self._merged(answer)):
            return "merged"
        return None

    async def at_opening(self) -> None:
        """Ask, and take over the file's changes; the file stays as it is.

        Raises:
            PostError: The file cannot be read as a post of the thread.
        """
        try:
            merge = self._merge()
        except PostError as error:
            message = _("{conflict}, and cannot be read: {reason}")
            raise PostError(message.format(conflict=self._what, reason=error)) from error
        answer = await self._ask(merge, may_replace=False)
        if answer is None:
            self._user.notify(_("The draft stays as it is; saving asks again"))
            return
        merged = self._merged(answer)
        self._read()
        if answer.way == "merge":
            self._take(edit_title("merge_file"), merged)

    def _merge(self, *, is_based: bool = True) -> Merge:
        """Return the merge of both; without a base, all differences are the file's."""
        base, options = self._base if is_based else None, self._services.site.options_of(self._path)
        return Merge(base, self._theirs, self._draft_editor.draft, options)

    def _merged(self, answer: Resolution) -> Draft:
        # The draft may have found its comments while the question was open.
        return self._merge().draft(answer.taken)

    async def _ask(self, merge: Merge, *, may_replace: bool) -> Resolution | None:
        self._comments = await asyncio.to_thread(self._kept_comments)
        settings, question = self._services.settings, sentence(self._what)
        glyphs, colors = glyphs_for(is_ascii=settings.reader.ascii), settings.colors
        return await self._user.ask(
            ConflictDialog(question, merge.changes, glyphs, colors, may_replace=may_replace)
        )

    async def _before_replacing(self, why: PostError) -> Written | None:
        """Ask about a file that cannot be merged."""
        draft, options = self._draft_editor.draft, self._services.site.options_of(self._path)
        text = post_file.text_of(draft, self._base, options)
        reason = _("It cannot be merged: {reason}").format(reason=why)
        question = Question(
            sentence(self._what),
            [reason, *post_file.differences(self._theirs, text)],
            yes=_("replace it with this draft"),
        )
        if await self._user.ask(question):
            return "ours"
        self._user.notify(_("Not saved: the file was left as it is"))
        return None

    def _read(self) -> None:
        """Replace the draft by the file's version."""
        if self._take(edit_title("read_file"), self._merge(is_based=False).draft()):
            self._draft_editor.publish(Publication(str(self._path), self._theirs))
            line = _("The draft now has the file's version; {key} undoes that")
            self._user.notify(line.format(key=self._user.shown_key("clips.undo")))

    def _take(self, title: str, draft: Draft) -> bool:
        """Make a draft the present one; return whether it is, which is reported if not."""
        draft = draft.link_comments(self._comments)
        self._draft_editor.edit(title, draft)
        return self._draft_editor.draft == draft

    def _kept_comments(self) -> tuple[Comment, ...]:
        try:
            kept = self._services.threads.load(self._draft_editor.draft.thread)
        except StoreError:
            return ()
        return kept.comments if kept else ()
