"""Tasks for a language model besides translation: scores of comments, a title, tags.

An answer is a stranger's text: what is not of the form that was asked for is dropped.
"""

import re
from collections.abc import Collection, Sequence
from typing import Protocol

from matome_tui.core.comment.markup import plain_text
from matome_tui.core.draft.review import has_japanese
from matome_tui.core.folding import fold
from matome_tui.core.items import Comment, CommentId
from matome_tui.core.text import one_line
from matome_tui.core.thread.scores import Judgement

JUDGED_TOGETHER = 12
"""Comments that are judged with one request."""

_LONGEST_COMMENT, _LONGEST_TEXT = 600, 300  # characters that are sent of each
_LONGEST_REASON, _LONGEST_TITLE, _LONGEST_TAG = 60, 120, 30
_MOST_TEXTS, _MOST_TAGS, _MOST_OFFERED = 12, 4, 400

_JUDGE = (
    "For each numbered comment of a discussion, judge from 0 to 100 how much a reader of a digest "
    "would want to see it: first-hand experience, facts, a new thought or wit count; agreement, "
    "complaints and asides do not. Answer with one line for each comment and nothing else: its "
    "number, a space, the score, a space, the reason in at most six words in the language with "
    "the code {language}."
)
_TITLE = (
    "Write a title for a blog post that quotes the best comments on a story, in the language with "
    "the code {language}: factual, at most 40 characters, without quotation marks. Answer with "
    "the title alone."
)
_TAGS = (
    "Choose up to four tags for a blog post from the list of tags, those that fit the story best. "
    "Answer with the tags alone, one a line, exactly as they are in the list."
)
_NEW_TAGS = (
    "Choose up to four tags for a blog post, from the list of tags where these fit, else new ones "
    "in the same manner. Answer with the tags alone, one a line."
)

_JUDGEMENT = re.compile(r"\W{0,2}(\d{1,3})[\].:)]{0,2}\s+(\d{1,3})\b[\s.:,-]*(.*)")
_BULLET = re.compile(r"^[-*•\d.)\s]+(?=\S)")
_QUOTES = "\"'「」『』“”*`# "


class Model(Protocol):
    """A language model."""

    async def ask(self, task: str, material: str, /, *, max_characters: int) -> str:
        """Return an answer; raises TranslationError."""


async def judge(
    model: Model, title: str, comments: Sequence[Comment], language: str
) -> dict[CommentId, Judgement]:
    """Return the judgements of at most `JUDGED_TOGETHER` comments, as far as there are any.

    Raises TranslationError.
    """
    numbered = [
        f"[{number}] {_shortened(comment, _LONGEST_COMMENT)}"
        for number, comment in enumerate(comments[:JUDGED_TOGETHER], 1)
    ]
    material = "\n\n".join((f"Story: {title}", *numbered))
    task = _JUDGE.format(language=language)
    answer = await model.ask(task, material, max_characters=len(numbered) * 100)
    judgements: dict[CommentId, Judgement] = {}
    for line in answer.splitlines():
        if (found := _JUDGEMENT.fullmatch(line.strip())) and 0 < int(found[1]) <= len(numbered):
            reason = one_line(found[3])[:_LONGEST_REASON]
            if int(found[2]) <= 100:
                judgement = Judgement(int(found[2]), reason)
                judgements.setdefault(comments[int(found[1]) - 1].id, judgement)
    return judgements


async def suggest_title(
    model: Model, title: str, comments: Sequence[Comment], language: str
) -> str:
    """Return a title for a post; empty if the answer is none. Raises TranslationError."""
    task = _TITLE.format(language=language)
    answer = await model.ask(task, _material(title, comments), max_characters=400)
    lines = [line.strip(_QUOTES) for line in answer.splitlines()]
    found = one_line(next(filter(None, lines), ""))
    is_title = len(found) <= _LONGEST_TITLE and (language != "ja" or has_japanese(found))
    return found if is_title else ""


async def choose_tags(
    model: Model,
    title: str,
    comments: Sequence[Comment],
    tags: Collection[str],
    *,
    may_be_new: bool = False,
) -> tuple[str, ...]:
    """Return tags for a post, from a list unless they may be new. Raises TranslationError.

    Args:
        model: The model.
        title: The title of the story.
        comments: The comments of the post.
        tags: The site's tags, the most used first.
        may_be_new: Whether tags that the site does not have are taken as well.
    """
    offered = [tag for tag in tags if tag == one_line(tag)][:_MOST_OFFERED]
    if not offered and not may_be_new:
        return ()
    listed = "\n".join(("Tags:", *offered))
    material = f"{listed}\n\n{_material(title, comments)}"
    task = _NEW_TAGS if may_be_new else _TAGS
    answer = await model.ask(task, material, max_characters=400)
    known = {fold(tag): tag for tag in reversed(offered)}
    chosen: dict[str, None] = {}
    for line in re.split(r"[\n,、，]", answer):
        tag = one_line(line).strip(_QUOTES)
        own = known.get(fold(tag)) or known.get(fold(_BULLET.sub("", tag)))
        if own is None and may_be_new and 0 < len(tag) <= _LONGEST_TAG:
            own = _BULLET.sub("", tag)
        if own:
            chosen[own] = None
    return tuple(chosen)[:_MOST_TAGS]


def _material(title: str, comments: Sequence[Comment]) -> str:
    texts = [_shortened(comment, _LONGEST_TEXT) for comment in comments[:_MOST_TEXTS]]
    return "\n\n".join((f"Story: {title}", *texts))


def _shortened(comment: Comment, most: int) -> str:
    return one_line(plain_text(comment.html))[:most]
