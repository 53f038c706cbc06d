"""The title of the tray, with the totals of the draft."""

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.totals import Totals
from matome_tui.i18n import _, ngettext
from matome_tui.ui.widgets.bars import Bar


class TotalsBar(Bar, can_focus=False):
    """Shows the totals of a draft."""

    def show_totals(self, draft: Draft) -> None:
        """Show the totals of a draft."""
        totals = Totals.from_draft(draft)
        characters = ngettext("{number} char", "{number} chars", totals.characters)
        rewritten = _("{number:,} of {total:,} rewritten")
        self.show(
            _("Clips {number:,}").format(number=totals.clips),
            _("{number} min").format(number=totals.minutes),
            characters.format(number=f"{totals.characters:,}"),
            rewritten.format(number=totals.rewritten, total=totals.clips) if totals.clips else "",
            _("{number} by machine").format(number=f"{totals.machine:,}") if totals.machine else "",
        )
