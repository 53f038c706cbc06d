"""Pictures in half blocks, where Pillow is installed."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from matome_tui.files import open_bytes

Color = tuple[int, int, int]
"""Red, green and blue, each 0 to 255."""

Rows = Sequence[Sequence[tuple[Color, Color]]]
"""Rows of cells: each has the colour of its upper and of its lower half."""


_MOST_BYTES = 100_000_000


def can_read_pictures() -> bool:
    """Tell whether Pillow is there; the extra `images` brings it."""
    return importlib.util.find_spec("PIL") is not None


def read_picture(path: Path, width: int, height: int, background: Color) -> Rows:
    """Return a picture, no larger than so many cells; empty where the file is none.

    Half a cell is taken for a square.
    """
    from PIL import Image

    box = (width, 2 * height)
    try:
        with open_bytes(path, _MOST_BYTES) as file, Image.open(file) as image:
            image.draft("RGB", box)  # a large JPEG is read at a fraction of its size then
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
