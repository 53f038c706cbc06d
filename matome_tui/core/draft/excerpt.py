"""An excerpt: the parts of a comment that a clip is to say."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from matome_tui.core.comment.passage import LEAD, Passage, Range
from matome_tui.core.comment.wrap import cell_width

Unit = Literal["sentence", "word"]
Direction = Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What was chosen of a comment; nothing in particular is the whole comment.

    Attributes:
        ranges: The parts in order, as starts and ends in code points of the plain text; they are
            apart by more than white space. Empty for the whole comment.
        text: The parts as one text. Empty for the whole comment.
    """

    ranges: tuple[Range, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Words of a passage being chosen, with a cursor that is a sentence, a word or a stretch.

    Attributes:
        passage: What is chosen from.
        cursor: The words under the cursor: the first, and the one after the last.
        anchor: Where the stretch under the cursor began; None where there is no stretch. All of a
            stretch is chosen.
        selected: What is chosen beside it.
    """

    passage: Passage
    cursor: Range = (0, 0)
    anchor: Range | None = None
    selected: frozenset[int] = frozenset()

    @classmethod
    def from_ranges(cls, passage: Passage, ranges: Iterable[Range] = ()) -> "Selection":
        """Choose the words that lie, if only in part, in ranges of code points.

        The cursor is on the first sentence of which something is chosen, else on the first.
        """
        selected = frozenset(
            index
            for start, end in ranges
            for index, word in enumerate(passage.words)
            if word[0] < end and start < word[1]
        )
        selection = cls(passage, selected=selected)
        return selection.go_to(passage.words[min(selected)][0] if selected else 0)

    # What is chosen

    @property
    def words(self) -> frozenset[int]:
        """The chosen words."""
        return self.selected if self.anchor is None else self.selected | _covered(self.cursor)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The chosen parts; see `Excerpt`. What begins a line has the lead of the line."""
        words, text = self.passage.words, self.passage.text
        parts = ((words[first][0], words[last][1]) for first, last in _runs(sorted(self.words)))
        return tuple((_with_lead(text, start), end) for start, end in parts)

    @property
    def is_whole(self) -> bool:
        """Whether everything is chosen."""
        return len(self.words) == len(self.passage.words)

    def text(self, ellipsis: str) -> str:
        """Return the chosen parts as one text.

        Args:
            ellipsis: Stands for what is left out. Its outer spaces are dropped beside a wide
                character; between lines it is a line of its own, between paragraphs a paragraph.
        """
        return _joined(self.passage.text, self.ranges, ellipsis)

    def excerpt(self, ellipsis: str) -> Excerpt:
        """Return what was chosen; `ellipsis` as for `text`."""
        return Excerpt() if self.is_whole else Excerpt(self.ranges, self.text(ellipsis))

    # The cursor

    @property
    def cursor_range(self) -> Range:
        """What is under the cursor, in code points."""
        first, end = self.cursor
        words = self.passage.words
        return (words[first][0], words[end - 1][1]) if first < end else (0, 0)

    @property
    def sentence(self) -> int:
        """Which sentence the cursor begins in, from 0."""
        return max(bisect_right(self._sentence_edges(), self.cursor[0]) - 1, 0)

    @property
    def focus(self) -> int:
        """The code point at that side of the cursor which a stretch has moved, else its first."""
        start, end = self.cursor_range
        is_stretched_on = self.anchor is not None and self.cursor[1] > self.anchor[1]
        return end - 1 if is_stretched_on else start

    def go_to(self, position: int) -> "Selection":
        """Put the cursor on the sentence at a code point, or on the last one before it."""
        sentences = self.passage.sentences
        starts = [self.passage.words[first][0] for first, _ in sentences]
        at = max(bisect_right(starts, position) - 1, 0)
        return self._at(sentences[at]) if sentences else self

    def move(self, unit: Unit, direction: Direction) -> "Selection":
        """Put the cursor on the next sentence or word (1), or on the one before (-1).

        A sentence is entered at its near end; from a word back by a sentence is its own sentence.
        """
        first, end = self.cursor
        if not self.passage.words:
            return self
        if unit == "sentence":
            return self._at(self._sentence_beside(direction))
        is_sentence = end - first > 1 and self.cursor in self.passage.sentences
        if direction > 0:
            word = first if is_sentence else min(end, len(self.passage.words) - 1)
        else:
            word = end - 1 if is_sentence else max(first - 1, 0)
        return self._at((word, word + 1))

    def extend(self, unit: Unit, direction: Direction) -> "Selection":
        """Stretch the cursor to the next edge of a sentence or word (1), or the one before (-1).

        A stretch to the other side is first selected back, as far as to where it began.
        """
        if not self.passage.words:
            return self
        edges = self._sentence_edges() if unit == "sentence" else range(len(self.passage.words) + 1)
        anchor = self.anchor or self.cursor
        first, end = self.cursor
        if direction > 0 and first < anchor[0]:
            first = min(_edge_beside(edges, first, 1), anchor[0])
        elif direction > 0:
            end = _edge_beside(edges, end, 1)
        elif end > anchor[1]:
            end = max(_edge_beside(edges, end, -1), anchor[1])
        else:
            first = _edge_beside(edges, first, -1)
        return replace(self, cursor=(first, end), anchor=anchor)

    # Choosing

    def toggle(self) -> "Selection":
        """Choose what is under the cursor; drop it if all of it is chosen."""
        covered, words = _covered(self.cursor), self.words
        selected = words - covered if covered <= words else words | covered
        return replace(self, anchor=None, selected=selected)

    def take_all(self) -> "Selection":
        """Choose everything."""
        return replace(self, anchor=None, selected=_covered((0, len(self.passage.words))))

    def drop_all(self) -> "Selection":
        """Choose nothing."""
        return replace(self, anchor=None, selected=frozenset())

    # Parts

    def _at(self, cursor: Range) -> "Selection":
        """Put the cursor somewhere else; what it was stretched over stays chosen."""
        return replace(self, cursor=cursor, anchor=None, selected=self.words)

    def _sentence_edges(self) -> list[int]:
        return [0, *(end for _, end in self.passage.sentences)]

    def _sentence_beside(self, direction: Direction) -> Range:
        sentences, at = self.passage.sentences, self.sentence
        if direction > 0:
            following = bisect_left(self._sentence_edges(), self.cursor[1])
            return sentences[min(following, len(sentences) - 1)]
        return sentences[max(at - (sentences[at] == self.cursor), 0)]


def _joined(text: str, ranges: Iterable[Range], ellipsis: str) -> str:
    joined = ""
    end = 0
    for start, following in ranges:
        if joined:
            joined += _joint(text, end, start, ellipsis)
        if not joined or joined.endswith("\n"):
            joined += _quote_sign(text, start)
        joined += text[start:following]
        end = following
    return joined


def _joint(text: str, end: int, start: int, ellipsis: str) -> str:
    """Return what stands for the text left out between two parts."""
    left_out = text[end:start]
    if "\n" in left_out:
        line_break = "\n\n" if "\n\n" in left_out else "\n"
        mark = ellipsis.strip()
        return f"{line_break}{mark}{line_break}" if mark else line_break
    if cell_width(text[end - 1]) > 1:
        ellipsis = ellipsis.lstrip()
    return ellipsis.rstrip() if cell_width(text[start]) > 1 else ellipsis


def _quote_sign(text: str, start: int) -> str:
    """Return the signs that a part from within a quoted line needs to stay a quotation."""
    lead_start, lead_end = _lead(text, start)
    lead = text[lead_start:lead_end]
    return lead if ">" in lead and start > lead_end else ""


def _lead(text: str, position: int) -> Range:
    """Return where the lead of the line at `position` is; see `passage.LEAD`."""
    start = text.rfind("\n", 0, position) + 1
    match = LEAD.match(text, start)
    return start, match.end() if match else start


def _with_lead(text: str, start: int) -> int:
    lead_start, lead_end = _lead(text, start)
    return lead_start if start == lead_end else start


def _runs(words: Sequence[int]) -> Iterator[Range]:
    """Yield the first and the last of each run of words that follow one another."""
    for _, run in groupby(enumerate(words), key=lambda entry: entry[1] - entry[0]):
        numbers = [word for _, word in run]
        yield numbers[0], numbers[-1]


def _covered(words: Range) -> frozenset[int]:
    return frozenset(range(*words))


def _edge_beside(edges: Sequence[int], at: int, direction: Direction) -> int:
    """Return the next edge (1), or the one before (-1); at an end, the last there is."""
    if direction > 0:
        return edges[min(bisect_right(edges, at), len(edges) - 1)]
    return edges[max(bisect_left(edges, at) - 1, 0)]
