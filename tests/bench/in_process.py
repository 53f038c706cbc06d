"""A program in this process, without a terminal: `python -m tests.bench.in_process KIND COMMENTS`.

Times are those of the processor, which the waiting between keys and other programs do not touch.
Prints the figures as JSON.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable

from tests.bench.apps import ThreadApp, app_of
from tests.bench.steps import PATIENCE, SIZES, Figures, steps_of


async def measure(kind: str, count: int) -> Figures:
    """Run one program on one size of thread."""
    figures = Figures()
    app = app_of(kind, count)
    async with app.run_test(size=SIZES[-1]) as pilot:
        await pilot.pause()
        if isinstance(app, ThreadApp):
            figures.first = app.first * 1000
        for step in steps_of(kind):
            taken = figures.keys[step.name] = []
            begun = time.perf_counter()
            while len(taken) < step.times and time.perf_counter() - begun < PATIENCE:
                await pilot.press(*step.before)
                taken.append(await _timed(pilot.press(step.key)))
        figures.resize = [await _timed(pilot.resize_terminal(*size)) for size in SIZES]
    return figures


async def _timed(doing: Awaitable[None]) -> float:
    begun = time.process_time()
    await doing
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    print(asyncio.run(measure(sys.argv[1], int(sys.argv[2]))).to_json())
