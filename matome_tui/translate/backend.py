"""The interface of all backends, and their errors."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol


class TranslationError(Exception):
    """There is no rendering; the message is one line for the user.

    Attributes:
        is_final: Whether all other requests would fail too: no key, no such host or model.
    """

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class ConsentError(TranslationError):
    """The user has not agreed yet to sending comments to the host."""


class CutOffError(TranslationError):
    """The service ended its answer early; the text so far was yielded."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a conversation with a language model."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A text for a backend, with placeholders for the parts that must not change.

    Attributes:
        text: The text; see `placeholders`.
        context: Title and parent, for services that take a context.
        messages: The prompt, for language models; empty for other backends.
        max_characters: Characters after which an answer is cut off.
    """

    text: str
    context: str
    messages: tuple[Message, ...]
    max_characters: int


class Backend(Protocol):
    """A service or a program that translates.

    Attributes:
        takes_prompts: Whether it is a language model, which takes any task in `Job.messages`.
    """

    takes_prompts: bool

    def render(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the parts of the answer as they come; closing the generator cancels the job.

        Raises:
            CutOffError: The answer is incomplete.
            TranslationError: There was no usable answer.
        """

    async def close(self) -> None:
        """Close all connections."""
