"""Which addresses of the network may be asked: public ones.

A page is somebody else's choice. It must not reach what only this machine or its network can.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Collection

from matome_tui.i18n import _

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_WITH_IPV4 = tuple(map(ipaddress.IPv6Network, ("::/96", "64:ff9b::/96")))
"""Addresses with an IPv4 address in the last 32 bits (RFC 4291, RFC 6052)."""


class ArticleError(Exception):
    """The text cannot be shown; the message is one line for the user."""


async def resolve(host: str, port: int, allowed: Collection[str] = ()) -> list[str]:
    """Return the addresses of a host, all of which are public.

    Args:
        host: A name or an address.
        port: The port.
        allowed: Addresses that may be asked although they are not public.

    Raises:
        ArticleError: There is no such host, or one of its addresses is not public.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ArticleError(_("{host} is not known").format(host=host)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if address not in allowed and not is_public(address):
            message = _("{host} is not on the public network; not read")
            raise ArticleError(message.format(host=host))
    return addresses


def is_public(text: str) -> bool:
    """Return whether an address is a public one of a single machine."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(address)
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast


def _embedded(address: _Address) -> _Address | None:
    """Return the IPv4 address that an IPv6 address leads to, if any."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _WITH_IPV4):
        return ipaddress.IPv4Address(address.packed[-4:])
    tunnel = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnel
