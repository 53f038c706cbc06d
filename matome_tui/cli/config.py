"""`matome config`: show, check and edit the configuration file."""

import argparse
import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from matome_tui.cli.answers import write_errors, write_lines
from matome_tui.cli.options import UsageError, add_common, config_file, set_up_log
from matome_tui.cli.parser import Parser
from matome_tui.config.defaults import default_text
from matome_tui.config.file import load, with_lines
from matome_tui.config.reading import Problem
from matome_tui.core.text import sanitize
from matome_tui.i18n import _


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit status is 1 if the configuration has problems."""
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    if options.print_defaults:
        write_lines(default_text().rstrip("\n"))
        return 0
    file = config_file(options.config)
    if options.edit:
        _edit(file)
    if options.edit or options.check:
        return _check(file)
    write_lines(sanitize(str(file)))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome config", description=_("Print the path of the configuration file.")
    )
    add = parser.add_mutually_exclusive_group().add_argument
    text = _("print every setting with its default and its meaning, to begin a file from")
    add("--print-defaults", action="store_true", help=text)
    add("--check", action="store_true", help=_("report what is wrong, with its line"))
    text = _("open the file in $VISUAL or $EDITOR, then check it")
    add("--edit", action="store_true", help=text)
    add_common(parser)
    return parser


def problems_of(file: Path) -> list[Problem]:
    """Return all problems of a configuration file, with their lines."""
    from matome_tui.ui.keymap import checked_keymap
    from matome_tui.ui.theme import theme_problems

    settings, problems = load(file)
    unknown = checked_keymap(settings.keys)[1] + theme_problems(settings.ui.theme)
    problems += with_lines(unknown, file)
    return sorted(problems, key=lambda problem: problem.line or 0)


def _check(file: Path) -> int:
    problems = problems_of(file)
    for problem in problems:
        place = file if problem.line is None else f"{file}:{problem.line}"
        key = "" if problem.is_unreadable else f"{problem.key}: "
        write_errors(f"{place}: {key}{problem.message}")
    if not problems:
        state = _("{file}: no problems") if file.exists() else _("{file}: does not exist")
        write_lines(sanitize(state.format(file=file)))
    return 1 if problems else 0


def _edit(file: Path) -> None:
    """Open the file in the user's editor; UsageError if that fails."""
    from matome_tui.files import make_folder

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        make_folder(file.parent)
        if not file.exists():
            file.write_text(default_text(), encoding="utf-8")
        status = subprocess.run([*shlex.split(command), file], check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        message = _("{program} cannot be started: {reason}")
        raise UsageError(message.format(program=command, reason=error)) from error
    if status:
        message = _("{program} ended with status {status}")
        raise UsageError(message.format(program=command, status=status))
