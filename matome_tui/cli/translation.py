"""`matome translation`: shows how texts are translated, tries it, and keeps its files."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import aclosing
from urllib.parse import urlsplit

from matome_tui import paths
from matome_tui.cli.answers import write_errors, write_lines
from matome_tui.cli.options import UsageError, add_common, file_argument, own_settings, set_up_log
from matome_tui.cli.parser import Parser, repeated
from matome_tui.config.settings import Settings, TranslateSettings
from matome_tui.core.text import sanitize
from matome_tui.i18n import _, ngettext
from matome_tui.store.error import StoreError
from matome_tui.translate.consent import is_loopback
from matome_tui.translate.events import Done, Failed, Request, Skipped
from matome_tui.translate.service import Stores

_MAX_INPUT = 100_000


def main(arguments: Sequence[str]) -> int:
    """Run `matome translation`; return its exit status, 1 if something was not translated or read.

    Raises:
        UsageError: Something that is needed is missing, or a file cannot be read or written.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    settings = own_settings(options.config)
    stores = Stores.in_folders(paths.data_directory(), paths.cache_directory())
    try:
        match options.action:
            case "try":
                return _try(options, settings)
            case "import":
                return _import(options, settings, stores)
            case "clear":
                stores.renderings.clear()
                write_lines(_("The renderings are removed"))
            case _:
                _show(settings.translate, stores)
    except StoreError as error:
        raise UsageError(str(error)) from error
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = Parser(
        prog="matome translation",
        description=_("Show which service translates, and what is kept of it."),
    )
    add_common(parser)
    after = [repeated(add_common)]
    actions = parser.add_subparsers(dest="action", metavar="try | import | clear")
    help_text = _("translate a text, to try the settings")
    try_ = actions.add_parser("try", parents=after, help=help_text)
    help_text = _("the text, or - for standard input")
    try_.add_argument("text", metavar="TEXT", help=help_text)
    try_.add_argument("--yes", action="store_true", help=_("do not ask before it is sent"))
    help_text = _("learn from the quotes in the site's posts")
    import_ = actions.add_parser("import", parents=after, help=help_text)
    help_text = _("the Hugo site with the posts")
    import_.add_argument("--site", type=file_argument, metavar="DIR", help=help_text)
    actions.add_parser("clear", parents=after, help=_("remove all kept renderings"))
    return parser


def _show(settings: TranslateSettings, stores: Stores) -> None:
    if not settings.backend:
        write_lines(_("No translation service is set up; see [translate] in the README"))
    else:
        model = f" {settings.model}" if settings.model else ""
        place = settings.command if settings.backend == "command" else settings.url
        write_lines(sanitize(f"{settings.backend}{model}  {place}"), _consent(settings, stores))
    stores.pairs.follow_drafts()
    kept, own = stores.renderings.count(), stores.pairs.count()
    message = ngettext("{number} kept rendering", "{number} kept renderings", kept)
    write_lines(message.format(number=f"{kept:,}"))
    message = ngettext(
        "{number} translation of your own as an example",
        "{number} translations of your own as examples",
        own,
    )
    write_lines(message.format(number=f"{own:,}"))


def _consent(settings: TranslateSettings, stores: Stores) -> str:
    host = urlsplit(settings.url).hostname or ""
    if settings.backend == "command" or is_loopback(host):
        return _("Comments stay on this machine")
    match stores.consent.answer(host):
        case True:
            return _("You have agreed to sending comments to {host}").format(host=host)
        case False:
            return _("You have refused to send comments to {host}").format(host=host)
    return _("You will be asked before comments are sent to {host}").format(host=host)


def _try(options: argparse.Namespace, settings: Settings) -> int:
    from matome_tui.cli.translator import translator_for

    text = sys.stdin.read(_MAX_INPUT) if options.text == "-" else options.text
    translator = translator_for(settings, answers_yes=options.yes)

    async def run() -> Done | Failed | Skipped:
        try:
            async with aclosing(
                translator.run([Request(1, sanitize(text).strip(), is_fresh=True)])
            ) as events:
                async for event in events:
                    if isinstance(event, Done | Failed | Skipped):
                        return event
        finally:
            await translator.close()
        raise AssertionError("unreachable: each request has a last event")

    end = asyncio.run(run())
    if isinstance(end, Done):
        write_lines(end.text)
        return 0
    write_errors(_("Not translated: {reason}").format(reason=end.reason))
    if isinstance(end, Failed) and end.text:
        write_lines(end.text)
    return 1


def _import(options: argparse.Namespace, settings: Settings, stores: Stores) -> int:
    from matome_tui.cli.check import with_progress
    from matome_tui.cli.post_pairs import import_pairs
    from matome_tui.cli.site_index import site_index

    posts = [post.path for post in site_index(options).posts if post.thread]
    before = stores.pairs.count()
    console = None
    if sys.stderr.isatty():
        from rich.console import Console

        console = Console(stderr=True)
    failed = import_pairs(with_progress(posts, len(posts), console), settings, stores.pairs)
    number = stores.pairs.count() - before
    message = ngettext(
        "{number} more translation of your own", "{number} more translations of your own", number
    )
    write_lines(message.format(number=f"{number:,}"))
    return 1 if failed else 0
