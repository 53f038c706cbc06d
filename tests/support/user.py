"""A user without a screen: answers questions as planned, and keeps the notes."""

from typing import TypeVar, cast

from textual.notifications import SeverityLevel
from textual.screen import Screen

from matome_tui.ui.commands import find, first_key

Answer = TypeVar("Answer")


class PlannedUser:
    """Gives answers in their order; fails where a question was not planned.

    Attributes:
        asked: The questions.
        shown: The lines that were shown.
    """

    def __init__(self, *answers: object) -> None:
        self._answers = list(answers)
        self.asked: list[Screen[object]] = []
        self.shown: list[str] = []

    async def ask(self, question: Screen[Answer]) -> Answer:
        self.asked.append(cast(Screen[object], question))
        return cast(Answer, self._answers.pop(0))

    def notify(
        self,
        message: str,
        *,
        severity: SeverityLevel = "information",
        timeout: float | None = None,
    ) -> None:
        self.shown.append(message)

    def shown_key(self, command: str) -> str:
        return first_key(find(command), {})
