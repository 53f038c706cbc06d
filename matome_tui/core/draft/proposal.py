"""Proposals for a first draft: colours by score, tags from those of the site."""

import re
from collections.abc import Iterable, Mapping, Sequence

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import EntryKey
from matome_tui.core.folding import fold, word_pattern

_SHARES = (0.1, 0.3)
"""Parts of the clips, the best first, up to which they have the first colour, and the second."""

_IN_TITLE = 10  # a tag in the title counts as much as in so many comments
_LEAST_COMMENTS = 0.15  # part of the comments that have a tag which the title does not have
_MOST_TAGS = 4


def color_best(draft: Draft, ranked: Sequence[int], colors: Sequence[str]) -> Draft:
    """Give the clips of the best comments the first colours.

    Args:
        draft: The draft.
        ranked: Ids of comments, the best first.
        colors: The colours, the most telling first.
    """
    start = 0
    for share, color in zip(_SHARES, colors, strict=False):
        end = max(round(share * len(ranked)), start + 1)
        draft = draft.set_color(_keys(draft, ranked[start:end]), color)
        start = end
    return draft


def find_tags(tags: Mapping[str, int], title: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the tags that a title or several texts name, the most frequent first.

    Args:
        tags: The tags to choose from, with the numbers of their posts.
        title: The title of the story.
        texts: Plain texts of the comments.
    """
    folded_title, folded = fold(title), [fold(text) for text in texts]
    found: list[tuple[int, int, str]] = []
    for tag, posts in tags.items():
        if not (name := fold(tag)).strip():
            continue
        pattern = re.compile(word_pattern(name))
        in_texts = sum(bool(pattern.search(text)) for text in folded)
        in_title = bool(pattern.search(folded_title))
        if in_title or (in_texts > 1 and in_texts >= _LEAST_COMMENTS * len(texts)):
            found.append((-in_texts - _IN_TITLE * in_title, -posts, tag))
    chosen: dict[str, str] = {}
    for _hits, _posts, tag in sorted(found):
        chosen.setdefault(fold(tag), tag)
    return tuple(chosen.values())[:_MOST_TAGS]


def _keys(draft: Draft, comments: Iterable[int]) -> list[EntryKey]:
    wanted = frozenset(comments)
    return [clip.key for clip in draft.clips if clip.comment in wanted]
