"""The command line, and the composition root: connects settings, stores, Hacker News and app."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matome_tui import __version__, locale, paths
from matome_tui.cli.options import (
    UsageError,
    add_common,
    config_file,
    file_argument,
    set_up_log,
    site_folder,
)
from matome_tui.cli.parser import Parser
from matome_tui.cli.subcommands import SUBCOMMANDS, module_of, nearest, summaries
from matome_tui.config.file import load
from matome_tui.config.settings import Settings
from matome_tui.core.text import one_line, quoted
from matome_tui.i18n import _

if TYPE_CHECKING:
    from matome_tui.article.extract import Article
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.archive_feed import ArchiveFeed
    from matome_tui.store.drafts import DraftStore
    from matome_tui.store.reading import ReadingStore
    from matome_tui.store.session import DraftSession
    from matome_tui.store.threads import ThreadStore
    from matome_tui.ui.screens.base import MatomeScreen
    from matome_tui.ui.services import Services
    from matome_tui.ui.target import Target
    from matome_tui.ui.translator import Translator

_DEMO_THREAD = 44900001
_INTERRUPTED = 130
"""The exit status after ctrl+c: 128 and the number of the signal."""

_UNREAD = 141
"""The exit status if the reader of the output, such as `head`, has ended: likewise, of SIGPIPE."""

_WITH_VALUE = ("--site", "--config", "--debug")
"""Options of the program that take the next word."""

_SEARCH = "search"  # the subcommand that opens the program


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status, 2 for a wrong command line, 130 for ctrl+c."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # what the output cannot show becomes "?"
    words = list(sys.argv[1:] if arguments is None else arguments)
    _use_language(words)
    try:
        name, words = _subcommand(words)
        if name and name != _SEARCH:
            return _run_subcommand(name, words)
        options = parser_of(name).parse_args(words)
        set_up_log(options.debug)
        return _run(options)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except UsageError as error:
        print(f"matome: {one_line(str(error))}", file=sys.stderr)  # noqa: T201
        return 2


def _subcommand(words: list[str]) -> tuple[str | None, list[str]]:
    """Return the subcommand and its arguments; None, with all words, for the program itself.

    Options may precede the subcommand. UsageError if it does not have one of these.
    """
    at, given = 0, []
    while at < len(words) and words[at].startswith("-") and words[at] not in ("--", "--version"):
        given.append(words[at].partition("=")[0])
        at += 2 if words[at] in _WITH_VALUE else 1
    if at >= len(words) or words[at] not in SUBCOMMANDS:
        return None, words
    name = words[at]
    if given:
        actions = parser_of(name)._actions  # noqa: SLF001  # argparse has no other list
        known = [option for action in actions for option in action.option_strings]
        if wrong := [option for option in given if option not in known]:
            message = _("{option} cannot precede {command}; see {command} --help")
            raise UsageError(message.format(option=wrong[0], command=f"matome {name}"))
    return name, [*words[:at], *words[at + 1 :]]


def _run_subcommand(name: str, words: list[str]) -> int:
    try:
        status = module_of(name).main(words)
        sys.stdout.flush()
    except BrokenPipeError:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())  # for what is still in the buffer
        return _UNREAD
    return status


def _use_language(words: Sequence[str]) -> None:
    """Translate into the language of the configuration file, or else of the environment.

    This comes before the command line is parsed, so that its help is translated too.
    """
    locale.use(locale.preferred_language(os.environ))
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--config", nargs="?", type=file_argument)
    with suppress(UsageError):  # reported where the command line is parsed
        options, _rest = parser.parse_known_args(words)
        settings, _problems = load(config_file(options.config))
        if settings.ui.language != "auto":
            locale.use(settings.ui.language)


def parser_of(subcommand: str | None) -> argparse.ArgumentParser:
    """Return the parser of a subcommand, or of the program itself."""
    if subcommand is None:
        return _parser()
    return _search_parser() if subcommand == _SEARCH else module_of(subcommand).parser()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="matome",
        description=_(
            "Read Hacker News threads, mark the best comments and save them as a Hugo post."
        ),
        epilog=_("subcommands, each with its own --help:") + "\n" + summaries(),
    )
    add = parser.add_argument
    add("thread", nargs="?", metavar="THREAD", help=_("an HN id, an HN address, @NAME, or a post"))
    parser.set_defaults(words=[])
    _add_options(parser)
    return parser


def _search_parser() -> argparse.ArgumentParser:
    description = _("Search Hacker News, and show what is found.")
    parser = Parser(prog="matome search", description=description)
    help_text = _("words, and filters such as by:NAME and last:week")
    parser.add_argument("words", nargs="+", metavar="WORDS", help=help_text)
    parser.set_defaults(thread=None)
    _add_options(parser)
    return parser


def _add_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--site", type=file_argument, metavar="DIR", help=_("the Hugo site to save posts in"))
    add("--demo", action="store_true", help=_("show the built-in demo threads; no network"))
    add("--offline", action="store_true", help=_("show only threads opened before; no network"))
    add_common(parser)
    help_text = _("show program's version number and exit")
    add("--version", action="version", version=f"matome {__version__}", help=help_text)


def _run(options: argparse.Namespace) -> int:
    target = _target(options.thread)
    search = _search(options.words)
    configuration = config_file(options.config)
    settings, problems = load(configuration)
    site = _site_around(target) if options.site is None else None
    site = site or site_folder(options.site, settings)
    with ExitStack() as stack:
        from matome_tui.allocator import return_large_blocks
        from matome_tui.ui import garbage

        return_large_blocks()
        stack.enter_context(garbage.held())
        data, cache = paths.data_directory(), paths.cache_directory()
        if options.demo:
            data = cache = _demo_folder(stack)
            target = target or (None if search else _DEMO_THREAD)
        services = _services(settings, configuration, data, cache, _connection(options, settings))
        services.open_translator = _translation(options, settings, data, cache)
        stack.callback(lambda: _close(services.opened_drafts, None if options.demo else data))
        services.site.root = site
        if not (options.demo or options.offline):
            services.load_article = _load_article
        services.notices += problems
        from matome_tui.ui.ambiguous import adapt
        from matome_tui.ui.app import MatomeApp, NoTerminalError

        adapt(settings.ui.ambiguous_width)
        app = MatomeApp(services, _first_screen(services, target), search)
        try:
            app.run()
        except NoTerminalError as error:
            raise UsageError(str(error)) from error
        return app.return_code or 0


def _site_around(target: "Target | None") -> Path | None:
    """Return the site that a post is in; None for anything else."""
    if not isinstance(target, Path):
        return None
    from matome_tui.hugo.site.root import find_site

    return find_site(target.parent)


def _demo_folder(stack: ExitStack) -> Path:
    """Return a folder that is removed with the stack."""
    from matome_tui.temporary import temporary_folder

    try:
        return stack.enter_context(temporary_folder("demo"))
    except OSError as error:
        message = _("The demo has no room for its files: {reason}; free space or set TMPDIR")
        raise UsageError(message.format(reason=error.strerror)) from error


def _close(drafts: "DraftStore | None", data: Path | None) -> None:
    """Close the store, and export each draft that it could not save to a file.

    Args:
        drafts: The store; None if it was never opened.
        data: The folder to export to; None, or if it cannot be written: that of temporary files.
    """
    if drafts is None:
        return
    from matome_tui.temporary import temporary_place

    drafts.close()
    folders = [temporary_place] if data is None else [lambda: data, temporary_place]
    for number, session in enumerate(drafts.unsaved, start=1):
        name = f"matome-{session.draft.thread}-{int(time.time())}-{number}.json"
        sys.stderr.write(f"{_rescue(session, name, folders)}\n")


def _rescue(session: "DraftSession", name: str, folders: Sequence[Callable[[], Path]]) -> str:
    """Export a draft to the first of these folders that can be written; return a line about it."""
    from matome_tui.atomic import write_atomically
    from matome_tui.store.database import reason
    from matome_tui.store.transfer import dump

    failures = []
    for folder in folders:
        place = ""
        try:
            file = folder() / name
            place = f"{file}: "
            write_atomically(file, dump(session.draft))
        except OSError as error:
            failures.append(f"{place}{reason(error)}")
            continue
        message = _(
            "A draft could not be saved ({reason}). Read it with: matome drafts import {file}"
        )
        return message.format(reason=session.problem, file=file)
    message = _("A draft could not be saved ({reason}), nor exported ({failures})")
    return message.format(reason=session.problem, failures="; ".join(failures))


def _search(words: Sequence[str]) -> str:
    """Return the text of a search after checking its filters; a phrase is quoted again."""
    if not words:
        return ""
    from matome_tui.core.story_query import QueryError, StoryQuery

    text = " ".join(f'"{word}"' if " " in word and ":" not in word else word for word in words)
    try:
        StoryQuery.parse(text, time.time())
    except QueryError as error:
        raise UsageError(str(error)) from error
    return text


def _target(thread: str | None) -> "Target | None":
    """Return what an argument names."""
    if thread is None:
        return None
    from matome_tui.ui.target import parse_target

    if (target := parse_target(thread)) is None:
        message = _("{argument} is not an HN id, an HN address or a file")
        if meant := nearest(thread):
            message = _("{argument} is not an HN id, an HN address or a file; did you mean {name}?")
        raise UsageError(message.format(argument=quoted(thread), name=f"matome {meant}"))
    return target


def _connection(
    options: argparse.Namespace, settings: Settings
) -> "Callable[[], HackerNews] | None":
    if options.offline:
        return None

    def connect() -> "HackerNews":
        if not options.demo:
            from matome_tui.cli.sources import hacker_news

            return hacker_news(settings)
        from matome_tui.hn.demo.transport import ALGOLIA_URL, FIREBASE_URL, DemoTransport
        from matome_tui.hn.http import Client
        from matome_tui.hn.service import HackerNews

        return HackerNews(Client(transport=DemoTransport()), FIREBASE_URL, ALGOLIA_URL)

    return connect


def _translation(
    options: argparse.Namespace, settings: Settings, data: Path, cache: Path
) -> "Callable[[], Translator] | None":
    """Return what opens the translation service; None if none is set up."""
    if not settings.translate.backend:
        return None

    def open_() -> "Translator":
        from matome_tui.translate.service import open_translator

        return open_translator(settings.translate, data, cache, is_offline=options.offline)

    return open_


async def _load_article(url: str) -> "Article":
    from matome_tui.article.loading import load_article

    return await load_article(url)


def _services(
    settings: Settings,
    config_file: Path,
    data: Path,
    cache: Path,
    connect: "Callable[[], HackerNews] | None",
) -> "Services":
    from matome_tui.store.story_lists import StoryListStore
    from matome_tui.ui.current_site import CurrentSite
    from matome_tui.ui.reading import Reading
    from matome_tui.ui.services import Services

    def open_drafts() -> "DraftStore":
        from matome_tui.store.drafts import DraftStore

        return DraftStore(data / "drafts.sqlite", waits=False)

    def open_threads() -> "ThreadStore":
        from matome_tui.cli.sources import kept_threads

        return kept_threads(settings, cache)

    def open_archive(threads: "ThreadStore") -> "ArchiveFeed":
        from matome_tui.store.archive_feed import feed_in

        return feed_in(data, cache, threads)

    def open_reading() -> "ReadingStore":
        from matome_tui.store.reading import ReadingStore

        return ReadingStore(data / "reading.sqlite")

    lists = StoryListStore(cache / "lists.json")
    reading = Reading(open_reading)
    site = CurrentSite(settings)

    return Services(
        settings,
        config_file,
        open_drafts,
        open_threads,
        open_archive,
        lists,
        reading,
        connect,
        site,
    )


def _first_screen(services: "Services", target: "Target | None") -> "MatomeScreen[Any] | None":
    """Return the screen to open over the list of stories."""
    if target is None:
        return None
    from matome_tui.hugo.post.blocks import PostError
    from matome_tui.store.error import StoreError
    from matome_tui.ui.navigation import screen_of

    try:
        return screen_of(services, target)
    except (PostError, StoreError) as error:
        raise UsageError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
