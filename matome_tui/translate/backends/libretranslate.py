"""LibreTranslate. Source: docs.libretranslate.com/api/operations/translate."""

import json
from collections.abc import AsyncGenerator, Sequence

from matome_tui.translate.backend import Job
from matome_tui.translate.backends.errors import as_translation_error, checked_texts
from matome_tui.translate.backends.lines import by_lines
from matome_tui.translate.backends.service import Service
from matome_tui.web.client import Call


class LibreTranslate:
    """A server of LibreTranslate."""

    takes_prompts = False

    def __init__(self, service: Service, target: str) -> None:
        """Set the service and the code of the language to translate into."""
        self._service = service
        self._target = target

    async def render(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the answer; see `Backend.render`."""
        yield await by_lines(job.text, self._ask)

    async def close(self) -> None:
        """Close all connections."""
        await self._service.close()

    async def _ask(self, lines: Sequence[str]) -> Sequence[str]:
        host = self._service.host
        with as_translation_error(host):
            key = await self._service.key()
            value = {"q": list(lines), "source": "auto", "target": self._target, "format": "html"}
            call = Call(
                f"{self._service.url}/translate", value=value | ({"api_key": key} if key else {})
            )
            answer = await self._service.client.post(call, json.loads)
        texts = answer.get("translatedText") if isinstance(answer, dict) else None
        return checked_texts(texts, len(lines), host)
