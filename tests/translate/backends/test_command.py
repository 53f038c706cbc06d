"""Programs that translate."""

import shlex
import sys
from contextlib import aclosing

import pytest

from matome_tui.translate.backend import Job, TranslationError
from matome_tui.translate.backends.command import Command
from matome_tui.translate.events import Done, Failed, Request, TextSoFar
from tests.support.renderings import end_of, ends_of, events_of
from tests.translate.conftest import Make


def python(code: str) -> str:
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


READS = "import os, sys; text = sys.stdin.buffer.read().decode(); "
ANSWERS = "sys.stdout.buffer.write(('苔が' + text + os.environ['MATOME_TARGET']).encode())"


async def test_the_text_is_its_input_and_the_rendering_its_output(make: Make) -> None:
    translator = make(backend="command", command=python(READS + ANSWERS))
    assert (translator.host, translator.needs_consent) == ("", False)
    events = await events_of(translator, [Request(1, "x $(touch moss) 5 GB")])
    assert events[-1] == Done(1, "苔がx $(touch moss) 5 GBja")
    assert any(isinstance(event, TextSoFar) for event in events)


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (python("import sys; sys.exit('no\\x1b moss')"), " failed with status 1: no moss"),
        ("/no/such/program x", "program cannot be started: No such file or directory"),
        (python(""), "it is empty"),
    ],
)
async def test_what_goes_wrong(make: Make, command: str, reason: str) -> None:
    end = await end_of(make(backend="command", command=command), "Moss")
    assert isinstance(end, Failed)
    assert end.reason.endswith(reason)
    assert "\x1b" not in end.reason


async def test_a_program_that_is_missing_is_started_once(make: Make) -> None:
    ends = await ends_of(make(backend="command", command="/no/such", concurrency=1), "Moss", "Fern")
    assert [type(end) for end in ends] == [Failed, Failed]


async def test_it_is_killed_when_its_time_is_up_and_when_it_is_not_wanted() -> None:
    job = Job("Moss", "", (), 100)
    waits = python("import sys, time; print('苔', flush=True); time.sleep(300)")
    with pytest.raises(TranslationError, match="took longer than 0 s"):
        _ = [part async for part in Command(waits, "ja", seconds=0.0).render(job)]
    async with aclosing(Command(waits, "ja").render(job)) as parts:
        async for part in parts:
            assert part.strip() == "苔"
            break
