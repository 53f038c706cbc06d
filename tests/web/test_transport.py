"""The client on real sockets: cuts, silence, connections kept, TLS."""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import pytest

from matome_tui.web.client import Client, TimedOutError, WebError
from tests.support.hn_server import HNServer
from tests.support.hn_threads import STORY, made_up


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[HNServer]:
    with HNServer([made_up(30)]) as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    async with Client(read_timeout=0.3, sleep=at_once, connections=3) as client:
        yield client


async def test_bodies_cut_short_are_asked_for_again(server: HNServer, client: Client) -> None:
    server.faults.truncate_rate = 0.5
    url = f"{server.firebase_url}/item/{STORY}.json"
    answers = [await client.get_json(url) for _ in range(5)]
    assert all(answer["id"] == STORY for answer in answers)
    assert server.stats.requests[f"/v0/item/{STORY}.json"] > 5


async def test_a_body_that_is_always_cut_is_an_error(server: HNServer, client: Client) -> None:
    server.faults.truncate_rate = 1
    with pytest.raises(WebError, match=r"^127\.0\.0\.1 sent an invalid response$"):
        await client.get_json(f"{server.firebase_url}/item/{STORY}.json")
    assert server.stats.requests.total() == 4


async def test_silence_is_noticed(server: HNServer, client: Client) -> None:
    server.faults.hang_rate = 1
    with pytest.raises(TimedOutError):
        await client.get(f"{server.url}/v0/maxitem.json", bytes, is_urgent=True)
    assert server.wait_for(lambda stats: stats.in_flight == 0)


async def test_connections_are_few_and_kept(server: HNServer, client: Client) -> None:
    urls = [f"{server.firebase_url}/item/{STORY + n}.json" for n in range(30)]
    await asyncio.gather(*map(client.get_json, urls))
    assert server.stats.most_in_flight <= 3
    assert server.stats.connections <= 3


async def test_nobody_there_is_an_error(client: Client) -> None:
    with HNServer([made_up(1)]) as server:
        url = server.firebase_url
    with pytest.raises(WebError, match="cannot be reached"):
        await client.get_json(f"{url}/maxitem.json")


async def test_http_2_is_offered(client: Client) -> None:
    greeting = asyncio.get_running_loop().create_future()

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not greeting.done():
            greeting.set_result(await reader.read(4096))
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(WebError):
            await client.get_json(f"https://127.0.0.1:{port}/")
    assert b"\x02h2" in await greeting


async def speak_http_2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer each request with its path, as JSON."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    while received := await reader.read(4096):
        for event in connection.receive_data(received):
            if isinstance(event, h2.events.RequestReceived):
                path = dict(event.headers)[b":path"]
                connection.send_headers(event.stream_id, [(":status", "200")])
                connection.send_data(event.stream_id, b'"%b"' % path, end_stream=True)
        writer.write(connection.data_to_send())
    writer.close()


_HTTP_2 = """
import asyncio, json, sys
from matome_tui.web.client import Client

async def main():
    async with Client(attempts=1) as client:
        assert "h2.connection" not in sys.modules
        answers = await asyncio.gather(*map(client.get_json, sys.argv[1:]))
        assert "h2.connection" in sys.modules
        print(json.dumps(answers))

asyncio.run(main())
"""


async def test_http_2_is_loaded_and_spoken_when_a_server_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pem = Path(__file__).parent / "data" / "loopback.pem"
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    context.set_alpn_protocols(["h2"])
    async with await asyncio.start_server(speak_http_2, "127.0.0.1", ssl=context) as server:
        base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        urls = [f"{base}/{number}" for number in range(5)]
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _HTTP_2, *urls, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await program.communicate()
    assert json.loads(output) == ["/0", "/1", "/2", "/3", "/4"]
