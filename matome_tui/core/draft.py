"""A post in the making: the clips of a thread and what stands at the head of the post."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from typing import Literal

from matome_tui.core.items import Comment, Story
from matome_tui.core.markup import plain_text

SourceChange = Literal["edited", "deleted"]


@dataclass(frozen=True, slots=True)
class Clip:
    """A comment as the post will quote it.

    Attributes:
        key: Tells the clip from the draft's others; never given twice.
        comment: Hacker News' id of the comment; 0 where only a post tells of it.
        author: User name.
        time: When the comment was written; seconds since 1970, UTC.
        source: The comment's HTML when the clip was made; empty where only a post tells of it.
        text: What the post will say.
        color: `#rrggbb`, or empty for none.
    """

    key: int
    comment: int
    author: str
    time: int
    source: str
    text: str
    color: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether the text is still the comment's own."""
        return bool(self.source) and self.text == plain_text(self.source)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of the post.

    Attributes:
        title: The post's title.
        date: `YYYY-MM-DD`.
        tags: In the order of the post.
        image: The value of `featureimage`; empty for none.
        is_draft: Whether Hugo is to hold the post back.
    """

    title: str = ""
    date: str = ""
    tags: tuple[str, ...] = ()
    image: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A post in the making; every edit makes a new one.

    Attributes:
        thread: Hacker News' id of the story.
        story_title: Its title as Hacker News has it; the post's place on disk comes from it.
        head: What stands at the head of the post.
        clips: In the order of the post.
        next_key: The key of the next clip.
    """

    thread: int
    story_title: str
    head: Head
    clips: tuple[Clip, ...] = ()
    next_key: int = 1

    @classmethod
    def begin(cls, story: Story) -> "Draft":
        """Return an empty draft for a story, titled and dated (UTC) as the story is."""
        date = datetime.fromtimestamp(story.time, UTC).date().isoformat()
        return cls(story.id, story.title, Head(title=story.title, date=date))

    def clip(self, key: int) -> Clip:
        """Return the clip with that key; KeyError if there is none."""
        for clip in self.clips:
            if clip.key == key:
                return clip
        raise KeyError(key)

    def clips_of(self, comment: int) -> tuple[Clip, ...]:
        """Return the clips of a comment, in the order of the post."""
        return tuple(clip for clip in self.clips if clip.comment == comment)

    def add(self, comments: Iterable[Comment], place: Callable[[int], int]) -> "Draft":
        """Clip comments, each behind the clip that comes nearest before it in the thread.

        Args:
            comments: What to clip, whole and without colour.
            place: Gives a comment's place in the thread by its id, from 0. A clip whose comment
                has none (a negative one) belongs to the clip above it.
        """
        clips = list(self.clips)
        places = list(accumulate((place(clip.comment) for clip in clips), _inherited))
        for key, comment in enumerate(comments, self.next_key):
            own, text = place(comment.id), plain_text(comment.html)
            at = _behind_nearest(places, own)
            places.insert(at, own)
            clip = Clip(key, comment.id, comment.author, comment.time, comment.html, text)
            clips.insert(at, clip)
        next_key = self.next_key + len(clips) - len(self.clips)
        return replace(self, clips=tuple(clips), next_key=next_key)

    def remove(self, keys: Iterable[int]) -> "Draft":
        """Take clips out."""
        gone = frozenset(keys)
        return replace(self, clips=tuple(clip for clip in self.clips if clip.key not in gone))

    def color(self, keys: Iterable[int], color: str) -> "Draft":
        """Give clips a colour (`#rrggbb`), or take it away (empty)."""
        return self._change(keys, lambda clip: replace(clip, color=color))

    def write(self, key: int, text: str) -> "Draft":
        """Set what the post will say for a clip."""
        return self._change((key,), lambda clip: replace(clip, text=text))

    def move(self, key: int, offset: int) -> "Draft":
        """Move a clip by so many places, at most to an end."""
        clip = self.clip(key)
        others = [other for other in self.clips if other.key != key]
        target = min(max(self.clips.index(clip) + offset, 0), len(others))
        return replace(self, clips=(*others[:target], clip, *others[target:]))

    def link(self, comments: Iterable[Comment]) -> "Draft":
        """Let clips that know no comment find theirs: the same author and second, in order."""
        if all(clip.comment for clip in self.clips):
            return self
        taken = {clip.comment for clip in self.clips}
        waiting: dict[tuple[str, int], list[Comment]] = {}
        for comment in sorted(comments, key=lambda comment: comment.id, reverse=True):
            if comment.id not in taken:
                waiting.setdefault((comment.author, comment.time), []).append(comment)

        def linked(clip: Clip) -> Clip:
            found = waiting.get((clip.author, clip.time)) if not clip.comment else None
            if not found:
                return clip
            comment = found.pop()
            return replace(clip, comment=comment.id, source=comment.html)

        return replace(self, clips=tuple(linked(clip) for clip in self.clips))

    def changed(self, comments: Mapping[int, Comment]) -> dict[int, SourceChange]:
        """Return which clips' comments are no longer what was clipped, by the clips' keys.

        Args:
            comments: The comments as they are now, by id; one that is not there has not changed.
        """
        changes: dict[int, SourceChange] = {}
        for clip in self.clips:
            comment = comments.get(clip.comment)
            if comment is not None and comment.is_gone:
                changes[clip.key] = "deleted"
            elif comment is not None and comment.html != clip.source:
                changes[clip.key] = "edited"
        return changes

    def with_head(self, head: Head) -> "Draft":
        """Set what stands at the head of the post."""
        return replace(self, head=head)

    def _change(self, keys: Iterable[int], edit: Callable[[Clip], Clip]) -> "Draft":
        wanted = frozenset(keys)
        clips = tuple(edit(clip) if clip.key in wanted else clip for clip in self.clips)
        return replace(self, clips=clips)


def _inherited(above: int, own: int) -> int:
    return own if own >= 0 else above


def _behind_nearest(places: list[int], own: int) -> int:
    before = ((place, at) for at, place in enumerate(places) if place <= own)
    return max(before, default=(0, -1))[1] + 1
