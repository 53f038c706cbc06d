"""A writer that is killed at every step.

The steps are those from one call to the next of what Python does not itself carry out, the calls of
the system among them. A process of its own forks a child for each step, which calls the writer anew
on the file as it was, and is killed there.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Step:
    """The state that a kill left behind.

    Attributes:
        call: Where it came, as `c_call fsync` or `c_return fsync`; empty where none came any more.
        said: What the file then said; None where there was none.
        left: The names in its folder.
    """

    call: str
    said: str | None
    left: tuple[str, ...]


def interrupted(module: str, function: str, path: Path, text: str) -> Sequence[Step]:
    """Kill `function(path, text)` at every step; the folder of the file must hold nothing else."""
    given = json.dumps([module, function, str(path), text])
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, input=given.encode(), cwd=ROOT, capture_output=True, check=True)
    steps = map(json.loads, done.stdout.splitlines())
    return [Step(call, said, tuple(left)) for call, said, left in steps]


def _main(module: str, function: str, name: str, text: str) -> None:
    write = getattr(import_module(module), function)
    path = Path(name)
    before = _said(path)
    for step in count():
        call = _killed_at(step, lambda: write(path, text))
        left = sorted(entry.name for entry in path.parent.iterdir())
        print(json.dumps([call, _said(path), left]))
        if not call:
            return
        for entry in path.parent.iterdir():
            entry.unlink()
        if before is not None:
            path.write_bytes(before.encode())


def _said(path: Path) -> str | None:
    return path.read_bytes().decode() if path.exists() else None


def _killed_at(step: int, work: Callable[[], None]) -> str:
    """Do work in a child that is killed at a step; return its call, empty if it came through."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        _do_until(step, writing, work)
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        call = pipe.read()
    assert bool(call) == os.WIFSIGNALED(status)
    return call


def _do_until(step: int, pipe: int, work: Callable[[], None]) -> None:
    left = step

    def watch(frame: FrameType, event: str, function: Any) -> None:
        nonlocal left
        if event not in ("c_call", "c_return") or function is sys.setprofile:
            return
        if left == 0:
            sys.setprofile(None)
            os.write(pipe, f"{event} {function.__name__}".encode())
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    sys.setprofile(watch)
    work()
    sys.setprofile(None)


if __name__ == "__main__":
    _main(*json.load(sys.stdin))
