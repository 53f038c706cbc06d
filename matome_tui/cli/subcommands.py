"""The subcommands of `matome`: names, summaries and modules."""

from argparse import ArgumentParser
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from matome_tui.i18n import N_, _

SUBCOMMANDS: Mapping[str, str] = {
    "search": N_("search Hacker News"),
    "check": N_("report and fix problems in posts"),
    "completion": N_("print the completion script of a shell"),
    "config": N_("show, check and edit the configuration file"),
    "doctor": N_("show what the program finds on this machine"),
    "draft": N_("make a first draft of a post from a thread"),
    "drafts": N_("list, export and import drafts"),
    "export": N_("write a draft as plain Markdown"),
    "find": N_("search all drafts and kept threads"),
    "init": N_("set up an existing Hugo site"),
    "new-site": N_("make a small Hugo site"),
    "publish": N_("commit and push posts with git"),
    "tags": N_("list and rename the tags of a site"),
    "translation": N_("show and try the service that translates"),
}
"""Summaries by name, in the order of the help; a file with such a name is given as `./check`."""


class Module(Protocol):
    """What the module of a subcommand has."""

    def main(self, arguments: list[str]) -> int:
        """Run the subcommand and return the exit status."""

    def parser(self) -> ArgumentParser:
        """Return the parser of the command line."""


def module_of(name: str) -> Module:
    """Import the module of a subcommand."""
    return cast("Module", import_module(f"matome_tui.cli.{name.replace('-', '_')}"))


def summaries() -> str:
    """Return a line for each subcommand, for the help."""
    width = max(map(len, SUBCOMMANDS))
    return "".join(f"  {name:<{width}}  {_(text)}\n" for name, text in SUBCOMMANDS.items())


def nearest(word: str) -> str | None:
    """Return the subcommand that a word was probably meant to be."""
    from difflib import get_close_matches  # needed only if something is wrong

    return next(iter(get_close_matches(word, SUBCOMMANDS, n=1)), None)
