"""A thread pool that never keeps the process alive.

Python joins the threads of the standard pool when it ends, and would wait forever for one that
hangs in a file system.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

GRACE = 0.4
"""Seconds that all threads together have to finish at the end, for writes."""


class Background(ThreadPoolExecutor):
    """Runs each call in a daemon thread of its own, so that none waits for one that hangs."""

    def __init__(self, grace: float = GRACE) -> None:
        super().__init__(max_workers=1)  # `asyncio` takes a subclass only; its pool stays empty
        self._grace = grace
        self._running: set[threading.Thread] = set()

    def submit(
        self,
        work: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Result]:
        """Start a call and return its future."""
        future: Future[Result] = Future()

        def run() -> None:
            try:
                if future.set_running_or_notify_cancel():
                    future.set_result(work(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 -- raised where the future is awaited
                future.set_exception(error)
            finally:
                self._running.discard(threading.current_thread())

        # The call is not in the name: its arguments may be a whole thread, slow to write out.
        thread = threading.Thread(target=run, name="matome-background", daemon=True)
        self._running.add(thread)
        thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for running calls, but no longer than the grace."""
        deadline = time.monotonic() + (self._grace if wait else 0)
        for thread in [*self._running]:
            thread.join(max(0.0, deadline - time.monotonic()))
        super().shutdown(wait=False, cancel_futures=cancel_futures)
