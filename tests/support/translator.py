"""A translation service for tests of the interface, without a network."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence

from matome_tui.translate.events import (
    Done,
    Estimate,
    Event,
    Failed,
    Request,
    Skipped,
    Started,
    TextSoFar,
)


def rendered(text: str) -> str:
    """Return the rendering of a text: Japanese, with its first word."""
    return f"訳文：{text.split(maxsplit=1)[0]}"


class StubTranslator:
    """Renders at once, or once it may.

    Attributes:
        asked: The requests that came, in order.
        event: Returns the event that ends a request; None for the usual rendering.
        gate: Renderings wait for it.
        kept: What is known without a request, by id.
        needs_consent: Whether the user has not agreed yet.
        budget: Characters that may still be sent.
        takes_prompts: Whether `ask` can be used.
        reply: Returns the answer to a task and its material.
        is_closed: Whether it was closed.
    """

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.event: Callable[[Request], Event | None] = lambda _: None
        self.gate = asyncio.Event()
        self.gate.set()
        self.kept: dict[int, Done | Failed] = {}
        self.needs_consent = False
        self.budget = 1_000_000
        self.takes_prompts = False
        self.reply: Callable[[str, str], str] = lambda *_: ""
        self.is_closed = False

    @property
    def ids(self) -> list[int]:
        """The ids of the requests that came."""
        return [request.id for request in self.asked]

    def consent_question(self) -> str:
        return "Send the text of comments to api.example.com?"

    def answer(self, agrees: bool, /) -> None:
        self.needs_consent = not agrees

    def estimate(self, requests: Sequence[Request], /) -> Estimate:
        sent = [request for request in requests if request.id not in self.kept]
        characters = sum(len(request.text) for request in sent)
        return Estimate(len(sent), characters, None, characters > self.budget)

    def allow(self, characters: int, /) -> None:
        self.budget += characters

    def cached(self, requests: Sequence[Request], /) -> Mapping[int, Done | Failed]:
        return {r.id: self.kept[r.id] for r in requests if r.id in self.kept}

    async def run(self, requests: Sequence[Request], /) -> AsyncGenerator[Event, None]:
        for request in requests:
            if len(request.text) > self.budget:
                yield Skipped(request.id, "the session's characters are used up", True)
                continue
            self.budget -= len(request.text)
            self.asked.append(request)
            if isinstance(said := self.event(request), Skipped):
                yield said
                continue
            yield Started(request.id)
            yield TextSoFar(request.id, "訳")
            await self.gate.wait()
            yield said or Done(request.id, rendered(request.text))

    async def ask(self, task: str, material: str, /, *, max_characters: int) -> str:
        return self.reply(task, material)[:max_characters]

    async def close(self) -> None:
        self.is_closed = True
