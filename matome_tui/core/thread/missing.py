"""The parts of a thread that a load could not get."""

from dataclasses import dataclass

from matome_tui.core.thread.assembly import Assembly
from matome_tui.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Missing:
    """The numbers of what is missing.

    Attributes:
        comments: Comments that the story counts beyond the known ones.
        options: Options of a poll.
    """

    comments: int = 0
    options: int = 0

    @classmethod
    def from_assembly(cls, assembly: Assembly) -> "Missing":
        """Return what a thread lacks; comments that the story does not count are not expected."""
        story = assembly.story
        options = sum(part not in assembly.comments for part in story.parts)
        return cls(max((story.comments or 0) - assembly.live, 0), options)

    def __bool__(self) -> bool:
        return bool(self.comments or self.options)

    def note(self) -> str:
        """Return a note beside a thread; empty if nothing is missing."""
        return _("{items} missing").format(items=self._items()) if self else ""

    def line(self) -> str:
        """Return a line to show instead of a thread; empty if nothing is missing."""
        return _("{items} could not be loaded").format(items=self._items()) if self else ""

    def _items(self) -> str:
        comments = ngettext("{number} comment", "{number} comments", self.comments)
        comments = comments.format(number=f"{self.comments:,}")
        options = ngettext("{number} poll option", "{number} poll options", self.options)
        options = options.format(number=f"{self.options:,}")
        if self.comments and self.options:
            return _("{comments} and {options}").format(comments=comments, options=options)
        return comments if self.comments else options
