"""What an edit did: whose clips, and which words."""

from matome_tui.core.draft.changes import author_of, changed_entries, removed_entries, subject
from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.edits import describe, edit_title, in_sentence, moved_key
from tests.support.threads import STORY, comment

EMPTY = Draft(STORY, "A story", Metadata("A story", "2025-01-02"))
TWO = EMPTY.add([comment(101), comment(102)], lambda comment_id: comment_id)


def test_what_was_added_altered_and_removed_is_found() -> None:
    first, second = TWO.clips
    assert changed_entries(EMPTY, TWO) == [first, second]
    assert changed_entries(TWO, EMPTY) == removed_entries(TWO, EMPTY) == [first, second]
    assert changed_entries(TWO, TWO) == []
    edited = TWO.set_text(second.key, "moss")
    assert changed_entries(TWO, edited) == [edited.clips[1]]
    assert subject(changed_entries(TWO, edited)) == "moss"


def test_a_moved_entry_is_found_by_its_key() -> None:
    second = TWO.clips[1]
    moved = TWO.move([second.key], -1)
    title = edit_title("move", key=second.key)
    assert changed_entries(TWO, moved, moved_key(title)) == [second]
    assert moved_key(edit_title("move")) is moved_key("an old title") is None


def test_only_one_clip_gives_a_name() -> None:
    first, second = TWO.clips
    assert author_of([first]) == first.author
    assert author_of([first, second]) == author_of([]) == ""
    assert subject([first, second]) == first.author
    remark = TWO.add_remark("## Moss\nwords", 0).entries[0]
    assert author_of([remark]) == ""
    assert subject([remark]) == "## Moss words"


def test_titles_name_the_author_where_there_is_one() -> None:
    assert describe(edit_title("mark"), "ada") == "Mark ada"
    assert describe(edit_title("mark", number=3)) == "Mark 3 comments"
    assert describe(edit_title("color", name="aqua"), "ada") == "Colour ada aqua"
    assert describe(edit_title("move_to", place=3, key=7), "ada") == "Move ada to 3"
    assert describe(edit_title("set_tags"), "ada") == "Set the tags"
    assert describe("An old title", "ada") == "An old title"
    assert in_sentence("Mark ada") == "mark ada"
