"""Line breaking by display width, with the rules of Japanese typesetting (kinsoku).

A line may break at white space, on either side of a Japanese character unless the tables of
`matome_tui.core.comment.kinsoku` forbid it, and after a hyphen or dash between letters. White
space is no place to break before what may not begin a line, or after an opening bracket (LB13 and
LB14 of Unicode Standard Annex 14). A word is cut only if it is longer than a line; it
then begins a line of its own, and a URL is cut after its punctuation if that fills half of the
line.

One greedy regular expression per width does this. It runs over the *shadow* of the text: one mark
for each grapheme cluster and a filler for each further cell of it, so that an index is a cell. Of
a Japanese character only the class matters, so there are few marks:

    日本（JP）、   ->   漢〃漢〃（〃JP。〃。〃

Any other character is usually its own mark, so that the shadow of narrow text is the text; the
other marks are Japanese characters, which no text can bring into its shadow.

Widths are those of `rich.cells`, which Textual measures with. Text must be sanitized
(`matome_tui.core.text`): without tabs and control characters.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, starmap

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from matome_tui.core.comment import kinsoku
from matome_tui.core.comment.cells import ambiguous_width

_FILLER, _ODD = "〃〓"
_SPACES = " \u3000"
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # a pair of them is a flag

# Common characters that are certainly one cell wide, without the line feed.
_NOT_NARROW = re.compile("[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e]")

_URL = re.compile("https?://[!-~]+")
_HYPHEN_OF_URL = "\u2011"  # is no place to break


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break `text` into lines of at most `width` cells.

    A line feed always breaks. White space (U+0020, U+3000) at the end of a line belongs to no
    line, nor does an indentation that leaves no room for a word. Only a single grapheme cluster
    wider than `width` exceeds it.

    Returns:
        The lines as (start, end) in code points; one empty range for an empty line or text.

    Raises:
        ValueError: If `width` is less than 1.
    """
    if _is_narrow(text):
        shadow = _with_whole_urls(text)
        return [line.span(1) for line in _narrow_line(width).finditer(shadow + "\n")]
    shadow, starts = _shadow(text)
    shadow = _with_whole_urls(shadow)
    ranges = []
    fillers = seen = 0
    for line in _line(width).finditer(shadow + "\n"):
        start, end = line.span(1)
        before = fillers + shadow.count(_FILLER, seen, start)
        fillers = before + shadow.count(_FILLER, start, end)
        ranges.append((starts[start - before], starts[end - fillers]))
        seen = end
    return ranges


def section_starts(line: str, width: int) -> list[int]:
    """Return where the sections of a line begin, after the first, in a field for writing.

    They hold the whole line: white space between lines stays in the section before it as long as
    a cursor on it is within `width` and one cell more, then begins a section.

    Raises:
        ValueError: If `width` is less than 1.
    """
    ranges = [(0, 0), *wrap(line, width)]
    starts: list[int] = []
    for (start, end), (following, _) in pairwise([*ranges, (len(line), 0)]):
        if start:
            starts.append(start)
        cells, is_last = cell_len(line[start:end]), following == len(line)
        beyond = _spaces_beyond(line[end:following], cells, width, is_last=is_last)
        starts.extend(end + index for index in beyond)
    return starts


def _spaces_beyond(spaces: str, cells: int, width: int, *, is_last: bool) -> Iterator[int]:
    """Yield the indices of white space after some cells that begin a section.

    The cursor can also stand after the last one of a line.
    """
    for index, space in enumerate(spaces):
        after = cells + cell_len(space)
        cursor = after if is_last and index == len(spaces) - 1 else cells
        if cursor > width:
            yield index
            after = cell_len(space)
        cells = after


def cell_width(text: str) -> int:
    """Return the width of one line of text in cells."""
    return cell_len(text)


def truncate(text: str, width: int, ellipsis: str = "…") -> str:
    """Cut `text`, one line of it, to at most `width` cells, never inside a grapheme cluster.

    What is cut ends in `ellipsis` where there is room for it.
    """
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 0:
        room, ellipsis = max(width, 0), ""
    shadow, starts = _shadow(text)
    if shadow[room] == _FILLER:
        room -= 1
    return text[: starts[room - shadow.count(_FILLER, 0, room)]] + ellipsis


def padded(text: str, width: int, *, at_right: bool = False) -> str:
    """Return `text`, one line of it, with spaces after it, or before it, up to `width` cells."""
    spaces = " " * (width - cell_width(text))
    return spaces + text if at_right else text + spaces


def graphemes(text: str) -> list[str]:
    """Split `text` into grapheme clusters: what a reader takes for one character.

    An approximation of Unicode Standard Annex 29: combining marks, variation selectors, emoji
    sequences, flags and Hangul jamo are kept together; a line feed stands alone.
    """
    return [cluster for cluster, _ in _clusters(text)]


def _one_of(characters: str) -> str:
    return f"[{re.escape(characters)}]"


