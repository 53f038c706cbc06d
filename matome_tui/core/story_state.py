"""What the user has done with a story."""

from dataclasses import dataclass

from matome_tui.core.items import Story


@dataclass(frozen=True, slots=True)
class StoryState:
    """What the user has done with a story; times are in seconds since 1970, UTC, 0 for never.

    Attributes:
        opened: Time of the last visit to its thread.
        seen: Number of its comments at that visit; None if it is not known.
        bookmarked: Time when it was bookmarked.
        hidden: Time when it was hidden.
    """

    opened: int = 0
    seen: int | None = None
    bookmarked: int = 0
    hidden: int = 0

    def new_comments(self, story: Story) -> int:
        """Return the number of comments since the last visit; 0 if there was none."""
        return 0 if self.seen is None else max((story.comments or 0) - self.seen, 0)


UNTOUCHED = StoryState()
"""The state of a story that the user has done nothing with."""
