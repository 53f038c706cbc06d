"""Pictures in half blocks."""

from pathlib import Path

import pytest
from PIL import Image

from matome_tui.ui.drawing.half_blocks import read_picture

RED, BLUE, GREY = (255, 0, 0), (0, 0, 255), (40, 40, 40)


def test_a_cell_has_the_colours_of_two_lines(tmp_path: Path) -> None:
    image = Image.new("RGB", (2, 3), RED)
    image.paste(BLUE, (0, 1, 2, 2))
    image.save(tmp_path / "a.png")
    rows = read_picture(tmp_path / "a.png", 9, 9, GREY)
    assert rows == [[(RED, BLUE)] * 2, [(RED, GREY)] * 2]


def test_the_background_shows_through(tmp_path: Path) -> None:
    Image.new("RGBA", (1, 2), (0, 0, 0, 0)).save(tmp_path / "a.webp")
    assert read_picture(tmp_path / "a.webp", 5, 5, GREY) == [[(GREY, GREY)]]


@pytest.mark.parametrize(("width", "height"), [(400, 100), (100, 400), (3000, 2999)])
def test_a_picture_keeps_its_shape_within_its_cells(
    tmp_path: Path, width: int, height: int
) -> None:
    Image.new("RGB", (width, height), RED).save(tmp_path / "a.jpg")
    rows = read_picture(tmp_path / "a.jpg", 40, 12, GREY)
    columns, lines = len(rows[0]), 2 * len(rows)
    assert columns <= 40
    assert lines <= 24
    assert abs(columns / lines - width / height) / (width / height) < 0.1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", b"GIF89a" + b"\xff" * 9])
def test_a_file_without_a_picture_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert read_picture(tmp_path / "a.png", 10, 10, GREY) == ()
    assert read_picture(tmp_path / "nowhere.png", 10, 10, GREY) == ()
