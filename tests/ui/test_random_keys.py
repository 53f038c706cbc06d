"""Random keys, mouse events and sizes raise nothing.

`MATOME_RANDOM_STEPS=20000 pytest tests/ui/test_random_keys.py` takes more steps than the few of
every run; `MATOME_RANDOM_SEED` takes others. A failure lists the steps since its program started.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key

from matome_tui.article.extract import Article
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.site.config import places
from matome_tui.hugo.site.placement import file_of
from matome_tui.hugo.site.site import create_site
from matome_tui.store.session import Publication
from matome_tui.ui.commands import COMMANDS
from matome_tui.ui.flows.conflict_dialog import ConflictDialog
from tests.support.draft_editor import DEMO
from tests.support.program import Driver, Program, until
from tests.support.sandbox import sandbox
from tests.support.translator import StubTranslator

pytestmark = pytest.mark.bulk

STEPS = int(os.environ.get("MATOME_RANDOM_STEPS", "170"))
SEED = int(os.environ.get("MATOME_RANDOM_SEED", "0"))
LONGEST_RUN = 100
SITE = "site"

STARTS = {
    "StoriesScreen": "q",
    "StoriesScreen with bookmarks": "q b shift+tab shift+tab",
    "StoriesScreen with a filter": "q f t h e enter",
    "StoriesScreen with a search": "q slash t h e enter",
    "ThreadScreen": "",
    "ThreadScreen with a range": "V j j",
    "ThreadScreen with a search": "slash t h e enter",
    "ThreadScreen with a filter": "f t h e enter",
    "ThreadScreen with translations": "t j T",
    "ThreadScreen in the tray": "tab",
    "EditorScreen": "enter",
    "ExcerptScreen": "v",
    "PostScreen": "P",
    "HistoryScreen": "space U",
    "DraftsScreen": "D",
    "RecentScreen": "H",
    "ArchiveScreen": "D slash",
    "ArchiveScreen with hits": "D slash t h e enter",
    "ArticleScreen": "R",
    "PersonScreen": "at",
    "Help": "question_mark",
    "CommandPalette": "ctrl+p",
    "ThemeChoice": "f3",
    "LinkChoice": "slash s e v e r a n c e enter o",
    "Question that compares": "tab g e",
    "TextQuestion": "tab m",
    "ConflictDialog": "space ctrl+s",
}
"""The keys that lead to each screen from a thread whose post was changed by hand."""

KEYS = sorted({key for command in COMMANDS for key in command.keys.split(",")})
LEAVING = ("ctrl+c", "q", "escape", "escape", "escape")
EDITING = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab"),
    *("enter", "space", "backspace", "delete", "escape", "ctrl+a", "ctrl+z", "ctrl+y", "ctrl+w"),
    *("ctrl+k", "ctrl+x", "ctrl+v", "shift+left", "shift+down", "ctrl+shift+left", "alt+left"),
    *("y", "n", "m", "o", "t"),
)
TEXT = "aZ09 .,-_/~*#[]{}<>|\\'\"&%\t\u3000あ漢。カｱＡ🙂👩‍👩‍👧é\u0301\u200b\u202e"
PASTES = (
    "",
    "two\nlines\n",
    "日本語の\r\n文章。" * 20,
    "word " * 200,
    "{{< x >}} [/b] \x1b[31m \x00",
    f"https://news.ycombinator.com/item?id={DEMO}",
)


@dataclass
class Hand:
    """Takes random steps in a program.

    Attributes:
        done: What it did.
    """

    random: Random
    pilot: Driver
    site: Path
    done: list[str] = field(default_factory=list)

    async def step(self) -> None:
        """Take one random step, and mostly paint before the next."""
        kinds = {self.key: 60, self.text: 8, self.mouse: 16, self.paste: 3, self.resize: 10}
        act = self.random.choices([*kinds, self.change_posts], [*kinds.values(), 1])[0]
        self.done.append(act())
        if self.random.random() < 0.8:
            await self.rest()

    async def rest(self) -> None:
        if self.pilot.app.is_running:
            await self.pilot.pause(0)

    def key(self) -> str:
        """Press a key of some command, more rarely one that leaves."""
        choice = self.random.random()
        keys = LEAVING if choice < 0.05 else EDITING if choice < 0.3 else KEYS
        return self.press(self.random.choice(keys))

    def press(self, key: str) -> str:
        character = {"space": " ", "question_mark": "?", "slash": "/"}.get(key, key)
        self.send(events.Key(key, character if len(character) == 1 else None))
        return key

    def text(self) -> str:
        typed = self.random.choice(TEXT)
        self.send(events.Key(_character_to_key(typed), typed))
        return f"text {typed!r}"

    def paste(self) -> str:
        text = self.random.choice(PASTES)
        self.pilot.app.post_message(events.Paste(text))
        return f"paste {text[:40]!r}"

    def mouse(self) -> str:
        width, height = self.pilot.app.size
        x, y = self.random.randrange(max(width, 1)), self.random.randrange(max(height, 1))
        actions = {
            "click": (events.MouseDown, events.MouseUp),
            "double click": (events.MouseDown, events.MouseUp) * 2,
            "drag": (events.MouseDown, events.MouseMove),
            "drop": (events.MouseUp,),
            "move": (events.MouseMove,),
            "wheel down": (events.MouseScrollDown,) * 3,
            "wheel up": (events.MouseScrollUp,) * 3,
        }
        action = self.random.choice(list(actions))
        for kind in actions[action]:
            button = int(kind in (events.MouseDown, events.MouseUp))
            self.send(kind(None, x, y, 0, 0, button, False, False, False, x, y))
        return f"{action} {x},{y}"

    def resize(self) -> str:
        size = any_size(self.random)
        driver = self.pilot.app._driver
        assert driver is not None
        driver._size = size
        self.send(events.Resize(Size(*size), Size(*size)))
        return "{}x{}".format(*size)

    def change_posts(self) -> str:
        """Change the posts of the site, as another editor does."""
        for post in self.site.glob("content/posts/**/index.md"):
            post.write_text(post.read_text() + f"\nBy hand: {len(self.done)}.\n")
        return "change posts"

    def send(self, event: events.Event) -> None:
        driver = self.pilot.app._driver
        assert driver is not None
        event.set_sender(self.pilot.app)
        driver.send_message(event)


def any_size(random: Random) -> tuple[int, int]:
    return random.randint(20, 120), random.randint(5, 50)


def keep_changed_post(program: Program, site: Path) -> None:
    """Make a post of two clips, one of a comment that has changed."""
    path = files("matome_tui.hn.demo").joinpath(f"threads/{DEMO}.json")
    story = json.loads(path.read_text(encoding="utf-8"))
    first, second = story["children"][:2]
    clips = (
        Clip(
            EntryKey(1), first["id"], first["author"], first["created_at_i"], "Old words.", "words"
        ),
        Clip(
            EntryKey(2),
            second["id"],
            second["author"],
            second["created_at_i"],
            second["text"],
            "more",
        ),
    )
    draft = Draft(DEMO, story["title"], Metadata(story["title"], "2025-08-15"), clips, EntryKey(3))
    services = program.services()
    post = file_of(draft, "", places(site, {}), services.site.post_options)
    text = post_file.text_of(draft, "", services.site.post_options)
    post_file.write(post, text)
    services.drafts.keep(draft).publish(Publication(str(post), text))
    post.write_text(text + "\nBy hand.\n", encoding="utf-8")


async def article(url: str) -> Article:
    """Return an article with paragraphs of any length."""
    return Article(
        url, "Title", tuple("a paragraph 段落 " * (number**2) for number in range(1, 30))
    )


def language_model() -> StubTranslator:
    """Return a translator that also suggests: lines of what it is asked about."""
    made = StubTranslator()
    made.takes_prompts = True
    made.reply = lambda _task, material: material
    return made


class LoggedErrors(logging.Handler):
    """Errors that do not end the program, as those of workers, which are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.found.append(error or AssertionError(record.getMessage()))


