"""The programs that the reader is compared with: `python -m tests.bench.apps KIND COMMENTS`.

Each shows a made-up thread and takes the same keys. BENCH_OUT names the file for what a program
measures itself, BENCH_STORE the folder in which the whole program keeps its thread.
"""

import os
import random
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static, Tree

from matome_tui.config.settings import Settings
from matome_tui.core.comment.markup import plain_text
from matome_tui.core.items import Comment, CommentId, Story
from matome_tui.core.thread.search import Query
from matome_tui.core.thread.thread import Thread
from matome_tui.store.archive_feed import feed_in
from matome_tui.store.drafts import DraftStore
from matome_tui.store.reading import ReadingStore
from matome_tui.store.story_lists import StoryListStore
from matome_tui.store.threads import ThreadStore
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.current_site import CurrentSite
from matome_tui.ui.drawing.glyphs import UNICODE
from matome_tui.ui.reading import Reading
from matome_tui.ui.services import Services
from matome_tui.ui.styles import style_path
from matome_tui.ui.thread.reader import Reader
from matome_tui.ui.thread.screen import ThreadScreen
from tests.bench.empty import EmptyApp

_WORDS = (
    *(
        "moss",
        "link",
        "terminal",
        "garden",
        "compost",
        "rust",
        "kernel",
        "苔",
        "ブックマーク",
        "読む",
    ),
    *("thread", "value", "and", "the", "a", "of"),
)
_BRANCH = 500
FOUND = "compost"
"""The word to find: many comments have it."""


def made_up_thread(count: int, seed: int = 1) -> Thread:
    """Return a thread of `count` comments, its first branch of 500 where there are as many."""
    draw = random.Random(seed)
    story = Story(1, "A made-up thread", "op", 1)
    comments = []
    for number in range(count):
        if number and number < _BRANCH:
            parent = draw.randrange(max(number - 40, 0), number) + 2
        else:
            parent = 1 if draw.random() < 0.15 else draw.randrange(number) + 2 if number else 1
            if 2 <= parent < _BRANCH + 2 and number >= _BRANCH:
                parent = 1
        words = draw.choices(_WORDS, k=draw.choice((8, 30, 60, 120, 250)))
        html = " ".join(words).replace(" the ", "<p>the ")
        comments.append(Comment(CommentId(number + 2), parent, f"user{number % 97}", 1, html))
    return Thread(story, comments)


class ThreadApp(App[None]):
    """Shows a thread; subclasses say how. Writes how long its first frame took (milliseconds).

    Attributes:
        first: Seconds from the thread to the frame that shows it.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, thread: Thread) -> None:
        super().__init__()
        self.first = 0.0
        self._shown = thread
        self._texts: list[str] = []
        self._begun = 0.0
        self._hit = -1

    def fill(self) -> None:
        """Give the thread to whoever shows it."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self._begun = time.perf_counter()
        self.fill()
        self.call_after_refresh(self._note)

    def _note(self) -> None:
        self.first = time.perf_counter() - self._begun
        if out := os.environ.get("BENCH_OUT"):
            Path(out).write_text(str(self.first * 1000))

    def _next_hit(self) -> int:
        """Find the next comment with the word; its text is read once for all searches."""
        if not self._texts:
            self._texts = [plain_text(comment.html) for comment in self._shown.comments]
        after = range(self._hit + 1, len(self._texts))
        self._hit = next((at for at in after if FOUND in self._texts[at]), -1)
        return max(self._hit, 0)


class ReaderApp(ThreadApp):
    """Our reader alone."""

    CSS_PATH: ClassVar = [style_path("app"), style_path("thread")]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "search")]

    def compose(self) -> ComposeResult:
        yield Reader(UNICODE, 100, {})

    def fill(self) -> None:
        self.query_one(Reader).focus()
        self.query_one(Reader).show(self._shown)

    def action_search(self) -> None:
        reader, query = self.query_one(Reader), Query(FOUND)
        hits = query.find(self._shown)
        reader.highlight(query)
        reader.go_to(hits[bisect_right(hits, reader.cursor or 0) % len(hits)])


