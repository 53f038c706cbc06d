"""Any program that reads a text from its input and writes the translation to its output."""

import asyncio
import codecs
import os
import shlex
import threading
from collections.abc import AsyncGenerator
from pathlib import PurePath

from matome_tui.core.text import one_line
from matome_tui.files import plain
from matome_tui.i18n import _
from matome_tui.processes import Finished, StoppedError, run
from matome_tui.translate.backend import Job, TranslationError

_SECONDS = 120.0
_SHOWN = 200


class Command:
    """A program, started once for each text, without a shell.

    The language to translate into is in its environment, as MATOME_TARGET.
    """

    takes_prompts = False

    def __init__(self, command: str, target: str, seconds: float = _SECONDS) -> None:
        """Set the program.

        Args:
            command: The program and its arguments, quoted as in a shell.
            target: Code of the language to translate into.
            seconds: Time after which it is killed.
        """
        self._words = shlex.split(command)
        self._environment = {**os.environ, "MATOME_TARGET": target}
        self._seconds = seconds

    async def render(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the parts of its output; see `Backend.render`."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        cancelled = threading.Event()

        def put(piece: bytes | None) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        def work() -> Finished:
            try:
                return run(
                    self._words,
                    environment=self._environment,
                    timeout=self._seconds,
                    cancelled=cancelled,
                    stdin=job.text.encode("utf-8", "replace"),
                    on_output=put,
                )
            finally:
                put(None)

        task = asyncio.create_task(asyncio.to_thread(work))
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        try:
            while (piece := await pieces.get()) is not None:
                yield decoder.decode(piece)
            self._check(await self._finished(task))
        finally:
            cancelled.set()
            await asyncio.gather(task, return_exceptions=True)

    async def close(self) -> None:
        """Do nothing: no program is left."""

    async def _finished(self, task: "asyncio.Task[Finished]") -> Finished:
        try:
            return await task
        except StoppedError as error:
            message = _("{program} took longer than {seconds} s")
            raise TranslationError(
                message.format(program=self._program, seconds=f"{self._seconds:.0f}")
            ) from error
        except OSError as error:
            message = _("{program} cannot be started: {reason}")
            raise TranslationError(
                message.format(program=self._program, reason=plain(error)), is_final=True
            ) from error

    def _check(self, done: Finished) -> None:
        if done.status:
            message = _("{program} failed with status {status}: {reason}")
            reason = one_line(done.errors.decode(errors="replace"))[:_SHOWN]
            raise TranslationError(
                message.format(program=self._program, status=done.status, reason=reason)
            )

    @property
    def _program(self) -> str:
        return PurePath(self._words[0]).name
