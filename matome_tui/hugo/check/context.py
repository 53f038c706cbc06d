"""What the linter knows of the site around a post, and of the user's preferences."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from matome_tui.core.draft.post_options import Style
from matome_tui.hugo.check.goldmark import DEFAULT_DIALECT, Dialect
from matome_tui.hugo.check.selection import EVERYTHING, Selection
from matome_tui.hugo.site.publication import publication_problem
from matome_tui.hugo.site.site import Site, has_file, has_image


class PostContext(NamedTuple):
    """What the linter knows of the surroundings of one post.

    Attributes:
        dialect: The site's Markdown.
        shortcodes: The names of the site's own shortcodes; None if unknown.
        has_image: Whether the post can use an image of a given name; None if unknown.
        waits: Returns why Hugo does not publish front matter yet, or empty; None if unknown.
        style: How edits encode text.
        selection: Which findings are reported and fixed.
    """

    dialect: Dialect = DEFAULT_DIALECT
    shortcodes: frozenset[str] | None = None
    has_image: Callable[[str], bool] | None = None
    waits: Callable[[Mapping[str, Any]], str] | None = None
    style: Style = "typographic"
    selection: Selection = EVERYTHING


class SiteContext:
    """What the linter knows of one site, or of posts without a site.

    Attributes:
        site: The site, if there is one.
        selection: Which findings are reported and fixed.
    """

    def __init__(self, site: Site | None, style: Style, selection: Selection = EVERYTHING) -> None:
        self.site = site
        self.selection = selection
        self._images: dict[str, bool] = {}
        self._shared = PostContext(style=style, selection=selection)
        if site:
            dialect = Dialect(site.typographer, bool(site.enable_emoji))
            waits = partial(publication_problem, site)
            self._shared = self._shared._replace(
                dialect=dialect, shortcodes=site.shortcodes, waits=waits
            )

    def for_post(self, path: Path) -> PostContext:
        """Return the context of the post in a file."""
        if self.site is None:
            return self._shared
        return self._shared._replace(has_image=partial(self._has_image, self.site, path.parent))

    def _has_image(self, site: Site, folder: Path, name: str) -> bool:
        if name not in self._images:
            self._images[name] = has_image(site, name)
        return self._images[name] or has_file(folder, name)