class TreeApp(ThreadApp):
    """Textual's Tree with a one-line label a comment."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "press('cursor_down')"),
        Binding("pagedown", "press('page_down')"),
        Binding("g", "press('scroll_home')"),
        Binding("G", "press('scroll_end')"),
        Binding("z", "fold"),
        Binding("Z", "fold_all"),
        Binding("slash", "search"),
    ]

    def compose(self) -> ComposeResult:
        yield Tree("thread")

    def fill(self) -> None:
        tree: Tree[None] = self.query_one(Tree)
        self._branches: dict[int | None, Any] = {None: tree.root}
        thread = self._shown
        for index, comment in enumerate(thread.comments):
            label = f"{comment.author} {comment.html[:60]}"
            self._branches[index] = self._branches[thread.parents[index]].add(label, expand=True)
        tree.root.expand()
        tree.focus()

    async def action_press(self, action: str) -> None:
        await self.query_one(Tree).run_action(action)

    def action_fold(self) -> None:
        self._branches[0].toggle()

    def action_fold_all(self) -> None:
        for node in self.query_one(Tree).root.children:
            node.toggle()

    def action_search(self) -> None:
        self.query_one(Tree).move_cursor(self._branches[self._next_hit()])


class StaticApp(ThreadApp):
    """A Static a comment in a scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "down"),
        Binding("pagedown", "page"),
        Binding("g", "home"),
        Binding("G", "end"),
        Binding("z", "fold"),
        Binding("Z", "fold_all"),
        Binding("slash", "search"),
    ]

    def compose(self) -> ComposeResult:
        yield VerticalScroll()

    def fill(self) -> None:
        scroll = self.query_one(VerticalScroll)
        texts = (plain_text(comment.html) for comment in self._shown.comments)
        self._statics = [Static(text, markup=False) for text in texts]
        scroll.mount_all(self._statics)

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=8, animate=False)

    def action_page(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    def action_home(self) -> None:
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_end(self) -> None:
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_fold(self) -> None:
        self._toggle(range(1, self._shown.sizes[0]))

    def action_fold_all(self) -> None:
        depths = self._shown.depths
        self._toggle([index for index, depth in enumerate(depths) if depth])

    def _toggle(self, indices: Iterable[int]) -> None:
        for index in indices:
            self._statics[index].display = not self._statics[index].display

    def action_search(self) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_to_widget(self._statics[self._next_hit()], animate=False)


def run_program(count: int) -> None:
    """Run the whole program, offline, on a thread of `count` comments that it has kept."""
    folder = Path(os.environ["BENCH_STORE"])
    threads = ThreadStore(folder / "threads.sqlite")
    if threads.load(1) is None:
        thread = made_up_thread(count)
        threads.save(thread.story, thread.comments, {})
        return
    lists, site = StoryListStore(folder / "lists.json"), CurrentSite(Settings())
    own = folder / f"reading-{os.getpid()}.sqlite"  # each run starts at the top
    services = Services(
        Settings(),
        folder / "config.toml",
        lambda: DraftStore(folder / "drafts.sqlite"),
        lambda: threads,
        partial(feed_in, folder, folder),
        lists,
        Reading(lambda: ReadingStore(own)),
        None,
        site,
    )
    MatomeApp(services, ThreadScreen(1)).run()


def app_of(kind: str, count: int) -> App[None]:
    """Make one of the programs."""
    makers: dict[str, Callable[[Thread], App[None]]] = {
        "reader": ReaderApp,
        "tree": TreeApp,
        "static": StaticApp,
    }
    return EmptyApp() if kind == "empty" else makers[kind](made_up_thread(count))


if __name__ == "__main__":
    if sys.argv[1] == "program":
        run_program(int(sys.argv[2]))
    else:
        app_of(sys.argv[1], int(sys.argv[2])).run()
