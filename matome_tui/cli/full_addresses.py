"""Completes the cut links of posts from Hacker News, for `matome check --fix --from-hn`."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from matome_tui.cli.answers import write_errors
from matome_tui.cli.threads import Threads
from matome_tui.config.settings import Settings
from matome_tui.files import plain, read_text
from matome_tui.hn.http import HNError
from matome_tui.hugo.check.full_addresses import complete_post
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.site.root import find_site
from matome_tui.i18n import _


def whole_links(posts: Iterable[Path], settings: Settings) -> Mapping[Path, tuple[str, str]]:
    """Return the texts of posts, as they are and with their cut links completed, if any can be.

    A thread is asked for once, as it is stored for reading offline: a run that was interrupted
    goes on where it stopped. Failures are written to standard error.

    Args:
        posts: The posts, an iterator that shows the progress.
        settings: The servers, and the options of posts.
    """
    return asyncio.run(_whole_links(posts, settings))


async def _whole_links(posts: Iterable[Path], settings: Settings) -> Mapping[Path, tuple[str, str]]:
    threads = Threads(settings)
    texts: dict[Path, tuple[str, str]] = {}
    try:
        for path in posts:
            try:
                text = read_text(path)
                thread = parse(text).thread
                comments = await threads.comments(thread) if thread else ()
                options = settings.post_on(find_site(path.absolute().parent))
                whole = complete_post(text, comments, options)
            except (OSError, UnicodeDecodeError, PostError, HNError) as error:
                message = _("The links of {path} were not completed: {reason}")
                write_errors(message.format(path=path, reason=plain(error)))
                if threads.has_given_up:
                    write_errors(_("Hacker News does not answer; run it again to go on"))
                    break
                continue
            if whole != text:
                texts[path] = text, whole
    finally:
        await threads.close()
    return texts
