"""`matome tags`: lists the tags of a site, renames and merges them in all posts."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from matome_tui import paths
from matome_tui.cli.answers import agrees, write_errors, write_lines
from matome_tui.cli.options import (
    UsageError,
    add_common,
    file_argument,
    set_up_log,
)
from matome_tui.cli.parser import Parser, repeated
from matome_tui.cli.site_index import site_index
from matome_tui.core.text import one_line, quoted
from matome_tui.files import make_folder, plain
from matome_tui.hugo.post.encode import tag_problem
from matome_tui.hugo.post.file import differences
from matome_tui.hugo.site.index import Index
from matome_tui.hugo.site.tags import Failure, apply, rename, revert, used_once, variants
from matome_tui.i18n import _, ngettext, sentences


def main(arguments: Sequence[str]) -> int:
    """Run `matome tags`; return its exit status, 1 if something was not changed.

    Raises:
        UsageError: The arguments make no sense, or something they need is missing.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    undo = paths.data_directory() / "tags-undo.json"
    if options.action == "undo":
        return _undo(undo)
    index = site_index(options)
    if options.action == "rename":
        return _rename(index, options, undo)
    _list(index.tags, options)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome tags",
        description=_("List the tags of a site, each with its number of posts."),
    )
    add = parser.add_argument
    add("--once", action="store_true", help=_("only tags of one post"))
    add("--variants", action="store_true", help=_("only tags alike but for case, width or form"))
    _add_options(parser)
    after = [repeated(_add_options)]
    actions = parser.add_subparsers(dest="action", metavar="rename | undo")
    text = _("rename tags in all posts, or merge them")
    rename_ = actions.add_parser("rename", parents=after, help=text)
    add = rename_.add_argument
    add("old", nargs="+", metavar="OLD", help=_("tags as they are spelled in posts"))
    add("new", metavar="NEW", help=_("the tag that replaces them; it may exist"))
    add("--yes", action="store_true", help=_("do not ask"))
    text = _("restore the posts that the last rename changed")
    actions.add_parser("undo", parents=after, help=text)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    text = _("the Hugo site with the posts")
    parser.add_argument("--site", type=file_argument, metavar="DIR", help=text)
    add_common(parser)


def _list(tags: Counter[str], options: argparse.Namespace) -> None:
    groups = variants(tags)
    alike = {tag: [one for one in group if one != tag] for group in groups for tag in group}
    shown: Iterable[str] = sorted(tags, key=lambda tag: (-tags[tag], tag.casefold()))
    if options.variants:
        shown = (tag for group in groups for tag in sorted(group, key=lambda tag: -tags[tag]))
    if options.once:
        once = frozenset(used_once(tags))
        shown = (tag for tag in shown if tag in once)
    lines = [_line(tag, tags[tag], alike.get(tag, [])) for tag in shown]
    write_lines(*(lines or [_("There are no such tags.")]))


def _line(tag: str, number: int, alike: Sequence[str]) -> str:
    line = f"{number:>6}  {one_line(tag)}"
    if not alike:
        return line
    others = _("(variant of {tags})").format(tags=one_line(", ".join(alike)))
    return f"{line}  {others}"


def _rename(index: Index, options: argparse.Namespace, undo: Path) -> int:
    if not (options.yes or sys.stdin.isatty()):
        raise UsageError(_("Renaming asks first, which needs a terminal; add --yes"))
    new, old = options.new, [tag for tag in options.old if tag != options.new]
    if problem := tag_problem(new):
        message = _("Tag {tag}: {problem}")
        raise UsageError(message.format(tag=quoted(new), problem=problem))
    for tag in old:
        if tag not in index.tags:
            message = _("No post has the tag {tag}; matome tags lists them as they are spelled")
            raise UsageError(message.format(tag=quoted(tag)))
    posts = sorted(post.path for post in index.posts if not set(old).isdisjoint(post.tags))
    edits, failures = rename(posts, old, new)
    for edit in edits:
        names = (str(edit.path), _("{path}, changed").format(path=edit.path))
        write_errors(*differences(edit.old, edit.new, names))
    if edits and not _may_write(len(edits), index.tags[new], new, answers_yes=options.yes):
        return 1
    try:
        make_folder(undo.parent)
        failures += apply(edits, undo) if edits else []
    except OSError as error:
        message = _("Nothing was changed: {file} cannot be written: {reason}")
        raise UsageError(message.format(file=undo, reason=plain(error))) from error
    number = len(edits) - sum(failure.path in {edit.path for edit in edits} for failure in failures)
    done = ngettext("Changed {number} post.", "Changed {number} posts.", number)
    line = done.format(number=number)
    write_lines(sentences(line, _("matome tags undo restores them.")) if number else line)
    return _report(failures)


def _may_write(number: int, present: int, new: str, *, answers_yes: bool) -> bool:
    if present:
        note = ngettext(
            "The tag {tag} exists, in {number} post; the tags become one.",
            "The tag {tag} exists, in {number} posts; the tags become one.",
            present,
        )
        write_errors(note.format(tag=new, number=present))
    question = ngettext("Change {number} post?", "Change {number} posts?", number)
    return agrees(question.format(number=number), answers_yes=answers_yes)


def _undo(undo: Path) -> int:
    try:
        number, failures = revert(undo)
    except FileNotFoundError as error:
        raise UsageError(_("There is nothing to undo")) from error
    except (OSError, ValueError) as error:
        message = _("{file} cannot be read: {reason}")
        raise UsageError(message.format(file=undo, reason=plain(error))) from error
    done = ngettext("Restored {number} post.", "Restored {number} posts.", number)
    write_lines(done.format(number=number))
    return _report(failures)


def _report(failures: Sequence[Failure]) -> int:
    message = _("{path} was left as it is: {reason}")
    write_errors(*(message.format(path=one.path, reason=one.reason) for one in failures))
    return 1 if failures else 0
