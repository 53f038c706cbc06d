"""Files written by older versions of the program open completely.

`tests/data/store-1` was written by version 0.1.0 at commit 6229c57, from the demo's threads, in
the first format of the drafts file, the threads file and the transfer file. `expected.json` has
what that version read back: each step's title and its draft as `store.transfer` writes it.

`tests/data/store-2` is the second format of the drafts file and the transfer file, in which clips
can have a machine's text.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip, Remark, Section
from matome_tui.store import transfer
from matome_tui.store.drafts import DraftStore
from matome_tui.store.session import DraftSession
from matome_tui.store.threads import ThreadStore

STORED = Path(__file__).parents[1] / "data" / "store-1"
EXPECTED: list[dict[str, Any]] = json.loads((STORED / "expected.json").read_text(encoding="utf-8"))
EDITED, PUBLISHED, DELETED = EXPECTED


def dumped(session: DraftSession) -> list[Any]:
    """Return the drafts of all steps as the transfer file has them."""
    return [json.loads(transfer.dump(step.value)) for step in session.steps]


def open_draft(store: DraftStore, expected: dict[str, Any]) -> DraftSession:
    session = store.of_thread(expected["thread"])
    assert session is not None
    return session


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(STORED / "drafts.sqlite", tmp_path))


@pytest.fixture
def store(file: Path) -> Iterator[DraftStore]:
    with closing(DraftStore(file)) as opened:
        yield opened
        assert opened.set_aside is None


@pytest.mark.parametrize("expected", [EDITED, PUBLISHED], ids=lambda draft: draft["name"])
def test_drafts_open_with_every_step(store: DraftStore, expected: dict[str, Any]) -> None:
    session = open_draft(store, expected)
    assert session.position == expected["position"]
    assert (session.publication.path, session.publication.text) == (
        expected["path"],
        expected["published"],
    )
    assert dumped(session) == [draft for _, draft in expected["steps"]]


@pytest.mark.parametrize("expected", [EDITED, PUBLISHED], ids=lambda draft: draft["name"])
def test_steps_keep_their_titles(store: DraftStore, expected: dict[str, Any]) -> None:
    titles = [step.title for step in open_draft(store, expected).steps]
    assert titles == [title for title, _ in expected["steps"]]


def test_the_stored_draft_has_every_kind_of_entry(store: DraftStore) -> None:
    draft = open_draft(store, EDITED).draft
    assert {type(entry) for entry in draft.entries} == {Clip, Remark, Section}
    assert any(clip.color for clip in draft.clips)
    assert any(clip.excerpt for clip in draft.clips)
    assert draft.has_manual_sections
    assert not open_draft(store, PUBLISHED).draft.has_manual_sections


def test_undo_goes_back_to_the_beginning_and_redo_to_the_end(store: DraftStore) -> None:
    session = open_draft(store, EDITED)
    while session.undo() is not None:
        assert json.loads(transfer.dump(session.draft)) == EDITED["steps"][session.position][1]
    assert session.position == 0
    assert session.draft.entries == ()
    while session.redo() is not None:
        assert json.loads(transfer.dump(session.draft)) == EDITED["steps"][session.position][1]
    assert session.position == len(EDITED["steps"]) - 1


def test_edits_are_added_to_the_old_steps(file: Path) -> None:
    with closing(DraftStore(file)) as store:
        session = open_draft(store, EDITED)
        position = session.position
        key = session.draft.clips[0].key
        assert session.edit("Edit text", session.draft.set_text(key, "新しい言葉"))
    with closing(DraftStore(file)) as store:
        session = open_draft(store, EDITED)
        assert session.draft.clip(key).text == "新しい言葉"
        assert session.position == position + 1
        old = [draft for _, draft in EDITED["steps"][: position + 1]]
        assert dumped(session)[:-1] == old


def test_the_list_of_drafts_has_their_states(store: DraftStore) -> None:
    states = [(draft.thread, draft.state, bool(draft.deleted)) for draft in store.summaries()]
    assert sorted(states) == [
        (EDITED["thread"], "draft", False),
        (PUBLISHED["thread"], "changed", False),
        (DELETED["thread"], "draft", True),
    ]
    deleted = next(draft for draft in store.summaries() if draft.deleted)
    store.restore(deleted.id)
    restored = store.open(deleted.id)
    assert restored is not None
    assert dumped(restored) == [draft for _, draft in DELETED["steps"]]


def test_a_transfer_file_opens_and_is_written_as_it_was() -> None:
    text = (STORED / "draft.json").read_text(encoding="utf-8")
    draft = transfer.load(text)
    assert transfer.dump(draft) == text
    assert json.loads(text) == EDITED["steps"][EDITED["position"]][1]


def test_threads_open_with_their_comments(tmp_path: Path) -> None:
    threads = ThreadStore(Path(shutil.copy(STORED / "threads.sqlite", tmp_path)))
    found = {story.id for story in threads.stories()}
    assert found == {EDITED["thread"], PUBLISHED["thread"]}
    for thread_id, number in ((EDITED["thread"], 10), (PUBLISHED["thread"], 6)):
        stored = threads.load(thread_id)
        assert stored is not None
        assert len(stored.comments) == number
        assert stored.fetched > 0
        threads.save(stored.story, stored.comments, stored.ranks)
        again = threads.load(thread_id)
        assert again is not None
        assert (again.story, again.comments) == (stored.story, stored.comments)
    assert threads.set_aside is None


def test_the_second_format_has_machine_texts(tmp_path: Path) -> None:
    folder = STORED.with_name("store-2")
    text = (folder / "draft.json").read_text(encoding="utf-8")
    draft = transfer.load(text)
    assert [clip.is_machine for clip in draft.clips] == [True, False, False]
    assert transfer.dump(draft) == text
    with closing(DraftStore(Path(shutil.copy(folder / "drafts.sqlite", tmp_path)))) as store:
        session = store.of_thread(draft.thread)
        assert session is not None
        assert session.draft == draft
        assert [step.title for step in session.steps] == [
            "",
            edit_title("mark", number=3),
            edit_title("accept"),
            edit_title("edit_text"),
        ]
