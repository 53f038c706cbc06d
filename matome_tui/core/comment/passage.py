"""Segmentation of comment text into sentences and words, the units of an excerpt.

Both are found in the *outline* of the text: the first character of each grapheme cluster, so that
no unit begins or ends inside one. In doubt, a sentence does not end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from matome_tui.core.comment.markup import Document
from matome_tui.core.comment.syntax import is_prose
from matome_tui.core.comment.wrap import graphemes

Range = tuple[int, int]

_JOINED = r"[\u0300-\u036f\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f]"
"""Characters that combine with the one before."""
LEAD = re.compile(rf"[^\S\n]*(?:>(?!{_JOINED})[^\S\n]*)*(?=\S)")
"""The start of a line before its first word: indentation and quotation signs."""

_KANJI = "々〆〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HIRAGANA = "ぁ-ゖ゛-ゟ"
_KATAKANA = "ァ-ヺヽ-ヿㇰ-ㇿｦ-ﾟ"
_JAPANESE = f"ー{_KANJI}{_HIRAGANA}{_KATAKANA}"
_LETTER = rf"[^\W{_JAPANESE}]"

_WORD = re.compile(
    rf"""
    https?://[!-~]*[A-Za-z0-9/=_\#-]
  | [{_KANJI}]+
  | [{_HIRAGANA}][{_HIRAGANA}ー]*
  | [ー{_KATAKANA}]+
  | {_LETTER}+ (?: ['’.-]{_LETTER}+ | (?<=\d),(?=\d){_LETTER}+ )*
  | ([^\w\s])\1*
  | \S
    """,
    re.VERBOSE,
)

_CLOSING = r"""(?:["'’”)\]}»）」』】〉》〕］｝]|\[\d{1,3}\])*+"""  # [1] is a note, as in Wikipedia
_END = re.compile(
    rf"""
    (?: [。！？｡] | (?<!\d)．| ．(?!\d) ) [。！？｡．]*+ {_CLOSING}
    (?! (?<=[)）」』】〉》]) [{_HIRAGANA}、] )                      # 「…。」と言う
  | (?<=[{_JAPANESE}]) [.!?]++ {_CLOSING} (?= [{_JAPANESE}] )
  | (?<![.!?…]) (?P<latin> [.!?…]++ {_CLOSING} ) (?= \s )
    """,
    re.VERBOSE,
)

# Text before a full stop that never ends a sentence, or not before a lower-case letter or number.
_NEVER_LAST = re.compile(
    r"""
    (?: ^\W* \d{1,3}                                            # the number in a list
      | \b (?: [A-Za-z]\.)+ [A-Za-z]                            # U.S., e.g.
      | \b [A-HJ-Z]                                             # the initial of a name
      | \b (?: Mrs? | Ms | [DdSsJj]r | [Pp]rof | St | vs | cf | [Vv]iz | approx | al )
    ) $
    """,
    re.VERBOSE,
)
_SELDOM_LAST = re.compile(r"\b(?:etc|[Ii]nc|[Ll]td|[Cc]o|[Cc]orp)$")
_BEFORE_NUMBER = re.compile(r"\b(?:[Nn]os?|[Ff]igs?|[Vv]ol|pp?|[Ss]ec|[Cc]h|[Ee]q)$")
_FEW = 16  # characters around a full stop that decide


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and its units; only white space and the leads of lines are outside of them.

    Attributes:
        text: The plain text.
        words: Starts and ends in code points. A Japanese word is a run of one script; punctuation
            is a word of its own.
        sentences: For each, the first word and the one after its last.
    """

    text: str
    words: tuple[Range, ...]
    sentences: tuple[Range, ...]

    @classmethod
    def from_document(cls, document: Document) -> "Passage":
        """Segment the plain text of a comment; each line of code is a sentence."""
        words: list[Range] = []
        sentences: list[Range] = []
        offset = 0
        for block in document.blocks:
            outline, starts = _outline(block.text)
            is_code = block.kind == "code" and not is_prose(block.text)
            for first, last in _sentences(outline, is_code=is_code):
                begin = len(words)
                for word in _WORD.finditer(outline[first:last]):
                    start, end = starts[first + word.start()], starts[first + word.end()]
                    words.append((offset + start, offset + end))
                sentences.append((begin, len(words)))
            offset += len(block.text) + len("\n\n")
        return cls(document.plain_text, tuple(words), tuple(sentences))


def word_left(text: str, position: int) -> int:
    """Return the start of the word at the left of a position, beyond white space; 0 if none."""
    starts = [start for start, _ in _words(text) if start < position]
    return starts[-1] if starts else 0


def word_right(text: str, position: int) -> int:
    """Return the end of the word at the right of a position, beyond white space; or of `text`."""
    return next((end for _, end in _words(text) if end > position), len(text))


def _words(text: str) -> Iterator[Range]:
    """Yield the ranges of the words of a text, each a run of one script."""
    outline, starts = _outline(text)
    for word in _WORD.finditer(outline):
        yield starts[word.start()], starts[word.end()]


def _outline(text: str) -> tuple[str, list[int]]:
    """Return one character per cluster, and the offsets of the clusters and of the end."""
    clusters = graphemes(text)
    # A character with a combining mark is neither white space nor a quotation sign.
    outline = "".join(c if len(c) == 1 else c[0].strip().strip(">") or "\ufffd" for c in clusters)
    return outline, [0, *accumulate(map(len, clusters))]


def _sentences(outline: str, *, is_code: bool) -> Iterator[Range]:
    """Yield the ranges of sentences, with surrounding white space but without leads."""
    for line in re.finditer(r".+", outline):
        if lead := LEAD.match(line[0]):
            start = lead.end()
            for end in (*([] if is_code else _ends(line[0])), len(line[0])):
                yield line.start() + start, line.start() + end
                start = end


def _ends(line: str) -> list[int]:
    """Return the ends of sentences within a line; text without a word is part of its neighbour."""
    ends: list[int] = []
    for match in _END.finditer(line):
        start = ends[-1] if ends else 0
        if match["latin"] and not _is_end(line, start, match):
            continue
        if _has_word(line[start : match.start()]):
            ends.append(match.end())
        elif ends:
            ends[-1] = match.end()
    if ends and not _has_word(line[ends[-1] :]):
        ends.pop()
    return ends


def _is_end(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether Latin punctuation ends the sentence that began at `start`."""
    sign, before = match["latin"], line[max(match.start() - _FEW, start) : match.start()]
    following = line[match.end() : match.end() + _FEW].lstrip()[:1]
    if len(sign) > 1 or sign == "…":
        return not following.islower()
    if sign != ".":
        return True
    if _NEVER_LAST.search(before):
        return False
    if _SELDOM_LAST.search(before):
        return not following.islower()
    return not (_BEFORE_NUMBER.search(before) and following.isdigit())


def _has_word(text: str) -> bool:
    return bool(re.search(r"\w", text))
