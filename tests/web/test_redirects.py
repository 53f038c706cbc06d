"""Redirects are followed only within a service."""

import httpx
import pytest

from matome_tui.hn.http import Client
from matome_tui.web.redirects import may_follow

FIREBASE = "https://hacker-news.firebaseio.com/v0/item/1.json"
LOCAL = "http://127.0.0.1:8080/v0/item/1.json"


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (FIREBASE, "https://hacker-news.firebaseio.com/v0/other.json"),
        (FIREBASE, "https://s-usc1c-nss-249.firebaseio.com/v0/item/1.json?ns=hacker-news"),
        (FIREBASE, "https://S-USC1C-NSS-249.FirebaseIO.com:443/"),
        ("https://hn.algolia.com/api/v1/items/1", "https://hn-2.algolia.com/api/v1/items/1"),
        ("http://hn.algolia.com/", "https://hn.algolia.com/"),
        (LOCAL, "http://127.0.0.1:8080/v0/other.json"),
    ],
)
def test_within_the_service(asked: str, target: str) -> None:
    assert may_follow(httpx.URL(asked), httpx.URL(target), Client.services)


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (FIREBASE, "http://hacker-news.firebaseio.com/"),
        (FIREBASE, "https://hacker-news.firebaseio.com:8443/"),
        (FIREBASE, "https://hacker-news.firebaseio.com.evil.test/"),
        (FIREBASE, "https://evilfirebaseio.com/"),
        (FIREBASE, "https://firebaseio.com./"),
        (FIREBASE, "https://hn.algolia.com/"),
        (FIREBASE, "https://user:secret@s-usc1c-nss-249.firebaseio.com/"),
        (FIREBASE, "ftp://hacker-news.firebaseio.com/"),
        (FIREBASE, "file:///etc/passwd"),
        (FIREBASE, "https://127.0.0.1/"),
        (FIREBASE, LOCAL),
        ("https://mirror.example.co.uk/", "https://other.example.co.uk/"),
        ("http://hn.algolia.com/", "https://hn.algolia.com:80/"),
        (LOCAL, "http://127.0.0.1:22/"),
        (LOCAL, "http://169.254.169.254:8080/"),
        (LOCAL, FIREBASE),
    ],
)
def test_elsewhere(asked: str, target: str) -> None:
    assert not may_follow(httpx.URL(asked), httpx.URL(target), Client.services)
