"""A local service, and translators that ask it without waiting."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from matome_tui.config.settings import TranslateSettings
from matome_tui.translate.service import open_translator
from matome_tui.translate.translator import Translator
from matome_tui.web.client import Client
from tests.support.translation_server import TranslationServer

Make = Callable[..., Translator]


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    with TranslationServer() as server:
        yield server


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that the client made, in seconds; none takes time."""
    return []


@pytest.fixture
async def make(
    server: TranslationServer, tmp_path: Path, pauses: list[float]
) -> AsyncIterator[Make]:
    """Makes a translator; arguments are settings of `[translate]`."""

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    made = []

    def make(read_timeout: float = 10.0, **values: Any) -> Translator:
        values = {"backend": "openai", "url": f"{server.url}/v1", "model": "moss-7b"} | values
        client = Client(
            read_timeout=read_timeout, attempts=3, sleep=sleep, http2=False, uses_proxy=False
        )
        folders = tmp_path / "data", tmp_path / "cache"
        made.append(open_translator(TranslateSettings(**values), *folders, client=client))
        return made[-1]

    yield make
    for translator in made:
        await translator.close()
