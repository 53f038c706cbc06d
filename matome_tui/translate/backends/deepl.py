"""DeepL. Source: developers.deepl.com/docs/api-reference/translate."""

import json
from collections.abc import AsyncGenerator, Sequence

from matome_tui.i18n import _
from matome_tui.translate.backend import Job, TranslationError
from matome_tui.translate.backends.errors import (
    as_translation_error,
    checked_texts,
    invalid_response,
)
from matome_tui.translate.backends.lines import by_lines
from matome_tui.translate.backends.service import Service
from matome_tui.web.client import Call

_MOST_TEXTS = 50


class DeepL:
    """The service of DeepL, at api.deepl.com or, with a free key, at api-free.deepl.com."""

    takes_prompts = False

    def __init__(self, service: Service, target: str) -> None:
        """Set the service and the code of the language to translate into."""
        self._service = service
        self._target = target.upper()

    async def render(self, job: Job) -> AsyncGenerator[str, None]:
        """Yield the answer; see `Backend.render`."""

        async def translate(lines: Sequence[str]) -> Sequence[str]:
            answers: list[str] = []
            for at in range(0, len(lines), _MOST_TEXTS):
                answers += await self._ask(lines[at : at + _MOST_TEXTS], job.context)
            return answers

        yield await by_lines(job.text, translate)

    async def close(self) -> None:
        """Close all connections."""
        await self._service.close()

    async def _ask(self, lines: Sequence[str], context: str) -> list[str]:
        host = self._service.host
        with as_translation_error(host):
            if not (key := await self._service.key()):
                message = _("DeepL needs a key; set key_env, key_command or key_file")
                raise TranslationError(message, is_final=True)
            value = {
                "text": list(lines),
                "target_lang": self._target,
                "tag_handling": "xml",
                "context": context,
            }
            headers = {"Authorization": f"DeepL-Auth-Key {key}"}
            url = f"{self._service.url.removesuffix('/v2')}/v2/translate"
            answer = await self._service.client.post(Call(url, None, headers, value), json.loads)
        try:
            texts = [item["text"] for item in answer["translations"]]
        except (TypeError, KeyError) as error:
            raise invalid_response(host) from error
        return checked_texts(texts, len(lines), host)