@contextmanager
def raises_nothing() -> Iterator[None]:
    """Raise the first error that was logged in the block."""
    logger, errors = logging.getLogger("matome_tui"), LoggedErrors()
    logger.addHandler(errors)
    try:
        yield
        for error in errors.found:
            raise error
    finally:
        logger.removeHandler(errors)


async def lead(pilot: Driver, hand: Hand, start: str) -> None:
    """Put off the question about the file that was changed by hand, and go to a screen."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ConflictDialog))
    for key in ("escape", *STARTS[start].split()):
        hand.done.append(hand.press(key))
        await pilot.pause()
    name = start.partition(" ")[0]
    await until(pilot, lambda: type(pilot.app.screen).__name__ == name)


async def run(folder: Path, start: str, seed: str, most: int) -> int:
    """Start a program, go to a screen and do steps; return how many, as a step may end it."""
    random = Random(seed)
    size = any_size(random)
    done = [f"seed {seed}, {start} at {size[0]}x{size[1]}:"]
    steps = 0
    site = folder / SITE
    create_site(site)
    with Program(folder, None, is_demo=True) as program:
        program.site = site
        program.load_article = article
        program.translator = language_model()
        keep_changed_post(program, site)
        try:
            with sandbox(folder), raises_nothing():
                async with program.run(DEMO, size=size) as pilot:
                    hand = Hand(random, pilot, site, done)
                    await lead(pilot, hand, start)
                    while steps < most and not pilot.app._exit:
                        await hand.step()
                        steps += 1
                    await hand.rest()
        except Exception as error:
            raise AssertionError(" ".join(done)) from error
    return steps


@pytest.mark.parametrize("start", STARTS)
async def test_no_step_raises(start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left, runs = max(STEPS // len(STARTS), 1), 0
    while left > 0:
        folder = tmp_path / str(runs)
        folder.mkdir()
        monkeypatch.chdir(folder)
        monkeypatch.setenv("HOME", str(folder))
        left -= await run(folder, start, f"{SEED}/{runs}", min(left, LONGEST_RUN))
        runs += 1
