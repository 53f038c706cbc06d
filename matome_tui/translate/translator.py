"""Batches of renderings: cache, budget, checks, and one more try with the reason."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

from matome_tui.core.text import sanitize
from matome_tui.i18n import _
from matome_tui.translate import prompt
from matome_tui.translate.backend import (
    Backend,
    ConsentError,
    CutOffError,
    Job,
    TranslationError,
)
from matome_tui.translate.checks import CUT_OFF, TOO_MUCH, Fault
from matome_tui.translate.consent import Consent
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
from matome_tui.translate.jobs import cost, make_task, why_skipped
from matome_tui.translate.memory import Memory, result
from matome_tui.translate.prompt import Manner

Emit = Callable[[Event], None]

_ATTEMPTS = 2
_CHARACTERS_A_TOKEN = 3
"""A cautious mean of English (4) and Japanese (1.5)."""
_STEPS = 50
"""A text is shown again when it has grown by this share of itself: a long one not for each word."""
_SLACK = 2
"""Characters sent per character of an estimate, which knows neither examples nor second tries."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is sent.

    Attributes:
        concurrency: Maximum number of texts at the same time.
        max_characters: Characters of a session; 0 for no limit.
    """

    concurrency: int
    max_characters: int


class Translator:
    """Renders texts by one backend, many at a time; its batches share budget and cache.

    Attributes:
        host: The host that texts are sent to; empty if they stay on this computer.
        takes_prompts: Whether `ask` can be used.
    """

    def __init__(
        self,
        backend: Backend,
        manner: Manner,
        memory: Memory,
        *,
        host: str,
        consent: Consent,
        limits: Limits,
    ) -> None:
        """Create a translator; nothing is sent yet.

        Args:
            backend: What translates.
            manner: How to translate.
            memory: Former renderings.
            host: The host; empty if texts stay on this computer.
            consent: The user's answers about hosts.
            limits: How much is sent.
        """
        self.host = host
        self.takes_prompts = backend.takes_prompts
        self._backend = backend
        self._manner = manner
        self._memory = memory
        self._consent = consent
        self._concurrency = limits.concurrency
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._allowed = limits.max_characters
        self._sent = 0
        self._locks: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()

    # Consent and budget

    @property
    def needs_consent(self) -> bool:
        """Whether the user has to agree before anything is sent."""
        return bool(self.host) and self._consent.answer(self.host) is not True

    def consent_question(self) -> str:
        """Return the question whether texts may be sent to the host, as one line."""
        message = _(
            "Send comments to {host}, with the story's title, the comment replied to and up to"
            " three of your own translations?"
        )
        if not self.takes_prompts:
            message = _("Send comments to {host}, with the story's title and the comment above?")
        return message.format(host=self.host)

    def answer(self, allowed: bool) -> None:
        """Keep the user's answer to that. TranslationError if it cannot be written."""
        self._consent.keep(self.host, allowed=allowed)

    def allow(self, characters: int) -> None:
        """Let the session send an estimated number of characters from now on, at least."""
        if self._allowed:
            self._allowed = max(self._allowed, self._sent + characters * _SLACK)

    def estimate(self, requests: Iterable[Request]) -> Estimate:
        """Return what a batch would send; reads the cache."""
        wanted = [one for one in requests if why_skipped(one, self._manner.target) is None]
        cached = self.cached(wanted)
        jobs = [
            make_task(one, self._manner, takes_prompts=self.takes_prompts).job
            for one in wanted
            if one.id not in cached
        ]
        characters = sum(map(cost, jobs))
        answers = sum(min(self._manner.limit or len(job.text), len(job.text)) for job in jobs)
        tokens = (characters + answers) // _CHARACTERS_A_TOKEN if self.takes_prompts else None
        return Estimate(len(jobs), characters, tokens, self._is_over(characters))

    def cached(self, requests: Iterable[Request]) -> Mapping[int, Done | Failed]:
        """Return the cached results of requests, by their ids; reads the cache once."""
        keys = {one.id: self._key(one) for one in requests if not one.is_fresh}
        found = self._memory.load(set(keys.values()))
        return {id_: result(id_, found[key]) for id_, key in keys.items() if key in found}

    def _is_over(self, characters: int) -> bool:
        return bool(self._allowed) and self._sent + characters > self._allowed

    def _key(self, request: Request) -> bytes:
        return self._memory.key("rendering", request.text)

    def _lock(self, key: bytes) -> asyncio.Lock:
        """Return the lock of a key: a text that is asked for twice at once is sent once."""
        return self._locks.setdefault(key, asyncio.Lock())

    # Batches

    async def run(self, requests: Iterable[Request]) -> AsyncGenerator[Event, None]:
        """Yield the events of a batch as they happen; closing it cancels what is under way.

        Args:
            requests: Requests with different ids, in the order of their urgency.

        Raises:
            ConsentError: The user has not agreed yet.
        """
        self._check_consent()
        wanted = list(requests)
        cached = await asyncio.to_thread(self.cached, wanted)
        for hit in cached.values():
            yield hit
        pending = deque(request for request in wanted if request.id not in cached)
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        if pending and self.takes_prompts:
            await asyncio.to_thread(self._memory.follow_drafts)
        batch = _Batch(events.put_nowait)
        count = min(self._concurrency, len(pending))
        workers = [asyncio.create_task(self._work(pending, batch, events)) for _n in range(count)]
        try:
            left = count
            while left:
                event = await events.get()
                if event is None:
                    left -= 1
                else:
                    yield event
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def ask(self, task: str, material: str, *, max_characters: int = 2000) -> str:
        """Return a language model's answer to another task, safe for a terminal, but unchecked.

        Args:
            task: The instruction, in English.
            material: What it is about; not trusted.
            max_characters: Characters after which the answer is cut off.

        Raises:
            ConsentError: The user has not agreed yet.
            TranslationError: There is no answer, or the session's characters are used up.
        """
        self._check_consent()
        key = self._memory.key("task", task, material)
        async with self._lock(key):
            if kept := (await asyncio.to_thread(self._memory.load, [key])).get(key):
                return kept.text
            job = Job(material, "", prompt.compose_task(task, material), max_characters)
            if self._is_over(cost(job)):
                raise TranslationError(_over_budget())
            async with self._slots:
                answer, fault = await self._answer(job, lambda _text: None)
            if fault:
                raise TranslationError(fault.for_user())
            text = sanitize(answer).strip()
            await asyncio.to_thread(self._memory.keep, key, text)
            return text

    async def close(self) -> None:
        """Close all connections."""
        await self._backend.close()

    def _check_consent(self) -> None:
        if self.needs_consent:
            message = _("Sending comments to {host} is not allowed yet")
            raise ConsentError(message.format(host=self.host), is_final=True)

    async def _work(
        self,
        pending: deque[Request],
        batch: "_Batch",
        events: "asyncio.Queue[Event | None]",
    ) -> None:
        """Work on requests until none is left, and then put None."""
        try:
            while pending:
                request = pending.popleft()
                if batch.failure:
                    batch.emit(Failed(request.id, batch.failure))
                else:
                    await self._serve(request, batch)
        finally:
            events.put_nowait(None)

    async def _serve(self, request: Request, batch: "_Batch") -> None:
        if reason := why_skipped(request, self._manner.target):
            batch.emit(Skipped(request.id, reason))
            return
        key = self._key(request)
        async with self._lock(key), self._slots:
            kept = {} if request.is_fresh else await asyncio.to_thread(self._memory.load, [key])
            if key in kept:
                batch.emit(result(request.id, kept[key]))
                return
            try:
                batch.emit(await self._render(request, key, batch.emit))
            except TranslationError as error:
                if error.is_final:
                    batch.failure = str(error)
                batch.emit(Failed(request.id, str(error)))

    async def _render(self, request: Request, key: bytes, emit: Emit) -> Event:
        """Send a request and check the answer; if it fails, send it again with the reason.

        Returns:
            The last event of the request.
        """
        has_prompt, manner = self.takes_prompts, self._manner
        find = self._memory.examples
        examples = await asyncio.to_thread(find, request.text) if has_prompt else ()
        task = make_task(request, manner, examples, takes_prompts=has_prompt)
        job = task.job
        if self._is_over(cost(job)):
            return Skipped(request.id, _over_budget(), is_over_budget=True)
        emit(Started(request.id))

        def show(text: str) -> None:
            emit(TextSoFar(request.id, task.shown(text)))

        for attempt in range(1, _ATTEMPTS + 1):
            answer, fault = await self._answer(job, show)
            fault = fault or task.fault_of(answer, manner)
            if not fault or not has_prompt or attempt == _ATTEMPTS:
                break
            job = replace(job, messages=prompt.again(job.messages, answer, fault.for_model()))
        text = task.shown(answer)
        await asyncio.to_thread(self._memory.keep, key, text, fault)
        return Failed(request.id, fault.for_user(), text) if fault else Done(request.id, text)

    async def _answer(self, job: Job, show: Callable[[str], None]) -> tuple[str, Fault | None]:
        """Return the answer to a job, and the fault with which it ended, if any."""
        self._sent += cost(job)
        text, shown = "", 0
        try:
            async with aclosing(self._backend.render(job)) as parts:
                async for part in parts:
                    text += part
                    if len(text) > job.max_characters:
                        return text[: job.max_characters], TOO_MUCH
                    if len(text) - shown > len(text) // _STEPS:
                        show(text)
                        shown = len(text)
        except CutOffError:
            return text, CUT_OFF
        return text, None


@dataclass(slots=True)
class _Batch:
    """The state of one batch.

    Attributes:
        emit: Takes its events.
        failure: Why no further request is sent; empty as long as they are.
    """

    emit: Emit
    failure: str = ""


def _over_budget() -> str:
    return _("The characters of this session are used up; see max_characters in [translate]")
