"""What all of the command line has in common."""

import argparse
import logging
from pathlib import Path

from matome_tui import paths
from matome_tui.core.fields import parse_id
from matome_tui.core.text import one_line
from matome_tui.files import is_special, open_regular

_LONGEST_SHOWN = 80


class UsageError(Exception):
    """The command line asks for what can not be; the message is one line."""


def shown(text: str) -> str:
    """Return an argument as a message quotes it: on one line, cut where it is long."""
    line = one_line(text)
    return repr(line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}...")


def file_argument(text: str) -> Path:
    """Return the path in an argument; UsageError where no file can have it."""
    try:
        found = Path(text).expanduser()
        found.exists()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{shown(text)} cannot be a file: {reason}") from error
    return found


def draft_argument(text: str) -> int:
    """Return the number of a draft in an argument; UsageError where it is none."""
    number = parse_id(text)
    if number is None:
        raise UsageError(f"{shown(text)} is not the number of a draft; matome drafts lists them")
    return number


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes."""
    parser.add_argument(
        "--config",
        type=file_argument,
        metavar="FILE",
        help="the configuration, in place of the usual one",
    )
    parser.add_argument("--debug", type=file_argument, metavar="FILE", help="write a log there")


def config_file(given: Path | None) -> Path:
    """Return the file of the configuration; UsageError where the given one is not there."""
    if given is None:
        return paths.config_file()
    if is_special(given):
        raise UsageError(f"the configuration {given} is not a regular file")
    if not given.is_file():
        raise UsageError(f"there is no configuration {given}")
    return given


def set_up_log(file: Path | None) -> None:
    """Write a log to a file, if one is given; UsageError where that is impossible."""
    if file is None:
        return
    try:
        handler = logging.FileHandler(file, delay=True)
        handler.stream = open(file, "a", encoding="utf-8", opener=open_regular)  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"the log {file} cannot be written: {error.strerror}") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
