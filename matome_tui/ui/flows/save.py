"""Saving a post in the site, with the questions that may need an answer."""

import asyncio
import logging
from pathlib import Path
from typing import Literal

from matome_tui.core.text import sanitize
from matome_tui.files import plain
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.program.diagnose import diagnose
from matome_tui.hugo.site.placement import discovery_problem, file_of
from matome_tui.hugo.site.publication import image_problem, publication_problem
from matome_tui.hugo.site.site import Site
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.session import Publication
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.flows.conflict import Conflict
from matome_tui.ui.flows.findings import findings_line
from matome_tui.ui.flows.missing_file import MissingFile
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question

_log = logging.getLogger(__name__)

Step = Literal["done", "missing", "resolve", "check", "write"]


def next_step(text: str, theirs: str | None, base: str, checked: str | None) -> Step:
    """Return the next step of a save.

    Args:
        text: The post of the draft as it is now.
        theirs: The file as it is now; None if there is none.
        base: The text of the file that the user has seen, and that may be replaced; empty for none.
        checked: The text that was last found fit to be written.

    Returns:
        "done" if the file has the post; "missing" if the file is gone; "resolve" if the file must
        not be replaced unasked; "check" if the text was not checked yet; otherwise "write".
    """
    if theirs == text:
        return "done"
    if theirs is None and base:
        return "missing"
    if theirs not in (None, base):
        return "resolve"
    return "write" if text == checked else "check"


