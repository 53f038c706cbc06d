"""Parsing of command lines, with help whose lines are broken by display width."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from matome_tui.i18n import N_, _

ARGPARSE_MESSAGES = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("%(heading)s:"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("not allowed with argument %s"),
)
"""Messages of argparse that the commands can show, for the catalogues."""


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser`; an epilog keeps its lines."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **options})


def repeated(add: Callable[[argparse.ArgumentParser], None]) -> Parser:
    """Return a parent for the actions of a command, with options that may follow the action too.

    Args:
        add: Adds the options; a default here would replace what precedes the action.
    """
    parent = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    add(parent)
    return parent


class _Formatter(argparse.HelpFormatter):
    """Measures text in cells: a Japanese character takes two, and needs no space after it."""

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        """Indent further lines by the width of the prefix, for which argparse takes its length."""
        from matome_tui.core.comment.wrap import cell_width

        shown = _("usage: ") if prefix is None else prefix
        narrow = "#" * cell_width(shown)
        return super()._format_usage(usage, actions, groups, narrow).replace(narrow, shown, 1)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from matome_tui.core.comment.wrap import wrap

        line = " ".join(text.split())
        return [line[start:end] for start, end in wrap(line, width)]

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = text.splitlines()
        whole = lines if len(lines) > 1 else self._split_lines(text, width - len(indent))
        return "\n".join(f"{indent}{line}" for line in whole)
