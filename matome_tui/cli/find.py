"""`matome find`: searches the drafts and the threads kept on this machine."""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterable, Sequence

from matome_tui import paths
from matome_tui.cli.answers import write_errors, write_lines
from matome_tui.cli.options import UsageError, add_common, own_settings, set_up_log, write_json
from matome_tui.cli.parser import Parser
from matome_tui.cli.progress import Progress
from matome_tui.cli.sources import kept_threads
from matome_tui.core.archive import ArchiveQuery
from matome_tui.core.comment.wrap import cell_width, padded, truncate
from matome_tui.core.text import one_line
from matome_tui.i18n import _
from matome_tui.store.archive import LIMIT, Hit
from matome_tui.store.archive_feed import ArchiveFeed, feed_in
from matome_tui.store.error import StoreError
from matome_tui.ui.drawing.formats import TEXT_KINDS

_INDENT = "    "
_KIND_CELLS = 8
_WIDTH = 200  # where the output is not a terminal
_PATIENCE = 0.5


def main(arguments: Sequence[str]) -> int:
    """Run `matome find`; return its exit status, 1 if nothing was found.

    Raises:
        UsageError: There is nothing to search for, or a store cannot be read.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    query = ArchiveQuery.parse(" ".join(f'"{w}"' if " " in w else w for w in options.words))
    if not query:
        raise UsageError(_("There is nothing to search for: give a word, or by:NAME"))
    settings = own_settings(options.config)
    cache = paths.cache_directory()
    feed = feed_in(paths.data_directory(), cache, kept_threads(settings, cache))
    try:
        _fill(feed)
        hits = feed.archive.find(query)
    except StoreError as error:
        raise UsageError(str(error)) from error
    if options.json:
        write_json(json.dumps([_values(hit) for hit in hits], ensure_ascii=False, indent=1) + "\n")
    else:
        write_lines(*(line for hit in hits for line in _lines(hit, query)))
    if not hits:
        write_errors(_("Nothing was found in the drafts and the threads on this machine"))
    elif len(hits) >= LIMIT:
        write_errors(_("These are the first; more words find fewer"))
    return 0 if hits else 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    description = _("Search all drafts, and the threads kept on this machine.")
    parser = Parser(prog="matome find", description=description)
    add = parser.add_argument
    help_text = _('words and "phrases", all of which a text must have; by:NAME')
    add("words", nargs="+", metavar="WORDS", help=help_text)
    add("--json", action="store_true", help=_("write JSON"))
    add_common(parser)
    return parser


def _fill(feed: ArchiveFeed) -> None:
    """Bring the archive up to date; show how far it is if that takes long."""
    started = time.monotonic()
    with Progress() as progress:
        for done, total in feed.fill():
            if time.monotonic() - started > _PATIENCE:
                progress.show(_("Reading {done}/{total}").format(done=done, total=total))


def _lines(hit: Hit, query: ArchiveQuery) -> Iterable[str]:
    text = hit.text
    moment = text.time or hit.source.moment
    day = time.strftime("%Y-%m-%d", time.gmtime(moment)) if moment else _("unknown")
    widest = max(cell_width(_(kind)) for kind in TEXT_KINDS.values())
    kind = padded(_(TEXT_KINDS[text.kind]), max(widest, _KIND_CELLS))
    facts = (f"matome {hit.item:<10}", padded(day, 10), kind, one_line(text.author))
    yield "  ".join(fact for fact in (*facts, hit.source.title) if fact)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH
    excerpt, _matches = query.excerpt(text.text, "...")
    yield _INDENT + truncate(excerpt, width - len(_INDENT), "...")


def _values(hit: Hit) -> dict[str, object]:
    return {
        "item": hit.item,
        "thread": hit.source.thread,
        "draft": hit.source.number if hit.source.kind == "draft" else None,
        "kind": hit.text.kind,
        "author": hit.text.author,
        "time": hit.text.time or hit.source.moment,
        "title": hit.source.title,
        "text": hit.text.text,
    }