class Save:
    """One save of one draft."""

    def __init__(
        self, user: User, services: Services, setup: SiteSetup, draft_editor: DraftEditor
    ) -> None:
        self._user = user
        self._services = services
        self._setup = setup
        self._draft_editor = draft_editor
        self._site: Site | None = None

    async def run(self) -> bool:
        """Save; return whether the file now has what the draft has. Errors are reported."""
        editor = self._draft_editor
        if not editor.draft.clips and not editor.publication.path:
            line = _("Nothing to save yet: mark a comment with {key} first")
            self._user.notify(line.format(key=self._user.shown_key("clips.mark")))
            return False
        if not self._services.has_configuration:
            # Neither the site nor how its posts are written is known.
            line = _("Not saved: the configuration cannot be read; fix {file}, then restart matome")
            file = self._services.config_file
            self._user.notify(line.format(file=file), severity="error")
            return False
        if any(clip.is_machine for clip in editor.draft.clips):
            line = _("The post has a machine's texts that you have not edited: ~ in the tray")
            self._setup.warn_once(line)
        try:
            hugo = await self._hugo()
            root, path = await self._target(hugo)
            if path is not None:
                return await self._write(path, root, hugo)
        except (PostError, StoreError, HugoError, ValueError, OSError) as error:
            self._user.notify(
                _("Not saved: {reason}").format(reason=plain(error)), severity="error"
            )
        else:
            without_site = _("Not saved: no site was chosen; the draft is kept")
            self._user.notify(_("Not saved; the draft is kept") if root else without_site)
        return False

    async def _hugo(self) -> Hugo | None:
        try:
            return await self._setup.hugo()
        except HugoError as error:
            line = _("The site is checked by its files alone: {reason}").format(reason=error)
            self._setup.warn_once(line)
            return None

    async def _target(self, hugo: Hugo | None) -> tuple[Path | None, Path | None]:
        """Return the site and the file; None for what the user did not agree to."""
        editor, setup = self._draft_editor, self._setup
        if editor.publication.path:
            path = Path(editor.publication.path)
            await asyncio.to_thread(post_file.check_place, path)
            root = await setup.root(editor.publication.path)
            known = await setup.visit_once(root, hugo) if root else None
            if known and (doubt := discovery_problem(known, path)):
                setup.warn_once(doubt)
            self._site = known
            return root, path
        root = await setup.chosen_root(hugo)
        if root is None:
            return None, None
        self._site = site = await setup.visit(root, hugo)
        if setup.format.is_open(site):
            return root, None
        path = file_of(editor.draft, "", site.places, self._services.site.post_options)
        await asyncio.to_thread(post_file.check_place, path)
        if (doubt := discovery_problem(site, path)) and not await self._may_go(path, root, doubt):
            return root, None
        return root, path

    async def _may_go(self, path: Path, root: Path, doubt: str) -> bool:
        """Ask whether to save where Hugo may not look, or links lead out of the site, or both."""
        real = await asyncio.to_thread(post_file.outside, path, root)
        if real in self._setup.agreed:
            return True
        what = _leaving(path, real) if real else doubt
        answer = _("save to {path} anyway").format(path=sanitize(str(real or path)))
        if not await self._user.ask(Question(what, [doubt] if real else (), yes=answer)):
            return False
        self._setup.agreed.update({real} if real else ())
        return True

    async def _write(self, path: Path, root: Path | None, hugo: Hugo | None) -> bool:
        """Write the post; after each wait, draft and file are looked at again."""
        editor = self._draft_editor
        options = self._services.site.options_of(editor.publication.path)
        # The post is made on `ours`; the file may be replaced as long as it has `base`.
        ours = base = editor.publication.text
        checked = None
        line = _("Nothing to write: {path} is up to date")
        merged = _("Merged into the draft; {path} is up to date")
        while True:
            text = post_file.text_of(editor.draft, ours, options)
            theirs = await asyncio.to_thread(post_file.read, path)
            match next_step(text, theirs, base, checked):
                case "done":
                    break
                case "missing":
                    missing = MissingFile(self._user, self._services, editor)
                    if (target := await missing.before_saving()) is None:
                        return False
                    # There is no file to replace where the user wants it written again.
                    path, base, checked = target, "" if target == path else base, None
                case "resolve" if theirs is not None:
                    conflict = Conflict(self._user, self._services, editor, path, theirs)
                    answer = await conflict.before_saving()
                    if answer is None:
                        return False
                    base = theirs
                    ours, line = (theirs, merged) if answer == "merged" else (ours, line)
                case "check":
                    if not await self._may_write(path, text, root, hugo):
                        return False
                    checked = text
                case _:
                    await asyncio.to_thread(post_file.write, path, text)
                    base, line = text, _("Saved {path}")
        editor.publish(Publication(str(path), text))
        await self._warn(path, text)
        self._user.notify(line.format(path=path))  # a warning after it would end it
        return True

    async def _warn(self, path: Path, text: str) -> None:
        """Say what is wrong with a saved post, which stays saved if that cannot be found out."""
        try:
            lines = await self._warnings(path, text)
        except (PostError, ValueError, OSError) as error:
            _log.exception("the saved post was not checked")
            lines = [_("The saved post was not checked: {reason}").format(reason=plain(error))]
        self._setup.warn_of_post(path, [*filter(None, lines)])

    async def _warnings(self, path: Path, text: str) -> list[str]:
        """Return what is wrong with a post, and what keeps readers from it or from its image."""
        site, style = self._site, self._services.site.options_of(path).style
        lines = [await asyncio.to_thread(findings_line, site, path, text, style)]
        if site:
            values = parse(text).front_matter or {}
            lines.append(await asyncio.to_thread(image_problem, site, path, values))
            lines.append(publication_problem(site, values))
        return lines

    async def _may_write(self, path: Path, text: str, root: Path | None, hugo: Hugo | None) -> bool:
        return await self._stays(path, root) and await self._builds(path, text, root, hugo)

    async def _stays(self, path: Path, root: Path | None) -> bool:
        """Return whether the file is in the site, or the user wants it where links lead."""
        if root is None:
            return True
        real = await asyncio.to_thread(post_file.outside, path, root)
        # A post that was opened outside of the site was named by the user.
        is_named = self._draft_editor.publication.path and not post_file.is_below(path, root)
        if real is None or is_named or real in self._setup.agreed:
            return True
        if await self._user.ask(Question(_leaving(path, real), yes=_("save there"))):
            self._setup.agreed.add(real)
            return True
        self._user.notify(_("Not saved: the file is outside of the site"))
        return False

    async def _builds(self, path: Path, text: str, root: Path | None, hugo: Hugo | None) -> bool:
        """Return whether Hugo builds the post, or the user wants it saved anyway."""
        if root is None or hugo is None:
            return True
        try:
            fault = await asyncio.to_thread(diagnose, hugo, root, path, text)
        except (HugoError, OSError) as error:
            line = _("Whether the post builds was not checked: {reason}").format(
                reason=plain(error)
            )
            self._setup.warn_once(line)
            return True
        if fault is None:
            return True
        if await self._user.ask(Question(str(fault), yes=_("save anyway"))):
            return True
        self._user.notify(_("Not saved: Hugo does not build the post"))
        return False


def _leaving(path: Path, real: Path) -> str:
    line = _("{path} leads out of the site, to {real}.")
    return line.format(path=sanitize(str(path)), real=sanitize(str(real)))
