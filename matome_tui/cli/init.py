"""`matome init`: chooses how quotes are written on an existing site, and saves its settings."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from matome_tui.cli.answers import agrees, answer, write_errors, write_lines
from matome_tui.cli.options import (
    UsageError,
    add_common,
    config_file,
    file_argument,
    named_site,
    own_settings,
    set_up_log,
)
from matome_tui.cli.parser import Parser
from matome_tui.core.comment.wrap import cell_width, padded
from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.core.text import sanitize
from matome_tui.files import plain
from matome_tui.hugo.executable import Hugo, HugoError, find_hugo
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.file import outside
from matome_tui.hugo.post.sample import sample_post
from matome_tui.hugo.program.conventions import Conventions, Trait, read_conventions, traits
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import SHORTCODES, Site, install_shortcodes, needs, try_read_site
from matome_tui.i18n import _
from matome_tui.ui.current_site import CurrentSite

_DECLINED = 1
_ANSWERS: dict[str, Format] = {"b": "blockquote", "m": "matome"}


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit status is 1 if nothing was set up.

    Raises:
        UsageError: There is no site, or it or the configuration cannot be read or written.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    file = config_file(options.config)
    settings = own_settings(options.config)
    root = named_site(options.folder, settings)
    if root is None or not is_site(root):
        message = _("{folder} is not a Hugo site; matome new-site makes one")
        raise UsageError(message.format(folder=options.folder or Path.cwd()))
    current = CurrentSite(settings, root)
    try:
        return _set_up(current, file, options)
    except (HugoError, PostError, ValueError, OSError) as error:
        message = _("The site was not set up: {reason}")
        raise UsageError(message.format(reason=plain(error))) from error


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome init",
        description=_(
            "Set up an existing Hugo site: choose how quotes are written, and save that in the "
            "configuration, with what the site's posts have in common."
        ),
    )
    add = parser.add_argument
    text = _("the Hugo site; by default the configured one, or the one around this folder")
    add("folder", nargs="?", type=file_argument, metavar="DIR", help=text)
    text = _("'blockquote', plain Markdown for any theme, or 'matome', with a shortcode")
    add("--format", choices=get_args(Format), help=text)
    add("--yes", action="store_true", help=_("do not ask"))
    add_common(parser)
    return parser


def _set_up(current: CurrentSite, file: Path, options: argparse.Namespace) -> int:
    root = current.root
    assert root is not None
    hugo = find_hugo()
    site, unread = try_read_site(root, hugo)
    if unread:
        message = _("Cannot read the site's configuration: {reason}")
        write_errors(message.format(reason=unread))
    conventions = read_conventions(site, hugo)
    known = current.settings
    configured = known.post_on(root).format if known.has_site(root) else None
    wanted: Format | None = options.format or configured
    if wanted and _is_set_up(current, site, conventions, wanted, file):
        message = _("Already set up with format = {format!r}; --format chooses another: {site}")
        write_lines(sanitize(message.format(site=root, format=wanted)))
        return 0
    usual = configured or ("matome" if site.has_quote_shortcode else "blockquote")
    form = options.format or (usual if options.yes else None)
    forms: tuple[Format, ...] = (form,) if form else ("blockquote", "matome")
    suggested = {form: current.suggested(conventions, form, file) for form in forms}
    editor = current.suggested_editor(conventions, file)
    write_lines(*_description(site, traits(conventions, editor), suggested))
    if form is None:
        form = _asked_format(root)
    elif not agrees(_("Save these settings in {file}?").format(file=file), answers_yes=options.yes):
        form = None
    if form is None:
        write_errors(_("Nothing was written"))
        return _DECLINED
    if form == "matome" and not _add_shortcodes(root, hugo, answers_yes=options.yes):
        return _DECLINED
    current.adopt(conventions, form, file)
    write_lines(sanitize(_("Saved the settings of the site in {file}").format(file=file)))
    write_lines(sanitize(_("Save posts in it:  matome --site {folder}").format(folder=root)))
    return 0


def _is_set_up(
    current: CurrentSite, site: Site, conventions: Conventions, form: Format, file: Path
) -> bool:
    """Return whether the site and its settings have all that the command would write."""
    is_ready = form == "blockquote" or (site.has_quote_shortcode and site.has_details is not False)
    return bool(is_ready) and current.has_adopted(conventions, form, file)


def _description(
    site: Site, rows: Sequence[Trait], suggested: Mapping[Format, PostOptions]
) -> Iterator[str]:
    """Yield the lines that say what is suggested, with a sample post in each format."""
    yield sanitize(_("New posts are written like those of {site}:").format(site=site.root))
    width = max(cell_width(trait.name) for trait in rows)
    for trait in rows:
        reason = f"  ({trait.reason})" if trait.reason else ""
        yield sanitize(f"  {padded(trait.name, width)}  {trait.value}{reason}")
    headings = {
        "blockquote": _("A new post with blockquotes, {path}:"),
        "matome": _("A new post with the shortcode, {path}:"),
    }
    for form, options in suggested.items():
        path, text = sample_post(options)
        yield ""
        yield sanitize(headings[form].format(path=path))
        yield from (f"  {line}".rstrip() for line in sanitize(text).splitlines())
        if form == "matome":
            yield from (f"  {line}" for line in needs(site))
    yield ""


def _add_shortcodes(root: Path, hugo: Hugo | None, *, answers_yes: bool) -> bool:
    """Add what the site lacks; return whether the user wants that, also outside of the site."""
    if real := outside(root / SHORTCODES, root):
        question = _("Add the shortcode to {folder}, outside of the site?").format(folder=real)
        if not agrees(question, answers_yes=answers_yes):
            write_errors(_("Nothing was written"))
            return False
    for path in install_shortcodes(root, hugo):
        write_lines(sanitize(_("Added {path}").format(path=path)))
    return True


def _asked_format(root: Path) -> Format | None:
    """Ask for the format of quotes; return None for no answer."""
    question = sanitize(_("How should quotes be written on {site}?").format(site=root.name))
    names = {"b": _("plain blockquotes"), "m": _("matome shortcode")}
    answers = "   ".join(f"{key} {name}" for key, name in names.items())
    return _ANSWERS.get(answer(f"{question}   {answers}", "b/m"))
