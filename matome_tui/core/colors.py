"""Names of the colours that the program comes with."""

from matome_tui.i18n import N_, _

NAMES = (N_("aqua"), N_("orange"), N_("green"), N_("violet"), N_("pink"), N_("red"))


def shown_name(name: str) -> str:
    """Return a colour's name in the user's language; one that the user gave as it is."""
    return _(name) if name in NAMES else name
