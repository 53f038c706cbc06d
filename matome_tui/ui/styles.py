"""Where the style sheets are."""

from matome_tui import paths


def style_path(name: str) -> str:
    """Return the path of one of our style sheets, without its suffix."""
    return str(paths.styles_directory() / f"{name}.tcss")
