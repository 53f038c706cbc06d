"""The tray: the entries of a draft, put in order."""

from collections.abc import Callable

from textual.message import Message

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.edits import edit_title
from matome_tui.core.draft.entries import Clip, Entry, Section
from matome_tui.core.draft.sections import with_manual_sections
from matome_tui.core.thread.thread import NOWHERE, Thread
from matome_tui.i18n import _
from matome_tui.ui.commands import bindings
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.thread.tray_list import TrayList
from matome_tui.ui.widgets.dialogs import TextQuestion


class Tray(TrayList):
    """Moves, folds, groups and takes out what the post will have.

    Attributes:
        draft_editor: The draft; None until there is one.
        thread: What the clips are from; None until it is known.
    """

    BINDINGS = bindings("tray")
    draft_editor: DraftEditor | None = None
    thread: Thread | None = None

    class Edited(Message):
        """The draft was changed."""

    class RemarkWanted(Message):
        """The user wants to write between quotes.

        Attributes:
            key: Of the remark.
        """

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    # What the commands are about

    def targets(self) -> list[Entry]:
        """Return the selected entries, or the one that the cursor is on if the draft has it."""
        selected = [entry for entry in self._rows if entry.key in self._selected]
        current = self.current
        return selected or ([current] if current and current.key else [])

    def action_select(self) -> None:
        """Select the entry or take it out of the selection; then go to the next."""
        if (entry := self.current) and entry.key:
            self._selected = frozenset(self._selected) ^ {entry.key}
            self.refresh()
        self.action_move(1)

    def action_select_none(self) -> None:
        """Select nothing; with nothing selected, go back to the thread."""
        if not self._selected:
            self.post_message(self.Left())
        self._selected = frozenset()
        self.refresh()

    class Left(Message):
        """The user is done with the tray."""

    def color(self, name: str, color: str) -> None:
        """Give clips a colour."""
        self._edit(name, lambda draft, keys: draft.color(keys, color))

    # Order

    def action_shift(self, places: int) -> None:
        """Move entries by so many places in the post."""
        self._edit(edit_title("move"), lambda draft, keys: draft.move(keys, places))

    def action_move_to(self) -> None:
        """Ask for a place, and move entries so that they begin there."""

        def move(answer: str | None) -> None:
            if answer and answer.isdecimal():
                self.move_to(int(answer))

        if self.targets():
            question = TextQuestion(_("Move to which place?"), example="1", enter=_("move"))
            self.app.push_screen(question, move)

    def move_to(self, number: int) -> None:
        """Move entries so that they begin where clip `number` of the others is, from 1."""

        def edit(draft: Draft, keys: list[int]) -> Draft:
            others = [entry for entry in draft.entries if entry.key not in keys]
            clips = [at for at, entry in enumerate(others) if isinstance(entry, Clip)]
            at = max(number - 1, 0)
            return draft.move_to(keys, clips[at] if at < len(clips) else len(others))

        self._edit(edit_title("move_to", place=number), edit)

    def action_move_below_parent(self) -> None:
        """Move clips behind those of the comments that they answer."""

        def edit(draft: Draft, keys: list[int]) -> Draft:
            for key in keys:
                if isinstance(draft.entry(key), Clip):
                    draft = draft.move_below_parent(key, self._parent_of)
            return draft

        self._edit(edit_title("move_below_parent"), edit)

    def action_sort(self) -> None:
        """Put all clips in the order of the thread, or where they are so already, of time."""
        if self.draft_editor is None:
            return
        draft = self.draft_editor.draft
        by_thread = draft.arrange("thread", self._place_of)
        if by_thread.entries != draft.entries:
            self._make(edit_title("order_by_thread"), by_thread)
        else:
            self._make(edit_title("order_by_time"), draft.arrange("time", self._place_of))

    # What stands between

    def action_remark(self, below: int, text: str) -> None:
        """Write words of one's own above the entry (0) or below it (1)."""
        if self.draft_editor is None:
            return
        draft = self.draft_editor.draft
        key = draft.next_key
        # Below a fold that is made by counting is above the entry that it begins with.
        at = self._at + (below if self.current and self.current.key else 0)
        title = edit_title("heading" if text else "remark")
        if self._make(title, draft.remark(text, at)):
            self.go_to_entry(key)
            self.post_message(self.RemarkWanted(key))

    def action_toggle_fold(self) -> None:
        """Begin a fold at this entry, or drop the fold that begins here.

        Folds are made by hand from then on.
        """
        if self.draft_editor and (entry := self.current):
            draft = with_manual_sections(self.draft_editor.draft, self._group_size)
            if isinstance(entry, Section):
                key = draft.entries[self.cursor].key
                self._make(edit_title("drop_section"), draft.remove((key,)))
            else:
                self._make(edit_title("begin_section"), draft.begin_section(self.cursor))

    def action_unfold(self) -> None:
        """Let what follows stand open again, from this entry on."""
        if self.draft_editor:
            draft = with_manual_sections(self.draft_editor.draft, self._group_size)
            draft = draft.begin_section(self.cursor, is_open=True)
            self._make(edit_title("end_section"), draft)

    def action_automatic_sections(self) -> None:
        """Let folds be made by counting again."""
        if self.draft_editor:
            draft = self.draft_editor.draft.drop_sections()
            self._make(edit_title("count_sections"), draft)

    def rename_section(self) -> None:
        """Ask what a fold shows while it is folded; nothing is the usual text."""
        row = self.cursor

        def rename(answer: str | None) -> None:
            if self.draft_editor and answer is not None:
                draft = with_manual_sections(self.draft_editor.draft, self._group_size)
                draft = draft.summarize(draft.entries[row].key, answer)
                self._make(edit_title("name_section"), draft)

        if isinstance(fold := self.current, Section):
            question = TextQuestion(
                _("Summary of the section? Empty for the usual one."),
                fold.summary,
                enter=_("set"),
                may_be_empty=True,
            )
            self.app.push_screen(question, rename)

    # Coming and going

    def action_remove(self) -> None:
        """Take entries out."""
        if isinstance(fold := self.current, Section) and not fold.key and not self._selected:
            self.action_toggle_fold()
            return
        title = edit_title("remove", number=len(self.targets()))
        self._edit(title, lambda draft, keys: draft.remove(keys))

    def action_clip_again(self) -> None:
        """Make another clip of the same comment."""
        if self.draft_editor and isinstance(clip := self.current, Clip):
            key = self.draft_editor.draft.next_key
            draft = self.draft_editor.draft.clip_again(clip.key)
            if self._make(edit_title("clip_again"), draft):
                self.go_to_entry(key)

    # Parts

    @property
    def _at(self) -> int:
        """The place in the draft of the entry that the cursor is on, or of the next one."""
        return sum(1 for entry in self._rows[: self.cursor] if entry.key)

    def _edit(self, title: str, edit: Callable[[Draft, list[int]], Draft]) -> None:
        targets = self.targets()
        if self.draft_editor and targets:
            key = targets[0].key
            if self._make(title, edit(self.draft_editor.draft, [entry.key for entry in targets])):
                self.go_to_entry(key)

    def _make(self, title: str, draft: Draft) -> bool:
        if self.draft_editor is None:
            return False
        is_done = self.draft_editor.edit(title, draft)
        self.show(self.draft_editor.draft, self._changes)
        self.post_message(self.Edited())
        return is_done

    def _place_of(self, comment: int) -> int:
        return self.thread.find(comment) if self.thread else NOWHERE

    def _parent_of(self, comment: int) -> int:
        thread = self.thread
        at = thread.find(comment) if thread else NOWHERE
        if thread is None or at == NOWHERE or thread.parents[at] == NOWHERE:
            return 0
        return thread.comments[thread.parents[at]].id
