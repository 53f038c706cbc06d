"""The feed of a thread, without a screen."""

import sqlite3
from contextlib import closing

import pytest

from matome_tui.core.items import Story
from matome_tui.core.thread.assembly import Assembly
from matome_tui.hn import events
from matome_tui.ui.services import Services
from matome_tui.ui.thread.loading import Feed
from tests.support.draft_editor import DEMO
from tests.support.hn_server import HNServer
from tests.support.program import Program
from tests.support.threads import comment


class Watched:
    """A feed, and what it called back with."""

    def __init__(self, services: Services, item_id: int = DEMO) -> None:
        self.sizes: list[int] = []
        self.notes: list[str] = []
        self.feed = Feed(services, item_id, lambda _: 0, self._changed, refresh_key="f5")

    def _changed(self, feed: Feed) -> None:
        self.sizes.append(len(feed.assembly.comments) if feed.assembly else 0)
        if feed.note not in self.notes[-1:]:
            self.notes.append(feed.note)

    @property
    def assembly(self) -> Assembly:
        assert self.feed.assembly is not None
        return self.feed.assembly


async def loaded(services: Services, item_id: int = DEMO) -> Watched:
    watched = Watched(services, item_id)
    await watched.feed.load()
    return watched


async def stored(services: Services) -> int:
    """Store the demo's thread; return how many comments it has."""
    watched = await loaded(services)
    await watched.feed.keep()
    await services.close()
    return len(watched.assembly.comments)


def offline(program: Program) -> Services:
    services = program.services()
    services.connect = None
    return services


async def test_a_first_load_brings_all_and_nothing_of_it_is_new(
    program: Program, hn: HNServer
) -> None:
    services = program.services()
    watched = await loaded(services)
    feed = watched.feed
    assert not feed.is_loading
    assert feed.note == ""
    assert feed.warnings == []
    assert watched.sizes == sorted(watched.sizes)
    assert watched.notes[0] == "Loading"
    assert feed.seen == frozenset(watched.assembly.comments)
    assert feed.start_at is None
    await services.close()


async def test_a_comments_id_leads_to_its_story_and_back(program: Program, hn: HNServer) -> None:
    services = program.services()
    first = next(iter((await loaded(services)).assembly.comments))
    feed = (await loaded(services, first)).feed
    assert (feed.item_id, feed.start_at) == (DEMO, first)
    await services.close()


async def test_a_stored_thread_is_shown_first_and_new_comments_are_counted(
    program: Program, hn: HNServer
) -> None:
    number = await stored(program.services())
    new = hn.grow(DEMO, DEMO, "<p>new", "newcomer")
    services = program.services()
    watched = await loaded(services)
    assert watched.sizes[0] == number
    assert set(watched.assembly.comments) - watched.feed.seen == {new}
    assert watched.feed.note == ""
    await services.close()


async def test_offline_there_is_the_stored_copy_with_its_age(
    program: Program, hn: HNServer
) -> None:
    number = await stored(program.services())
    watched = await loaded(offline(program))
    assert len(watched.assembly.comments) == number
    assert watched.feed.note == "Stored copy, just now"
    comment = next(iter(watched.assembly.comments))
    around = (await loaded(offline(program), comment)).feed
    assert (around.item_id, around.start_at) == (DEMO, comment)


async def test_offline_without_a_copy_it_says_what_to_do(program: Program) -> None:
    watched = Watched(offline(program))
    await watched.feed.load()
    assert watched.feed.assembly is None
    assert watched.feed.note == "Not stored on this machine: start without --offline to load it"


async def test_an_error_keeps_the_copy_and_is_named(program: Program, hn: HNServer) -> None:
    number = await stored(program.services())
    hn.faults.error_rate = 1.0
    services = program.services()
    watched = await loaded(services)
    assert len(watched.assembly.comments) == number
    assert watched.feed.note.startswith("Stored copy, just now: ")
    await services.close()


