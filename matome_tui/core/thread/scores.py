"""Scores of a thread's comments: how likely each is worth clipping, with the reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from math import log

from matome_tui.core.items import CommentId
from matome_tui.core.thread.thread import Index, Thread
from matome_tui.i18n import _, enumeration, ngettext

GOOD = 50
"""The least score of a comment to go to next."""

_MOST = 100
_REPLIES, _QUOTES, _LENGTH, _DEPTH, _PLACE = 45, 20, 15, 10, 10
"""Parts of the score, which add up to 100."""

_SHORT, _FULL, _LONG = 40, 200, 1500
"""Characters of HTML: too short to say much, long enough, and too long for a digest."""
_STEP_DOWN = 0.6  # of depth and place: the second is worth that part of the first
_ANCESTORS = 6  # in which the source of a quoted line is looked for
_LEAST_QUOTE = 12  # characters; shorter lines are found anywhere
_TOP = 10  # places at the top level that are worth a word

_QUOTED = re.compile(r"(?:^|<p>|\n)\s*(?:<i>)?\s*(?:&gt;|>)+([^\n]*?)(?=<p>|\n|$)")
_TAG = re.compile(r"<[^<>]*>")
_NOT_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a comment.

    Attributes:
        value: From 0 to 100.
        replies: Number of comments below it.
        quotes: Number of other people who quote it.
        place: Its place at the top level, from 1; 0 for a reply.
        judgement: A translation service's reason; empty without one.
    """

    value: int
    replies: int = 0
    quotes: int = 0
    place: int = 0
    judgement: str = ""

    @property
    def reason(self) -> str:
        """A few words in the user's language."""
        words = [self.reason_beside_replies]
        if self.replies and not self.judgement:
            said = ngettext("{number} reply", "{number} replies", self.replies)
            words.insert(0, said.format(number=self.replies))
        return enumeration(filter(None, words))

    @property
    def reason_beside_replies(self) -> str:
        """The reason for where the number of replies is shown already."""
        if self.judgement:
            return self.judgement
        words = []
        if self.quotes:
            said = ngettext("quoted by {number}", "quoted by {number}", self.quotes)
            words.append(said.format(number=self.quotes))
        if 0 < self.place <= _TOP:
            words.append(_("top level, place {number}").format(number=self.place))
        return enumeration(words)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a translation service says of a comment.

    Attributes:
        value: From 0 to 100.
        reason: A few words.
    """

    value: int
    reason: str


def score_thread(
    thread: Thread, judgements: Mapping[CommentId, Judgement] | None = None
) -> dict[CommentId, Score]:
    """Return the scores of the comments that a post can quote, by id.

    Replies, quotes, length, depth and place make a score; a quote by the submitter counts twice. A
    judgement counts for half of it, so that no comment can talk itself to the top.
    """
    replies_of_all = [thread.reply_count(index) for index in thread.indexes]
    most_replies = max(replies_of_all, default=0)
    quoting = _quoting(thread)
    scores: dict[CommentId, Score] = {}
    place = [0]  # of the last sibling at each depth
    for index, comment in zip(thread.indexes, thread.comments, strict=True):
        depth, replies = thread.depths[index], replies_of_all[index]
        del place[depth + 1 :]
        place.append(0)
        if not comment.is_quotable or comment.id == thread.story.id:
            continue
        place[depth] += 1
        names = quoting.get(index, ())
        quotes = len(names) + (thread.story.author in names)
        value = (
            _REPLIES * (log(1 + replies) / log(1 + most_replies) if most_replies else 0)
            + _QUOTES * (1 - 0.5**quotes)
            + _LENGTH * _by_length(len(comment.html))
            + _DEPTH * _STEP_DOWN**depth
            + _PLACE * _STEP_DOWN ** (place[depth] - 1)
        )
        value /= 1 + comment.faded
        at_top = place[depth] if depth == 0 else 0
        scores[comment.id] = Score(round(value), replies, len(names), at_top)
    for comment_id, judgement in (judgements or {}).items():
        if comment_id in scores:
            scores[comment_id] = _judged(scores[comment_id], judgement)
    return scores


def best(scores: Mapping[CommentId, Score], number: int) -> list[CommentId]:
    """Return the ids of the best comments, the best first; of equal ones the earlier."""
    return sorted(scores, key=lambda at: -scores[at].value)[: max(number, 0)]


def _judged(score: Score, judgement: Judgement) -> Score:
    value = (score.value + min(max(judgement.value, 0), _MOST)) // 2
    return replace(score, value=value, judgement=judgement.reason)


def _by_length(length: int) -> float:
    if length <= _FULL:
        return max(length - _SHORT, 0) / (_FULL - _SHORT)
    return min(_LONG / length, 1.0)


def _quoting(thread: Thread) -> dict[Index, set[str]]:
    """Return the names of the other people who quote a comment."""
    words: dict[Index, str] = {}
    quoting: dict[Index, set[str]] = {}
    for index, comment in zip(thread.indexes, thread.comments, strict=True):
        if "&gt;" not in comment.html and ">>" not in comment.html:
            continue
        for quoted in _QUOTED.findall(comment.html):
            text = _words(quoted)
            source = _source(thread, index, text, words) if len(text) >= _LEAST_QUOTE else None
            if source is not None and thread.comments[source].author != comment.author:
                quoting.setdefault(source, set()).add(comment.author)
    return quoting


def _source(thread: Thread, index: Index, text: str, words: dict[Index, str]) -> Index | None:
    """Return the nearest comment above one that has a text; `words` keeps what was read."""
    above = thread.parents[index]
    for _step in range(_ANCESTORS):
        if above is None:
            return None
        if above not in words:
            words[above] = _words(thread.comments[above].html)
        if text in words[above]:
            return above
        above = thread.parents[above]
    return None


def _words(html: str) -> str:
    """Return the letters and digits of some HTML, in lower case."""
    return _NOT_WORD.sub("", unescape(_TAG.sub(" ", html))).lower()
