"""What the user has done with a story."""

from dataclasses import dataclass

from matome_tui.core.items import Story


@dataclass(frozen=True, slots=True)
class StoryState:
    """What the user has done with a story; times are in seconds since 1970, UTC, 0 for never.

    Attributes:
        opened: Time of the last visit to its thread.
        seen: Number of its comments at that visit; None if it is not known.
        comment: Id of the comment that was at the cursor at the end of that visit; 0 for none.
        bookmarked: Time when it was bookmarked.
        hidden: Time when it was hidden.
    """

    opened: float = 0
    seen: int | None = None
    comment: int = 0
    bookmarked: float = 0
    hidden: float = 0

    def new_comments(self, story: Story) -> int:
        """Return the number of comments since the last visit; 0 if there was none."""
        return 0 if self.seen is None else max((story.comments or 0) - self.seen, 0)


UNTOUCHED = StoryState()
"""The state of a story that the user has done nothing with."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The last visit to a thread.

    Attributes:
        thread: Id of the story.
        title: The story's title.
        moment: Time of opening or leaving it; 0 if unknown.
    """

    thread: int
    title: str
    moment: float = 0
