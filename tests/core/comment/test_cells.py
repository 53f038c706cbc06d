"""Ambiguous characters, one cell wide or two, for all that measures text."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len, set_cell_size, split_graphemes
from rich.segment import Segment
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.strip import Strip

from matome_tui.core.comment.cells import ambiguous_width, set_ambiguous_width
from matome_tui.core.comment.wrap import truncate, wrap

AMBIGUOUS = "…“”‘’※①→αЖ±×°■●│─▌—"
OTHERS = [("a", 1), ("ñ", 1), ("ﾊ", 1), ("\xad", 1), ("日", 2), ("👍🏽", 2), ("か\u3099", 2)]


@pytest.fixture
def wide() -> Iterator[None]:
    """Measure ambiguous characters as wide."""
    set_ambiguous_width(2)
    yield
    set_ambiguous_width(1)


@pytest.mark.usefixtures("wide")
def test_all_that_measures_agrees_that_they_are_wide() -> None:
    assert ambiguous_width() == 2
    for character in AMBIGUOUS:
        text = f"a{character}b"
        assert cell_len(text) == 4, character
        assert Strip([Segment(text)]).cell_length == 4
        assert split_graphemes(text)[1] == 4
        assert set_cell_size(text, 2) == "a "
        assert [s.text for s in next(iter(Segment.divide([Segment(text)], [3])))] == [text[:2]]
        assert WrappedDocument(Document(text), 10).location_to_offset((0, 2)).x == 3
        assert wrap(f"{character}{character}", 4) == [(0, 2)]
        assert [end - start for start, end in wrap(f"日{character}日", 4)] in ([2, 1], [1, 2])
        assert truncate(f"{character}a", 2, "") == character


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(("text", "width"), OTHERS)
def test_others_keep_their_width(text: str, width: int) -> None:
    assert cell_len(text) == width


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("彼は“don’t”と", 10, ["彼は", "“don’t”", "と"]),
        ("彼は“don’t”と", 13, ["彼は", "“don’t”と"]),
        ("待て……次", 8, ["待て……", "次"]),
        ("それは――次", 8, ["それは", "――次"]),
        ("①②③④", 4, ["①②", "③④"]),
        ("привет α", 8, ["прив", "ет α"]),
    ],
)
def test_lines_break_as_the_wide_characters_need(
    text: str, width: int, expected: list[str]
) -> None:
    got = [text[start:end] for start, end in wrap(text, width)]
    assert all(cell_len(line) <= width for line in got)
    assert got == expected


def test_they_are_narrow_again() -> None:
    set_ambiguous_width(2)
    set_ambiguous_width(1)
    assert [cell_len(character) for character in AMBIGUOUS] == [1] * len(AMBIGUOUS)
    assert cell_len("☎\ufe0f") == 2
    assert wrap("“so”", 4) == [(0, 4)]
