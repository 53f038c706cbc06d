"""The HTTP client for Hacker News' services, and its errors by their names in this package."""

from matome_tui.web import client
from matome_tui.web.client import (
    CONNECTIONS,
    NotFoundError,
    RefusedError,
    TimedOutError,
    WebError,
    jitter,
)

__all__ = [
    "CONNECTIONS",
    "Client",
    "HNError",
    "NotFoundError",
    "RefusedError",
    "TimedOutError",
    "jitter",
]

HNError = WebError


class Client(client.Client):
    """HTTP client that knows the statuses and redirects of Firebase and Algolia.

    Firebase answers 401 for some ids that do not exist, and redirects streams to another of its
    hosts. Source: firebase.google.com/docs/reference/rest/database, "Streaming from the REST API".
    """

    not_found = client.Client.not_found | {401}
    services = ("firebaseio.com", "algolia.com")
