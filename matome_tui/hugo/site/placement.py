"""The file of a draft's post in a site, and whether Hugo finds it there."""

import os
from pathlib import Path

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.post.location import post_path
from matome_tui.hugo.site.places import Place, Places
from matome_tui.hugo.site.site import Site
from matome_tui.i18n import _


def file_of(draft: Draft, path: str, places: Places, options: PostOptions) -> Path:
    """Return the file of a draft's post: `path` if it has one, else a new one in the site.

    Raises:
        PostError: Hugo reads no content at the path of new posts.
    """
    if path:
        return Path(path)
    wanted = post_path(draft, options)
    if place := places.find(wanted):
        return place.file
    message = _("Hugo does not read {path} here, only {folders}; set path under [post]")
    raise PostError(message.format(path=wanted, folders=", ".join(map(str, places.roots))))


def place_of(places: Places, file: Path) -> Place | None:
    """Return the place of a file, by the given path or by the one that its links lead to."""
    if place := places.of(Path(os.path.abspath(file))):  # noqa: PTH100 -- links are not followed
        return place
    return places.resolved(Path.resolve).of(file.resolve())


def discovery_problem(site: Site, file: Path) -> str:
    """Return why Hugo may not find a post in a file, and what to do; empty if it does."""
    if not site.is_known:
        return _(
            "The site's configuration cannot be read, so where Hugo looks for posts is unknown."
        )
    place = place_of(site.places, file)
    if place is None:
        return _("Hugo reads nothing in {folder}; set path under [post].").format(
            folder=file.parent
        )
    if link := _link_above(site.places, place):
        return _(
            "Hugo does not follow {link}, a symbolic link; add its folder to module.mounts."
        ).format(link=link)
    return ""


def _link_above(places: Places, place: Place) -> Path | None:
    """Return the symbolic link between a content folder and a page, if there is one.

    Hugo follows none there since 0.123; the content folder itself may be one.
    """
    source = places.mounts[place.mount].source
    way = [place.file, *place.file.parents]
    inside = way[: way.index(source)] if source in way else []
    return next((folder for folder in reversed(inside) if folder.is_symlink()), None)
