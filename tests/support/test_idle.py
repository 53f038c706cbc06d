"""Tests of `tests.support.idle`."""

import asyncio
import threading

from textual.app import App

from matome_tui.ui.background import Background
from tests.support.idle import wait_for_idle


async def test_a_task_that_waits_for_a_thread_is_waited_for() -> None:
    asyncio.get_running_loop().set_default_executor(Background())
    app: App[None] = App()
    async with app.run_test():
        begun, end = threading.Event(), threading.Event()

        def work() -> int:
            begun.set()
            end.wait(10)
            return sum(range(1_000_000))

        task = asyncio.create_task(asyncio.to_thread(work))
        await asyncio.sleep(0)
        begun.wait(10)
        asyncio.get_running_loop().call_soon(end.set)
        await wait_for_idle()
        assert task.done()
