"""Writing new files into a folder: all of them, or none."""

from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from matome_tui.files import make_folder


def write_all(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Write files below `folder`, in order, and create missing folders.

    If one fails, the files and folders written so far are removed.

    Args:
        folder: The folder; it need not exist.
        files: The contents of the files, by path relative to `folder`.

    Raises:
        FileExistsError: One of the files exists; it is not changed.
        OSError: One of the files cannot be written.
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
        make_folder(folder, parents=False)
        undo.callback(_remove_empty, folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # another program has put a file into it
        folder.rmdir()
