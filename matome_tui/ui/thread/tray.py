"""The tray: the entries of a draft in the order of the post, to move, group and remove."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from matome_tui.core.draft.cut_links import completions_of, with_whole_links
from matome_tui.core.draft.draft import Draft, SourceChange
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.draft.sections import entries_with_sections, make_sections_manual
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.i18n import _
from matome_tui.ui.commands import bindings, find, first_key
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.glyphs import Glyphs
from matome_tui.ui.thread.tray_painter import EntryPainter, EntryState, entry_numbers
from matome_tui.ui.widgets.bars import keymap_of
from matome_tui.ui.widgets.row_list import ListRow, RowList

_USUAL_LEVEL = "##"
_WIDE = 160  # cells of the screen from which clips show a further line


class Tray(RowList):
    """Shows the entries of a draft and edits their order, colours and sections.

    Attributes:
        draft_editor: The owner of the draft; None until there is one.
        thread: The thread of the clips; None until it is loaded.
        group_size: Number of quotes in an automatic section; see `entries_with_sections`. Set it
            before a draft is shown.
        done: Called with the draft before and after each edit.
    """

    BINDINGS = bindings("tray")
    draft_editor: DraftEditor | None = None
    thread: Thread | None = None
    group_size = PostOptions().group_size
    done: Callable[[Draft, Draft], None] | None = None

    @dataclass
    class RemarkWanted(Message):
        """The user wants to write a remark.

        Attributes:
            key: Key of the remark.
        """

        key: EntryKey

    class Left(Message):
        """The user is done with the tray."""

    def __init__(
        self,
        glyphs: Glyphs,
        color_names: Mapping[str, str],
        *,
        id: str | None = None,
    ) -> None:
        """Make an empty tray.

        Args:
            glyphs: Glyphs to draw with.
            color_names: Names of the colours, by their values.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._painter = EntryPainter(glyphs, color_names, self.overlay)
        self._draft: Draft | None = None
        self._rows: Sequence[Entry] = ()
        self._numbers: Sequence[int] = ()
        self._changes: Mapping[EntryKey, SourceChange] = {}
        self._selected: Collection[EntryKey] = frozenset()

    # The rows

    def show(self, draft: Draft, changes: Mapping[EntryKey, SourceChange]) -> None:
        """Show a draft.

        Args:
            draft: The draft.
            changes: A word on what became of a clip's comment, by the clip's key.
        """
        if draft is self._draft and changes == self._changes:
            return
        self._draft, self._changes = draft, changes
        self._rows = entries_with_sections(draft, self.group_size)
        self._numbers = entry_numbers(self._rows)
        self._selected = frozenset(self._selected) & {entry.key for entry in draft.entries}
        self.rows_changed()

    @property
    def current(self) -> Entry | None:
        """The entry at the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def go_to_comment(self, comment: int) -> None:
        """Move the cursor to the first clip of a comment, if there is one."""
        self._go_to_row(lambda entry: isinstance(entry, Clip) and entry.comment == comment)

    def go_to_entry(self, key: EntryKey) -> None:
        """Move the cursor to the entry with a key, if there is one."""
        self._go_to_row(lambda entry: entry.key == key)

    def _go_to_row(self, is_wanted: Callable[[Entry], bool]) -> None:
        rows = (row for row, entry in enumerate(self._rows) if is_wanted(entry))
        self.go_to(next(rows, self.cursor))

    def row_count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def height_of(self, row: ListRow) -> int:
        """Return the height of a row: see `EntryPainter.height`."""
        return self._painter.height(self._rows[row], self.size.width, self._most_lines)

    @property
    def _most_lines(self) -> int:
        return 3 if self.app.size.width >= _WIDE else 2

    def paint_row(self, row: ListRow, line: int, base: Style) -> Strip:
        """Return a line of an entry; see `EntryPainter.paint`."""
        entry = self._rows[row]
        state = EntryState(
            number=self._numbers[row],
            change=self._changes.get(entry.key, ""),
            is_selected=entry.key in self._selected,
            has_pointer=row == self.cursor and self.has_focus and line == 0,
            most_lines=self._most_lines,
        )
        width = self.size.width
        return self.strip(self._painter.paint(entry, line, state, width, base), width, base)

    def empty_text(self) -> Sequence[str]:
        """Return the lines of an empty tray."""
        key = first_key(find("clips.mark"), keymap_of(self.app))
        return (_("No clips yet"), _("Mark a comment with {key}").format(key=key))

    # Selection

    def targets(self) -> list[Entry]:
        """Return the selected entries, or else the one at the cursor if it is in the draft."""
        selected = [entry for entry in self._rows if entry.key in self._selected]
        current = self.current
        return selected or ([current] if current and current.key else [])

    def action_select(self) -> None:
        """Select or deselect the entry, then move to the next one."""
        if (entry := self.current) and entry.key:
            self._selected = frozenset(self._selected) ^ {entry.key}
            self.refresh()
        self.action_move(1)

    def action_select_none(self) -> None:
        """Clear the selection; if it is empty, return to the thread."""
        if not self._selected:
            self.post_message(self.Left())
        self._selected = frozenset()
        self.refresh()

    def color(self, name: str, color: str) -> None:
        """Set the colour of clips."""
        self._edit(name, lambda draft, keys: draft.set_color(keys, color))

    # Order

    def action_shift(self, places: int) -> None:
        """Move entries down, or up if `places` is negative."""
        self._edit(
            edit_title("move", **self._moved()), lambda draft, keys: draft.move(keys, places)
        )

    def action_move_to(self) -> None:
        """Ask for a place and move entries there."""
        from matome_tui.ui.widgets.dialogs import TextQuestion

        def move(answer: str | None) -> None:
            if answer and answer.isdecimal():
                self.move_to(int(answer))

        if self.targets():
            question = TextQuestion(_("Move to which place?"), example="1", enter=_("move"))
            self.app.push_screen(question, move)

    def move_to(self, number: int) -> None:
        """Move entries to the place of the clip with a number, from 1, among the other clips."""

        def edit(draft: Draft, keys: list[EntryKey]) -> Draft:
            others = [entry for entry in draft.entries if entry.key not in keys]
            clips = [at for at, entry in enumerate(others) if isinstance(entry, Clip)]
            at = max(number - 1, 0)
            return draft.move_to(keys, clips[at] if at < len(clips) else len(others))

        self._edit(edit_title("move_to", place=number, **self._moved()), edit)

    def action_move_below_parent(self) -> None:
        """Move clips after the clips of their parent comments."""

        def edit(draft: Draft, keys: list[EntryKey]) -> Draft:
            for key in keys:
                if isinstance(draft.entry(key), Clip):
                    draft = draft.move_below_parent(key, self._parent_of)
            return draft

        self._edit(edit_title("move_below_parent", **self._moved()), edit)

    def _moved(self) -> dict[str, EntryKey]:
        """Return the parameters of a move's title: the key of the only entry that it moves."""
        keys = [entry.key for entry in self.targets()]
        return {"key": keys[0]} if len(keys) == 1 else {}

    def action_sort(self) -> None:
        """Sort all clips by their order in the thread; if they are sorted, by time."""
        if self.draft_editor is None:
            return
        draft = self.draft_editor.draft
        by_thread = draft.sort_clips("thread", self._place_of)
        if by_thread.entries != draft.entries:
            if self._make(edit_title("order_by_thread"), by_thread):
                self.notify(_("Ordered by thread"))
        else:
            by_time = draft.sort_clips("time", self._place_of)
            if self._make(edit_title("order_by_time"), by_time):
                self.notify(_("Ordered by time"))

    # Remarks and sections

    def action_heading(self) -> None:
        """Ask for a heading, and add it above the entry."""
        at = self._at

        def add(answer: str | None) -> None:
            if self.draft_editor and answer:
                draft = self.draft_editor.draft
                added = draft.add_remark(_heading(answer, _USUAL_LEVEL), at)
                if self._make(edit_title("heading"), added):
                    self.go_to_entry(draft.next_key)

        self._ask_for_heading("", add)

    def rename_heading(self, heading: Remark) -> None:
        """Ask for another text of a heading; its level stays unless the text has one."""
        text = heading.text.strip()
        words = text.lstrip("#")

        def rename(answer: str | None) -> None:
            if self.draft_editor and answer:
                renamed = _heading(answer, text.removesuffix(words))
                draft = self.draft_editor.draft.set_text(heading.key, renamed)
                self._make(edit_title("edit_text"), draft)

        self._ask_for_heading(words.strip(), rename)

    def _ask_for_heading(self, text: str, answered: Callable[[str | None], None]) -> None:
        from matome_tui.ui.widgets.dialogs import TextQuestion

        if self.draft_editor:
            self.app.push_screen(TextQuestion(_("Heading"), text, enter=_("keep")), answered)

    def action_remark(self) -> None:
        """Add a remark below the entry, and edit it."""
        if self.draft_editor is None:
            return
        draft = self.draft_editor.draft
        key = draft.next_key
        # Below the start of an automatic section is above the section's first entry.
        at = self._at + (1 if self.current and self.current.key else 0)
        if self._make(edit_title("remark"), draft.add_remark("", at)):
            self.go_to_entry(key)
            self.post_message(self.RemarkWanted(key))

    def quote(self, remark: str) -> bool:
        """Add a remark, in Markdown, below the entry at the cursor; return whether that is done."""
        if self.draft_editor is None:
            return False
        draft = self.draft_editor.draft
        at = min(self._at + 1, len(draft.entries))
        is_added = self._make(edit_title("quote_article"), draft.add_remark(remark, at))
        if is_added:
            self.go_to_entry(draft.next_key)
        return is_added

    def action_toggle_fold(self) -> None:
        """Start a section at this entry, or remove the one that starts here.

        Automatic sections become manual ones.
        """
        if self.draft_editor and (entry := self.current):
            draft = make_sections_manual(self.draft_editor.draft, self.group_size)
            if isinstance(entry, Section):
                key = draft.entries[self.cursor].key
                self._make(edit_title("drop_section"), draft.remove((key,)))
            else:
                self._make(edit_title("begin_section"), draft.begin_section(self.cursor))

    def action_unfold(self) -> None:
        """End the section before this entry."""
        if self.draft_editor:
            draft = make_sections_manual(self.draft_editor.draft, self.group_size)
            above = [e for e in draft.entries[: self.cursor] if isinstance(e, Section)]
            if isinstance(self.current, Section) or not above or above[-1].is_open:
                self.notify(_("No open section to end here; begin one first"))
                return
            self._make(edit_title("end_section"), draft.begin_section(self.cursor, is_open=True))

    def action_automatic_sections(self) -> None:
        """Return to automatic sections."""
        if self.draft_editor:
            draft = self.draft_editor.draft.drop_sections()
            self._make(edit_title("count_sections"), draft)

    def rename_section(self) -> None:
        """Ask for the summary of a section; an empty one is the default text."""
        from matome_tui.ui.widgets.dialogs import TextQuestion

        row = self.cursor

        def rename(answer: str | None) -> None:
            if self.draft_editor and answer is not None:
                draft = make_sections_manual(self.draft_editor.draft, self.group_size)
                draft = draft.set_summary(draft.entries[row].key, answer)
                self._make(edit_title("name_section"), draft)

        if isinstance(fold := self.current, Section):
            question = TextQuestion(
                _("Summary of the section? Empty for the usual one."),
                fold.summary,
                enter=_("set"),
                may_be_empty=True,
            )
            self.app.push_screen(question, rename)

    # Clips

    def action_remove(self) -> None:
        """Remove entries from the draft."""
        if isinstance(section := self.current, Section) and not section.key and not self._selected:
            self.action_toggle_fold()
            return
        title = edit_title("remove", number=len(self.targets()))
        self._edit(title, lambda draft, keys: draft.remove(keys))

    def action_clip_again(self) -> None:
        """Add another clip of the same comment."""
        if self.draft_editor and isinstance(clip := self.current, Clip):
            key = self.draft_editor.draft.next_key
            draft = self.draft_editor.draft.clip_again(clip.key)
            if self._make(edit_title("clip_again"), draft):
                self.go_to_entry(key)

    def action_accept(self) -> None:
        """Take the machine's texts of clips for the user's own."""
        self._edit(edit_title("accept"), lambda draft, keys: draft.accept(keys))

    def action_complete_links(self) -> None:
        """Complete links that were cut short, from the clips' comments."""
        if self.draft_editor:
            draft, targets = self.draft_editor.draft, {entry.key for entry in self.targets()}
            number = sum(clip.key in targets for clip, _link in completions_of(draft))
            title = edit_title("complete_links", number=number)
            if not number:
                self.notify(_("No link of this clip can be completed from its comment"))
            else:
                self._edit(title, with_whole_links)

    # Edits

    @property
    def _at(self) -> int:
        """The place in the draft of the entry at the cursor, or of the next one."""
        return sum(1 for entry in self._rows[: self.cursor] if entry.key)

    def _edit(self, title: str, edit: Callable[[Draft, list[EntryKey]], Draft]) -> None:
        targets = self.targets()
        if self.draft_editor and targets:
            key = targets[0].key
            if self._make(title, edit(self.draft_editor.draft, [entry.key for entry in targets])):
                self.go_to_entry(key)

    def _make(self, title: str, draft: Draft) -> bool:
        if self.draft_editor is None:
            return False
        before = self.draft_editor.draft
        is_done = self.draft_editor.edit(title, draft)
        if is_done and self.done:
            self.done(before, self.draft_editor.draft)
        return is_done

    def _place_of(self, comment: int) -> Index | None:
        return self.thread.find(comment) if self.thread else None

    def _parent_of(self, comment: int) -> int | None:
        parent = self.thread.parent_of(comment) if self.thread else None
        return parent.id if parent else None


def _heading(typed: str, level: str) -> str:
    """Return a Markdown heading of a level, or of the level that was typed with it."""
    return typed if typed.startswith("#") else f"{level} {typed}"
