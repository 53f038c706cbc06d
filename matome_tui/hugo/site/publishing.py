"""Posts and their repository: which files belong to a post, and which posts are not published."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from matome_tui.core.text import one_line
from matome_tui.files import read_text
from matome_tui.git.program import GitError
from matome_tui.git.repository import Change, Repository, find_repository
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.site.site import find_file, image_folders, own_shortcodes, try_read_site
from matome_tui.i18n import _

State = Literal["uncommitted", "unpushed", "published", "unknown"]

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Plan:
    """A commit of one post.

    Attributes:
        repository: Its repository.
        branch: The branch that is committed to.
        changes: The post's changed files; empty if all is committed.
        message: The commit message, one line.
        notes: What keeps readers from seeing the post as it is, one line each.
    """

    repository: Repository
    branch: str
    changes: tuple[Change, ...]
    message: str
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The files with a sign each, `+` new, `~` changed, `-` deleted, and the notes."""
        signs = {"added": "+", "changed": "~", "deleted": "-"}
        root = self.repository.root
        files = (f"{signs[change.kind]} {change.path.relative_to(root)}" for change in self.changes)
        return [one_line(line) for line in (*files, *self.notes)]


@dataclass(frozen=True, slots=True)
class Pending:
    """Posts that are not published.

    Attributes:
        uncommitted: Posts with files that are not committed.
        unpushed: Posts with files whose commits no remote has; empty without a remote.
        has_remote: Whether there is anywhere to push to.
    """

    uncommitted: tuple[Path, ...]
    unpushed: tuple[Path, ...]
    has_remote: bool = True


def plan(post: Path, site: Path | None, messages: tuple[str, str]) -> Plan:
    """Return the commit of a post.

    Args:
        post: Its file.
        site: The site; its shortcodes that this program wrote are committed with the post.
        messages: The messages for a new and for a changed post; fields: title, date.

    Raises:
        GitError: The post cannot be committed; the message says why and what to do.
    """
    post = post.resolve()
    if not post.is_file():
        message = _("{post} does not exist; save the post first")
        raise GitError(message.format(post=post))
    repository = find_repository(post)
    branch = repository.branch()
    if repository.is_ignored(post):
        message = _("{post} is ignored by git; change .gitignore to publish it")
        raise GitError(message.format(post=post))
    paths = [own_files(post), *(map(Path.resolve, own_shortcodes(site)) if site else ())]
    inside = [path for path in paths if path.is_relative_to(repository.root)]
    message = messages[repository.is_committed(post)]
    changes = tuple(repository.changes(inside))
    values = _front_matter(post)
    notes = tuple(_notes(values, repository, site))
    return Plan(repository, branch, changes, _filled(message, post, values), notes)


def pending(roots: Iterable[Path]) -> Pending:
    """Return the posts below content folders that are not committed, or not pushed.

    Raises:
        GitError: A folder is in no repository, or git fails.
    """
    uncommitted: set[Path] = set()
    unpushed: set[Path] = set()
    has_remote = True
    for root in (root.resolve() for root in roots if root.is_dir()):
        repository = find_repository(root)
        changed = (change.path for change in repository.changes([root]))
        uncommitted |= set(_posts(changed, root))
        unpushed |= set(_posts(repository.unpushed([root]), root))
        has_remote &= bool(repository.remotes())
    return Pending(tuple(sorted(uncommitted)), tuple(sorted(unpushed - uncommitted)), has_remote)


def states_of(site: Path, posts: Iterable[Path]) -> dict[Path, State]:
    """Return the states of those posts that are not published; none without a repository.

    Args:
        site: The site's root.
        posts: Files of the site's posts; others are left out.
    """
    try:
        found = pending(try_read_site(site, None)[0].places.roots)
    except GitError:
        return {}
    states: dict[Path, State] = dict.fromkeys(found.uncommitted, "uncommitted")
    states |= dict.fromkeys(found.unpushed, "unpushed")
    return {post: states[real] for post in posts if (real := post.resolve()) in states}


def state_of(post: Path) -> State:
    """Return whether a post is committed and pushed; "unknown" without a repository."""
    post = post.resolve()
    try:
        repository = find_repository(post)
        if repository.changes([own_files(post)]):
            return "uncommitted"
        return "unpushed" if repository.unpushed([own_files(post)]) else "published"
    except GitError:
        return "unknown"


def own_files(post: Path) -> Path:
    """Return the folder of a leaf bundle, or the file of a post alone.

    See https://gohugo.io/content-management/page-bundles/.
    """
    return post.parent if post.name.partition(".")[0] == "index" else post


def _posts(files: Iterable[Path], root: Path) -> Iterator[Path]:
    """Yield the posts below a content folder that files belong to, if any."""
    for file in files:
        folders = [above for above in file.parents if above != root and above.is_relative_to(root)]
        bundle = next((index for above in folders for index in _indexes(above)), None)
        if bundle:
            yield bundle
        elif file.suffix == ".md" and file.is_file():
            yield file


def _indexes(folder: Path) -> Sequence[Path]:
    return [path for path in sorted(folder.glob("index.*")) if path.suffix == ".md"]


def _filled(message: str, post: Path, values: Mapping[str, Any]) -> str:
    """Return a commit message with the title and the date of a post."""
    fields = {
        "title": str(values.get("title") or post.stem),
        "date": str(values.get("date", ""))[:10],
    }
    return one_line(_FIELD.sub(lambda match: fields.get(match[1], match[0]), message))


def _notes(values: Mapping[str, Any], repository: Repository, site: Path | None) -> Iterator[str]:
    """Yield what keeps readers from seeing a post with this front matter as it is."""
    if values.get("draft") is True:
        yield _("The post is a draft: Hugo does not publish it")
    name = page.image(values)
    if not (site and name):
        return
    for folder in image_folders(try_read_site(site, None)[0]):
        image = file.resolve() if (file := find_file(folder, name)) else None
        if image and image.is_relative_to(repository.root) and repository.changes([image]):
            message = _("The image {image} is not committed; run git add and git commit for it")
            yield message.format(image=image.relative_to(repository.root))


def _front_matter(post: Path) -> Mapping[str, Any]:
    """Return the front matter of a post; empty if it cannot be read: that is no obstacle."""
    try:
        return parse(read_text(post)).front_matter or {}
    except (OSError, ValueError, PostError):
        return {}
