"""What an edit did to the entries of a draft, and whose they are."""

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark
from matome_tui.core.text import one_line
from matome_tui.i18n import enumeration

_MOST_CHARACTERS = 80


def removed_entries(before: Draft, after: Draft) -> list[Entry]:
    """Return the entries that an edit removed."""
    kept = {entry.key for entry in after.entries}
    return [entry for entry in before.entries if entry.key not in kept]


def changed_entries(before: Draft, after: Draft, moved: EntryKey | None = None) -> list[Entry]:
    """Return the entries that an edit added or altered, as they are now, and those it removed.

    Args:
        before: The draft before the edit.
        after: The draft after it.
        moved: Key of the entry that the edit moved; None if it moved none.
    """
    old = {entry.key: entry for entry in before.entries}
    present = [e for e in after.entries if old.get(e.key) != e or e.key == moved]
    return present + removed_entries(before, after)


def author_of(entries: list[Entry]) -> str:
    """Return the author of an edit's only clip; empty if it has several or none."""
    match entries:
        case [Clip(author=author)]:
            return author
    return ""


def subject(entries: list[Entry]) -> str:
    """Return the first words of an edit's only entry, or else the authors of its clips."""
    match entries:
        case [Clip(text=text) | Remark(text=text)]:
            return one_line(text)[:_MOST_CHARACTERS]
    authors = (entry.author for entry in entries if isinstance(entry, Clip))
    return enumeration(dict.fromkeys(authors))
