"""Reading in translation: `python -m tests.bench.bench_translate`.

Keys in the reader while a batch is running beside keys without one, in two programs that take
turns; and 500 renderings that are there already. Times are milliseconds.
"""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from matome_tui.config.settings import TranslateSettings
from matome_tui.core.thread.scores import score_thread
from matome_tui.translate.events import request_of
from matome_tui.translate.service import open_translator
from matome_tui.translate.translator import Translator
from tests.bench.apps import made_up_thread
from tests.bench.bench_program import pressed, program, row, served
from tests.bench.pty_session import PtySession
from tests.bench.table import Row, show
from tests.support.hn_threads import STORY
from tests.support.translation_server import TranslationServer, _Handler, render

COMMENTS = 500
KEYS = 60
_LONG = "苔の話です。" * 60
_STATE = "translating"
_PIECE, _PAUSE = 300, 0.05
"""Bytes of the stream, about five letters, and the seconds after them: 100 letters a second."""


def serve(pipe: Connection) -> None:
    """Run a service that answers as fast as a model writes, until a message comes."""
    write = _Handler._write

    def write_slowly(handler: _Handler, data: bytes) -> None:
        write(handler, data)
        time.sleep(_PAUSE)

    _Handler._write = write_slowly  # type: ignore[assignment, method-assign]
    with TranslationServer() as server:
        server.chunk = _PIECE
        server.answer = lambda text: "\n".join(
            f"{line}{_LONG}" if line.strip() else line for line in render(text).split("\n")
        )
        pipe.send(server.url)
        pipe.recv()


@contextmanager
def translating() -> Iterator[str]:
    """Run the service in another process, and give its URL."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,))
    process.start()
    theirs.close()
    try:
        yield str(ours.recv())
    finally:
        ours.send("")
        process.join()


def keys() -> Row:
    """Measure a key while comments are translated."""
    with translating() as url, served(COMMENTS, 0), program(str(STORY)) as plain:
        _ready(plain)
        config = Path(os.environ["MATOME_CONFIG_DIR"], "config.toml")
        config.write_text(
            "[hn]\nlive = false\n[translate]\nbackend = 'openai'\nmodel = 'm'\n"
            f"url = '{url}/v1'\nlimit = 0\nmax_characters = 0\n",
            encoding="utf-8",
        )
        with program(str(STORY)) as busy:
            _ready(busy)
            busy.send("T")
            busy.read_until(_STATE)
            taken, floors = pressed(busy, plain, "j", KEYS)
    return row("a key while translating (a key without)", taken, floors, 1.3)


def _ready(session: PtySession) -> None:
    session.read_until("writer")
    session.read_until_quiet(2.0)


def kept() -> list[Row]:
    """Measure the look-up of renderings that are there, and the scores of a large thread."""
    settings = TranslateSettings(backend="openai", url="http://127.0.0.1:9/v1", model="m")
    thread = made_up_thread(COMMENTS)
    requests = [request_of(comment, thread.story) for comment in thread.comments]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        translator = open_translator(settings, folder, folder)
        assert isinstance(translator, Translator)
        for request in requests:
            translator._memory.keep(translator._key(request), "訳")
        begun = time.perf_counter()
        found = translator.cached(requests)
        looked_up = (time.perf_counter() - begun) * 1000
    assert len(found) == COMMENTS
    large, taken = made_up_thread(5_000), []
    for _round in range(5):
        begun = time.perf_counter()
        score_thread(large)
        taken.append((time.perf_counter() - begun) * 1000)
    return [
        Row("500 kept renderings", looked_up, goal=100),
        Row("scores of 5,000 comments", statistics.median(taken), goal=100),
    ]


def rows() -> list[Row]:
    """Return all rows."""
    return [keys(), *kept()]


if __name__ == "__main__":
    print(show(rows()))
