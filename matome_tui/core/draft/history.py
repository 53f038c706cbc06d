"""Undo and redo over values that never change."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A value and the edit that made it.

    Attributes:
        title: What the user did.
        value: What came of it.
        time: When; seconds since 1970, UTC; 0 where that is not known.
    """

    title: str
    value: T
    time: int = 0


class History(Generic[T]):
    """The values that something has had, and which of them it has now.

    Attributes:
        steps: From the first value to the last; the first has an empty title.
        position: Which step is the present one.
    """

    __slots__ = ("position", "steps")

    def __init__(self, first: T) -> None:
        self.steps: list[Step[T]] = [Step("", first)]
        self.position = 0

    def copy(self) -> "History[T]":
        """Return a history that goes its own way from here."""
        made = History(self.steps[0].value)
        made.steps, made.position = self.steps.copy(), self.position
        return made

    @property
    def present(self) -> T:
        """The value as it is now."""
        return self.steps[self.position].value

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier value."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a later value."""
        return self.position < len(self.steps) - 1

    def record(self, title: str, value: T, time: int = 0) -> None:
        """Add a value after the present one; what had been undone is forgotten."""
        del self.steps[self.position + 1 :]
        self.steps.append(Step(title, value, time))
        self.position += 1

    def go(self, position: int) -> T:
        """Make the step at `position` the present one and return its value."""
        if not 0 <= position < len(self.steps):
            raise IndexError(position)
        self.position = position
        return self.present
