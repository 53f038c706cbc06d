"""The rows of the benchmarks' common table."""

from collections.abc import Sequence
from dataclasses import dataclass

_WIDTHS = (56, 9, 9, 7, 9, 4)


@dataclass(frozen=True)
class Row:
    """One figure and its goal.

    Attributes:
        name: What was measured, and its unit.
        now: The figure.
        floor: That of the empty app, or of what else it is compared with; 0 for nothing.
        goal: The most that it may be: a ratio to the floor, or how much more than the floor.
        is_difference: Whether the goal is a difference.
    """

    name: str
    now: float
    floor: float = 0.0
    goal: float = 0.0
    is_difference: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the figure is within the goal."""
        if self.is_difference or not self.floor:
            return self.now <= self.floor + self.goal
        return self.now <= self.floor * self.goal

    def cells(self) -> Sequence[str]:
        """Return the row as text."""
        if self.is_difference:
            ratio, goal = f"+{self.now - self.floor:.1f}", f"<= +{self.goal:g}"
        elif self.floor:
            ratio, goal = f"{self.now / self.floor:.2f}", f"<= {self.goal:.3g}x"
        else:
            ratio, goal = "", f"<= {self.goal:g}" if self.goal else ""
        floor = f"{self.floor:,.1f}" if self.floor else ""
        met = ("yes" if self.is_met else "no") if self.goal else ""
        return self.name, f"{self.now:,.1f}", floor, ratio, goal, met


def show(rows: Sequence[Row]) -> str:
    """Return rows as a table."""
    head = ("", "now", "empty app", "ratio", "goal", "met")
    lines = [head, *(row.cells() for row in rows)]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if at == 0 else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(line, _WIDTHS, strict=True))
        ).rstrip()
        for line in lines
    )
