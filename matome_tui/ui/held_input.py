"""Typed input that waits until what the key before it began is done."""

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from weakref import WeakSet

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

Typed = events.Key | events.Paste

ASKING_GROUPS = frozenset({"question", "drafts"})
"""The groups of workers that a key starts to ask the user something."""

_PATIENCE_SECONDS = 1.0
_TURNS = 200  # of the event loop, before the wait is for a thread rather than for messages
_PAUSE_SECONDS = 0.002


class HeldInput:
    """Holds keys and pastes back while an earlier key is not done; none is lost or overtaken.

    Textual gives a key to the widget that has the focus when the key arrives. Of keys that arrive
    together, as from a slow line, the first may open a prompt or move the focus only later: the
    next ones, meant as text, would be commands of the old widget. Nor are they lost on a screen
    without its content: `is_awaited` of a screen says that this is still to come.
    """

    def __init__(self, app: App[Any]) -> None:
        """Hold nothing yet."""
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._due: Typed | None = None
        self._worker: Worker[None] | None = None
        self._questions: dict[Screen[Any], Worker[Any]] = {}
        self._slow: WeakSet[Worker[Any] | Screen[Any]] = WeakSet()

    @property
    def is_empty(self) -> bool:
        """Whether all input was let go."""
        return not self._waiting and self._due is None

    def hold(self, event: events.Event) -> bool:
        """Return whether the app must leave an event alone now; it gets it again later."""
        if not isinstance(event, Typed) or event.is_forwarded:
            return False
        if event is self._due:
            self._due = None
            return False
        if self.is_empty and _has_no_message(self._app) and self._is_settled():
            return False
        self._waiting.append(event)
        self._begin()
        return True

    def hold_next(self, event: Typed) -> None:
        """Hold an event back until the current one is done, before those that wait already."""
        self._waiting.appendleft(event)
        self._begin()

    @contextmanager
    def asking(self, question: Screen[Any]) -> Iterator[None]:
        """Let keys go while the current worker waits for the answer to a question."""
        self._questions[question] = get_current_worker()
        try:
            yield
        finally:
            del self._questions[question]

    def _begin(self) -> None:
        if self._worker is None or self._worker.is_finished:
            self._worker = self._app.run_worker(self._let_go(), group="held input")

    async def _let_go(self) -> None:
        while self._waiting and self._app.is_running:
            await self._settle()
            self._due = self._waiting.popleft()
            self._app.post_message(self._due)

    async def _settle(self) -> None:
        """Wait until the last key is done; not again for work that takes long."""
        end = time.monotonic() + _PATIENCE_SECONDS
        for turn in count():
            is_handled = self._due is None and _is_idle(self._app)
            if is_handled and self._is_settled() and self._has_content():
                return
            if self._due is None and time.monotonic() > end:
                self._slow.update((*self._thinking(), *self._app.screen_stack[-1:]))
                return
            await asyncio.sleep(0 if turn < _TURNS else _PAUSE_SECONDS)

    def _is_settled(self) -> bool:
        """Return whether the widget that has the focus now is the one for the next key."""
        if not self._app.screen_stack:
            return True
        screen = self._app.screen
        target = screen.focused or screen
        pumps = (node for node in target.ancestors_with_self if node is not self._app)
        return screen.is_mounted and all(map(_is_idle, pumps)) and not any(self._thinking())

    def _has_content(self) -> bool:
        """Return whether the screen shows what keys are for, or takes long to get it."""
        return all(
            screen in self._slow or not getattr(screen, "is_awaited", False)
            for screen in self._app.screen_stack[-1:]
        )

    def _thinking(self) -> Iterator[Worker[Any]]:
        """Yield the workers that will ask, or go on after the answer."""
        for worker in self._app.workers:
            if worker.group in ASKING_GROUPS and not worker.is_finished:
                asks = (worker is self._questions.get(s) for s in self._app.screen_stack)
                if worker not in self._slow and not any(asks):
                    yield worker


# Textual has no public word for whether a pump is at work.
# ruff: noqa: SLF001


def _has_no_message(pump: MessagePump) -> bool:
    return pump._message_queue.empty() and pump._pending_message is None


def _is_idle(pump: MessagePump) -> bool:
    """Return whether a pump waits for a message, rather than is busy with one."""
    ready: asyncio.Event = pump._message_queue.ready_event
    return _has_no_message(pump) and bool(ready._waiters)
