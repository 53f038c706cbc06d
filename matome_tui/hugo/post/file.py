"""Files of posts: reading, writing and comparing them."""

import os
from difflib import unified_diff
from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.text import sanitize
from matome_tui.files import make_folder, read_text
from matome_tui.hugo.post.blocks import PostError, parse, render
from matome_tui.hugo.post.compose import compose, update
from matome_tui.i18n import _


def text_of(draft: Draft, published: str, options: PostOptions) -> str:
    """Return the text of a draft's post.

    Args:
        draft: The draft.
        published: The text of its file as last read or written; empty for a new post.
        options: How posts are written.

    Raises:
        PostError: A value of the draft is not valid in a post.
    """
    return render(
        update(parse(published), draft, options) if published else compose(draft, options)
    )


def outside(path: Path, site: Path) -> Path | None:
    """Return the real path of a file if symbolic links lead out of a site; None inside it."""
    real, home = Path(os.path.realpath(path)), Path(os.path.realpath(site))
    return None if real.is_relative_to(home) else real


def is_below(path: Path, site: Path) -> bool:
    """Return whether a path is below a site, links not resolved."""
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(site))  # noqa: PTH100 -- links stay


def folder(typed: str) -> Path:
    """Return the absolute path of a folder that a user typed."""
    return Path(typed).expanduser().absolute()


def read(path: Path) -> str | None:
    """Return the exact text of a file; None if there is no such file.

    Raises:
        PostError: The file cannot be read, or is not UTF-8 text.
    """
    try:
        return read_text(path)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise PostError(_("{path} is not UTF-8 text").format(path=path)) from error
    except OSError as error:
        message = _("{path} cannot be read: {reason}")
        raise PostError(message.format(path=path, reason=error.strerror)) from error


def check_place(path: Path) -> None:
    """Raise PostError if no post can be written at a path.

    That is so if something else is there, as a folder or a device, or if symbolic links lead in a
    circle or to no folder.
    """
    read(path)
    place = Path(os.path.realpath(path)) if path.is_symlink() else path
    folders = place.parents[:1] if path.is_symlink() else place.parents
    nearest = next((folder for folder in folders if os.path.lexists(folder)), place.parent)
    if not nearest.is_dir():
        message = _("{path} cannot be written: {folder} is not a folder")
        raise PostError(message.format(path=path, folder=nearest))


def write(path: Path, text: str) -> None:
    """Write a post atomically, and create its folders. Raises PostError if that fails."""
    try:
        make_folder(path.parent)
        write_atomically(path, text)
    except OSError as error:
        message = _("{path} cannot be written: {reason}")
        raise PostError(message.format(path=path, reason=error.strerror or error)) from error


def legible(text: str) -> str:
    """Return a text for the screen, with pictures of its control characters."""
    return sanitize(text.replace("\r\n", "\n").translate(_PICTURES))


def differences(theirs: str, ours: str, names: tuple[str, str] | None = None) -> list[str]:
    """Return the lines of a unified diff between a file and its replacement.

    Control characters become their pictures, as line ends may be all that differs.
    """
    lines = unified_diff(
        theirs.translate(_PICTURES).split("\n"),
        ours.translate(_PICTURES).split("\n"),
        *(names or (_("the file as it is"), _("this draft"))),
        lineterm="",
        n=1,
    )
    return [sanitize(line) for line in lines]


def shown_lines(text: str) -> list[str]:
    """Return the lines of a text as `differences` shows them."""
    return [sanitize(line) for line in text.translate(_PICTURES).split("\n")]


_PICTURES = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")}
