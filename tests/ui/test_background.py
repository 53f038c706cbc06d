"""Threads that never keep the process alive."""

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from matome_tui.ui.background import Background

HANGING = """
import asyncio, os, sys
from pathlib import Path
from tests.support.program import Program, press

async def main():
    with Program(Path(sys.argv[1]), None, is_demo=True) as program:
        async with program.run(44900001) as pilot:
            for _ in range(40):  # more than a pool has
                asyncio.ensure_future(asyncio.to_thread(open, sys.argv[2]))
            pilot.app.run_worker(lambda: open(sys.argv[2]), thread=True)
            await asyncio.to_thread(print, "running", flush=True)
            await press(pilot, "ctrl+q")

asyncio.run(main())
print("ended", flush=True)
"""


def test_reads_that_hang_do_not_keep_the_program(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = [sys.executable, "-c", HANGING, str(tmp_path / "data"), str(fifo)]
    root = Path(__file__).parents[2]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == "running\nended\n"
    assert done.returncode == 0, done.stderr


async def test_results_and_errors_come_back() -> None:
    asyncio.get_running_loop().set_default_executor(Background())
    assert await asyncio.to_thread(pow, 2, 3) == 8
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(divmod, 1, 0)


def test_nearly_finished_work_is_waited_for() -> None:
    started, go = threading.Event(), threading.Event()

    def work() -> str:
        started.set()
        go.wait()
        return "written"

    pool = Background(grace=60)
    future = pool.submit(work)
    started.wait()
    ending = threading.Thread(target=pool.shutdown)
    ending.start()
    go.set()
    ending.join()
    assert future.done()
    assert future.result() == "written"


def test_hanging_work_is_left_behind() -> None:
    go = threading.Event()
    pool = Background(grace=0)
    future = pool.submit(go.wait)
    pool.shutdown()
    assert not future.done()
    go.set()
    assert future.result()


async def test_arguments_of_a_call_are_not_written_out() -> None:
    class Large:
        def __repr__(self) -> str:
            raise AssertionError("written out")

    pool = Background()
    asyncio.get_running_loop().set_default_executor(pool)
    assert await asyncio.to_thread(type, Large()) is Large
