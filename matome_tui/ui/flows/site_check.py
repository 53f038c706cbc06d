"""A build of the whole site, on demand or before a push."""

from pathlib import Path

from matome_tui.files import plain
from matome_tui.hugo.executable import BuildError, HugoError
from matome_tui.hugo.program.whole_site import check_site
from matome_tui.i18n import _
from matome_tui.ui.flows.site_setup import SiteSetup
from matome_tui.ui.flows.user import User
from matome_tui.ui.flows.waiting import cancellable
from matome_tui.ui.widgets.dialogs import Output, Question


async def show_site_check(user: User, setup: SiteSetup, post: str) -> None:
    """Build the site of a post, or else the program's, and show the result.

    Errors are reported, not raised.
    """
    root = await setup.root(post)
    if root is None:
        user.notify(_("Not checked: no site is known yet; saving asks for one"))
        return
    try:
        warnings = await _build(user, setup, root)
    except BuildError as error:
        await user.ask(Output(_("The site does not build."), [str(error)]))
    except (HugoError, OSError) as error:
        message = _("Not checked: {reason}").format(reason=plain(error))
        user.notify(message, severity="warning")
    else:
        if warnings:
            await user.ask(Output(_("The site builds, with warnings."), warnings))
        else:
            user.notify(_("The site builds"))


async def may_push(user: User, setup: SiteSetup, root: Path) -> bool:
    """Build a site before a push; ask whether to push if it does not build."""
    try:
        await _build(user, setup, root)
    except (HugoError, OSError) as error:
        does_not_build = isinstance(error, BuildError)
        what = _("The site does not build.") if does_not_build else _("The site was not checked.")
        return await user.ask(Question(what, [plain(error)], yes=_("push anyway")))
    return True


async def _build(user: User, setup: SiteSetup, root: Path) -> list[str]:
    hugo = await setup.hugo()
    what = _("Building the whole site")
    return await cancellable(user, what, lambda cancelled: check_site(hugo, root, cancelled))
