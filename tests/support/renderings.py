"""Batches of renderings in tests."""

from collections.abc import Iterable
from contextlib import aclosing

from matome_tui.translate.events import Done, Event, Failed, Request, Skipped
from matome_tui.translate.translator import Translator

End = Done | Failed | Skipped


async def events_of(translator: Translator, requests: Iterable[Request]) -> list[Event]:
    """Return the events of a batch."""
    async with aclosing(translator.run(requests)) as events:
        return [event async for event in events]


async def ends_of(translator: Translator, *texts: str | Request) -> list[End]:
    """Return the last event of each text or request, in their order."""
    requests = [
        text if isinstance(text, Request) else Request(number, text)
        for number, text in enumerate(texts, start=1)
    ]
    events = await events_of(translator, requests)
    ends = {event.id: event for event in events if isinstance(event, Done | Failed | Skipped)}
    return [ends[request.id] for request in requests]


async def end_of(translator: Translator, text: str | Request) -> End:
    """Return the last event of one text."""
    (end,) = await ends_of(translator, text)
    return end
