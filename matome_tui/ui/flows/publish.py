"""Publishing a post: committing its files, and pushing the branch."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from matome_tui.files import plain
from matome_tui.git.program import GitError
from matome_tui.git.repository import Upstream
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.site.publishing import Plan, plan
from matome_tui.hugo.site.root import find_site
from matome_tui.i18n import _, ngettext
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.site_check import may_push
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.flows.user import User
from matome_tui.ui.flows.waiting import cancellable
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Output, Question


class Publish:
    """Publishes the post of one draft, after showing what would be done."""

    def __init__(
        self,
        user: User,
        services: Services,
        setup: SiteSetup,
        draft_editor: DraftEditor,
        save: Callable[[DraftEditor], Awaitable[bool]],
    ) -> None:
        """Prepare.

        Args:
            user: Is asked before the commit and before the push.
            services: The configuration.
            setup: Hugo and the site.
            draft_editor: The draft.
            save: Saves it; returns whether its file now has what the draft has.
        """
        self._user = user
        self._services = services
        self._setup = setup
        self._draft_editor = draft_editor
        self._save = save

    async def run(self) -> None:
        """Commit and push. Errors are reported, with what git wrote."""
        try:
            if await self._is_saved():
                planned = await asyncio.to_thread(self._plan)
                output = await self._commit(planned)
                if output is not None:
                    await self._push(planned, output)
        except GitError as error:
            if error.output:
                await self._user.ask(Output(str(error), error.output))
            else:
                self._user.notify(str(error), severity="warning")
        except (PostError, OSError) as error:
            message = _("Not published: {reason}").format(reason=plain(error))
            self._user.notify(message, severity="error")

    async def _is_saved(self) -> bool:
        """Return whether the file has what the draft has; offer to save it."""
        editor, published = self._draft_editor, self._draft_editor.publication
        if not published.path:
            line = _("The post is not saved yet; {key} saves it")
            key = self._user.shown_key("post.save")
            self._user.notify(line.format(key=key), severity="warning")
            return False
        options = self._services.site.options_of(published.path)
        text = post_file.text_of(editor.draft, published.text, options)
        if text == await asyncio.to_thread(post_file.read, Path(published.path)):
            return True
        question = Question(_("The draft has changes that are not in the post."), yes=_("save"))
        return await self._user.ask(question) and await self._save(editor)

    def _plan(self) -> Plan:
        post = Path(self._draft_editor.publication.path)
        return plan(post, find_site(post.parent), self._services.settings.publish.messages)

    async def _commit(self, planned: Plan) -> Sequence[str] | None:
        """Commit; return what git wrote, None if the user does not want to."""
        if not planned.changes:
            return ()
        message = _("Commit to {branch}: {message}?")
        question = Question(
            message.format(branch=planned.branch, message=planned.message),
            planned.lines,
            yes=_("commit"),
        )
        if not await self._user.ask(question):
            return None
        return await cancellable(
            self._user,
            _("Committing; hooks may take a while"),
            lambda cancelled: planned.repository.commit(
                planned.changes, planned.message, cancelled
            ),
        )

    async def _push(self, planned: Plan, output: Sequence[str]) -> None:
        """Push, if the user wants; `output` is what the commit wrote."""
        try:
            upstream, commits = await asyncio.to_thread(_outgoing, planned)
        except GitError as error:
            if not output:
                raise
            lines = [str(error), "", *output]
            await self._user.ask(Output(_("Committed, not pushed"), lines))
            return
        if not commits:
            message = _("Nothing to commit or push: {upstream} has this post")
            self._user.notify(message.format(upstream=upstream.name))
            return
        number = len(commits)
        message = ngettext(
            "Push {number} commit to {upstream}?", "Push {number} commits to {upstream}?", number
        )
        question = Question(
            message.format(number=number, upstream=upstream.name),
            [*output, *commits],
            yes=_("push"),
            no=_("not now"),
        )
        if not (await self._user.ask(question) and await self._may_push()):
            return
        said = await cancellable(
            self._user,
            _("Pushing to {upstream}").format(upstream=upstream.name),
            lambda cancelled: planned.repository.push(upstream, cancelled),
        )
        done = _("Pushed to {upstream}").format(upstream=upstream.name)
        await self._user.ask(Output(done, said))

    async def _may_push(self) -> bool:
        """Return whether the site builds, if that is to be checked, or the user wants to push."""
        if not self._services.settings.publish.check_site:
            return True
        root = await self._setup.root(self._draft_editor.publication.path)
        return root is None or await may_push(self._user, self._setup, root)


def _outgoing(planned: Plan) -> tuple[Upstream, list[str]]:
    upstream = planned.repository.upstream(planned.branch)
    return upstream, planned.repository.outgoing(upstream)
