"""The address of a post's page on the published site."""

from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.hugo.executable import Hugo, HugoError
from matome_tui.hugo.program.isolated import IsolatedSite
from matome_tui.i18n import _

_PLACEHOLDER = "https://example.org/"
"""The address of Hugo, and of a new site, for a site without one."""


def permalink(hugo: Hugo, site: Path, path: Path, text: str) -> str:
    """Return the address that Hugo gives the page of a post, saved or not.

    Args:
        hugo: The hugo to ask.
        site: The site's root.
        path: The post's path.
        text: The post's text.

    Raises:
        HugoError: The post has no page, or the site no address.
        OSError: There is no room for temporary files.
    """
    with IsolatedSite(hugo, site) as isolated:
        file = isolated.add(path)
        write_atomically(file, text)
        page = isolated.page(file)
    address = page.get("permalink", "") if page else ""
    if not address:
        raise HugoError(_("Hugo makes no page of the post"))
    if address.startswith(_PLACEHOLDER) or not address.startswith(("http://", "https://")):
        raise HugoError(_("the site has no address; set baseURL in its configuration"))
    return address
