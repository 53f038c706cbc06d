"""A small Hacker News of our own, shipped with the program.

Threads and stories here are invented. They let the program be tried without a network and give
its screens something to show. The data are plain JSON beside this module: ``threads/*.json``,
``stories.json`` and ``lists.json``, in the forms that :mod:`matome_tui.hn.demo.archive` reads.
"""

from __future__ import annotations

from importlib.resources import files

from matome_tui.hn.demo.archive import Archive


def load_demo() -> Archive:
    """Read the content that comes with the package, wherever it is installed."""
    return Archive.from_folder(files(__name__))
