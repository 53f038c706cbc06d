"""The index of the site that a command works on."""

import argparse

from matome_tui.cli.options import UsageError, named_site, own_settings
from matome_tui.files import plain
from matome_tui.hugo.site.index import Index, read_index
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import try_read_site
from matome_tui.i18n import _


def site_index(options: argparse.Namespace) -> Index:
    """Return the index of the site in the options, or else the configured or the current one.

    Raises:
        UsageError: There is no site, or its posts cannot be read.
    """
    settings = own_settings(options.config)
    site = named_site(options.site, settings)
    if site is None or not is_site(site):
        raise UsageError(_("There is no Hugo site here; name one with --site"))
    try:
        return read_index(try_read_site(site, None)[0])
    except OSError as error:
        message = _("The posts of {site} cannot be read: {reason}")
        raise UsageError(message.format(site=site, reason=plain(error))) from error
