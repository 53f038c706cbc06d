"""The characters of Japanese typesetting (kinsoku) and the marks that they have in a shadow.

Classes cl-NN are those of "Requirements for Japanese Text Layout" (JLREQ, W3C, after JIS X 4051),
appendix A; two-letter classes those of Unicode Standard Annex 14 (UAX 14). The half-width forms of
JIS X 0201, and the tilde typed for a wave dash, are added to their classes.

See `matome_tui.core.comment.wrap` for what a shadow is.
"""

from unicodedata import east_asian_width

NOT_AT_START = (
    "’”）〕］｝〉》」』】⦆｠〙〗»〟｣)]}〛〞〉"  # cl-02 closing brackets, CL
    "！？‼⁇⁈⁉!?"  # cl-04 dividing punctuation marks, EX
    "。．｡."  # cl-06 full stops
    "、，､,"  # cl-07 commas
    "‐〜～゠–"  # cl-03 hyphens
    "・：；･:;"  # cl-05 middle dots
    "〵"  # cl-08 inseparable characters: the lower half of a repeat mark
    "ヽヾゝゞ々〻゛゜〼"  # cl-09 iteration marks, NS
    "ーｰﾞﾟ"  # cl-10 prolonged sound mark, and the half-width voicing marks
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"  # cl-11 small kana
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯｰ"
    "％‰℃°′″￠¢%"  # cl-13 postfixed abbreviations; with the units ㌀-㍗, ㍱-㍺ and ㎀-㏟
    + "".join(map(chr, (*range(0x3300, 0x3358), *range(0x3371, 0x337B), *range(0x3380, 0x33E0))))
    + "/-|"  # SY, HY and BA
    "\"'"  # QU, may close or open
)
_OPENING = "‘“（〔［｛〈《「『【⦅｟〘〖«〝｢([{〚〈"  # cl-01 opening brackets, OP
NOT_AT_END = (
    _OPENING + "￥＄￡＃¥$£€№#￦"  # cl-12 prefixed abbreviations, PR
    "\"'"
)
GLUE = "\xa0\u202f\u2007\u2011\u2060\ufeff"
"""No line breaks beside these: GL and WJ."""

# Marks of characters two cells wide.
IDEOGRAPH, NON_STARTER, STOP, OPENING, PREFIX, DIGIT = "漢。．（￥０"
# Marks of half-width Japanese.
HALF_KANA, HALF_NON_STARTER, HALF_OPENING = "ｱ｡｢"
# Marks of narrow characters that glue both sides, and of clusters that end in U+200B.
NARROW_GLUE, BREAK_AFTER, NON_STARTER_BREAK_AFTER = "\xa0\u200b\u200c"

JAPANESE_START = IDEOGRAPH + OPENING + PREFIX + DIGIT + HALF_KANA + HALF_OPENING
_ZERO_WIDTH_SPACE, _WORD_JOINER = "\u200b\u2060"
_DIGITS, _STOPS = "０１２３４５６７８９", "．，"


def _is_japanese(char: str) -> bool:
    return east_asian_width(char) in "WFH" and char not in "￦₩"


NARROW_NOT_AT_START = "".join(char for char in NOT_AT_START if not _is_japanese(char))
NARROW_NOT_AT_END = "".join(char for char in NOT_AT_END if not _is_japanese(char))


def mark_of(cluster: str, cells: int) -> str:
    """Return the mark of a grapheme cluster that is neither white space nor a line feed.

    A narrow character is its own mark; so is an ambiguous one that is drawn wide, unless it is a
    symbol, which is treated like an ideograph.
    """
    first, last = cluster[0], cluster[-1]
    mark = _mark_of_character(first, cells)
    if len(cluster) > 1 and last == _ZERO_WIDTH_SPACE:
        return NON_STARTER_BREAK_AFTER if first in NOT_AT_START else BREAK_AFTER
    if len(cluster) > 1 and last == _WORD_JOINER:
        return OPENING if mark in (IDEOGRAPH, DIGIT) else NARROW_GLUE
    return mark


def _mark_of_character(char: str, cells: int) -> str:
    if char in GLUE:
        return NARROW_GLUE
    width = east_asian_width(char)
    if width == "H" and char != "₩":
        return _half_width_mark(char)
    if cells < 2 or (width == "A" and _is_in_line_with_latin(char)):
        return char if char != " " else "~"
    return _wide_mark(char)


def _is_in_line_with_latin(char: str) -> bool:
    """Whether an ambiguous character is a letter or punctuation, and no symbol."""
    return char.isalpha() or char in f"{NARROW_NOT_AT_START}{NARROW_NOT_AT_END}…‥—―·"


def _half_width_mark(char: str) -> str:
    if char in NOT_AT_START:
        return HALF_NON_STARTER
    return HALF_OPENING if char in NOT_AT_END else HALF_KANA


def _wide_mark(char: str) -> str:
    if char in _DIGITS:
        return DIGIT
    if char in _STOPS:
        return STOP
    if char in NOT_AT_START:
        return NON_STARTER
    if char in _OPENING:
        return OPENING
    return PREFIX if char in NOT_AT_END else IDEOGRAPH
