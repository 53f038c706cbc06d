"""Adding the shortcodes that posts in the matome format need."""

import asyncio

from matome_tui.core.text import sanitize
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.post.file import outside
from matome_tui.hugo.site.site import SHORTCODES, Site, install_shortcodes
from matome_tui.i18n import _
from matome_tui.ui.flows.user import User
from matome_tui.ui.widgets.dialogs import Question


async def add_shortcodes(user: User, site: Site, hugo: Hugo | None, *, is_agreed: bool) -> bool:
    """Add what posts need if the user wants it; return whether that is so.

    Args:
        user: Is asked, and told what was added.
        site: The site.
        hugo: The hugo that builds it.
        is_agreed: Whether the user has agreed to files inside of the site.

    Raises:
        OSError: A file cannot be written.
    """
    place = site.root / SHORTCODES
    real = await asyncio.to_thread(outside, place, site.root)
    if real or not is_agreed:
        lack = {"matomeQuote": bool(site.has_quote_shortcode), "details": site.has_details}
        names = ", ".join(name for name, present in lack.items() if present is False)
        where = sanitize(str(real)) if real else SHORTCODES.as_posix()
        question = Question(
            _("The site lacks shortcodes that posts need: {names}.").format(names=names),
            yes=(
                _("add them to {folder}, outside of the site; no file is overwritten")
                if real
                else _("add them to {folder}; no file is overwritten")
            ).format(folder=where),
        )
        if not await user.ask(question):
            return False
    for path in await asyncio.to_thread(install_shortcodes, site.root, hugo):
        user.notify(_("Added {path}").format(path=path))
    return True
