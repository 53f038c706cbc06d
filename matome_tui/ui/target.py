"""What the user names to open: a story or comment, a person, or a post."""

from contextlib import suppress
from pathlib import Path

from matome_tui.core.address import parse_item, parse_person

Target = int | str | Path
"""The id of a story or comment, the name of a person, or the absolute path of a post."""


def parse_target(text: str) -> Target | None:
    """Return what a text names: an HN id, an HN address, `@NAME`, or an existing file.

    A folder stands for its `index.md`. None if the text is none of them.
    """
    text = text.strip()
    if named := parse_item(text) or parse_person(text):
        return named
    with suppress(OSError, ValueError, RuntimeError):  # no file can have such a name
        post = Path(text).expanduser()
        if post.is_dir():
            post /= "index.md"
        if text and post.exists():  # `Path` takes the empty text for the present folder
            return post.absolute()
    return None
