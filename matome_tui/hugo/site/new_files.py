"""Writing a folder of new files: all of them, or none."""

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path


def write_all(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write files, in order, below `folder`, with the folders that they and it need.

    Args:
        folder: Where; it may be there, or not yet.
        files: What to write, by path relative to `folder`.

    Raises:
        FileExistsError: One of them is there already; it is as it was, the others are gone again.
        OSError: One of them cannot be written; what was made is gone again.
    """
    with ExitStack() as undo:
        for name, data in files.items():
            path = folder / name
            _make_folder(path.parent, undo)
            with path.open("xb") as file:
                undo.callback(path.unlink)
                file.write(data)
        undo.pop_all()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, undo)
        folder.mkdir()
        undo.callback(_remove_empty, folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody else's file in it keeps it
        folder.rmdir()
