"""Three-way merge of a post: its last known text, its file now, and its draft.

They are called base, theirs and ours. A change on one side is taken; a change of the same thing on
both sides is a conflict, which the user resolves. Metadata and entries are compared one by one. All
other text (further keys of the front matter, spacing, text around the quotes) can only have changed
in the file, and keeps its bytes.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError, parse, render
from matome_tui.hugo.post.compose import read_draft, update
from matome_tui.hugo.post.file import differences, shown_lines, text_of
from matome_tui.hugo.post.identity import COMPARED, Key, keyed_post, normalized, values_of
from matome_tui.i18n import N_, _

Side = Literal["file", "draft", "conflict"]
"""The side that made a change; a conflict is a different change on both."""

_NAMES = {
    "title": N_("title"),
    "date": N_("date"),
    "tags": N_("tags"),
    "image": N_("image"),
    "is_draft": N_("draft (not published)"),
    "remark": N_("remark"),
    "section": N_("section"),
}
"""Names of metadata fields and of kinds of entries."""

_SETS = re.compile(r"""\s*["']?([\w.-]+)["']?\s*[:=]""")
"""The key of a line of front matter."""

_COLOR = "color"
_ORDER: Key = ("order",)
_REST: Key = ("rest",)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one thing in a post since the base.

    Attributes:
        key: Its key, unique among the changes.
        what: The name of the thing.
        by: The side that changed it.
        base: Its text in the base; None if it was not there or has no text.
        theirs: Its text in the file.
        ours: Its text in the draft.
    """

    key: Key
    what: str
    by: Side
    base: str | None = None
    theirs: str | None = None
    ours: str | None = None

    @property
    def is_of_color(self) -> bool:
        """Whether the texts are values of colours."""
        return self.key[-1] == _COLOR


class Merge:
    """The changes of both sides, and drafts and posts that combine them.

    Attributes:
        changes: All differences from the base, in the order of the post.
    """

    def __init__(self, base: str | None, theirs: str, ours: Draft, options: PostOptions) -> None:
        """Compare the three versions.

        Args:
            base: The text of the file when it was last read or written; may be empty. None for the
                text of the draft: then only the file has changes.
            theirs: The text of the file now.
            ours: The draft.
            options: How posts are written.

        Raises:
            PostError: The file cannot be read as a post of this thread.
        """
        read = read_draft(parse(theirs), options).link_clips(ours.clips)
        if read.thread != ours.thread:
            raise PostError(_("The file now quotes another thread"))
        self._post, self._draft, self._options = parse(theirs), ours, options
        known = (base and _read(base, options)) or Draft(0, "", Metadata())
        self._base = keyed_post(known.link_clips(ours.clips))
        own = keyed_post(ours, self._base)
        self._own, self._ours = own.entries, normalized(own, self._base, options.style)
        if base is None:
            self._base = self._ours
        self._theirs = keyed_post(read, self._base)
        self._keys = self._arranged(self._ours.entries, self._theirs.entries)
        self.changes = (*self._metadata_changes(), *self._entry_changes(), *self._order_changes())
        if base is not None and theirs != base:
            self.changes += tuple(_rest(base, theirs, read, options, self.changes))

    def draft(self, taken: Collection[Change] = ()) -> Draft:
        """Return the draft with the changes of the file.

        Args:
            taken: The conflicts resolved with the file's side; all others keep the draft's.
        """
        wins = {
            change.key
            for change in self.changes
            if change.by == "file" or (change.by == "conflict" and change in taken)
        }
        has_manual_sections = (
            self._ours.has_manual_sections
            if self._theirs.has_manual_sections == self._base.has_manual_sections
            else self._theirs.has_manual_sections
        )
        order = self._keys
        if _ORDER in wins:
            order = self._arranged(self._theirs.entries, self._ours.entries)
        entries, next_key = list[Entry](), self._draft.next_key
        for key in order:
            entry = self._entry(key, wins)
            if entry is None or (isinstance(entry, Section) and not has_manual_sections):
                continue
            if key not in self._own:
                entry, next_key = replace(entry, key=next_key), EntryKey(next_key + 1)
            entries.append(entry)
        metadata = {name: value for name, value in self._theirs.metadata.items() if (name,) in wins}
        return replace(
            self._draft,
            metadata=replace(self._draft.metadata, **metadata),
            entries=tuple(entries),
            next_key=next_key,
            has_manual_sections=has_manual_sections,
        )

    def text(self, taken: Collection[Change] = ()) -> str:
        """Return the text of the file with the changes of the draft; see `draft`.

        Raises PostError if a value is not valid in a post.
        """
        return render(update(self._post, self.draft(taken), self._options))

    def _entry(self, key: Key, wins: Collection[Key]) -> Entry | None:
        """Return a merged entry, None if it is removed; `wins` has the keys taken from theirs."""
        ours, theirs = self._own.get(key), self._theirs.entries.get(key)
        if ours is None or theirs is None:
            return theirs if key in wins else ours
        names = [name for name in COMPARED[type(ours)] if (*key, name) in wins]
        return replace(ours, **{name: getattr(theirs, name) for name in names})

    def _arranged(self, lead: Mapping[Key, Entry], other: Mapping[Key, Entry]) -> list[Key]:
        """Return the keys of both in the order of `lead`.

        A key of `other` alone follows the key that it follows there.
        """
        order = list(lead)
        at = 0
        for key in other:
            if key in lead:
                at = order.index(key) + 1
                continue
            while at < len(order) and not (order[at] in other or order[at] in self._base.entries):
                at += 1
            order.insert(at, key)
            at += 1
        return order

    # What changed

    def _metadata_changes(self) -> Iterator[Change]:
        for name in self._ours.metadata:
            values = [side.metadata[name] for side in (self._base, self._theirs, self._ours)]
            if by := _changed_by(*values):
                yield Change((name,), _(_NAMES[name]), by, *map(_shown, values))

    def _entry_changes(self) -> Iterator[Change]:
        for key in self._keys:
            versions = (self._base, self._theirs, self._ours)
            base, theirs, ours = entries = [side.entries.get(key) for side in versions]
            what = _entry_name(key)
            if base is theirs is None and isinstance(ours, Remark) and not ours.text:
                continue  # it is not rendered
            if ours is None or theirs is None:
                values: list[object] = [entry and values_of(entry) for entry in entries]
                if by := _changed_by(*values):
                    yield Change(key, what, by, *map(_words, entries))
                continue
            for name in COMPARED[type(ours)]:
                values = [getattr(entry, name, None) for entry in entries]
                if (by := _changed_by(*values)) and self._is_written(name, by):
                    about = _color_name(key) if name == _COLOR else what
                    yield Change((*key, name), about, by, *map(_shown, values))

    def _is_written(self, name: str, by: Side) -> bool:
        """Return whether a post has what changed; quotes in plain Markdown have no colour."""
        return (name, by, self._options.format) != (_COLOR, "draft", "blockquote")

    def _order_changes(self) -> Iterator[Change]:
        base, theirs, ours = self._base, self._theirs, self._ours
        if theirs.order(ours.entries) == ours.order(theirs.entries):
            return
        is_theirs = theirs.order(base.entries) != base.order(theirs.entries)
        is_ours = ours.order(base.entries) != base.order(ours.entries)
        if is_theirs or is_ours:
            by: Side = "conflict" if is_theirs and is_ours else "file" if is_theirs else "draft"
            yield Change(_ORDER, _("order"), by)


def _read(text: str, options: PostOptions) -> Draft | None:
    try:
        return read_draft(parse(text), options)
    except PostError:
        return None


def _changed_by(base: object, theirs: object, ours: object) -> Side | None:
    if theirs == ours:
        return None
    if theirs == base:
        return "draft"
    return "file" if ours == base else "conflict"


def _entry_name(key: Key) -> str:
    kind, author = key[:2]
    return _("clip of {author}").format(author=author) if kind == "clip" else _(_NAMES[str(kind)])


def _color_name(key: Key) -> str:
    return _("colour of the clip of {author}").format(author=key[1])


def _words(entry: Entry | None) -> str | None:
    match entry:
        case Clip() | Remark():
            return entry.text
        case Section():
            return entry.summary
    return None


def _shown(value: object) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return _("yes") if value else _("no")
        case tuple():
            return ", ".join(value)
    return str(value)


def _rest(
    base: str, theirs: str, read: Draft, options: PostOptions, found: Sequence[Change]
) -> Iterator[Change]:
    """Yield the change of the text that a draft does not have."""
    try:
        lines = differences(text_of(read, base, options), theirs)[2:]
    except PostError:
        lines = []
    sides = _without_values(lines, frozenset(shown_lines(base)))
    gone, come = ("\n".join(filter(str.strip, side)) for side in sides)
    if gone != come:
        yield Change(_REST, _("other text"), "file", gone, come, gone)
    elif all(change.by == "draft" for change in found):
        yield Change(_REST, _("spacing"), "file")


def _without_values(
    lines: Sequence[str], base: Collection[str]
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the lines that are gone, and those that have come.

    A line that is gone without having been in the base was written for a changed value, which
    another line has in the file's own words: that change is listed already.

    Args:
        lines: A unified diff.
        base: The lines of the base.
    """
    all_gone, all_come = list[str](), list[str]()
    for _is_changed, run in groupby(lines, lambda line: line.startswith(("-", "+"))):
        changed = [*run]
        gone, come = ([line[1:] for line in changed if line.startswith(sign)] for sign in "-+")
        for old in gone:
            if not old or old in base:
                all_gone.append(old)
            elif new := next((line for line in come if _key(line) == _key(old)), None):
                come.remove(new)
        all_come += come
    return all_gone, all_come


def _key(line: str) -> str:
    """Return the key that a line of front matter sets; of another line its first character."""
    found = _SETS.match(line)
    return found[1].lower() if found else line[:1]
