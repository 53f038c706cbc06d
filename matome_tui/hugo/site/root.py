"""The root folder of a site: whether a folder is one, and the one around a folder.

Every start asks for it, so this module imports little.
"""

import re
from pathlib import Path

from matome_tui.files import read_text

SUFFIXES = (".toml", ".yaml", ".yml", ".json")
"""Of configuration files, in Hugo's order of precedence."""

_HUGO_FOLDERS = ("content", "layouts", "themes", "archetypes")
_BASE_URL = re.compile(r"\bbaseurl\b[\"']?\s*[:=]", re.IGNORECASE)


def config_files(folder: Path, stem: str) -> list[Path]:
    """Return the configuration files of that name in a folder, in Hugo's order of precedence."""
    paths = (folder / f"{stem}{suffix}" for suffix in SUFFIXES)
    return [path for path in paths if path.is_file()]


def is_site(folder: Path) -> bool:
    """Return whether `folder` is the root of a Hugo site.

    It is if it has a `hugo.*` file or a `config/_default` folder. A `config.*` file, whose name
    other programs use too, must set `baseURL` and be beside one of Hugo's folders.
    """
    if (folder / "config" / "_default").is_dir() or config_files(folder, "hugo"):
        return True
    return any((folder / name).is_dir() for name in _HUGO_FOLDERS) and any(
        _sets_base_url(path) for path in config_files(folder, "config")
    )


def _sets_base_url(config: Path) -> bool:
    try:
        text = read_text(config, encoding="latin-1")
    except OSError:
        return False
    return bool(_BASE_URL.search(text))


def find_site(start: Path) -> Path | None:
    """Return the nearest site among `start` and the folders above it, or None."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if is_site(folder)), None)
