"""Texts of rows in columns, so that what is compared stands one below the other."""

from collections.abc import Collection, Iterable, Sequence

from matome_tui.core.comment.wrap import cell_width, padded


class Columns:
    """The widths of columns: each as wide as its widest text, none for one without any text."""

    def __init__(self, rows: Iterable[Sequence[str]], *, at_right: Collection[int] = ()) -> None:
        """Measure rows of one text a column; `at_right` are the columns aligned at the right."""
        self._at_right = at_right
        columns = zip(*rows, strict=True)
        self._widths = [max(map(cell_width, texts)) for texts in columns]

    def pad(self, row: Sequence[str]) -> list[str]:
        """Return the texts of a row, each as wide as its column."""
        return [
            padded(text, width, at_right=column in self._at_right)
            for column, (text, width) in enumerate(zip(row, self._widths, strict=True))
        ]

    def join(self, row: Sequence[str], gap: str = "  ") -> str:
        """Return a row as one text, `gap` between its columns; those without cells are left out."""
        return gap.join(text for text in self.pad(row) if text)


def widest_number(numbers: Iterable[int | None]) -> int:
    """Return the width of the widest number, written with commas; 1 if there is none."""
    return max((len(f"{number:,}") for number in numbers if number is not None), default=1)
