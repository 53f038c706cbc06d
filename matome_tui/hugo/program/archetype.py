"""The archetype of a site: the front matter that new posts start from."""

from pathlib import Path, PurePosixPath

from matome_tui.files import read_text
from matome_tui.hugo.executable import Hugo
from matome_tui.hugo.post.blocks import FrontMatter, parse
from matome_tui.hugo.program.isolated import IsolatedSite
from matome_tui.hugo.site.config import archetype_mounts, read_config


def find_archetype(root: Path, section: str, *, has_default: bool = False) -> Path | None:
    """Return the archetype of a section, if the site has one.

    See gohugo.io/content-management/archetypes.

    Args:
        root: The site's folder.
        section: The section.
        has_default: Whether `default.md`, which every new site has, serves where there is none.

    Raises:
        OSError, ValueError: As `read_config`.
    """
    found = _find(root, section, has_default=has_default)
    return found[0] if found else None


def read_archetype(
    root: Path, section: str, hugo: Hugo | None, *, has_default: bool = False
) -> str:
    """Return the front matter of a section's archetype, with its fences; see `find_archetype`.

    Empty if there is no archetype, if it has no front matter, or if it is a template and there is
    no hugo to execute it.

    Raises:
        HugoError: Hugo cannot execute it.
        OSError: It, or the site's configuration, cannot be read.
        ValueError: It is not UTF-8, or the configuration is not valid.
    """
    found = _find(root, section, has_default=has_default)
    if found is None:
        return ""
    path, name = found
    text = read_text(path)
    if "{{" in text:
        text = _executed(root, section, hugo, is_bundle=name.endswith("/index.md")) if hugo else ""
    blocks = parse(text).blocks
    return blocks[0].source if blocks and isinstance(blocks[0], FrontMatter) else ""


def _find(root: Path, section: str, *, has_default: bool) -> tuple[Path, str] | None:
    """Return the archetype of a section with its path among the archetypes."""
    mounts = archetype_mounts(root, read_config(root))
    default = ("default.md",) if has_default else ()
    for name in (f"{section}.md", f"{section}/index.md", *default):
        wanted = PurePosixPath(name)
        for source, path in mounts:
            if wanted.is_relative_to(path):
                file = source / wanted.relative_to(path)
                if file.is_file():
                    return file, name
    return None


def _executed(root: Path, section: str, hugo: Hugo, *, is_bundle: bool) -> str:
    with IsolatedSite(hugo, root) as isolated:
        return isolated.new_content(section, is_bundle=is_bundle)
