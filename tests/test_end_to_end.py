"""From a thread to a published page: keys in, Hugo's HTML out, with the same words."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from matome_tui.hugo.executable import find_hugo
from matome_tui.hugo.post.encode import clean_body, typographic
from matome_tui.hugo.site.site import create_site
from matome_tui.store.drafts import DraftStore
from matome_tui.ui.thread.reader import Reader
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.pages import quotes_of
from tests.support.program import Program, notes, press, until

HOSTILE = 'Tell me: "why"? {{< x >}} <script>alert(1)</script> *no* _em_ `code` \\ https://a.example/x_y?a=1&b=2'
WORD_JOINER = "\u2060"
"""A character without width that separates text which Hugo would interpret."""


async def _make_post(program: Program, thread: int, marks: int) -> list[str]:
    """Mark the first comments of a thread in all colours, save; return what each should say."""
    async with program.run(thread) as pilot:
        reader = pilot.app.screen.query_one(Reader)
        for mark in range(marks):
            if (comment := reader.current) is None or comment.is_gone:
                await press(pilot, "j")
                continue
            await press(pilot, str(mark % 7))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any("Saved" in line for line in notes(pilot)))
    session = program.services().drafts.of_thread(thread)
    assert session is not None
    return [typographic(clean_body(clip.text)) for clip in session.draft.clips]


def _build(site: Path, out: Path) -> str:
    hugo = find_hugo()
    assert hugo is not None
    hugo.build(site, out)
    (page,) = (out / "posts").glob("2*/*/index.html")
    return page.read_text(encoding="utf-8").replace(WORD_JOINER, "")


async def test_every_word_of_the_clips_is_on_the_page(program: Program, tmp_path: Path) -> None:
    assert program.server is not None
    program.server.grow(DEMO, DEMO, HOSTILE.replace("<", "&lt;").replace('"', "&quot;"), "hostile")
    site = tmp_path / "site"
    create_site(site)
    program.site = site
    texts = await _make_post(program, DEMO, 80)
    assert len(texts) > 60
    quotes = quotes_of(_build(site, tmp_path / "out"))
    assert [quote.text for quote in quotes] == texts
    assert [quote.is_folded for quote in quotes] == [at >= 30 for at in range(len(quotes))]
    assert all(link.startswith(("http://", "https://")) for q in quotes for link in q.links)
    assert any("https://a.example/x_y?a=1&b=2" in quote.links for quote in quotes)
    assert len({quote.color for quote in quotes}) == 7


@pytest.mark.corpus
@pytest.mark.parametrize("thread", [44139454, 43727727, 17205865])
async def test_real_threads_come_out_word_for_word(
    thread: int, shared: Path, tmp_path: Path
) -> None:
    tree = json.loads((shared / "hn" / "threads" / f"{thread}.json").read_text(encoding="utf-8"))
    site = tmp_path / "site"
    create_site(site)
    with HNServer([tree]) as server, Program(tmp_path, server) as program:
        program.site = site
        texts = await _make_post(program, thread, 45)
    quotes = quotes_of(_build(site, tmp_path / "out"))
    assert [quote.text for quote in quotes] == texts


_KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.support.program import Program, press
from tests.support.hn_server import HNServer
from matome_tui.hn.demo import load_demo
import json
from importlib.resources import files

async def main():
    folder, keys = Path(sys.argv[1]), sys.argv[2].split()
    tree = json.loads(files("matome_tui.hn.demo").joinpath("threads/44900001.json").read_text())
    with HNServer([tree]) as server:
        program = Program(folder, server)
        async with program.run(44900001) as pilot:
            await press(pilot, *keys)
            os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("keys", "texts", "colors"),
    [
        ("space", [None], [""]),
        ("j 3", [None], ["#45d325"]),
        ("space k enter h i", ["hi"], [""]),
        ("space space u", [None], [""]),
    ],
)
def test_a_kill_right_after_a_key_loses_nothing(
    tmp_path: Path, keys: str, texts: list[str | None], colors: list[str]
) -> None:
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path), keys],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    store = DraftStore(tmp_path / "drafts.sqlite")
    session = store.of_thread(DEMO)
    assert session is not None
    clips = session.draft.clips
    assert [clip.color for clip in clips] == colors
    for clip, text in zip(clips, texts, strict=True):
        assert clip.is_untouched if text is None else clip.text == text
    store.close()
