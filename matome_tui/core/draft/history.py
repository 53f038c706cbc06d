"""Undo history of immutable values."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A value and the edit that made it.

    Attributes:
        title: The edit, for the user.
        value: The value after it.
        time: Seconds since 1970, UTC; 0 if unknown.
    """

    title: str
    value: T
    time: int = 0


class History(Generic[T]):
    """All values in order, with a position that undo and redo move.

    Attributes:
        steps: From the first value, which has an empty title, to the last.
        position: The index of the present step.
    """

    __slots__ = ("position", "steps")

    def __init__(self, first: T) -> None:
        self.steps: list[Step[T]] = [Step("", first)]
        self.position = 0

    def copy(self) -> "History[T]":
        """Return an independent copy."""
        made = History(self.steps[0].value)
        made.steps, made.position = self.steps.copy(), self.position
        return made

    @property
    def present(self) -> T:
        """The present value."""
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
        """Add a value after the present one; undone steps are dropped."""
        del self.steps[self.position + 1 :]
        self.steps.append(Step(title, value, time))
        self.position += 1

    def go(self, position: int) -> T:
        """Make the step at `position` the present one and return its value. Raises IndexError."""
        if not 0 <= position < len(self.steps):
            raise IndexError(position)
        self.position = position
        return self.present
