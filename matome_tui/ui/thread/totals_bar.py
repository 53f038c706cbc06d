"""The line below the tray: what the post amounts to."""

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.totals import Totals
from matome_tui.ui.drawing.formats import count
from matome_tui.ui.widgets.bars import Bar


class TotalsBar(Bar, can_focus=False):
    """Shows sums over a draft."""

    def sum_up(self, draft: Draft) -> None:
        """Show the sums over a draft."""
        totals = Totals.from_draft(draft)
        as_is = f"{totals.untouched:,} as is" if totals.untouched else ""
        facts = (f"{totals.minutes} min", f"{totals.characters:,} chars", as_is)
        self.show(count(totals.clips, "clip"), *facts)
