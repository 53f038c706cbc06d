"""The demo: a small, invented Hacker News, for trying the program without a network.

Its data are JSON files beside this module, in the form that `archive` reads: `threads/*.json`,
`stories.json`, `lists.json` and `abouts.json`.
"""

from importlib.resources import files

from matome_tui.hn.demo.archive import Archive


def load_demo() -> Archive:
    """Return the archive of the demo's data."""
    return Archive.from_folder(files(__name__))
