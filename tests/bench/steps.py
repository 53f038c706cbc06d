"""Steps that are measured in every program, and their figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Self


@dataclass(frozen=True)
class Step:
    """A key to time.

    Attributes:
        name: In the table.
        key: As Textual names it.
        times: How often it is pressed, if there is time.
        before: Keys that are pressed each time before it, untimed.
    """

    name: str
    key: str
    times: int
    before: Sequence[str] = ()


STEPS = (
    Step("j", "j", 50),
    Step("page down", "pagedown", 20),
    Step("G", "G", 10, before="g"),
    Step("fold 500", "z", 6, before="g"),
    Step("fold all", "Z", 6, before="g"),
    Step("find", "slash", 8),
)
PROGRAM_STEPS = (*STEPS[:-1], Step("find", "t", 3, before=("escape", "slash", *"compos")))
"""The whole program finds while the word is typed."""

PATIENCE = 1.5
"""Seconds after which a step is not repeated."""

SIZES = ((100, 30), (120, 40), (100, 30), (120, 40))
"""Columns and lines that the terminal takes one after another."""


@dataclass
class Figures:
    """The figures of one program: milliseconds, and megabytes.

    Attributes:
        start: From nothing to the first quiet.
        first: From parsed data to the first frame.
        keys: From each press of a key to its frame, by the step's name.
        resize: From each new size to the frame for it.
        memory: The most that was resident.
    """

    start: float = 0.0
    first: float = 0.0
    keys: dict[str, list[float]] = field(default_factory=dict)
    resize: list[float] = field(default_factory=list)
    memory: float = 0.0

    def to_json(self) -> str:
        """Return them as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` made."""
        return cls(**json.loads(text))


def steps_of(kind: str) -> Sequence[Step]:
    """Return what is done to a program."""
    return PROGRAM_STEPS if kind == "program" else STEPS
