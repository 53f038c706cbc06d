"""Only public addresses are asked."""

import pytest

from matome_tui.article.addresses import ArticleError, is_public, resolve


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::127.0.0.1"),
        *("2001:0:7f00:1:0:0:80ff:fffe", "x", ""),
    ],
)
def test_other_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "::1"])
async def test_names_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises(ArticleError, match="is not on the public network; not read"):
        await resolve(host, 80)


async def test_a_host_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.215.14", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: answers)
    with pytest.raises(ArticleError, match="not on the public network"):
        await resolve("a.test", 80)
    assert await resolve("a.test", 80, {"10.0.0.1"}) == ["93.184.215.14", "10.0.0.1"]


@pytest.mark.parametrize("host", ["nowhere.invalid", "x" * 300, "a..b"])
async def test_unknown_hosts(host: str) -> None:
    with pytest.raises(ArticleError, match="is not known"):
        await resolve(host, 80)
