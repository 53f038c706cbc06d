"""An event that others subscribe to."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

Unsubscribe = Callable[[], None]
"""Ends a subscription; more than once is harmless."""


class Event(Generic[Value]):
    """Calls its subscribers, in the order of their subscriptions, when it is published."""

    def __init__(self) -> None:
        self._subscribers: dict[object, Callable[[Value], object]] = {}

    def subscribe(self, callback: Callable[[Value], object]) -> Unsubscribe:
        """Call `callback` with each value published from now on; return what ends that."""
        key = object()
        self._subscribers[key] = callback
        return lambda: self._subscribers.pop(key, None) and None

    def publish(self, value: Value) -> None:
        """Call the subscribers; one that is unsubscribed meanwhile is not called any more."""
        for key in list(self._subscribers):
            if callback := self._subscribers.get(key):
                callback(value)
