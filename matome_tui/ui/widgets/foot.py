"""What the left of the foot says: states, then the last note, or else where the user is."""

from collections.abc import Sequence
from dataclasses import dataclass

from matome_tui.core.comment.wrap import cell_width, truncate
from matome_tui.ui.notes import Note

_GAP = "  "
_LEAST_STATE = 8  # cells, besides its way out


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


def shortened(states: Sequence[str], room: int, ellipsis: str) -> Sequence[str]:
    """Shorten states that have no room; the longest gives way first, its way out never."""
    split = [_before_way_out(state) for state in states]
    while split and (excess := cell_width(_GAP.join(h + t for h, t in split)) - room) > 0:
        widths = [cell_width(head) for head, _ in split]
        at = widths.index(max(widths))
        if widths[at] <= _LEAST_STATE:
            break
        head, way_out = split[at]
        head = truncate(head, max(widths[at] - excess, _LEAST_STATE), ellipsis)
        split[at] = head, way_out
    return [head + way_out for head, way_out in split]


def _before_way_out(state: str) -> tuple[str, str]:
    """Split off what stands in brackets at the end of a state; in Japanese these are wide."""
    start = max(state.rfind(" ("), state.rfind("（"))
    return (state[:start], state[start:]) if start > 0 and state[-1] in ")）" else (state, "")


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
