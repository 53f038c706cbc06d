"""Which redirects are followed: those that stay on their host or within a service."""

from collections.abc import Collection

from matome_tui.web.quick_httpx import httpx

MAX_REDIRECTS = 5
"""Maximum number of redirects of one request."""

_PORTS = {"http": 80, "https": 443}


def may_follow(asked: httpx.URL, target: httpx.URL, services: Collection[str] = ()) -> bool:
    """Whether a redirect stays on its host, or goes to another host of the same service.

    The port must be the same, and so must the scheme; `http` may become `https`.

    Args:
        asked: The URL of the request.
        target: The URL that it is redirected to.
        services: Domains whose hosts may redirect to each other.
    """
    if target.userinfo or not _is_same_service(asked.host, target.host, services):
        return False
    if target.scheme == asked.scheme:
        return _port(target) == _port(asked)
    return (asked.scheme, target.scheme) == ("http", "https") and _port(target) == 443


def _is_same_service(asked: str, target: str, services: Collection[str]) -> bool:
    return asked == target or any(
        asked.endswith(f".{service}") and target.endswith(f".{service}") for service in services
    )


def _port(url: httpx.URL) -> int | None:
    return url.port or _PORTS.get(url.scheme)
