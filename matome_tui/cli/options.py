"""Arguments, options and messages that the commands share."""

import argparse
import json
import logging
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui import paths
from matome_tui.core.address import parse_item
from matome_tui.core.fields import parse_id
from matome_tui.core.text import quoted
from matome_tui.files import is_special, open_regular
from matome_tui.i18n import _

if TYPE_CHECKING:
    from matome_tui.config.settings import Settings

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


class UsageError(Exception):
    """The command line cannot be carried out; the message is one line for the user."""


def file_argument(text: str) -> Path:
    """Return the path in an argument. UsageError if no file can have it."""
    if not text:  # `Path` takes that for the present folder
        raise UsageError(_("The name of a file or folder is empty"))
    try:
        found = Path(text).expanduser()
        with suppress(FileNotFoundError, NotADirectoryError):
            found.stat()  # `exists` hides other errors since Python 3.14
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = _("{argument} cannot be a file: {reason}")
        raise UsageError(message.format(argument=quoted(text), reason=reason)) from error
    return found


def draft_argument(text: str) -> int:
    """Return the number of a draft in an argument. UsageError if it is not a number."""
    number = parse_id(text)
    if number is None:
        message = _("{argument} is not the number of a draft; matome drafts lists them")
        raise UsageError(message.format(argument=quoted(text)))
    return number


def item_argument(text: str) -> int:
    """Return the id of a story or comment in an argument. UsageError if it names none."""
    item = parse_item(text)
    if item is None:
        message = _("{argument} is not an HN id or an HN address")
        raise UsageError(message.format(argument=quoted(text)))
    return item


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes."""
    add = parser.add_argument
    add("--config", type=file_argument, metavar="FILE", help=_("read this configuration file"))
    add("--debug", type=file_argument, metavar="FILE", help=_("write a log to this file"))


def config_file(given: Path | None) -> Path:
    """Return the path of the configuration file. UsageError if the given one does not exist."""
    if given is None:
        return paths.config_file()
    if is_special(given) or given.is_dir():
        message = _("The configuration {file} is not a regular file")
        raise UsageError(message.format(file=given))
    if not given.is_file():
        raise UsageError(_("There is no configuration {file}").format(file=given))
    return given


def named_site(given: Path | None, settings: "Settings") -> Path | None:
    """Return the site that is given or configured, or the one around the current folder.

    Of a given folder inside a site, that is the site; one outside of any is returned unchecked.
    """
    from matome_tui.hugo.site.root import find_site

    if given:
        folder = given.resolve() if ".." in given.parts else given.absolute()
        return (find_site(folder) if folder.is_dir() else None) or folder
    configured = settings.site.path
    return Path(configured).absolute() if configured else find_site(Path.cwd())


def site_folder(given: Path | None, settings: "Settings") -> Path | None:
    """Return the same as `named_site`. UsageError if the given folder is not a site."""
    from matome_tui.hugo.site.root import is_site

    site = named_site(given, settings)
    if given is not None and site is not None and not is_site(site):
        message = _("{folder} is not a Hugo site; matome new-site makes one")
        raise UsageError(message.format(folder=given))
    return site


def write_json(text: str) -> None:
    """Write JSON to standard output; characters that its encoding lacks become JSON escapes."""
    try:
        text.encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        text = _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)
    sys.stdout.write(text)


def set_up_log(file: Path | None) -> None:
    """Write a log to a file, if one is given. UsageError if it cannot be written."""
    if file is None:
        return
    from matome_tui.cli.log import EnglishFormatter

    try:
        handler = logging.FileHandler(file, delay=True)
        handler.stream = open(file, "a", encoding="utf-8", opener=open_regular)  # noqa: SIM115
    except OSError as error:
        message = _("The log {file} cannot be written: {reason}")
        raise UsageError(message.format(file=file, reason=error.strerror)) from error
    handler.setFormatter(EnglishFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
