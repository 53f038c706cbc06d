"""Excerpts: the parts of a comment that a clip quotes, and their selection."""

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
    """The selected parts of a comment.

    Attributes:
        ranges: Starts and ends in code points of the plain text, in order and separated by more
            than white space. Empty for the whole comment.
        text: The parts joined. Empty for the whole comment.
    """

    ranges: tuple[Range, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The selection of words in a passage, with a cursor on a sentence, a word or a stretch.

    Attributes:
        passage: The text.
        cursor: The words under the cursor: the first, and the one after the last.
        anchor: The start of the stretch under the cursor, all of which is selected; None without
            a stretch.
        selected: The words selected besides the stretch.
    """

    passage: Passage
    cursor: Range = (0, 0)
    anchor: Range | None = None
    selected: frozenset[int] = frozenset()

    @classmethod
    def from_ranges(cls, passage: Passage, ranges: Iterable[Range] = ()) -> "Selection":
        """Select the words that overlap ranges of code points.

        The cursor is on the sentence of the first selected word, or on the first sentence.
        """
        selected = frozenset(
            index
            for start, end in ranges
            for index, word in enumerate(passage.words)
            if word[0] < end and start < word[1]
        )
        selection = cls(passage, selected=selected)
        return selection.go_to(passage.words[min(selected)][0] if selected else 0)

    # The selection

    @property
    def words(self) -> frozenset[int]:
        """The selected words."""
        return self.selected if self.anchor is None else self.selected | _covered(self.cursor)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The selected parts; see `Excerpt`. A part at the start of a line includes its lead."""
        words, text = self.passage.words, self.passage.text
        parts = ((words[first][0], words[last][1]) for first, last in _runs(sorted(self.words)))
        return tuple((_with_lead(text, start), end) for start, end in parts)

    @property
    def is_whole(self) -> bool:
        """Whether all words are selected."""
        return len(self.words) == len(self.passage.words)

    def text(self, ellipsis: str) -> str:
        """Return the selected parts joined.

        Args:
            ellipsis: Replaces omitted text. Its outer spaces are dropped beside a wide character;
                between lines it is a line of its own, between paragraphs a paragraph.
        """
        return _joined(self.passage.text, self.ranges, ellipsis)

    def excerpt(self, ellipsis: str) -> Excerpt:
        """Return the selection as an excerpt; `ellipsis` as for `text`."""
        return Excerpt() if self.is_whole else Excerpt(self.ranges, self.text(ellipsis))

    # The cursor

    @property
    def cursor_range(self) -> Range:
        """The range under the cursor, in code points."""
        first, end = self.cursor
        words = self.passage.words
        return (words[first][0], words[end - 1][1]) if first < end else (0, 0)

    @property
    def sentence(self) -> int:
        """The index of the sentence in which the cursor begins."""
        return max(bisect_right(self._sentence_edges(), self.cursor[0]) - 1, 0)

    @property
    def focus(self) -> int:
        """The code point at the moving side of a stretch, or the first under the cursor."""
        start, end = self.cursor_range
        is_stretched_on = self.anchor is not None and self.cursor[1] > self.anchor[1]
        return end - 1 if is_stretched_on else start

    def go_to(self, position: int) -> "Selection":
        """Move the cursor to the sentence at a code point, or to the last one before it."""
        sentences = self.passage.sentences
        starts = [self.passage.words[first][0] for first, _ in sentences]
        at = max(bisect_right(starts, position) - 1, 0)
        return self._at(sentences[at]) if sentences else self

    def move(self, unit: Unit, direction: Direction) -> "Selection":
        """Move the cursor to the next sentence or word (1), or to the previous one (-1).

        From a sentence to a word, the cursor stays inside it; from a word back to a sentence, it
        covers the word's own sentence.
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
        """Stretch the cursor to the next edge of a sentence or word (1), or the previous one (-1).

        A stretch towards the other side first shrinks back to where it began.
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

    # Selecting

    def toggle(self) -> "Selection":
        """Select the words under the cursor, or deselect them if all of them are selected."""
        covered, words = _covered(self.cursor), self.words
        selected = words - covered if covered <= words else words | covered
        return replace(self, anchor=None, selected=selected)

    def take_all(self) -> "Selection":
        """Select all words."""
        return replace(self, anchor=None, selected=_covered((0, len(self.passage.words))))

    def drop_all(self) -> "Selection":
        """Deselect all words."""
        return replace(self, anchor=None, selected=frozenset())

    # Parts

    def _at(self, cursor: Range) -> "Selection":
        """Move the cursor; a stretch stays selected."""
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
    """Return the text that stands for an omission between two parts."""
    left_out = text[end:start]
    if "\n" in left_out:
        line_break = "\n\n" if "\n\n" in left_out else "\n"
        mark = ellipsis.strip()
        return f"{line_break}{mark}{line_break}" if mark else line_break
    if cell_width(text[end - 1]) > 1:
        ellipsis = ellipsis.lstrip()
    return ellipsis.rstrip() if cell_width(text[start]) > 1 else ellipsis


def _quote_sign(text: str, start: int) -> str:
    """Return the quotation signs for a part that begins within a quoted line."""
    lead_start, lead_end = _lead(text, start)
    lead = text[lead_start:lead_end]
    return lead if ">" in lead and start > lead_end else ""


def _lead(text: str, position: int) -> Range:
    """Return the range of the lead of the line at `position`; see `passage.LEAD`."""
    start = text.rfind("\n", 0, position) + 1
    match = LEAD.match(text, start)
    return start, match.end() if match else start


def _with_lead(text: str, start: int) -> int:
    lead_start, lead_end = _lead(text, start)
    # A cluster may begin within the lead, as a space with U+200B does.
    return lead_start if start <= lead_end else start


def _runs(words: Sequence[int]) -> Iterator[Range]:
    """Yield the first and last of each run of consecutive words."""
    for _, run in groupby(enumerate(words), key=lambda entry: entry[1] - entry[0]):
        numbers = [word for _, word in run]
        yield numbers[0], numbers[-1]


def _covered(words: Range) -> frozenset[int]:
    return frozenset(range(*words))


def _edge_beside(edges: Sequence[int], at: int, direction: Direction) -> int:
    """Return the next edge (1) or the previous one (-1); at an end, the last edge."""
    if direction > 0:
        return edges[min(bisect_right(edges, at), len(edges) - 1)]
    return edges[max(bisect_left(edges, at) - 1, 0)]
