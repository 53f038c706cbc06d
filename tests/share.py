"""The completion scripts and the man page: `python -m tests.share` writes them.

All come from the parsers of the command line.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matome_tui
from matome_tui.__main__ import parser_of
from matome_tui.cli.completion import SHELLS
from matome_tui.cli.options import file_argument
from matome_tui.cli.subcommands import SUBCOMMANDS
from tests.support.places import ROOT

FOLDER = ROOT / "matome_tui" / "share"


def texts() -> dict[Path, str]:
    """Return the text of each file."""
    import shtab

    root = _whole_parser()
    scripts: dict[Path, str] = {
        FOLDER / f"matome.{shell}": f"{shtab.complete(root, shell)}\n" for shell in SHELLS
    }
    return {**scripts, FOLDER / "matome.1": _man_page()}


def _whole_parser() -> argparse.ArgumentParser:
    """Return the parser of the program with the subcommands as argparse has them.

    It lacks the thread, whose place is that of the subcommand.
    """
    root = argparse.ArgumentParser(prog="matome", add_help=False)
    for action in parser_of(None)._actions:
        if action.option_strings:
            root._add_action(action)
    subparsers = root.add_subparsers()
    for name, summary in SUBCOMMANDS.items():
        subparsers.add_parser(name, parents=[parser_of(name)], add_help=False, help=summary)
    for parser in (root, *subparsers.choices.values()):
        for action in parser._actions:
            _complete_files(action)
    return root


def _complete_files(action: Any) -> None:
    import shtab

    if isinstance(action, argparse._SubParsersAction):
        for parser in action.choices.values():
            for own in parser._actions:
                _complete_files(own)
    elif action.type is file_argument:
        action.complete = shtab.DIRECTORY if action.metavar == "DIR" else shtab.FILE


def _man_page() -> str:
    lines = [
        f'.TH MATOME 1 "" "matome-tui {matome_tui.__version__}"',
        ".SH NAME",
        r"matome \- read Hacker News threads and save the best comments as a Hugo post",
        ".SH SYNOPSIS",
        ".B matome\n[\\fIOPTION\\fR]... [\\fITHREAD\\fR]",
        ".br",
        ".B matome\n\\fISUBCOMMAND\\fR [\\fIARGUMENT\\fR]...",
        ".SH DESCRIPTION",
        _roff(parser_of(None).description or ""),
        "In the program, ? shows the keys.",
        ".SH OPTIONS",
        *_arguments(parser_of(None)),
        ".SH SUBCOMMANDS",
    ]
    for name in SUBCOMMANDS:
        parser = parser_of(name)
        lines += [f".SS matome {_roff(name)}", _roff(parser.description or ""), *_arguments(parser)]
    return "\n".join(lines) + "\n"


def _arguments(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield a paragraph for each argument of a parser."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                own = action.choices[choice.dest]
                positional = [_roff(str(a.metavar)) for a in own._actions if not a.option_strings]
                names = " ".join([f"\\fB{_roff(choice.dest)}\\fR", *positional])
                yield f".TP\n{names}\n{_roff(choice.help or '')}"
        elif action.dest != "help" and action.help:
            yield f".TP\n{_names(action)}\n{_roff(action.help % {'prog': parser.prog})}"


def _names(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else f"\\fI{_roff(_value(action))}\\fR"
    names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in action.option_strings)
    return f"{names} {value}".strip()


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        return action.metavar
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _roff(text: str) -> str:
    """Escape a line of text for roff."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, encoding="utf-8")
