"""Garbage collection in the user's pauses: with a long thread, a full one takes as long as 20 keys.

Python's own settings make one every few dozen keys.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MOST = 200
"""Collections of the middle generation before a full one, if the user never pauses; Python: 10."""

_DUE = 10


@contextmanager
def held() -> Iterator[None]:
    """Collect nothing until `begin`: hardly anything that a start makes is garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def begin() -> None:
    """Collect from now on, but never look at what the start has made."""
    young, middle, _full = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(young, middle, _MOST)
    gc.enable()


def end() -> None:
    """Let the end of the process not look for garbage."""
    gc.freeze()


def collect_if_due() -> None:
    """Make a full collection if Python would have made one since the last."""
    if gc.get_count()[2] > _DUE:
        gc.collect()
