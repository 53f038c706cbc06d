"""`matome check --fix --from-hn`: completes cut links, politely, and goes on where it stopped."""

from pathlib import Path
from typing import Any

import pytest

from matome_tui import __main__
from matome_tui.cli import threads
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.hn_server import HNServer
from tests.support.hn_threads import node, tree

URL = "https://example.org/moss/that/grows/on/links/nobody/reads/any/more?tab=1"
CUT = f"{URL[:57]}..."


def thread(story: int) -> Any:
    link = f'<a href="{URL}" rel="nofollow">{CUT}</a>'
    reply = node(story + 1, story, author="moss", text=link, created_at_i=1_756_000_000)
    return tree(node(story, None), reply)


def post(story: int) -> str:
    url = f"https://news.ycombinator.com/item?id={story}"
    return (
        f"+++\ntitle = 'T{story}'\ndate = 2025-08-24\n+++\n\n> T{story}\n\n"
        f"引用元：[{url}]({url})\n\n"
        f'{{{{<matomeQuote body="苔 {CUT}" userName="moss" createdAt="2025/08/24 01:46:40" '
        'color="">}}\n'
    )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "site"
    create_site(root)
    stories = (1000, 2000, 3000)
    write(root, {f"content/posts/p{story}/index.md": post(story) for story in stories})
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between requests, which are skipped."""
    taken: list[float] = []

    async def sleep(seconds: float) -> None:
        taken.append(seconds)

    monkeypatch.setattr(threads, "_sleep", sleep)
    return taken


def serve(monkeypatch: pytest.MonkeyPatch, server: HNServer) -> None:
    monkeypatch.setenv("MATOME_ALGOLIA_URL", server.algolia_url)
    monkeypatch.setenv("MATOME_FIREBASE_URL", server.firebase_url)


def check(*arguments: str) -> int:
    return __main__.main(["check", "--fix", "--from-hn", "--yes", *arguments])


def bodies(site: Path) -> list[bool]:
    posts = sorted(site.glob("content/posts/p*/index.md"))
    return [URL in path.read_text(encoding="utf-8") for path in posts]


def test_links_are_completed_with_a_request_a_thread(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with HNServer([thread(1000), thread(2000), thread(3000)]) as server:
        serve(monkeypatch, server)
        assert check() == 0
        assert bodies(site) == [True, True, True]
        assert server.stats.requests.total() == 3
        assert pauses == [1.0, 1.0]
        assert check() == 0
        assert server.stats.requests.total() == 3
    assert f'+{{{{<matomeQuote body="苔 {URL}"' in capsys.readouterr().err


def test_what_fails_is_said_and_asked_for_the_next_time_only(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with HNServer([thread(1000), thread(2000)]) as server:
        serve(monkeypatch, server)
        assert check() == 1
        assert "p3000/index.md were not completed: " in capsys.readouterr().err
        assert bodies(site) == [True, True, False]
        write(site, {"content/posts/p1000/index.md": post(1000)})
        requests = server.stats.requests.total()
        assert check("content/posts/p1000") == 0
        assert server.stats.requests.total() == requests


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(
    site: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    async def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    with HNServer([thread(1000), thread(2000), thread(3000)]) as server:
        serve(monkeypatch, server)
        with monkeypatch.context() as patched:
            patched.setattr(threads, "_sleep", interrupt)
            assert check() == 130
        assert bodies(site) == [False, False, False]
        assert check() == 0
        assert bodies(site) == [True, True, True]
        assert server.stats.requests.total() == 3


def test_a_service_that_does_not_answer_is_left_alone(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    pauses: list[float],
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(site, {f"content/posts/p{story}/index.md": post(story) for story in (4000, 5000)})
    monkeypatch.setenv("MATOME_ALGOLIA_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(threads, "_MAX_FAILURES", 2)
    assert check() == 1
    said = capsys.readouterr().err
    assert said.count("were not completed") == 2
    assert said.endswith("Hacker News does not answer; run it again to go on\n")


def test_it_needs_fix(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["check", "--from-hn"]) == 2
    assert "give both" in capsys.readouterr().err
