"""Line breaking by display width, with the rules of Japanese typesetting (kinsoku).

A line may break at white space, and on either side of a wide character (an ideograph, kana, an
emoji) unless the tables below forbid it. A word is cut only if it is longer than a line; it then
begins a line of its own, and a URL is cut after its punctuation if that fills half of the line.

One greedy regular expression per width does this. It runs over the *shadow* of the text: one mark
for each grapheme cluster and a filler for each further cell of it, so that an index is a cell. Of
a wide character only the class matters, so there are few marks:

    日本（JP）、   ->   漢〃漢〃（〃JP。〃。〃

A narrow character is usually its own mark, so that the shadow of narrow text is the text; the
other marks are wide characters, which no text can bring into its shadow.

Widths are those of `rich.cells`, which Textual measures with. Text must be sanitized
(`matome_tui.core.text`): without tabs and control characters.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, starmap

from rich.cells import cell_len, get_character_cell_size, split_graphemes

# By class of "Requirements for Japanese Text Layout" (W3C, after JIS X 4051), appendix A. The
# half-width forms of JIS X 0201, and the tilde typed for a wave dash, are added to their classes.
NOT_AT_START = (
    "’”）〕］｝〉》」』】⦆｠〙〗»〟｣)]}"  # cl-02 closing brackets
    "‐〜～゠–"  # cl-03 hyphens
    "！？‼⁇⁈⁉!?"  # cl-04 dividing punctuation marks
    "・：；･:;"  # cl-05 middle dots
    "。．｡."  # cl-06 full stops
    "、，､,"  # cl-07 commas
    "ヽヾゝゞ々〻"  # cl-09 iteration marks
    "ーｰﾞﾟ"  # cl-10 prolonged sound mark, and the half-width voicing marks
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"  # cl-11 small kana
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ"
    "％‰℃°′″￠¢%"  # cl-13 postfixed abbreviations
    "\"'"  # may close or open (Unicode Standard Annex 14, class QU)
)
NOT_AT_END = (
    "‘“（〔［｛〈《「『【⦅｟〘〖«〝｢([{"  # cl-01 opening brackets
    "￥＄￡¥$£€№"  # cl-12 prefixed abbreviations
    "\"'"
)

_WIDE, _START, _END, _FILLER, _ODD = "漢。（〃〓"
_LONGEST_RUN = 4  # of characters that kinsoku keeps together
_SPACES = " \u3000"
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # a pair of them is a flag

# Common characters that are certainly one cell wide, without the line feed.
_NOT_NARROW = re.compile("[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e]")


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
    lines = _line(width)
    if _is_narrow(text):
        return [line.span(1) for line in lines.finditer(text + "\n")]
    shadow, starts = _shadow(text)
    ranges = []
    fillers = seen = 0
    for line in lines.finditer(shadow + "\n"):
        start, end = line.span(1)
        before = fillers + shadow.count(_FILLER, seen, start)
        fillers = before + shadow.count(_FILLER, start, end)
        ranges.append((starts[start - before], starts[end - fillers]))
        seen = end
    return ranges


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


def graphemes(text: str) -> list[str]:
    """Split `text` into grapheme clusters: what a reader takes for one character.

    An approximation of Unicode Standard Annex 29: combining marks, variation selectors, emoji
    sequences, flags and Hangul jamo are kept together; a line feed stands alone.
    """
    return [cluster for cluster, _ in _clusters(text)]


@lru_cache(maxsize=512)
def _line(width: int) -> re.Pattern[str]:
    """Compile the pattern of one line of a shadow (group 1) with the white space around it.

    The shadow must end in a line feed. Matches follow one another without a gap.

    Raises:
        ValueError: If `width` is less than 1.
    """
    if width < 1:
        raise ValueError(f"a line needs at least one cell, not {width}")
    not_at_start, not_at_end = (
        re.escape("".join(filter(str.isascii, table))) for table in (NOT_AT_START, NOT_AT_END)
    )
    return re.compile(
        rf"""
        (?:[ ][ 〃]*)??                                  # an indentation only where it must go
        (
            .{{1,{width}}} (?:
                (?=[ \n]) (?<![ ])(?<![ ]〃)
              | (?<=[漢。]〃) (?![〃。{not_at_start}])
              | (?=[漢（]〃) (?<![ （{not_at_end}])(?<![ （]〃)
            )
          | (?=[ 〃]*\n)
          | (?![ ]) (?:                                 # nowhere to break
                .{{{width // 2},{width - 1}}} [/?&=_.-] (?=[0-9A-Za-z])
              | .{{1,{width}}} (?!〃)
              | .
            )
        )
        [ 〃]*\n?
        """,
        re.VERBOSE,
    )


def _is_narrow(text: str) -> bool:
    """Whether each code point of `text` is certainly one cell wide."""
    return text.isascii() or not _NOT_NARROW.search(text)


def _shadow(text: str) -> tuple[str, Sequence[int]]:
    """Return the shadow of `text`, and the offsets of its clusters and of its end.

    In a run longer than kinsoku keeps together, every fifth character has no restriction.
    """
    shadow = text.translate(_SHADOWS)
    starts: Sequence[int] = range(len(text) + 1)
    if _ODD in shadow:
        clusters = _clusters(text)
        shadow = "".join(starmap(_mark, clusters))
        starts = [0, *accumulate(len(cluster) for cluster, _ in clusters)]
    start, end, wide = _START + _FILLER, _END + _FILLER, _WIDE + _FILLER
    shadow = shadow.replace(start * (_LONGEST_RUN + 1), start * _LONGEST_RUN + wide)
    return shadow.replace(end * (_LONGEST_RUN + 1), wide + end * _LONGEST_RUN), starts


def _mark(cluster: str, cells: int) -> str:
    """Return the shadow of one grapheme cluster, at least one character long."""
    first = cluster[0]
    if cluster in _SPACES:
        mark = " "
    elif cells < 2 and first.isascii():
        mark = first if first != " " else "~"
    elif first in NOT_AT_START:
        mark = _START
    elif first in NOT_AT_END:
        mark = _END
    else:
        mark = first if cells < 2 else _WIDE
    return mark + _FILLER * (cells - 1)


class _Shadows(dict[int, str]):
    """Cache of the shadow of each code point, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        cells = get_character_cell_size(char)
        alone = char == "\n" or (cells and char not in _FLAG_LETTERS)
        self[code] = _mark(char, cells) if alone else _ODD
        return self[code]


_SHADOWS = _Shadows()


def _clusters(text: str) -> list[tuple[str, int]]:
    """Split `text` into grapheme clusters with their widths in cells."""
    clusters: list[tuple[str, int]] = []
    for line in re.findall(r"\n|[^\n]+", text):
        for start, end, cells in split_graphemes(line)[0]:
            before, width = clusters[-1] if clusters else ("", 0)
            if before in _FLAG_LETTERS and line[start] in _FLAG_LETTERS:
                clusters[-1] = (before + line[start:end], width + cells)
            else:
                clusters.append((line[start:end], cells))
    return clusters
