"""Previews: the real Hugo serves a post, follows its changes and ends."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from matome_tui.hugo.executable import BuildError, Hugo, HugoError
from matome_tui.hugo.program.server import Server
from matome_tui.hugo.site.site import create_site
from tests.support.browsing import is_alive, page, wait_until
from tests.support.hugo_posts import HEAD, files_of, post, quote, real_hugo

pytestmark = [
    pytest.mark.bulk,
    pytest.mark.skipif(sys.platform == "win32", reason="it is started by a POSIX shell"),
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    create_site(tmp_path / "site")
    return tmp_path / "site"


def at(site: Path) -> Path:
    return site / "content" / "posts" / "2025_08" / "a" / "index.md"


def test_the_page_is_there_at_once_and_follows_the_text(site: Path) -> None:
    before = files_of(site)
    with Server(real_hugo(), site, at(site), post(quote("first"))) as server:
        assert urlsplit(server.url).path == "/posts/2025_08/a/"
        assert "first" in page(server.url)
        server.show(post(quote("second")))
        wait_until(lambda: "second" in page(server.url))
        assert server.is_running
    assert files_of(site) == before


def test_drafts_and_days_to_come_are_shown(site: Path) -> None:
    head = HEAD.replace("2025-08", "2999-08").replace("title", "draft = true\ntitle")
    with Server(real_hugo(), site, at(site), post(quote("early"), metadata=head)) as server:
        assert "early" in page(server.url)


def test_the_address_is_the_one_that_the_site_gives(site: Path) -> None:
    config = (site / "hugo.toml").read_text(encoding="utf-8")
    permalinks = "[permalinks.page]\nposts = '/:year/:title/'\n"
    base = config.replace("example.org/", "example.org/日記/")
    (site / "hugo.toml").write_text(base + permalinks, encoding="utf-8")
    head = HEAD.replace("A post", "題")
    with Server(real_hugo(), site, at(site), post(quote("text"), metadata=head)) as server:
        assert urlsplit(server.url).path == "/%E6%97%A5%E8%A8%98/2025/%E9%A1%8C/"
        assert "text" in page(server.url)


def test_the_server_listens_on_this_machine_only_until_it_is_stopped(site: Path) -> None:
    server = Server(real_hugo(), site, at(site), post(quote("text")))
    process = server._process.pid
    listening = Path("/proc/net/tcp")
    if listening.exists():
        port = f":{urlsplit(server.url).port:04X} "
        lines = [line for line in listening.read_text().splitlines() if port in line]
        assert any("0100007F" + port in line for line in lines)
        assert not any("00000000" + port + "00000000" in line for line in lines)
    server.stop()
    server.stop()
    assert not server.is_running
    wait_until(lambda: not is_alive(process))
    assert page(server.url) == ""


def test_a_fault_that_comes_while_it_runs_goes_again(site: Path) -> None:
    with Server(real_hugo(), site, at(site), post(quote("first"))) as server:
        server.show(post("{{< nothing >}}"))
        wait_until(lambda: "nothing" in page(server.url))
        server.show(post(quote("second")))
        wait_until(lambda: "second" in page(server.url))


def test_a_post_that_does_not_build_is_reported(site: Path) -> None:
    with pytest.raises(BuildError, match='"nothing" not found') as caught:
        Server(real_hugo(), site, at(site), post("{{< nothing >}}"))
    assert "\n" not in str(caught.value)


def test_a_hugo_that_does_not_run_is_reported(site: Path) -> None:
    with pytest.raises(HugoError, match="cannot be started"):
        Server(Hugo(site / "none", (0, 168, 0)), site, at(site), post())


def test_it_ends_with_the_program_even_when_that_is_killed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    code = (
        "import sys; from pathlib import Path\n"
        "from matome_tui.hugo.executable import find_hugo\n"
        "from matome_tui.hugo.program.server import Server\n"
        "server = Server(find_hugo(), Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])\n"
        "print(server._process.pid, server.url, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(site), str(at(site)), post(quote("text"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout
        process, url = program.stdout.readline().decode().split()
        assert "text" in page(url)
        program.kill()
    wait_until(lambda: not is_alive(int(process)))
    assert not list(temporary.glob("matome-post-*"))
