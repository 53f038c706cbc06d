"""Queries for words, and filters by author, mark and the like."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from matome_tui.core.comment.markup import Block, Document, Span, parse_html
from matome_tui.core.items import Comment
from matome_tui.core.thread.thread import Index, Thread

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[#\w]*;?")
_TERM = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """A search for a text; case matters only if the text has a capital.

    Attributes:
        text: The text; white space in it matches any white space.
    """

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The regular expression for its matches."""
        return _pattern(self.text)

    def is_in(self, comment: Comment) -> bool:
        """Return whether a comment's text matches."""
        if not self.text.strip() or comment.is_gone:
            return False
        html = comment.html.casefold()
        # Most comments lack one of the words, which a look at the raw HTML shows at once.
        if not all(word in html for word in _WORD.findall(self.text.casefold())):
            return False
        # Most others have the word between two tags; parsing the HTML takes ten times as long.
        is_word = _WORD.fullmatch(self.text.strip())
        if is_word and self.pattern.search(_MARKUP.sub("\0", comment.html)):
            return True
        return any(self.pattern.search(block.text) for block in parse_html(comment.html).blocks)

    def find(self, thread: Thread) -> list[Index]:
        """Return the indexes of the matching comments."""
        pairs = zip(thread.indexes, thread.comments, strict=True)
        return [index for index, comment in pairs if self.is_in(comment)]

    def highlight(self, document: Document) -> Document:
        """Return the document with a "match" span for each match."""
        return Document(tuple(self._highlighted(block) for block in document.blocks))

    def _highlighted(self, block: Block) -> Block:
        found = (m for m in self.pattern.finditer(block.text) if m.end() > m.start())
        matches = tuple(Span(match.start(), match.end(), "match") for match in found)
        return replace(block, spans=(*block.spans, *matches)) if matches else block


@lru_cache(maxsize=32)
def _pattern(text: str) -> re.Pattern[str]:
    has_capitals = text != text.lower()
    words = r"\s+".join(re.escape(word) for word in text.split())
    return re.compile(words, 0 if has_capitals else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter for comments that fulfil all of its conditions.

    Attributes:
        author: User name, in any case; empty for any author.
        is_submitter: Whether the author must be the submitter of the story.
        is_marked: Whether the comment must be marked.
        is_new: Whether the comment must be new since the last visit.
        is_faded: Whether votes must have faded the comment.
        words: Queries that must all match.
    """

    author: str = ""
    is_submitter: bool = False
    is_marked: bool = False
    is_new: bool = False
    is_faded: bool = False
    words: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Filter":
        """Parse `by:NAME`, `op`, `marked`, `new`, `faded`, words and "phrases", as typed."""
        wanted = cls()
        for quoted, plain in _TERM.findall(text):
            match plain.lower():
                case "op":
                    wanted = replace(wanted, is_submitter=True)
                case "marked":
                    wanted = replace(wanted, is_marked=True)
                case "new":
                    wanted = replace(wanted, is_new=True)
                case "faded":
                    wanted = replace(wanted, is_faded=True)
                case author if author.startswith("by:"):
                    wanted = replace(wanted, author=author.removeprefix("by:"))
                case _:
                    wanted = replace(wanted, words=(*wanted.words, quoted or plain))
        return wanted

    def find(self, thread: Thread, marked: Collection[int], new: Collection[int]) -> list[Index]:
        """Return the indexes of the comments that it lets through.

        Args:
            thread: The thread.
            marked: Ids of the marked comments.
            new: Ids of the new comments.
        """
        return list(self._matching(thread, marked, new))

    def _matching(
        self, thread: Thread, marked: Collection[int], new: Collection[int]
    ) -> Iterator[Index]:
        queries = [Query(word) for word in self.words if word]
        for index, comment in zip(thread.indexes, thread.comments, strict=True):
            if (
                (not self.author or comment.author.lower() == self.author.lower())
                and (not self.is_submitter or thread.is_by_submitter(index))
                and (not self.is_marked or comment.id in marked)
                and (not self.is_new or comment.id in new)
                and (not self.is_faded or comment.faded > 0)
                and all(query.is_in(comment) for query in queries)
            ):
                yield index