@pytest.mark.parametrize(
    ("faults", "has_way_out"), [("^/v0/|search_by_date", True), (r"^/api/v1/items/", False)]
)
async def test_a_warning_of_what_a_load_lacks_offers_another_try(
    program: Program, hn: HNServer, faults: str, has_way_out: bool
) -> None:
    hn.faults.match, hn.faults.error_rate = faults, 1.0
    services = program.services()
    warnings = (await loaded(services)).feed.warnings
    assert warnings
    assert {warning.endswith("; f5 tries again") for warning in warnings} == {has_way_out}
    await services.close()


async def test_an_error_without_a_copy_offers_another_try(program: Program, hn: HNServer) -> None:
    hn.faults.error_rate = 1.0
    services = program.services()
    watched = await loaded(services)
    assert watched.feed.assembly is None
    assert watched.feed.note.endswith("; f5 tries again")
    assert not watched.feed.is_loading
    await services.close()


async def test_a_comment_that_did_not_come_again_is_asked_for(
    program: Program, hn: HNServer
) -> None:
    await stored(program.services())
    services = program.services()
    watched = Watched(services)
    kept = await loaded(offline(program))
    last = list(kept.assembly.comments)[-1]
    hn.delete(last)
    await watched.feed.load()
    await watched.feed.confirm([last])
    assert watched.assembly.comments[last].is_gone
    await services.close()


async def test_a_thread_without_changes_is_stored_once(program: Program, hn: HNServer) -> None:
    services = program.services()
    watched = await loaded(services)
    await watched.feed.keep()
    saved: list[object] = []
    services.threads.save = lambda *thread: saved.append(thread)  # type: ignore[method-assign]
    await watched.feed.keep()
    assert saved == []
    hn.grow(DEMO, DEMO, "<p>new", "newcomer")
    await watched.feed.load()
    await watched.feed.keep()
    assert len(saved) == 1
    await services.close()


async def test_a_thread_that_cannot_be_stored_is_a_warning(program: Program, hn: HNServer) -> None:
    services = program.services()
    watched = await loaded(services)
    file = program.folder / "threads.sqlite"
    for path in program.folder.glob("threads.sqlite*"):
        path.unlink()
    file.mkdir()
    await watched.feed.keep()
    assert watched.feed.warnings == [
        f"The thread is not stored for reading offline: {file}: not a regular file"
    ]
    await watched.feed.keep()
    other = await loaded(services)
    await other.feed.keep()
    assert len(watched.feed.warnings + other.feed.warnings) == 1
    file.rmdir()
    await watched.feed.keep()
    file.unlink()
    file.mkdir()
    await watched.feed.load()
    await watched.feed.keep()
    assert len(watched.feed.warnings) == 2
    await services.close()


async def test_a_thread_is_stored_although_the_drafts_cannot_be_read(
    program: Program, hn: HNServer
) -> None:
    services = program.services()
    watched = await loaded(services)
    with closing(sqlite3.connect(program.folder / "drafts.sqlite")) as drafts:
        drafts.execute("DROP TABLE draft")
    await watched.feed.keep()
    assert watched.feed.warnings == []
    assert services.threads.load(DEMO) is not None
    await services.close()


async def test_a_page_ranks_and_fades_and_both_are_stored(program: Program, hn: HNServer) -> None:
    program.has_pages = True
    faded = next(node.id for node in hn._firebase.nodes.values() if node.parent == DEMO)
    hn.shades = {faded: "c88"}
    services = program.services()
    watched = await loaded(services)
    await watched.feed.keep()
    await services.close()
    assert watched.feed.note == ""
    assert sorted(hn.stats.requests) == [
        f"/api/v1/items/{DEMO}",
        f"/item?id={DEMO}",
        f"/v0/item/{DEMO}.json",
    ]
    assert watched.assembly.ranks
    kept = await loaded(offline(program))
    assert kept.assembly.comments == watched.assembly.comments
    assert kept.assembly.ranks == watched.assembly.ranks
    assert [each.id for each in kept.assembly.comments.values() if each.faded] == [faded]


async def test_a_first_load_that_is_left_counts_as_seen(program: Program) -> None:
    feed = Watched(program.services()).feed
    feed._take(events.StoryKnown(Story(DEMO, "Moss", comments=9)))
    assert feed.seen_number is None
    feed._take(events.CommentAdded(comment(DEMO + 1, DEMO)))
    assert feed.seen_number == 9
