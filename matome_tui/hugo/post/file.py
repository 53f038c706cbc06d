"""Saving a post in a site: where it goes, what it says, and what stands there already."""

import os
from difflib import unified_diff
from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.text import sanitize
from matome_tui.files import read_text
from matome_tui.hugo.post.blocks import PostError, parse, render
from matome_tui.hugo.post.compose import compose, update


def text_of(draft: Draft, published: str, options: PostOptions) -> str:
    """Return the exact text of a draft's post.

    Args:
        draft: The draft.
        published: The text of its file as last read or written; empty for a new post.
        options: How a new post, and what is new in an old one, is laid out.

    Raises:
        PostError: A value of the draft can not stand in a post.
    """
    return render(
        update(parse(published), draft, options) if published else compose(draft, options)
    )


def outside(path: Path, site: Path) -> Path | None:
    """Return the real path of a file where symbolic links lead out of a site; None inside it."""
    real, home = Path(os.path.realpath(path)), Path(os.path.realpath(site))
    return None if real.is_relative_to(home) else real


def is_below(path: Path, site: Path) -> bool:
    """Tell whether a path names a place in a site, wherever links lead."""
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(site))  # noqa: PTH100 -- links stay


def folder(typed: str) -> Path:
    """Return the folder that a user means."""
    return Path(typed).expanduser().absolute()


def read(path: Path) -> str | None:
    """Return the exact text of a file; None where there is none.

    Raises:
        PostError: It is there but is no text, or can not be read.
    """
    try:
        return read_text(path)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise PostError(f"{path} is not UTF-8 text") from error
    except OSError as error:
        raise PostError(f"{path} cannot be read: {error.strerror}") from error


def write(path: Path, text: str) -> None:
    """Write a post, whole or not at all, and the folders it needs. PostError where impossible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)
    except OSError as error:
        raise PostError(f"{path} cannot be written: {error.strerror or error}") from error


def legible(text: str) -> str:
    """Return a post's text as it can be drawn: control characters show as their pictures."""
    return sanitize(text.replace("\r\n", "\n").translate(_PICTURES))


def differences(
    theirs: str, ours: str, names: tuple[str, str] = ("the file as it is", "this draft")
) -> list[str]:
    """Return the lines of a unified difference between a file and what would replace it.

    Control characters show as their pictures: the file may be anybody's, and line ends may be all
    that differs.
    """
    lines = unified_diff(
        theirs.translate(_PICTURES).split("\n"),
        ours.translate(_PICTURES).split("\n"),
        *names,
        lineterm="",
        n=1,
    )
    return [sanitize(line) for line in lines]


_PICTURES = {code: 0x2400 + code for code in range(0x20) if code != ord("\n")}
