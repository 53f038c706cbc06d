"""The texts of threads and drafts as the archive has them, and searches for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.comment.passage import Range
from matome_tui.core.comment.wrap import graphemes
from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import NO_KEY, Clip, EntryKey, Remark
from matome_tui.core.fields import item_id, moment
from matome_tui.core.folding import Folded, fold
from matome_tui.core.items import Comment, Story
from matome_tui.core.text import sanitize
from matome_tui.core.thread.search import terms

TextKind = Literal["story", "comment", "post", "clip", "remark"]

_MOST_CHARACTERS = 200
_MOST_WORDS = 12
_BEFORE_MATCH = 20
"""Grapheme clusters of an excerpt before its first match."""


@dataclass(frozen=True, slots=True)
class ArchivedText:
    """A text that a search can find.

    Attributes:
        kind: What it is: of a thread the story or a comment; of a draft the title and tags of the
            post, a clip or a remark.
        text: On one line, sanitized.
        item: Hacker News' id of the story or comment; 0 if there is none.
        entry: The key of the draft's entry; `NO_KEY` if there is none.
        author: User name; empty for the user's own text.
        time: Of writing; seconds since 1970, UTC; 0 if unknown.
    """

    kind: TextKind
    text: str
    item: int = 0
    entry: EntryKey = NO_KEY
    author: str = ""
    time: int = 0


def texts_of_thread(story: Story, comments: Iterable[Comment]) -> Iterator[ArchivedText]:
    """Yield the texts of a thread."""
    text = f"{story.title}\n{plain_text(story.html)}\n{story.url}"
    yield ArchivedText("story", _one_line(text), story.id, NO_KEY, story.author, story.time)
    for comment in comments:
        if not comment.is_gone and comment.id != story.id:
            text = _one_line(plain_text(comment.html))
            author, time = comment.author, comment.time
            yield ArchivedText("comment", text, comment.id, NO_KEY, author, time)


def texts_of_draft(draft: Draft) -> Iterator[ArchivedText]:
    """Yield the texts of a draft; that of a clip is followed by the original if it was edited."""
    title = (draft.metadata.title, *draft.metadata.tags, draft.story_title)
    yield ArchivedText("post", _one_line("\n".join(dict.fromkeys(title))), draft.thread)
    for entry in draft.entries:
        if isinstance(entry, Clip):
            text = entry.text if entry.is_untouched else f"{entry.text}\n{entry.original}"
            item, time = item_id(entry.comment) or 0, moment(entry.time)
            yield ArchivedText("clip", _one_line(text), item, entry.key, entry.author, time)
        elif isinstance(entry, Remark):
            yield ArchivedText("remark", _one_line(entry.text), entry=entry.key)


def _one_line(text: str) -> str:
    return " ".join(sanitize(text).split())


def fold_for_archive(text: str) -> str:
    """Return a text as searches compare it: without case, width and the kind of kana."""
    return fold(text, same_kana=True)


@dataclass(frozen=True, slots=True)
class ArchiveQuery:
    """A search for texts that have all of some words.

    Attributes:
        words: Words and phrases, folded.
        author: User name, in any case; empty for any author.
    """

    words: tuple[str, ...] = ()
    author: str = ""

    @classmethod
    def parse(cls, text: str) -> "ArchiveQuery":
        """Parse words, "phrases" and `by:NAME`, as typed; very long searches are cut."""
        words, author = [], ""
        for term, plain in terms(sanitize(text[:_MOST_CHARACTERS])):
            folded = " ".join(fold_for_archive(term).split())
            if plain and folded.startswith("by:"):
                author = fold(plain).removeprefix("by:")
            elif folded:
                words.append(folded)
        return cls(tuple(dict.fromkeys(words))[:_MOST_WORDS], author)

    def __bool__(self) -> bool:
        """Return whether it searches for anything."""
        return bool(self.words or self.author)

    def excerpt(self, text: str, ellipsis: str) -> tuple[str, list[Range]]:
        """Return a text from shortly before its first match, and the ranges of its matches."""
        found = sorted(self._ranges(text))
        start = found[0][0] if found else 0
        before = graphemes(text[:start])
        if len(before) > _BEFORE_MATCH + len(ellipsis):  # else it would hide nothing longer
            head = ellipsis + "".join(before[-_BEFORE_MATCH:]).lstrip()
        else:
            head = text[:start]
        moved = len(head) - start
        return head + text[start:], [(first + moved, end + moved) for first, end in found]

    def _ranges(self, text: str) -> Iterator[Range]:
        folded = Folded.of(text, same_kana=True)
        for word in self.words:
            at = folded.text.find(word)
            while at >= 0:
                yield folded.original(at, at + len(word))
                at = folded.text.find(word, at + len(word))
