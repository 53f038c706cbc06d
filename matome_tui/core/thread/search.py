"""Queries for words, and filters by author, mark and the like."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from matome_tui.core.comment.markup import Block, Document, Span, parse_html
from matome_tui.core.folding import Folded, fold
from matome_tui.core.items import Comment, CommentId
from matome_tui.core.thread.scores import Score, score_thread
from matome_tui.core.thread.thread import Index, Thread

_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[#\w]*;?")
_SCORE = re.compile(r"score:([0-9]{1,3})")
_TERM = re.compile(r"""["“”＂]([^"“”＂]*)["“”＂]?|「([^」]*)」?|『([^』]*)』?|(\S+)""")


def terms(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words and "phrases" of a search as typed, and each again if it is not a phrase."""
    for *phrases, plain in _TERM.findall(text):
        yield "".join(phrases) or plain, plain


@dataclass(frozen=True, slots=True)
class Query:
    """A search for a text; case matters only if the text has a capital.

    Attributes:
        text: The text; white space in it matches any white space. It is folded, as are comments.
        same_kana: Whether hiragana and katakana match each other.
    """

    text: str
    same_kana: bool = False

    @property
    def keeps_case(self) -> bool:
        """Whether case matters."""
        return self.text != self.text.lower()

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the ranges of a text that match, without empty ones."""
        folded = Folded.of(text, keeps_case=self.keeps_case, same_kana=self.same_kana)
        matches = (match.span() for match in _needle(self).pattern.finditer(folded.text))
        found = (folded.original(start, end) for start, end in matches if start < end)
        return list(dict.fromkeys(found))

    def is_in(self, comment: Comment) -> bool:
        """Return whether a comment's text matches."""
        if not self.text.strip() or comment.is_gone:
            return False
        needle = _needle(self)
        # Most comments that match have the word between two tags; folding and parsing the HTML
        # take ten times as long.
        html = comment.html if self.keeps_case else comment.html.lower()
        if needle.is_word and needle.words[0] in html and needle.is_in(_MARKUP.sub("\0", html)):
            return True
        # Most others lack one of the words, which a look at the folded HTML shows.
        folded = self._fold(comment.html)
        if not all(word in folded for word in needle.words):
            return False
        blocks = parse_html(comment.html).blocks
        return any(needle.is_in(self._fold(block.text)) for block in blocks)

    def find(self, thread: Thread) -> list[Index]:
        """Return the indexes of the matching comments."""
        pairs = zip(thread.indexes, thread.comments, strict=True)
        return [index for index, comment in pairs if self.is_in(comment)]

    def highlight(self, document: Document) -> Document:
        """Return the document with a "match" span for each match."""
        return Document(tuple(self._highlighted(block) for block in document.blocks))

    def _highlighted(self, block: Block) -> Block:
        matches = tuple(Span(start, end, "match") for start, end in self.spans(block.text))
        return replace(block, spans=(*block.spans, *matches)) if matches else block

    def _fold(self, text: str) -> str:
        return fold(text, keeps_case=self.keeps_case, same_kana=self.same_kana)


class _Needle(NamedTuple):
    """The text of a query, folded.

    Attributes:
        pattern: The text; any white space matches white space in it.
        words: Its words.
        is_word: Whether it is a single word.
    """

    pattern: re.Pattern[str]
    words: list[str]
    is_word: bool

    def is_in(self, text: str) -> bool:
        """Return whether a folded text matches."""
        return bool(self.pattern.search(text))


@lru_cache(maxsize=32)
def _needle(query: Query) -> _Needle:
    text = fold(query.text, keeps_case=query.keeps_case, same_kana=query.same_kana)
    pattern = re.compile(r"\s+".join(re.escape(word) for word in text.split()))
    return _Needle(pattern, _WORD.findall(text), bool(_WORD.fullmatch(text.strip())))


def words_found(words: Sequence[str], text: str) -> str:
    """Return the part of another search that a query finds in a text, in lower case.

    Args:
        words: Words and phrases that were searched for in any order.
        text: What that search has found.

    Returns:
        All of them, or else the longest that is in the text; empty for none.
    """
    candidates = (" ".join(words), *sorted(words, key=len, reverse=True))
    found = (word.lower() for word in candidates if Query(word.lower()).spans(text))
    return next(found, "")


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter for comments that fulfil all of its conditions.

    Attributes:
        author: User name, in any case; empty for any author.
        is_submitter: Whether the author must be the submitter of the story.
        is_marked: Whether the comment must be marked.
        is_new: Whether the comment must be new since the last visit.
        is_faded: Whether votes must have faded the comment.
        least_score: The least score of the comment, see `scores`; 0 for any.
        words: Queries that must all match.
        same_kana: Whether hiragana and katakana match each other.
    """

    author: str = ""
    is_submitter: bool = False
    is_marked: bool = False
    is_new: bool = False
    is_faded: bool = False
    least_score: int = 0
    words: tuple[str, ...] = ()
    same_kana: bool = False

    @classmethod
    def parse(cls, text: str, *, same_kana: bool = False) -> "Filter":
        """Parse `by:NAME`, `op`, `marked`, `new`, `faded`, `score:N`, words and "phrases".

        As typed: full-width forms are accepted, and the Japanese quotation marks of a phrase.
        """
        wanted = cls(same_kana=same_kana)
        for term, plain in terms(text):
            match fold(plain):
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
                case score if least := _SCORE.fullmatch(score):
                    wanted = replace(wanted, least_score=int(least[1]))
                case _:
                    wanted = replace(wanted, words=(*wanted.words, term))
        return wanted

    def find(
        self,
        thread: Thread,
        marked: Collection[int],
        new: Collection[int],
        score: Callable[[Thread], Mapping[CommentId, Score]] = score_thread,
    ) -> list[Index]:
        """Return the indexes of the comments that it lets through.

        Args:
            thread: The thread.
            marked: Ids of the marked comments.
            new: Ids of the new comments.
            score: Returns the scores of the thread's comments.
        """
        matching = self._matching(thread, marked, new)
        if not self.least_score:
            return list(matching)
        scores = score(thread)
        good = {at for at, its in scores.items() if its.value >= self.least_score}
        return [index for index in matching if thread.comments[index].id in good]

    def _matching(
        self, thread: Thread, marked: Collection[int], new: Collection[int]
    ) -> Iterator[Index]:
        queries = [Query(word, self.same_kana) for word in self.words if word]
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
