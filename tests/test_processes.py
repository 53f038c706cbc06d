"""Running other programs."""

import sys
import threading
from pathlib import Path

import pytest

from matome_tui import processes
from matome_tui.processes import StoppedError, run


def python(code: str, folder: Path, timeout: float = 60.0) -> processes.Finished:
    return run([sys.executable, "-c", code], folder=folder, environment={}, timeout=timeout)


def test_output_errors_and_status(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print('no', file=sys.stderr); sys.exit(3)"
    done = python(code, tmp_path)
    assert (done.status, done.errors) == (3, b"no\n")
    assert done.output.decode().strip() == str(tmp_path)


def test_more_output_than_is_kept_does_not_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "MAX_OUTPUT", 1000)
    done = python("print('x' * 500_000)", tmp_path)
    assert (done.status, len(done.output)) == (0, 1000)


def test_it_is_killed_with_its_children_when_time_is_up(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        "time.sleep(300)"
    )
    with pytest.raises(StoppedError) as raised:
        python(code, tmp_path, timeout=0.0)
    assert not raised.value.was_cancelled


def test_one_that_ignores_the_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_GRACE_SECONDS", 0.1)
    cancelled = threading.Event()
    cancelled.set()
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(300)"
    with pytest.raises(StoppedError) as raised:
        run(
            [sys.executable, "-c", code],
            folder=tmp_path,
            environment={},
            timeout=60.0,
            cancelled=cancelled,
        )
    assert raised.value.was_cancelled


def test_a_child_in_the_background_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_REST_SECONDS", 0.1)
    fifo = tmp_path / "end"
    code = (
        "import os, subprocess, sys\n"
        f"fifo = {str(fifo)!r}\n"
        "os.mkfifo(fifo)\n"
        "wait = 'import sys; open(sys.argv[1]).read()'\n"
        "subprocess.Popen([sys.executable, '-c', wait, fifo])\n"
        "print('done')"
    )
    assert python(code, tmp_path).output == b"done\n"
    fifo.write_text("")  # the child goes on until this


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run(["./nothing"], folder=tmp_path, environment={}, timeout=1.0)


def test_input_is_written_and_output_comes_in_pieces() -> None:
    pieces: list[bytes] = []
    code = "import sys; sys.stdout.write(sys.stdin.read().upper())"
    done = run(
        [sys.executable, "-c", code],
        environment={},
        timeout=60,
        stdin=b"moss " * 100_000,
        on_output=pieces.append,
    )
    assert done.output == b"MOSS " * 100_000 == b"".join(pieces)


def test_input_need_not_be_read() -> None:
    done = run([sys.executable, "-c", ""], environment={}, timeout=60, stdin=b"x" * 1_000_000)
    assert done.status == 0
