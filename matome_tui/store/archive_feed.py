"""Filling of the archive from the kept threads and the drafts.

A source whose stamp differs from the archive's is read again. So one way serves for what is new,
for what an older version stored, and for an archive that was lost.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matome_tui.core.archive import ArchivedText, texts_of_draft, texts_of_thread
from matome_tui.core.draft.draft import Draft
from matome_tui.core.fields import moment
from matome_tui.core.text import one_line
from matome_tui.store.archive import Archive, Source, SourceKind
from matome_tui.store.database import open_read_only
from matome_tui.store.error import StoreError
from matome_tui.store.session import cannot_read
from matome_tui.store.steps import UNREADABLE, present
from matome_tui.store.threads import ThreadStore

_log = logging.getLogger(__name__)


class ArchiveFeed:
    """Fills an archive; its methods may be called from any thread of the process.

    Methods raise StoreError if a store cannot be read, or the archive cannot be written.

    Attributes:
        archive: The archive.
    """

    def __init__(self, archive: Archive, drafts: Path, threads: ThreadStore) -> None:
        """Prepare.

        Args:
            archive: The archive.
            drafts: The file of the drafts, which is only read.
            threads: The kept threads.
        """
        self.archive = archive
        self._drafts = drafts
        self._threads = threads
        self._lock = threading.Lock()

    def stale(self) -> list[Source]:
        """Return what the archive lacks: drafts, then threads, each the newest first.

        Deleted drafts and dropped threads are removed from the archive.
        """
        query = "SELECT id, version, touched FROM draft WHERE deleted = 0 ORDER BY touched DESC"
        drafts = [
            Source("draft", number, f"{version}-{touched}", moment(touched))
            for number, version, touched in self._rows(query)
        ]
        threads = [
            Source("thread", number, stamp, fetched)
            for number, fetched, stamp in self._threads.stamps()
        ]
        return [*self._differing("draft", drafts), *self._differing("thread", threads)]

    def take(self, source: Source) -> bool:
        """Store the texts of a source from `stale`; return whether there is room for more."""
        with self._lock:
            if self.archive.has(source):  # another window was faster
                return True
            if source.kind == "thread" and not self.archive.wants(source):
                return False
            self.archive.put(self._described(source), _Texts(self, source))
        return True

    def texts(self, source: Source) -> Iterator[ArchivedText]:
        """Yield the texts of a source; of a damaged one at most those before the damage."""
        try:
            if source.kind == "draft":
                yield from texts_of_draft(self._draft(source))
            elif story := self._threads.story(source.number):
                yield from texts_of_thread(story, self._threads.comments(source.number))
        except (StoreError, *UNREADABLE) as error:
            _log.warning("%s %s cannot be searched: %s", source.kind, source.number, error)

    def fill(self) -> Iterator[tuple[int, int]]:
        """Take all that is stale; yield after each the number taken, and that of all."""
        stale = self.stale()
        for done, source in enumerate(stale, start=1):
            if not self.take(source):
                return
            yield done, len(stale)

    def _differing(self, kind: SourceKind, sources: Iterable[Source]) -> list[Source]:
        known = self.archive.stamps(kind)
        there = {source.number: source for source in sources}
        self.archive.drop(kind, known.keys() - there.keys())
        return [source for source in there.values() if known.get(source.number) != source.stamp]

    def _described(self, source: Source) -> Source:
        """Return a source with its thread and title; without them if it is damaged."""
        thread, title = 0, ""
        with suppress(StoreError, *UNREADABLE):  # `texts` reports it
            if source.kind == "draft":
                draft = self._draft(source)
                thread, title = draft.thread, draft.metadata.title
            elif story := self._threads.story(source.number):
                thread, title = story.id, story.title
        return replace(source, thread=thread, title=one_line(title))

    def _draft(self, source: Source) -> Draft:
        with closing(open_read_only(self._drafts)) as db:
            return present(db, source.number)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return rows of the drafts' file through a connection of our own, which is brief."""
        try:
            with closing(open_read_only(self._drafts)) as db:
                return db.execute(query).fetchall()
        except sqlite3.Error as error:
            if not self._drafts.exists():
                return []
            raise StoreError(cannot_read(error)) from error


@dataclass(frozen=True)
class _Texts:
    """The texts of a source, read anew each time: all of a thread take much memory."""

    feed: ArchiveFeed
    source: Source

    def __iter__(self) -> Iterator[ArchivedText]:
        return self.feed.texts(self.source)


def feed_in(data: Path, cache: Path, threads: ThreadStore) -> ArchiveFeed:
    """Return the feed of the archive in the program's folders, as large as the threads may be.

    Args:
        data: The folder of the drafts.
        cache: The folder of the archive.
        threads: The kept threads.
    """
    archive = Archive(cache / "archive.sqlite", threads.max_bytes)
    return ArchiveFeed(archive, data / "drafts.sqlite", threads)
