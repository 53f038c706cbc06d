"""Paths of the program's files and folders; none of them is created here."""

import os
import sys
from pathlib import Path
from typing import Literal

from matome_tui.i18n import _

APP_NAME = "matome-tui"


def config_file() -> Path:
    """Return the path of config.toml, whether it exists or not. `MATOME_CONFIG_DIR` moves it."""
    return _directory("config") / "config.toml"


def data_directory() -> Path:
    """Return the folder of data that must not be lost: drafts. `MATOME_DATA_DIR` moves it."""
    return _directory("data")


def cache_directory() -> Path:
    """Return the folder of data that can be loaded again. `MATOME_CACHE_DIR` moves it."""
    return _directory("cache")


def styles_directory() -> Path:
    """Return the absolute path of the folder of TCSS files.

    It is inside the package if installed from a wheel, beside it in an editable install.

    Raises:
        FileNotFoundError: The folder is in neither place.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "styles", package.parent / "styles"):
        if folder.is_dir():
            return folder
    message = _("No styles folder in or beside {package}: install {name} again")
    raise FileNotFoundError(message.format(package=package, name=APP_NAME))


def _directory(kind: Literal["config", "data", "cache"]) -> Path:
    """Return the program's folder of one kind: by our variable, by XDG's, or by the platform."""
    if own := os.environ.get(f"MATOME_{kind.upper()}_DIR"):
        return Path(own).absolute()
    # The XDG Base Directory Specification ignores relative paths. Some versions of platformdirs
    # ignore these variables on macOS, where terminal users set them too.
    xdg = Path(os.environ.get(f"XDG_{kind.upper()}_HOME", ""))
    if sys.platform != "win32" and xdg.is_absolute():
        return xdg / APP_NAME
    from platformdirs import PlatformDirs  # needed only if no variable is set

    directories = PlatformDirs(APP_NAME, appauthor=False)
    return {
        "config": directories.user_config_path,
        "data": directories.user_data_path,
        "cache": directories.user_cache_path,
    }[kind]
