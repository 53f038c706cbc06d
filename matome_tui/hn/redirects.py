"""Which redirects are followed.

Firebase redirects streams to another of its hosts; all other requests stay on their host.
Source: firebase.google.com/docs/reference/rest/database, "Streaming from the REST API".
"""

from matome_tui.hn.quick_httpx import httpx

MAX_REDIRECTS = 5
"""Maximum number of redirects of one request."""

_SERVICES = ("firebaseio.com", "algolia.com")
_PORTS = {"http": 80, "https": 443}


def may_follow(asked: httpx.URL, target: httpx.URL) -> bool:
    """Whether a redirect stays on its host, or goes to another host of the same service.

    The port must be the same, and so must the scheme; `http` may become `https`.
    """
    if target.userinfo or not _is_same_service(asked.host, target.host):
        return False
    if target.scheme == asked.scheme:
        return _port(target) == _port(asked)
    return (asked.scheme, target.scheme) == ("http", "https") and _port(target) == 443


def _is_same_service(asked: str, target: str) -> bool:
    return asked == target or any(
        asked.endswith(f".{service}") and target.endswith(f".{service}") for service in _SERVICES
    )


def _port(url: httpx.URL) -> int | None:
    return url.port or _PORTS.get(url.scheme)
