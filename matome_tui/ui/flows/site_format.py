"""How quotes are written on the program's site: asked once, and kept in the configuration."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from matome_tui.core.draft.post_options import Format
from matome_tui.files import plain
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.conventions import Conventions, read_conventions, traits
from matome_tui.hugo.site.site import Site, needs, try_read_site
from matome_tui.i18n import _
from matome_tui.ui.flows.quotes_dialog import QuotesDialog
from matome_tui.ui.flows.shortcodes import add_shortcodes
from matome_tui.ui.flows.user import User
from matome_tui.ui.services import Services

_FREE_SECONDS = 0.2
"""Time between two looks at whether the user can be asked."""


class SiteFormat:
    """Asks about a site that has neither the shortcode of the usual format nor settings.

    Until the user answers, nothing is written, and the site is asked about again.
    """

    def __init__(self, user: User, services: Services) -> None:
        self._user = user
        self._services = services
        self._settled: set[Path] = set()
        self._asking = asyncio.Lock()

    def is_open(self, site: Site) -> bool:
        """Return whether the user must say first how quotes are written on the program's site."""
        root = self._services.site.root
        if site.root != root or self._is_configured(root) or root in self._settled:
            return False
        return site.is_known and not site.has_quote_shortcode

    async def decide_first(self, is_free: Callable[[], bool]) -> bool:
        """Decide about the program's site, if it has one, when the program has started.

        Args:
            is_free: Returns whether the user neither types nor answers another question.
        """
        root = self._services.site.root
        if root is None or self._is_configured(root):
            return True
        site, _unread = await asyncio.to_thread(try_read_site, root, None)
        if not self.is_open(site):
            return True
        while not is_free():  # noqa: ASYNC110 -- a pause in typing is no event
            await asyncio.sleep(_FREE_SECONDS)
        return await self.decide(site, await asyncio.to_thread(_hugo))

    async def decide(self, site: Site, hugo: Hugo | None) -> bool:
        """Ask, if that is open, and write the answer; return whether there is one.

        The answer goes into the configuration, and only the shortcode into the site. Errors are
        reported, not raised.
        """
        async with self._asking:  # a save may come while the question of the start waits
            if not self.is_open(site):
                return True
            try:
                conventions = await asyncio.to_thread(read_conventions, site, hugo)
                # They may have shortcodes of a theme that is outside of the site.
                dialog = None if conventions.has_shortcodes else self._dialog(site, conventions)
            except (HugoError, PostError, ValueError, OSError) as error:
                self._fail(_("The posts of the site were not read: {reason}"), error)
                dialog = None
            if dialog is None:
                self._settled.add(site.root)
                return True
            form = await self._user.ask(dialog)
            return form is not None and await self._adopt(site, hugo, conventions, form)

    def _is_configured(self, root: Path) -> bool:
        known = self._services.site
        return known.settings.has_site(root) or known.post_options.format != "matome"

    def _dialog(self, site: Site, conventions: Conventions) -> QuotesDialog:
        known, file = self._services.site, self._services.config_file
        forms: tuple[Format, ...] = ("blockquote", "matome")
        options = {form: known.suggested(conventions, form, file) for form in forms}
        shown = traits(conventions, known.suggested_editor(conventions, file))
        return QuotesDialog(site.root, options, shown, needs(site))

    async def _adopt(
        self, site: Site, hugo: Hugo | None, conventions: Conventions, form: Format
    ) -> bool:
        known, file = self._services.site, self._services.config_file
        try:
            if form == "matome" and not await add_shortcodes(
                self._user, site, hugo, is_agreed=True
            ):
                return False
        except OSError as error:
            self._fail(_("The shortcode was not added: {reason}"), error)
            return False
        try:
            known.adopt(conventions, form, file)
        except (ValueError, OSError) as error:
            self._fail(
                _("The settings of the site were not saved, and hold until you quit: {reason}"),
                error,
            )
        else:
            self._user.notify(_("Saved the settings of the site in {file}").format(file=file))
        known.archetype_read.publish(known.post_options)
        return True

    def _fail(self, message: str, error: Exception) -> None:
        self._user.notify(message.format(reason=plain(error)), severity="error")


def _hugo() -> Hugo | None:
    try:
        return find_hugo()
    except HugoError:
        return None  # reported where it is needed
