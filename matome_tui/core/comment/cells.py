"""The width of ambiguous characters, for all that measures text.

Terminals draw characters of class A of Unicode Standard Annex 11, such as … “ ① and α, one cell
wide or two. Rich, and with it Textual, takes them for narrow. Its tables are the one place that
wrapping, drawing and the cursor have in common.
"""

from functools import cache
from itertools import chain
from typing import Literal
from unicodedata import east_asian_width

from rich import cells
from rich.cells import CellTable

AmbiguousWidth = Literal[1, 2]

_SOFT_HYPHEN = "\xad"
# Beyond these are private characters only.
_CODES = (range(0xA1, 0xE000), range(0xF900, 0x10000), range(0x1F100, 0x1F200))


def ambiguous_width() -> AmbiguousWidth:
    """Return how many cells an ambiguous character takes."""
    return 2 if cells.get_character_cell_size("…") > 1 else 1


def set_ambiguous_width(width: AmbiguousWidth) -> None:
    """Measure ambiguous characters with `width` cells in the whole process.

    To be called before anything is drawn: lines that are cached keep their width.
    """
    from rich import segment

    table, single = _as_shipped()
    _use(table)
    codes = chain(*_CODES) if width > 1 else ()
    wide = frozenset(filter(_is_ambiguous, map(chr, codes)))
    _use(_widened(table, wide))
    is_single = (single - wide).issuperset
    for module in (cells, segment):
        vars(module)["_is_single_cell_widths"] = is_single


@cache
def _as_shipped() -> tuple[CellTable, frozenset[str]]:
    """Return Rich's own table, and the characters that it takes for narrow without looking."""
    return vars(cells)["load_cell_table"](), vars(cells)["_SINGLE_CELLS"]


def _use(table: CellTable) -> None:
    vars(cells)["load_cell_table"] = lambda _version="auto": table
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _is_ambiguous(character: str) -> bool:
    """Whether terminals differ about a character that Rich measures as narrow."""
    return (
        east_asian_width(character) == "A"
        and character != _SOFT_HYPHEN
        and cells.get_character_cell_size(character) == 1
    )


def _widened(table: CellTable, wide: frozenset[str]) -> CellTable:
    """Return a table in which these characters are wide, with or without variation selector."""
    rows = [*table.widths, *((ord(character), ord(character), 2) for character in wide)]
    return CellTable(table.unicode_version, sorted(rows), table.narrow_to_wide - wide)
