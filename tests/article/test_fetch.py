"""One page is fetched, within bounds, and from where it may be."""

import gzip
import socket

import pytest

from matome_tui.article.addresses import ArticleError
from matome_tui.article.fetch import Page, fetch
from tests.support.local_server import LOOPBACK
from tests.support.web_pages import Answer, WebPages, redirect

ALLOWED = {LOOPBACK}


async def fetched(answer: Answer, **others: Answer) -> Page:
    """Return the page at "/" of a server."""
    answers = {"/": answer, **{f"/{name}": other for name, other in others.items()}}
    with WebPages(answers) as server:
        return await fetch(server.url + "/", allowed=ALLOWED, seconds=5, max_bytes=10_000)


async def test_a_page_comes_as_it_was_sent() -> None:
    page = await fetched(Answer(b"text", "Text/HTML; charset=Shift_JIS"))
    assert (page.kind, page.charset, page.body) == ("text/html", "shift_jis", b"text")
    zipped = gzip.compress(b"text")
    page = await fetched(Answer(zipped, "text/plain", headers={"Content-Encoding": "gzip"}))
    assert (page.kind, page.charset, page.body) == ("text/plain", "", b"text")


async def test_the_request_names_the_host_and_goes_to_the_checked_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: object, *args: object, **options: object) -> object:
        asked.append(host.decode() if isinstance(host, bytes) else str(host))
        if len(asked) > 1:  # a name that leads elsewhere when it is looked up again
            raise AssertionError(host)
        return real(LOOPBACK, *args, **options)  # type: ignore[arg-type]

    with WebPages({"/x?a=1": Answer(b"text")}) as server:
        port = server.url.rpartition(":")[2]
        monkeypatch.setattr("socket.getaddrinfo", look_up)
        page = await fetch(f"http://a.test:{port}/x?a=1#part", allowed=ALLOWED)
        assert server.asked == [("/x?a=1", f"a.test:{port}")]
    assert page.url == f"http://a.test:{port}/x?a=1#part"
    assert asked == ["a.test"]


async def test_redirects_are_followed_a_few_times() -> None:
    page = await fetched(redirect("/next"), next=redirect("last"), last=Answer(b"text"))
    assert page.url.endswith("/last")
    assert page.body == b"text"
    with pytest.raises(ArticleError, match="redirects too often"):
        await fetched(redirect("/"))


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("http://[::1]:1/", "not on the public network"),
        ("//127.0.0.2/", "not on the public network"),
        ("http://169.254.169.254/", "not on the public network"),
        ("file:///etc/passwd", "not a web address"),
        ("ftp://a.test/", "not a web address"),
        ("http://u:p@127.0.0.1/", "not a web address"),
    ],
)
async def test_every_redirect_is_checked(target: str, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        await fetched(redirect(target))


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(status=404), "answered 404"),
        (Answer(b"%PDF", "application/pdf"), "This is not a page of text but application/pdf"),
        (Answer(b"x", ""), "not a page of text"),
        (Answer(b"x" * 10_001), "sent more than"),
        (Answer(gzip.compress(b"x" * 10_001), headers={"Content-Encoding": "gzip"}), "sent more"),
        (Answer(b"x", headers={"Content-Encoding": "gzip"}), "sent an invalid response"),
        (Answer(b"x", headers={"Content-Encoding": "br"}), "sent an invalid response"),
        (Answer(b"x", headers={"Content-Length": "9"}), "sent an invalid response"),
    ],
)
async def test_what_is_no_page_to_read_is_reported(answer: Answer, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        await fetched(answer)


async def test_a_page_that_does_not_end_is_given_up() -> None:
    with (
        WebPages({"/": Answer(b"text", hangs=True)}) as server,
        pytest.raises(ArticleError, match="does not answer in time"),
    ):
        await fetch(server.url, allowed=ALLOWED, seconds=0.3)


async def test_without_a_server_it_is_reported() -> None:
    with WebPages({}) as server:
        url = server.url
    with pytest.raises(ArticleError, match="cannot be reached"):
        await fetch(url, allowed=ALLOWED)
