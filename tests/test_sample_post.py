"""The sample post, written from its thread in a terminal with few keys besides the text."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from matome_tui.hugo.post.blocks import Quote, parse
from matome_tui.hugo.post.metadata import read_metadata
from matome_tui.hugo.site.site import create_site
from tests.support.hn_server import HNServer
from tests.support.program import Program
from tests.support.terminal import Terminal

THREAD = 44139454
ROOT = Path(__file__).parents[1]
MOST_KEYS_A_CLIP = 2.5
COLORS = ("", "#38d3d3", "#ff5733", "#45d325", "#785bff", "#ff33a1", "#ff5c5c")
GROUP_SIZE = 30
_QUIET = 0.2

pytestmark = [pytest.mark.bulk, pytest.mark.corpus]


class Hands:
    """Press keys in a terminal and look at what they do.

    Attributes:
        keys: How many were pressed; what is pasted stands for text that is typed.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.keys = 0
        self._terminal = terminal

    def press(self, *keys: str) -> None:
        self._terminal.send(*keys)
        self.keys += len(keys)

    def paste(self, text: str) -> None:
        self._terminal.send(f"\x1b[200~{text}\x1b[201~")

    def see(self, *words: str) -> None:
        """Wait until all these words are on the screen."""
        self._terminal.until(lambda lines: all(any(w in line for line in lines) for w in words))

    def see_no(self, words: str) -> None:
        """Wait until these words are gone."""
        self._terminal.until(lambda lines: not any(words in line for line in lines))

    def pause(self) -> None:
        """Wait until nothing changes any more, as a hand does between a key and the text."""
        while self._terminal.read(_QUIET):
            pass


def _comments(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node["children"]:
        yield child
        yield from _comments(child)


def _in_order(text: str, quotes: Iterable[Quote]) -> str:
    """The post with its quotes in another order."""
    waiting = iter(quotes)
    return "".join(
        next(waiting).source if isinstance(block, Quote) else block.source
        for block in parse(text).blocks
    )


async def _store(tree: dict[str, Any], folder: Path) -> None:
    """Read the thread once, so that the program has it."""
    with HNServer([tree]) as server, Program(folder, server) as program:
        async with program.run(THREAD):
            pass


# Making


def _edit(hands: Hands, quotes: Sequence[Quote]) -> None:
    """Mark all comments and write what the quotes say, in the thread's order."""
    hands.press("S")
    hands.see(f"Clips {len(quotes)}")
    hands.press("enter")
    for number, quote in enumerate(quotes, start=1):
        hands.see(f"clip {number} / {len(quotes)}", "not rewritten")
        hands.paste(quote.text)
        hands.see_no("not rewritten")
        if quote.color:
            hands.press(f"alt+{COLORS.index(quote.color)}")
        hands.press("ctrl+n" if number < len(quotes) else "ctrl+s")
    hands.see(f"Clips {len(quotes)}")


def _set_head(hands: Hands, sample: str) -> None:
    """Set title, tags and image; the date is that of the story."""
    metadata = read_metadata(parse(sample))
    hands.press("P")
    hands.see("not published")
    hands.press("ctrl+u")
    hands.see("title = ''")
    hands.paste(metadata.title)
    hands.see(f"title = '{metadata.title[:9]}")
    hands.press("tab", "tab", "tab")
    hands.pause()
    hands.paste(", ".join(metadata.tags))
    hands.see(f'tags = ["{metadata.tags[0]}"')
    hands.press("tab")
    hands.pause()
    hands.paste(metadata.image)
    hands.see(f"featureimage = '{metadata.image}'")
    hands.press("ctrl+s")
    hands.see("Saved")
    hands.press("escape")
    hands.see_no("not published")


# Putting in order


def _row(place: int) -> int:
    """The row of a clip in the tray, where a line stands before each fold."""
    return place + place // GROUP_SIZE


def _arrange(hands: Hands, wanted: Sequence[int]) -> None:
    """Move clips, numbered from 0 as they stand, in the tray until they are in the wanted order."""
    present, cursor = sorted(wanted), 0
    hands.press("tab")
    hands.pause()
    hands.press("g")
    hands.pause()
    for place, clip in enumerate(wanted):
        start = present.index(clip)
        if start == place:
            continue
        rows = _row(start) - _row(cursor)
        hands.press(*("j" if rows > 0 else "k") * abs(rows))
        _move(hands, start, place)
        present.insert(place, present.pop(start))
        cursor = place


def _move(hands: Hands, start: int, place: int) -> None:
    """Move the clip under the cursor to an earlier place, step by step or by its number."""
    number = str(place + 1)
    if start - place <= len(["m", *number, "enter"]):
        hands.press(*"<" * (start - place))
        return
    hands.press("m")
    hands.see("Move to which place")
    hands.pause()
    hands.press(*number, "enter")
    hands.see_no("Move to which place")


async def test_the_sample_post_is_made_with_few_keys(shared: Path, tmp_path: Path) -> None:
    sample = (shared / "seed" / f"{THREAD}.md").read_bytes().decode()
    tree = json.loads((shared / "hn" / "threads" / f"{THREAD}.json").read_text(encoding="utf-8"))
    wanted = [block for block in parse(sample).blocks if isinstance(block, Quote)]
    assert (len(wanted), sum(bool(quote.color) for quote in wanted)) == (79, 33)
    written = {(quote.user_name, quote.written): quote for quote in wanted}
    quotes = [written[comment["author"], _moment(comment)] for comment in _comments(tree)]
    site = tmp_path / "site"
    create_site(site)
    await _store(tree, tmp_path)

    command = [sys.executable, "-m", "matome_tui", "--offline", "--site", str(site), str(THREAD)]
    folders = {"MATOME_CACHE_DIR": str(tmp_path), "MATOME_DATA_DIR": str(tmp_path / "data")}
    with Terminal(command, {**folders, "PYTHONPATH": str(ROOT)}) as terminal:
        hands = Hands(terminal)
        hands.see("Clips 0")
        _edit(hands, quotes)
        _set_head(hands, sample)
        assert _post(site) == _in_order(sample, quotes)
        assert hands.keys <= MOST_KEYS_A_CLIP * len(quotes)

        _arrange(hands, [quotes.index(quote) for quote in wanted])
        hands.press("ctrl+s")
        terminal.until(lambda _: _post(site) == sample)


def _moment(comment: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(comment["created_at_i"], UTC).replace(tzinfo=None)


def _post(site: Path) -> str:
    (file,) = (site / "content" / "posts").glob("*/*/index.md")
    return file.read_bytes().decode()
