"""The command line; the one place where the parts of the program are put together."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from matome_tui import __version__, paths
from matome_tui.cli.options import (
    UsageError,
    add_common,
    config_file,
    file_argument,
    set_up_log,
    shown,
)
from matome_tui.config.file import load
from matome_tui.config.settings import Settings
from matome_tui.core.address import item_named
from matome_tui.core.text import one_line

if TYPE_CHECKING:
    from matome_tui.hn.service import HackerNews
    from matome_tui.store.drafts import DraftStore
    from matome_tui.ui.services import Services
    from matome_tui.ui.thread.screen import ThreadScreen

_DEMO_THREAD = 44900001
_MEGABYTE = 1_000_000
_SUBCOMMANDS: tuple[str, ...] = ("check", "drafts", "new-site")
"""Words that name a command of `matome_tui.cli`; a file of that name is given as `./check`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status: 2 for a command line that can not be."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words and words[0] in _SUBCOMMANDS:
            module = import_module(f"matome_tui.cli.{words[0].replace('-', '_')}")
            return int(module.main(words[1:]))
        options = _parser().parse_args(words)
        set_up_log(options.debug)
        return _run(options)
    except UsageError as error:
        print(f"matome: {one_line(str(error))}", file=sys.stderr)  # noqa: T201
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="matome",
        description="Read Hacker News threads, mark the best comments, save them as a Hugo post.",
    )
    add = parser.add_argument
    add("thread", nargs="?", metavar="THREAD", help="an id, an address on Hacker News, or a post")
    add("--site", type=file_argument, metavar="DIR", help="the Hugo site to save posts in")
    add("--demo", action="store_true", help="threads that come with the program; no network")
    add("--offline", action="store_true", help="only threads that were opened before; no network")
    add_common(parser)
    add("--version", action="version", version=f"matome {__version__}")
    return parser


def _run(options: argparse.Namespace) -> int:
    item_id, post = _target(options.thread)
    configuration = config_file(options.config)
    settings, problems = load(configuration)
    site = _site(options.site, settings)
    with ExitStack() as stack:
        data, cache = paths.data_directory(), paths.cache_directory()
        if options.demo:
            from matome_tui.temporary import temporary_folder

            data = cache = stack.enter_context(temporary_folder("demo"))
            item_id = item_id or (None if post else _DEMO_THREAD)
        services = _services(settings, configuration, data, cache, _connection(options, settings))
        services.site.root = site
        services.notices += [str(problem) for problem in problems]
        from matome_tui.ui.app import MatomeApp, NoTerminalError

        app = MatomeApp(services, _first_screen(services, item_id, post))
        try:
            app.run()
        except NoTerminalError as error:
            raise UsageError(str(error)) from error
        finally:
            services.drafts.close()
            _rescue(services.drafts, Path(tempfile.gettempdir()) if options.demo else data)
        return app.return_code or 0


def _rescue(drafts: "DraftStore", folder: Path) -> None:
    """Write each draft that could not be saved to a file of its own, and say where."""
    from matome_tui.atomic import write_atomically
    from matome_tui.store.transfer import dump

    for number, session in enumerate(drafts.unkept, start=1):
        name = f"matome-{session.draft.thread}-{int(time.time())}-{number}.json"
        line = f"A draft could not be saved ({session.problem})"
        for place in (folder, Path(tempfile.gettempdir())):
            try:
                write_atomically(place / name, dump(session.draft))
            except OSError as error:
                line += f"; nor could {place / name} be written ({error.strerror})"
            else:
                line += f"; it is in {place / name}: matome drafts import reads it"
                break
        sys.stderr.write(f"{line}\n")


def _target(thread: str | None) -> tuple[int | None, Path | None]:
    """Return the id of an item, or the path of a post."""
    if thread is None:
        return None, None
    if item_id := item_named(thread):
        return item_id, None
    with suppress(UsageError):
        post = file_argument(thread)
        if post.is_dir():
            post /= "index.md"
        if post.exists():
            return None, post.absolute()
    raise UsageError(f"{shown(thread)} is no id, no address of a thread, and no file")


def _site(given: Path | None, settings: Settings) -> Path | None:
    from matome_tui.hugo.site.site import find_site, is_site

    if given is not None:
        site = given.absolute()
        if not is_site(site):
            raise UsageError(f"{given} is no Hugo site; matome new-site makes one")
        return site
    if settings.site.path:
        return Path(settings.site.path).expanduser()
    return find_site(Path.cwd())


def _connection(
    options: argparse.Namespace, settings: Settings
) -> "Callable[[], HackerNews] | None":
    if options.offline:
        return None

    def connect() -> "HackerNews":
        from matome_tui.hn.http import Client
        from matome_tui.hn.service import HackerNews

        if options.demo:
            from matome_tui.hn.demo.transport import ALGOLIA_URL, FIREBASE_URL, DemoTransport

            return HackerNews(Client(transport=DemoTransport()), FIREBASE_URL, ALGOLIA_URL)
        return HackerNews(Client(), settings.hn.firebase_url, settings.hn.algolia_url)

    return connect


def _services(
    settings: Settings,
    config_file: Path,
    data: Path,
    cache: Path,
    connect: "Callable[[], HackerNews] | None",
) -> "Services":
    from matome_tui.store.drafts import DraftStore
    from matome_tui.store.threads import ThreadStore
    from matome_tui.ui.current_site import CurrentSite
    from matome_tui.ui.services import Services

    drafts = DraftStore(data / "drafts.sqlite", waits=False)
    most_bytes = settings.hn.offline_megabytes * _MEGABYTE
    threads = ThreadStore(cache / "threads.sqlite", most_bytes)
    return Services(settings, config_file, drafts, threads, connect, CurrentSite(settings))


def _first_screen(
    services: "Services", item_id: int | None, post: Path | None
) -> "ThreadScreen | None":
    from matome_tui.ui.thread.screen import ThreadScreen

    if post is None:
        return ThreadScreen(item_id) if item_id else None
    from matome_tui.hugo.post.blocks import PostError
    from matome_tui.store.database import StoreError
    from matome_tui.ui.flows.existing_post import open_post

    try:
        session = open_post(services, post)
    except (PostError, StoreError) as error:
        raise UsageError(f"{post}: {error}") from error
    return ThreadScreen(session.draft.thread, session)


if __name__ == "__main__":
    sys.exit(main())
