"""`matome export`: writes a draft's post, or one of its clips, as Markdown."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing

from matome_tui.atomic import write_new
from matome_tui.cli.answers import write_errors
from matome_tui.cli.options import (
    UsageError,
    add_common,
    config_file,
    file_argument,
    item_argument,
    named_site,
    set_up_log,
)
from matome_tui.cli.parser import Parser
from matome_tui.cli.sources import own_drafts
from matome_tui.config.file import load
from matome_tui.core.draft.draft import Draft
from matome_tui.files import plain
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.export import clip_markdown, post_markdown
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.ui.current_site import CurrentSite


def main(arguments: Sequence[str]) -> int:
    """Write the Markdown and return the exit status.

    Raises:
        UsageError: There is no such draft or clip, or the file cannot be written.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    try:
        text = _markdown(options)
        if options.file:
            write_new(options.file, text)
            write_errors(_exported(options))
        else:
            _print(text)
    except FileExistsError as error:
        raise UsageError(str(error)) from error
    except (StoreError, PostError, OSError) as error:
        place = f"{options.file}: " if options.file and isinstance(error, OSError) else ""
        message = _("Not exported: {reason}").format(reason=f"{place}{plain(error)}")
        raise UsageError(message) from error
    return 0


def parser() -> Parser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome export",
        description=_(
            "Write the draft of a thread as Markdown with plain blockquotes, without front matter. "
            "It needs no Hugo site."
        ),
    )
    add = parser.add_argument
    add("thread", type=item_argument, metavar="THREAD", help=_("an HN id or an HN address"))
    add("file", type=file_argument, nargs="?", metavar="FILE", help=_("write there, not to stdout"))
    help_text = _("only the clip of this comment: an HN id or an HN address")
    add("--clip", type=item_argument, metavar="COMMENT", help=help_text)
    help_text = _("the Hugo site whose settings of posts are used")
    add("--site", type=file_argument, metavar="DIR", help=help_text)
    add_common(parser)
    return parser


def _print(text: str) -> None:
    """Print Markdown; into a file or a pipe as UTF-8, so that nothing is lost."""
    if sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()


def _exported(options: Namespace) -> str:
    if options.clip is None:
        message = _("Exported the draft of thread {number} to {path}")
        return message.format(number=options.thread, path=options.file)
    message = _("Exported the clip of comment {number} to {path}")
    return message.format(number=options.clip, path=options.file)


def _markdown(options: Namespace) -> str:
    settings, _problems = load(config_file(options.config))
    site = CurrentSite(settings, named_site(options.site, settings))
    draft, post = _draft(options.thread)
    post_options = site.post_options if options.site else site.options_of(post)
    if options.clip is None:
        return post_markdown(draft, post_options)
    clips = draft.clips_of(options.clip)
    if not clips:
        message = _("The draft has no clip of comment {number}")
        raise UsageError(message.format(number=options.clip))
    return "\n".join(clip_markdown(clip, post_options) for clip in clips)


def _draft(thread: int) -> tuple[Draft, str]:
    """Return the draft of a thread, and the path of its post; empty without one."""
    with closing(own_drafts()) as store:
        session = store.of_thread(thread)
    if session is None:
        message = _("There is no draft of thread {number}; matome drafts lists them")
        raise UsageError(message.format(number=thread))
    return session.draft, session.publication.path
