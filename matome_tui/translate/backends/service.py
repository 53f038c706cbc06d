"""A service behind a URL: its client, and its key, which is read once."""

import asyncio
from collections.abc import Callable

from matome_tui.i18n import _
from matome_tui.translate.backend import TranslationError
from matome_tui.translate.consent import is_loopback
from matome_tui.web.client import Client
from matome_tui.web.quick_httpx import httpx


class Service:
    """The address of a service.

    Attributes:
        url: Its URL, without a slash at the end.
        host: Its host.
        client: The HTTP client.
    """

    def __init__(self, url: str, client: Client, read_key: Callable[[], str]) -> None:
        """Set the address; nothing is sent or read yet.

        Args:
            url: The URL.
            client: The HTTP client.
            read_key: Returns the key, empty for none; TranslationError if it cannot be read.
        """
        self.url = url
        self.host = str(httpx.URL(url).host)
        self.client = client
        self._read_key = read_key
        self._key: asyncio.Task[str] | None = None

    @property
    def is_local(self) -> bool:
        """Whether it runs on this computer."""
        return is_loopback(self.host)

    async def key(self) -> str:
        """Return the key; empty for none. Raises TranslationError."""
        if self._key is None or (self._key.done() and self._has_failed(self._key)):
            self._key = asyncio.create_task(asyncio.to_thread(self._read_key))
        key = await asyncio.shield(self._key)
        if key and self.url.startswith("http:") and not self.is_local:
            message = _("The key is not sent to {host} unencrypted; use https in [translate] url")
            raise TranslationError(message.format(host=self.host), is_final=True)
        return key

    async def close(self) -> None:
        """Close all connections."""
        await self.client.close()

    @staticmethod
    def _has_failed(task: "asyncio.Task[str]") -> bool:
        return task.cancelled() or task.exception() is not None
