"""The search of the archive with 100,000 comments: `python -m tests.bench.bench_archive`.

It takes about half a minute.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from matome_tui.core.archive import ArchivedText, ArchiveQuery
from matome_tui.store.archive import Archive, Source
from tests.bench.table import Row, show

COMMENTS = 100_000
_THREAD = 500
_GOAL_MS = 50.0
_SYLLABLES = (
    "the",
    "in",
    "er",
    "an",
    "re",
    "on",
    "ti",
    "at",
    "st",
    "nd",
    "or",
    "ing",
    "tion",
    "ver",
)
_KANJI = "日本語文字会社時間人気技術開発言葉生活学問理由"

SEARCHES = {
    "a frequent word": "the",
    "a word of some comments": "zebra",
    "two words": "zebra tion",
    "a phrase of frequent letters": '"ing the"',
    "a word that is nowhere": "theretion",
    "two characters": "技術",
    "one character": "気",
    "one letter": "c",
    "a person": "by:user7",
}


def texts(first: int, number: int) -> Iterator[ArchivedText]:
    """Yield comments of about 500 characters in words of frequent syllables."""
    made = random.Random(first)
    for item in range(first, first + number):
        words = ["".join(made.choices(_SYLLABLES, k=made.randint(1, 3))) for _ in range(90)]
        if not item % 20:
            words.append("".join(made.choices(_KANJI, k=30)))
        if not item % 300:
            words.append("Zebra")
        yield ArchivedText("comment", " ".join(words), item, author=f"user{item % 900}", time=item)


def fill(archive: Archive) -> float:
    """Fill an archive; return the seconds for a thread of 500 comments."""
    started = time.perf_counter()
    for first in range(1, COMMENTS, _THREAD):
        source = Source("thread", first, "1", first, first, "A thread")
        archive.put(source, texts(first, _THREAD))
    return (time.perf_counter() - started) / (COMMENTS / _THREAD)


def rows() -> list[Row]:
    """Return the figures of each kind of search."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "archive.sqlite"
        archive = Archive(file)
        filled = fill(archive)
        measured = [
            Row(f"archive, {COMMENTS:,} comments: {name}, ms", _ms(archive, typed), goal=_GOAL_MS)
            for name, typed in SEARCHES.items()
        ]
        size = file.stat().st_size / 1e6
    return [
        *measured,
        Row("archive: taking in a thread of 500 comments, ms", filled * 1e3),
        Row("archive: size of the file, MB", size),
    ]


def _ms(archive: Archive, typed: str) -> float:
    """Return the median of nine searches, each with the opening of the file."""
    query = ArchiveQuery.parse(typed)
    times = []
    for _ in range(9):
        started = time.perf_counter()
        archive.find(query)
        times.append(time.perf_counter() - started)
    return sorted(times)[4] * 1e3


if __name__ == "__main__":
    print(show(rows()))
