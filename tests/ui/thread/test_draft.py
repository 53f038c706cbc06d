"""The draft that a thread screen opens, and the warnings if drafts cannot be read."""

from contextlib import closing
from pathlib import Path

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.store.drafts import DraftStore
from matome_tui.ui.thread.draft import stored_draft

STORY = Story(100, "A story", "poster", 1_700_000_000)


def test_without_any_readable_draft_none_is_promised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lines: list[str] = []
    with closing(DraftStore(tmp_path / "file" / "drafts.sqlite", waits=False)) as store:
        assert stored_draft(store, STORY.id, lines.append, "x") is None
    (line,) = lines
    assert line.endswith("/file is not a folder. A new draft was opened")


def test_a_damaged_draft_stays_in_the_list(tmp_path: Path) -> None:
    lines: list[str] = []
    with closing(DraftStore(tmp_path / "drafts.sqlite")) as store:
        store.keep(Draft.begin(STORY))
        store._file.connection.execute("UPDATE step SET delta = x'ffff'")
        assert stored_draft(store, STORY.id, lines.append, "x") is None
    (line,) = lines
    assert line.startswith("Draft 1 cannot be read: it is damaged. ")
    assert line.endswith("stays in the list (x)")
