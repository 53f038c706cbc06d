"""Pictures as cells of two pixels, if Pillow is installed."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from matome_tui.files import open_bytes

Color = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""

Rows = Sequence[Sequence[tuple[Color, Color]]]
"""Rows of cells, each with the colours of its upper and its lower half."""


_MOST_BYTES = 100_000_000


def can_read_pictures() -> bool:
    """Return whether Pillow is installed (the extra `images`)."""
    return importlib.util.find_spec("PIL") is not None


def read_picture(path: Path, width: int, height: int, background: Color) -> Rows:
    """Return a picture that fits into a number of cells; empty if the file is not a picture.

    Half a cell counts as a square.
    """
    from PIL import Image

    box = (width, 2 * height)
    try:
        with open_bytes(path, _MOST_BYTES) as file, Image.open(file) as image:
            image.draft("RGB", box)  # lets Pillow decode a large JPEG at a smaller scale
            picture = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ()
    picture.thumbnail(box)
    columns, lines = picture.width, picture.height + picture.height % 2
    canvas = Image.new("RGBA", (columns, lines), background)
    canvas.alpha_composite(picture)
    values = canvas.convert("RGB").tobytes()
    colors: list[Color] = [
        (values[at], values[at + 1], values[at + 2]) for at in range(0, len(values), 3)
    ]
    halves = [colors[at : at + columns] for at in range(0, len(colors), columns)]
    return [
        list(zip(upper, lower, strict=True))
        for upper, lower in zip(halves[::2], halves[1::2], strict=True)
    ]
