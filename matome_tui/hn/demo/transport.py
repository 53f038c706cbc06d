"""HTTP transport that answers from the demo instead of the network."""

from matome_tui.hn.demo import load_demo
from matome_tui.web.quick_httpx import httpx

FIREBASE_URL = "http://demo.invalid/v0"
ALGOLIA_URL = "http://demo.invalid/api/v1"


class DemoTransport(httpx.AsyncBaseTransport):
    """Answers requests from the demo's archive; nothing is sent."""

    def __init__(self) -> None:
        self._archive = load_demo()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the response of either API."""
        status, body = self._archive.answer(request.url.path, dict(request.url.params))
        headers = {"Content-Type": "application/json"}
        return httpx.Response(status, headers=headers, content=body)
