"""Where the program's files live. Nothing here creates a file or a folder."""

import os
import sys
from pathlib import Path
from typing import Literal

APP_NAME = "matome-tui"


def config_file() -> Path:
    """Return the path of config.toml, whether or not it exists (`MATOME_CONFIG_DIR` moves it)."""
    return _directory("config") / "config.toml"


def data_directory() -> Path:
    """Return the folder of what must not be lost, drafts above all (`MATOME_DATA_DIR` moves it)."""
    return _directory("data")


def cache_directory() -> Path:
    """Return the folder of what can be fetched again (`MATOME_CACHE_DIR` moves it)."""
    return _directory("cache")


def styles_directory() -> Path:
    """Return the folder of the TCSS files, absolute.

    A wheel carries it inside the package; an editable install has it beside the package.

    Raises:
        FileNotFoundError: The folder is in neither place.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "styles", package.parent / "styles"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"No styles folder in or beside {package}: install {APP_NAME} again")


def _directory(kind: Literal["config", "data", "cache"]) -> Path:
    """Return this program's folder of one kind: our own variable, XDG's, or the platform's."""
    if own := os.environ.get(f"MATOME_{kind.upper()}_DIR"):
        return Path(own).absolute()
    # The XDG Base Directory Specification has relative paths ignored. Not every platformdirs
    # that we allow looks at these variables on macOS, where people of the terminal set them too.
    xdg = Path(os.environ.get(f"XDG_{kind.upper()}_HOME", ""))
    if sys.platform != "win32" and xdg.is_absolute():
        return xdg / APP_NAME
    from platformdirs import PlatformDirs  # start-up must be quick

    directories = PlatformDirs(APP_NAME, appauthor=False)
    return {
        "config": directories.user_config_path,
        "data": directories.user_data_path,
        "cache": directories.user_cache_path,
    }[kind]
