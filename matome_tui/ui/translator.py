"""The translation service, as far as the interface needs it; `matome_tui.translate` has one."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from matome_tui.translate.events import Done, Estimate, Event, Failed, Request


class Translator(Protocol):
    """Renders comments in the user's language, within a budget, and keeps what it has rendered."""

    @property
    def needs_consent(self) -> bool:
        """Whether the user has not agreed yet to sending comments to the service."""

    @property
    def takes_prompts(self) -> bool:
        """Whether it is a language model, which can do more than translate."""

    def consent_question(self) -> str:
        """Return a question that names the service and what is sent, one line."""

    def answer(self, agrees: bool, /) -> None:
        """Keep the user's answer."""

    def estimate(self, requests: "Sequence[Request]", /) -> "Estimate":
        """Return what requests would send; this reads the cache."""

    def allow(self, characters: int, /) -> None:
        """Let the session send that many characters more."""

    def cached(self, requests: "Sequence[Request]", /) -> "Mapping[int, Done | Failed]":
        """Return what is known without a request, by id; this reads the cache."""

    def run(self, requests: "Sequence[Request]", /) -> "AsyncGenerator[Event, None]":
        """Yield the events of a batch; closing the generator cancels it."""

    async def ask(self, task: str, material: str, /, *, max_characters: int) -> str:
        """Return a language model's answer; raises TranslationError."""

    async def close(self) -> None:
        """Close all connections."""
