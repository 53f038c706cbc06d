"""The archetype of a site: the front matter that new posts start from."""

from pathlib import Path

from matome_tui.files import read_text
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.post.blocks import FrontMatter, parse
from matome_tui.hugo.program.isolated import IsolatedSite


def find_archetype(root: Path, section: str) -> Path | None:
    """Return the archetype of a section, if the site has one.

    The `default.md` of every new site is not used. See gohugo.io/content-management/archetypes.
    """
    folder = root / "archetypes"
    found = (path for path in (folder / f"{section}.md", folder / section / "index.md"))
    return next((path for path in found if path.is_file()), None)


def read_archetype(root: Path, section: str, hugo: Hugo | None) -> str:
    """Return the front matter of a section's archetype, with its fences.

    Empty if there is no archetype, if it has no front matter, or if it is a template and there is
    no hugo to execute it.

    Raises:
        HugoError: Hugo cannot execute it.
        OSError: It cannot be read.
        ValueError: It is not UTF-8.
    """
    path = find_archetype(root, section)
    if path is None:
        return ""
    text = read_text(path)
    if "{{" in text:
        text = _executed(root, section, hugo) if hugo else ""
    blocks = parse(text).blocks
    return blocks[0].source if blocks and isinstance(blocks[0], FrontMatter) else ""


def _executed(root: Path, section: str, hugo: Hugo) -> str:
    with IsolatedSite(hugo, root) as isolated:
        return isolated.new_content(section)
