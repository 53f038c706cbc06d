"""What a site wants new posts to begin from."""

from pathlib import Path

from matome_tui.files import read_text
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.post.blocks import FrontMatter, parse
from matome_tui.hugo.program.isolated import IsolatedSite


def find_archetype(root: Path, section: str) -> Path | None:
    """Return the archetype that a site has for a section, if it has one of its own for it.

    Source: gohugo.io/content-management/archetypes. The `default.md` of every new site is not
    meant for these posts.
    """
    folder = root / "archetypes"
    found = (path for path in (folder / f"{section}.md", folder / section / "index.md"))
    return next((path for path in found if path.is_file()), None)


def read_archetype(root: Path, section: str, hugo: Hugo | None) -> str:
    """Return the front matter, with its fences, that new posts of a section begin from.

    Empty where the site has no archetype for it, where that has no front matter, or where it takes
    a hugo to tell what it says and there is none.

    Raises:
        HugoError: Hugo can not make content of it.
        OSError: It can not be read.
        ValueError: It is not UTF-8.
    """
    path = find_archetype(root, section)
    if path is None:
        return ""
    text = read_text(path)
    if "{{" in text:
        text = _made(root, section, hugo) if hugo else ""
    blocks = parse(text).blocks
    return blocks[0].source if blocks and isinstance(blocks[0], FrontMatter) else ""


def _made(root: Path, section: str, hugo: Hugo) -> str:
    with IsolatedSite(hugo, root) as around:
        return around.new_content(section)
