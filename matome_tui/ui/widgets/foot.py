"""What the left of the foot says: states, then the last note, or else where the user is."""

from collections.abc import Sequence
from dataclasses import dataclass

from matome_tui.core.comment.wrap import cell_width
from matome_tui.ui.notes import Note

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Foot:
    """The content of the foot.

    Attributes:
        text: One line.
        has_keys: Whether keys are offered beside it; a note takes their place.
        is_warning: Whether it warns.
        above: Notes that have no room in the line, to be shown above it.
    """

    text: str
    has_keys: bool
    is_warning: bool = False
    above: Sequence[Note] = ()


def foot(place: str, states: Sequence[str], notes: Sequence[Note], room: int, keys: int) -> Foot:
    """Return the content of the foot.

    Args:
        place: Where the user is; in parts, of which the last give way to states and keys.
        states: What lasts, each with its way out.
        notes: What happened.
        room: The cells of the line.
        keys: The cells that the keys need which stay.
    """
    if len(notes) == 1:
        line = _GAP.join([*states, notes[0].text])
        if cell_width(line) <= room:
            return Foot(line, has_keys=False, is_warning=notes[0].severity != "information")
    parts = [*states, *filter(None, place.split(_GAP))]
    while len(parts) > max(len(states), 1) and cell_width(_GAP.join(parts)) + keys > room:
        parts.pop()
    return Foot(_GAP.join(parts), has_keys=True, above=notes)