_LETTER = r"[^\W\d_]"
_AFTER_HYPHEN = rf"""
    (?:(?<=[-‐])|(?<=[–—]))(?={_LETTER})
    (?:(?<={_LETTER}[–—]) | (?<={_LETTER}{_LETTER}.)(?=.{_LETTER}))
"""
# Signs that stand alone, not the start of a word such as .NET.
_SIGNS = r"[!?)\]},.:;]+"
_AT_NARROW_SPACE = rf"(?=[ \n])(?<![ ])(?:(?=[ ]*\n) | (?<![(\[{{])(?![ ]+{_SIGNS}[ \n]))"
_AT_SPACE = rf"""
    (?=[ \n])(?<![ ])(?<![ ]〃)
    (?:
        (?=[ 〃]*\n)
      | (?<![(\[{{（｢])(?<!（〃)(?![ 〃]*(?:[。．｡]|{_SIGNS}[ \n{kinsoku.JAPANESE_START}]))
    )
"""
_NOT_AT_START = _one_of("〃。．｡ \xa0\u200c" + kinsoku.NARROW_NOT_AT_START)
_NOT_AT_END = _one_of("（￥｢ \xa0" + kinsoku.NARROW_NOT_AT_END)
_BESIDE_JAPANESE = rf"""
    (?=[{kinsoku.JAPANESE_START}]) (?<!{_NOT_AT_END})(?<!{_NOT_AT_END}〃)
    (?:(?!０)|(?<!０〃)(?<!０〃．〃))  # not within a number
  | (?<=[〃ｱ｡]) (?!{_NOT_AT_START}) (?:(?<=[漢。．０].)(?!０)|(?<=[ｱ｡]))
"""
_AFTER_ZERO_WIDTH_SPACE = "(?!〃)(?:(?<=[\u200b\u200c])|(?<=[\u200b\u200c]〃))"


@lru_cache(maxsize=512)
def _narrow_line(width: int) -> re.Pattern[str]:
    """Compile the pattern of one line of narrow text; see `_line`."""
    return _pattern(width, f"{_AT_NARROW_SPACE} | {_AFTER_HYPHEN}")


@lru_cache(maxsize=512)
def _line(width: int) -> re.Pattern[str]:
    """Compile the pattern of one line of a shadow (group 1) with the white space around it.

    The shadow must end in a line feed. Matches follow one another without a gap.

    Raises:
        ValueError: If `width` is less than 1.
    """
    breaks = (_AT_SPACE, _BESIDE_JAPANESE, _AFTER_HYPHEN, _AFTER_ZERO_WIDTH_SPACE)
    return _pattern(width, " | ".join(breaks))


def _pattern(width: int, breaks: str) -> re.Pattern[str]:
    if width < 1:
        raise ValueError(f"a line needs at least one cell, not {width}")
    return re.compile(
        rf"""
        (?:[ ][ 〃]*)??                                  # an indentation only where it must go
        (
            .{{1,{width}}} (?:{breaks})
          | (?=[ 〃]*\n)
          | (?![ ]) (?:                                 # nowhere to break
                .{{1,{width}}} (?=[ ])(?<![ ])(?<![ ]〃)
              | .{{{width // 2},{width - 1}}} [/?&=_.\-\u2011] (?=[0-9A-Za-z])
              | .{{1,{width}}} (?!〃)
              | .
            )
        )
        [ 〃]*\n?
        """,
        re.VERBOSE,
    )


def _with_whole_urls(shadow: str) -> str:
    """Return a shadow whose URLs do not break after hyphens."""
    if "://" not in shadow:
        return shadow
    return _URL.sub(lambda url: url[0].replace("-", _HYPHEN_OF_URL), shadow)


def _is_narrow(text: str) -> bool:
    """Whether each code point of `text` is certainly one cell wide."""
    return text.isascii() or (ambiguous_width() == 1 and not _NOT_NARROW.search(text))


def _shadow(text: str) -> tuple[str, Sequence[int]]:
    """Return the shadow of `text`, and the offsets of its clusters and of its end."""
    shadow = text.translate(_SHADOWS[ambiguous_width()])
    starts: Sequence[int] = range(len(text) + 1)
    if _ODD in shadow:
        clusters = _clusters(text)
        shadow = "".join(starmap(_mark, clusters))
        starts = [0, *accumulate(len(cluster) for cluster, _ in clusters)]
    return shadow, starts


def _mark(cluster: str, cells: int) -> str:
    """Return the shadow of one grapheme cluster, at least one character long."""
    mark = " " if cluster in _SPACES else kinsoku.mark_of(cluster, cells)
    return mark + _FILLER * (cells - 1)


class _Shadows(dict[int, str]):
    """Cache of the shadow of each code point, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        cells = get_character_cell_size(char)
        alone = char == "\n" or (cells and char not in _FLAG_LETTERS)
        self[code] = char if char == "\n" else _mark(char, cells) if alone else _ODD
        return self[code]


_SHADOWS = {1: _Shadows(), 2: _Shadows()}  # by the width of ambiguous characters


def _clusters(text: str) -> list[tuple[str, int]]:
    """Split `text` into grapheme clusters with their widths in cells."""
    clusters: list[tuple[str, int]] = []
    for line in re.findall(r"\n|[^\n]+", text):
        for start, end, cells in split_graphemes(line)[0]:
            before, width = clusters[-1] if clusters else ("", 0)
            if before in _FLAG_LETTERS and line[start] in _FLAG_LETTERS:
                clusters[-1] = (before + line[start:end], width + cells)
            else:
                # Rich counts no cells for a cluster that begins with a joiner.
                clusters.append((line[start:end], cells or cell_len(line[start:end])))
    return clusters
