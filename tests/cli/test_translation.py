"""`matome translation`: status, trying, importing, clearing."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.cli import threads
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.hn_server import HNServer
from tests.support.hn_threads import node, tree
from tests.support.translation_server import TranslationServer

STORY = 1000


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    with TranslationServer() as server:
        yield server


def configure(**values: str) -> None:
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    file = paths.config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[translate]\n{lines}", encoding="utf-8")


def translation(*arguments: str) -> int:
    return __main__.main(["translation", *arguments])


def test_nothing_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert translation() == 0
    assert capsys.readouterr().out.splitlines() == [
        "No translation service is set up; see [translate] in the README",
        "0 kept renderings",
        "0 translations of your own as examples",
    ]
    assert translation("try", "Moss") == 2
    said = capsys.readouterr().err
    assert "No translation service is set up; see [translate] in the README" in said


def test_tries_a_text_and_keeps_its_rendering_until_cleared(
    server: TranslationServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What stays on this computer goes through no proxy.
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    configure(backend="openai", url=f"{server.url}/v1", model="moss-7b")
    assert translation("try", "Moss is green") == 0
    assert capsys.readouterr().out == "苔の話です。\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("Two lines\nof 5 GB\n"))
    assert translation("try", "-") == 0
    assert capsys.readouterr().out == "苔の話です。\n苔の話 5 GB です。\n"
    translation()
    assert capsys.readouterr().out.splitlines()[:3] == [
        f"openai moss-7b  {server.url}/v1",
        "Comments stay on this machine",
        "2 kept renderings",
    ]
    assert translation("clear") == 0
    capsys.readouterr()
    translation()
    assert "0 kept renderings" in capsys.readouterr().out


def test_what_is_wrong_is_one_line_and_the_text(
    server: TranslationServer, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(backend="openai", url=f"{server.url}/v1", model="moss-7b")
    server.answer = lambda _text: "Moss\x1b[31m"
    assert translation("try", "Moss is green") == 1
    captured = capsys.readouterr()
    assert captured.err == "Not translated: it has no Japanese\n"
    assert captured.out == "Moss[31m\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"backend": "openai", "url": "http://127.0.0.1:1/v1"}, "openai needs model"),
        ({"backend": "deepl"}, "deepl needs url"),
        ({"backend": "command"}, "command needs command"),
    ],
)
def test_a_setting_is_missing(
    settings: dict[str, str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(**settings)
    assert translation("try", "Moss") == 2
    assert capsys.readouterr().err == f"matome: The backend {message} in [translate]\n"


def test_another_computer_is_asked_about_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Nothing listens there, and it counts as another computer.
    configure(backend="libretranslate", url="https://mt.invalid:1")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert translation("try", "Moss") == 2
    error = capsys.readouterr().err
    assert "Send comments to mt.invalid, with the story's title and" in error
    assert error.endswith("matome: Nothing was sent to mt.invalid\n")
    translation()
    assert "You have refused to send comments to mt.invalid" in capsys.readouterr().out


def test_learns_from_posts_whose_comments_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = node(STORY + 1, STORY, author="moss", text="I like moss", created_at_i=1_756_000_000)
    root = tmp_path / "site"
    create_site(root)
    url = f"https://news.ycombinator.com/item?id={STORY}"
    post = (
        f"+++\ntitle = 'T'\ndate = 2025-08-24\n+++\n\n> T\n\n引用元：[{url}]({url})\n\n"
        '{{<matomeQuote body="苔が好きだ" userName="moss" createdAt="2025/08/24 01:46:40" '
        'color="">}}\n'
        '{{<matomeQuote body="だれ" userName="fern" createdAt="2025/08/24 01:46:40" color="">}}\n'
    )
    write(root, {"content/posts/p/index.md": post})

    async def sleep(_seconds: float) -> None:
        return None

    monkeypatch.setattr(threads, "_sleep", sleep)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(root)
    with HNServer([tree(node(STORY, None), comment)]) as hn:
        monkeypatch.setenv("MATOME_ALGOLIA_URL", hn.algolia_url)
        monkeypatch.setenv("MATOME_FIREBASE_URL", hn.firebase_url)
        assert translation("import") == 0
        assert capsys.readouterr().out == "1 more translation of your own\n"
        asked = hn.stats.requests.total()
        assert translation("import") == 0
        assert hn.stats.requests.total() == asked
    assert capsys.readouterr().out == "0 more translations of your own\n"
    translation()
    assert "1 translation of your own as an example" in capsys.readouterr().out
