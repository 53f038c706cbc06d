"""What an edit of the thread or the tray did, said where it is not plain to see."""

from collections.abc import Mapping, Sequence
from typing import Any

from matome_tui.core.draft.changes import changed_entries, removed_entries
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, Remark, Section
from matome_tui.core.text import quoted
from matome_tui.i18n import _, enumeration, ngettext
from matome_tui.ui.draft_editor import DraftEditor
from matome_tui.ui.drawing.colors import color_names
from matome_tui.ui.screens.base import MatomeScreen

_MOST_CHARACTERS = 40
_SEVERAL = 2  # clips, of which the number is not plain to see


def outcome(before: Draft, after: Draft, colors: Mapping[str, str], undo_key: str) -> str:
    """Return a line on what an edit removed, or on how many clips it made or coloured; else empty.

    Args:
        before: The draft before the edit.
        after: The draft after it.
        colors: Names of colours by value.
        undo_key: The key that undoes the edit.
    """
    if removed := removed_entries(before, after):
        return _removal(removed, colors, undo_key)
    clips = [entry for entry in changed_entries(before, after) if isinstance(entry, Clip)]
    old = {clip.key: clip for clip in before.clips}
    if len(clips) < _SEVERAL or len(after.entries) - len(before.entries) > len(clips):
        return ""
    if not any(clip.key in old for clip in clips):
        return _marked(clips, colors, undo_key)
    if all(clip.key not in old or old[clip.key].color != clip.color for clip in clips):
        return _colored(clips, colors, undo_key)
    return ""


def _marked(clips: Sequence[Clip], colors: Mapping[str, str], key: str) -> str:
    number, color = len(clips), _common_color(clips)
    if color:
        line = ngettext(
            "Marked {number} comment ({color}); {key} undoes",
            "Marked {number} comments ({color}); {key} undoes",
            number,
        )
    else:
        line = ngettext(
            "Marked {number} comment; {key} undoes",
            "Marked {number} comments; {key} undoes",
            number,
        )
    return line.format(number=f"{number:,}", color=colors.get(color, color), key=key)


def _common_color(clips: Sequence[Clip]) -> str:
    colors = {clip.color for clip in clips}
    return colors.pop() if len(colors) == 1 else ""


def _colored(clips: Sequence[Clip], colors: Mapping[str, str], key: str) -> str:
    number, color = len(clips), clips[0].color
    if color:
        line = ngettext(
            "Coloured {number} clip ({color}); {key} undoes",
            "Coloured {number} clips ({color}); {key} undoes",
            number,
        )
    else:
        line = ngettext(
            "Removed the colour of {number} clip; {key} undoes",
            "Removed the colour of {number} clips; {key} undoes",
            number,
        )
    return line.format(number=f"{number:,}", color=colors.get(color, color), key=key)


def _removal(removed: Sequence[Entry], colors: Mapping[str, str], key: str) -> str:
    match removed:
        case [Clip(author=author) as clip]:
            if lost := _lost_with(clip, colors):
                line = _("Removed {author}'s clip ({lost}); {key} undoes")
                return line.format(author=author, lost=lost, key=key)
            return _("Removed {author}'s clip; {key} undoes").format(author=author, key=key)
        case [Remark(text=text)] if text.strip():
            line = _("Removed {words}; {key} undoes")
            return line.format(words=quoted(text[:_MOST_CHARACTERS]), key=key)
    number = len(removed)
    if all(isinstance(entry, Clip) for entry in removed):
        line = ngettext(
            "Removed {number} clip; {key} undoes", "Removed {number} clips; {key} undoes", number
        )
    else:
        line = ngettext(
            "Removed {number} entry; {key} undoes",
            "Removed {number} entries; {key} undoes",
            number,
        )
    return line.format(number=f"{number:,}", key=key)


def _lost_with(clip: Clip, colors: Mapping[str, str]) -> str:
    """Return what a clip has besides its comment: a colour, a text of the user's."""
    lost = [colors.get(clip.color, clip.color)] if clip.color else []
    if clip.is_rewritten:
        lost.append(_("rewritten"))
    return enumeration(lost)


class Outcomes:
    """Notes on what edits did, on one screen."""

    def __init__(self, screen: MatomeScreen[Any], draft_editor: DraftEditor) -> None:
        """Prepare; the screen shows the notes."""
        self._screen = screen
        self._draft_editor = draft_editor
        self._colors = color_names(screen.services.settings.colors)

    def show(self, before: Draft, after: Draft) -> None:
        """Show what an edit did, if that is not plain to see."""
        key = self._screen.shown_key("clips.undo")
        note = outcome(before, after, self._colors, key)
        site, post = self._screen.services.site, self._draft_editor.publication.path
        if _gives_color(before, after):
            note = site.note_on_colors(post) or note
        if any(isinstance(e, Section) and e not in before.entries for e in after.entries):
            note = site.note_on_sections(post) or note
        if note:
            self._screen.notify(note)


def _gives_color(before: Draft, after: Draft) -> bool:
    old = {clip.key: clip.color for clip in before.clips}
    return any(clip.color not in ("", old.get(clip.key)) for clip in after.clips)
