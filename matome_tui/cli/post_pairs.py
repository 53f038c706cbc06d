"""The user's own translations from the posts of a site, for `matome translation import`."""

import asyncio
import hashlib
from collections.abc import Iterable
from pathlib import Path

from matome_tui.cli.answers import write_errors
from matome_tui.cli.threads import Threads
from matome_tui.config.settings import Settings
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.files import plain, read_text
from matome_tui.hn.http import HNError
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.compose import read_draft
from matome_tui.hugo.site.root import find_site
from matome_tui.i18n import _
from matome_tui.store.error import StoreError
from matome_tui.store.pairs import Pair, PairStore, own_pairs


def import_pairs(posts: Iterable[Path], settings: Settings, store: PairStore) -> int:
    """Keep the quotes of posts with their comments; return the number of posts that failed.

    Posts that have not changed are skipped, and so are quotes whose comments are not found.
    Threads are asked for once, as they are stored for reading offline. Failures are written to
    standard error.
    """
    return asyncio.run(_import_pairs(posts, settings, store))


async def _import_pairs(posts: Iterable[Path], settings: Settings, store: PairStore) -> int:
    threads = Threads(settings)
    failed = 0
    try:
        for path in posts:
            try:
                await _import_post(path, settings, store, threads)
            except (OSError, UnicodeDecodeError, PostError, HNError, StoreError) as error:
                failed += 1
                message = _("{path} was not read: {reason}")
                write_errors(message.format(path=path, reason=plain(error)))
                if threads.has_given_up:
                    write_errors(_("Hacker News does not answer; run it again to go on"))
                    break
    finally:
        await threads.close()
    return failed


async def _import_post(path: Path, settings: Settings, store: PairStore, threads: Threads) -> None:
    text = read_text(path)
    origin, version = f"post:{path}", hashlib.sha256(text.encode()).hexdigest()
    if store.version(origin) == version:
        return
    draft = read_draft(parse(text), _options_of(path, settings))
    pairs: list[Pair] = []
    if draft.clips:
        pairs = own_pairs(draft.link_comments(await threads.comments(draft.thread)))
    store.replace(origin, version, pairs)


def _options_of(post: Path, settings: Settings) -> PostOptions:
    return settings.post_on(find_site(post.absolute().parent))
