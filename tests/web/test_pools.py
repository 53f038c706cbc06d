"""Connection pools that share requests."""

from contextlib import ExitStack

import httpx

from matome_tui.web.pools import SIZE, Pools


def answer(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200)


def made() -> tuple[Pools, list[httpx.AsyncClient]]:
    clients: list[httpx.AsyncClient] = []

    def make() -> httpx.AsyncClient:
        clients.append(httpx.AsyncClient(transport=httpx.MockTransport(answer)))
        return clients[-1]

    return Pools(make), clients


async def test_one_request_after_another_has_the_same_client() -> None:
    pools, clients = made()
    for _ in range(3 * SIZE):
        with pools.lend() as client:
            assert client is clients[0]
    assert len(clients) == 1


async def test_no_client_has_more_requests_than_its_size() -> None:
    pools, clients = made()
    with ExitStack() as lent:
        given = [lent.enter_context(pools.lend()) for _ in range(2 * SIZE + 1)]
        assert [given.count(client) for client in clients] == [SIZE, SIZE, 1]
    with pools.lend() as client:
        assert client is clients[0]


async def test_all_are_closed() -> None:
    pools, clients = made()
    with ExitStack() as lent:
        for _ in range(SIZE + 1):
            lent.enter_context(pools.lend())
    await pools.aclose()
    assert [client.is_closed for client in clients] == [True, True]
