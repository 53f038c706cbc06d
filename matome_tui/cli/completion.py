"""`matome completion`: print the completion script of a shell."""

import argparse
import sys
from collections.abc import Sequence
from importlib.resources import files

from matome_tui.cli.parser import Parser
from matome_tui.i18n import _

SHELLS = ("bash", "zsh", "fish")


def main(arguments: Sequence[str]) -> int:
    """Print the script and return the exit status."""
    shell = parser().parse_args(arguments).shell
    script = files("matome_tui.share").joinpath(f"matome.{shell}")
    sys.stdout.write(script.read_text(encoding="utf-8"))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome completion",
        description=_("Print a script that completes the arguments of matome in a shell."),
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    return parser
