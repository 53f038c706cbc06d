"""Language models by the Chat Completions protocol, with streamed answers.

Source: platform.openai.com/docs/api-reference/chat. Ollama, llama.cpp, LM Studio, vLLM and others
speak it too, so only what all of them know is sent.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from matome_tui.i18n import _
from matome_tui.translate.backend import CutOffError, Job, TranslationError
from matome_tui.translate.backends.errors import as_translation_error, invalid_response
from matome_tui.translate.backends.service import Service
from matome_tui.web.client import Call, WebError
from matome_tui.web.sse import EventParser

_MAX_EVENT_BYTES = 1 << 18
_BEGIN, _END = "<think>", "</think>"
_MAX_THOUGHT = 100_000


class OpenAI:
    """A service with Chat Completions."""

    takes_prompts = True

    def __init__(self, service: Service, model: str) -> None:
        """Set the service and the name of its model."""
        self._service = service
        self._model = model

    async def render(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the parts of the answer; see `Backend.render`."""
        thought = _Thought()
        async with aclosing(self._parts(job)) as parts:
            async for part in parts:
                if text := thought.cut_from(part):
                    yield text
                if thought.length > _MAX_THOUGHT:
                    message = _("{host} does not finish its answer")
                    raise TranslationError(message.format(host=self._service.host))
        if text := thought.rest:
            yield text

    async def close(self) -> None:
        """Close all connections."""
        await self._service.close()

    async def _parts(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the parts of an answer, until the service says that it is complete."""
        messages = [{"role": message.role, "content": message.text} for message in job.messages]
        value = {"model": self._model, "messages": messages, "stream": True}
        has_begun = False
        async with aclosing(self._events(value)) as events:
            async for data in events:
                if data == "[DONE]":
                    return
                text, reason = self._read(data)
                has_begun |= bool(text)
                if text:
                    yield text
                if reason in ("length", "max_tokens"):
                    raise CutOffError(self._service.host)
                if reason == "content_filter":
                    message = _("{host} refuses to translate it")
                    raise TranslationError(message.format(host=self._service.host))
                if reason:
                    return
        raise CutOffError(self._service.host) if has_begun else self._invalid()

    async def _events(self, value: object) -> AsyncGenerator[str, None]:
        """Yield the data of the events. A stream that breaks ends, unless nothing came yet."""
        host = self._service.host
        parser = EventParser(_MAX_EVENT_BYTES)
        has_begun = False
        with as_translation_error(host):
            key = await self._service.key()
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            call = Call(f"{self._service.url}/chat/completions", headers=headers, value=value)
            try:
                async with aclosing(self._service.client.post_stream(call)) as chunks:
                    async for chunk in chunks:
                        for _name, data in parser.feed(chunk):
                            has_begun = True
                            yield data
            except ValueError as error:
                raise self._invalid() from error
            except WebError as error:
                if not (has_begun and error.is_transient):
                    raise

    def _read(self, data: str) -> tuple[str, str]:
        """Return the text in an event, and the reason why the answer ends there, if it does."""
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self._invalid() from error
        if not isinstance(value, dict) or "error" in value or "choices" not in value:
            raise self._invalid()
        choices = value["choices"]
        choice = choices[0] if isinstance(choices, list) and choices else {}
        if not isinstance(choice, dict):
            raise self._invalid()
        delta: Any = choice.get("delta") or {}
        text = delta.get("content") if isinstance(delta, dict) else None
        reason = choice.get("finish_reason")
        return text if isinstance(text, str) else "", reason if isinstance(reason, str) else ""

    def _invalid(self) -> TranslationError:
        return invalid_response(self._service.host)


class _Thought:
    """Cuts the thought that some models write before an answer.

    Attributes:
        length: The number of its characters so far.
        rest: Text that may yet turn out to begin a thought; empty once that is known.
    """

    def __init__(self) -> None:
        self.length = 0
        self.rest = ""
        self._tail = ""  # of the thought: it may have half of its end
        self._is_over = False

    def cut_from(self, part: str) -> str:
        """Return what the next part adds to the answer."""
        if self._is_over:
            return part
        if self.length:
            return self._after_thought(part)
        text, self.rest = self.rest + part, ""
        start = text.lstrip()
        if start.startswith(_BEGIN):
            return self._after_thought(start)
        if _BEGIN.startswith(start):
            self.rest = text
            return ""
        self._is_over = True
        return text

    def _after_thought(self, part: str) -> str:
        self.length += len(part)
        _before, end, answer = (self._tail + part).partition(_END)
        self._is_over = bool(end)
        self._tail = (self._tail + part)[-len(_END) :]
        return answer.lstrip()
