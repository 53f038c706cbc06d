"""A post file that was changed since it was read: the user says what is to become of it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.items import Comment
from matome_tui.core.text import one_line
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.merge import Merge
from matome_tui.i18n import _
from matome_tui.store.database import StoreError
from matome_tui.store.session import Publication
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.conflict_dialog import ConflictDialog, Resolution
from matome_tui.ui.screens.base import MatomeScreen
from matome_tui.ui.widgets.dialogs import Question

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

Written = Literal["merged", "ours"]
"""What is to be written: the draft with the file's changes in it, or the draft over the file."""


async def check_post_file(app: "MatomeApp", draft_editor: DraftEditor) -> None:
    """Offer a draft what its post file says, where that was changed. Errors are told."""
    published = draft_editor.session.publication
    path = Path(published.path)
    try:
        theirs = await asyncio.to_thread(post_file.read, path) if published.path else None
        if theirs is None or theirs == published.text:
            return
        if theirs == post_file.text_of(
            draft_editor.draft, published.text, app.services.post_options
        ):
            draft_editor.session.publish(Publication(published.path, theirs))
        else:
            await Conflict(app, draft_editor, path, theirs).at_opening()
    except (PostError, StoreError) as error:
        app.notify(str(error), severity="warning", markup=False)


class Conflict:
    """One file, one draft, and what is made of both."""

    def __init__(
        self, app: "MatomeApp", draft_editor: DraftEditor, path: Path, theirs: str
    ) -> None:
        """Prepare.

        Args:
            app: The program.
            draft_editor: The draft.
            path: The file.
            theirs: What it says now.
        """
        self._app = app
        self._draft_editor = draft_editor
        self._path = path
        self._theirs = theirs
        published = draft_editor.session.publication
        is_own = str(path) == published.path
        self._base = published.text if is_own else ""
        why = "has changed since it was read" if is_own else "is there already"
        self._what = f"{one_line(str(path))} {why}"

    async def before_saving(self) -> Written | None:
        """Ask, and return what is to be written; None where nothing is, which is told.

        StoreError where it is not kept that the file was read.
        """
        try:
            merge = self._merge()
        except PostError as error:
            return await self._before_replacing(error)
        answer = await self._ask(merge, may_replace=True)
        if answer is None:
            self._tell("Not saved: the file was left as it is")
        elif answer.way == "theirs":
            self._read()
        elif answer.way == "ours":
            return "ours"
        elif self._take(edit_title("merge_file"), self._merged(answer)):
            return "merged"
        return None

    async def at_opening(self) -> None:
        """Ask, and take over what the file says; the file stays as it is.

        PostError where it can not be read as a post of the thread; StoreError as `before_saving`.
        """
        try:
            merge = self._merge()
        except PostError as error:
            raise PostError(f"{self._what}, and can not be read: {error}") from error
        answer = await self._ask(merge, may_replace=False)
        if answer is None:
            self._tell("The draft stays as it is; saving will ask again")
            return
        merged = self._merged(answer)
        self._read()
        if answer.way == "merge":
            self._take(edit_title("merge_file"), merged)

    def _merge(self) -> Merge:
        return Merge(
            self._base, self._theirs, self._draft_editor.draft, self._app.services.post_options
        )

    def _merged(self, answer: Resolution) -> Draft:
        # The draft may have found its comments while the question stood.
        return self._merge().draft(answer.taken)

    async def _ask(self, merge: Merge, *, may_replace: bool) -> Resolution | None:
        glyphs = self._app.services.glyphs
        self._comments = await asyncio.to_thread(self._kept_comments)
        return await self._app.push_screen_wait(
            ConflictDialog(f"{self._what}.", merge.changes, glyphs, may_replace=may_replace)
        )

    async def _before_replacing(self, why: PostError) -> Written | None:
        """Ask about a file that can not be merged."""
        draft, options = self._draft_editor.draft, self._app.services.post_options
        text = post_file.text_of(draft, self._base, options)
        question = Question(
            f"{self._what}.",
            [
                _("It cannot be merged: {reason}").format(reason=why),
                *post_file.differences(self._theirs, text),
            ],
            yes=_("replace it with this draft"),
        )
        if await self._app.push_screen_wait(question):
            return "ours"
        self._tell("Not saved: the file was left as it is")
        return None

    def _read(self) -> None:
        """Make the draft what the file says."""
        draft = Merge(
            None, self._theirs, self._draft_editor.draft, self._app.services.post_options
        ).draft()
        if self._take(edit_title("read_file"), draft):
            self._draft_editor.session.publish(Publication(str(self._path), self._theirs))
            self._tell("The draft now is what the file says; u takes that back")

    def _take(self, title: str, draft: Draft) -> bool:
        """Make a draft the present one; return whether it is, otherwise that was told."""
        draft = draft.link(self._comments)
        self._draft_editor.edit(title, draft)
        for screen in self._app.screen_stack:
            if isinstance(screen, MatomeScreen):
                screen.draft_changed()
        return self._draft_editor.draft == draft

    def _kept_comments(self) -> tuple[Comment, ...]:
        try:
            kept = self._app.services.threads.load(self._draft_editor.draft.thread)
        except StoreError:
            return ()
        return kept.comments if kept else ()

    def _tell(self, line: str) -> None:
        self._app.notify(line, markup=False)
