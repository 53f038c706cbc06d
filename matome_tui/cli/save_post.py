"""Saving of a new post by a command, which asks nothing: in doubt nothing is written."""

from pathlib import Path

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.executable import HugoError, find_hugo
from matome_tui.hugo.post import file as post_file
from matome_tui.hugo.post.blocks import PostError
from matome_tui.hugo.program.diagnose import diagnose
from matome_tui.hugo.site.index import Index
from matome_tui.hugo.site.placement import discovery_problem, file_of
from matome_tui.i18n import _
from matome_tui.store.session import Publication


def save_new_post(draft: Draft, index: Index, options: PostOptions) -> Publication:
    """Write the post of a draft into a site, and return it.

    Raises:
        PostError: The post exists, leads out of the site or does not build, or Hugo would not find
            it; or it cannot be written.
        HugoError: The site does not build even without the post.
    """
    site = index.site
    for known in index.threads.get(draft.thread, ()):
        raise PostError(_("The site has a post of this thread: {path}").format(path=known.path))
    path = file_of(draft, "", site.places, options)
    post_file.check_place(path)
    if post_file.read(path) is not None:
        raise PostError(_("{path} already exists").format(path=path))
    if doubt := discovery_problem(site, path):
        raise PostError(doubt)
    if outside := post_file.outside(path, site.root):
        line = _("{path} leads out of the site, to {real}.")
        raise PostError(line.format(path=path, real=outside))
    text = post_file.text_of(draft, "", options)
    if fault := _fault(site.root, path, text):
        raise PostError(fault)
    post_file.write(path, text)
    return Publication(str(path), text)


def _fault(root: Path, path: Path, text: str) -> str:
    """Return why Hugo does not build a post; empty if it does, or if there is no Hugo."""
    try:
        hugo = find_hugo()
    except HugoError:
        return ""  # one that does not run
    found = diagnose(hugo, root, path, text) if hugo else None
    return str(found) if found else ""
