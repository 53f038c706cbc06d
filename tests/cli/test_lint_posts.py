"""Linting in several processes: the reports of one, whatever happens to the others."""

import errno
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from matome_tui.cli import lint_posts
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.check.files import FileReport, lint_file
from tests.support.files import write
from tests.support.odd_posts import post, quote

CONTEXT = SiteContext(None, "typographic")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="one process there")


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, SiteContext]]:
    """Posts that two processes lint."""
    monkeypatch.setattr(lint_posts, "_FEWEST", {"fork": 1, "spawn": 1})
    monkeypatch.setattr(lint_posts, "_cores", lambda: 2)
    texts = {f"{number:03}.md": post(quote(f"*{number}*")) for number in range(45)}
    return [(write(tmp_path, {name: text}) / name, CONTEXT) for name, text in texts.items()]


def lint(posts: lint_posts.Posts) -> list[FileReport]:
    with closing(lint_posts.lint_posts(posts)) as reports:
        return list(reports)


def expected(posts: lint_posts.Posts) -> list[FileReport]:
    return [lint_file(path, context) for path, context in posts]


def test_reports_are_those_of_one_process_in_order(posts: lint_posts.Posts) -> None:
    assert lint(posts) == expected(posts)


FORKED = """
import sys
from pathlib import Path
from matome_tui.cli import lint_posts
from matome_tui.hugo.check.context import SiteContext

lint_posts._FEWEST, lint_posts._cores = {"fork": 1}, lambda: 2
posts = [(Path(path), SiteContext(None, "typographic")) for path in sys.argv[1:]]
assert list(lint_posts.lint_posts(posts)) == [lint_posts.lint_file(*post) for post in posts]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are spawned there")
def test_forked_processes_report_the_same(posts: lint_posts.Posts) -> None:
    command = [sys.executable, "-c", FORKED, *(str(path) for path, _ in posts)]
    subprocess.run(command, check=True, timeout=60)


def test_another_process_does_a_part(
    posts: lint_posts.Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    here: list[Path] = []

    def lint_here(path: Path, context: SiteContext) -> FileReport:
        here.append(path)
        return lint_file(path, context)

    monkeypatch.setattr(lint_posts, "lint_file", lint_here)
    assert lint(posts) == expected(posts)
    assert posts[0][0] in here
    assert posts[-1][0] not in here


def end(*_: object) -> None:
    os._exit(1)


def test_a_process_that_ends_early_loses_nothing(
    posts: lint_posts.Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lint_posts, "_lint_given", end)
    assert lint(posts) == expected(posts)


@pytest.mark.parametrize(
    "target", ["multiprocessing.process.BaseProcess.start", "multiprocessing.connection.Pipe"]
)
def test_where_no_process_can_be_started_one_does_all(
    posts: lint_posts.Posts, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    def fail(*_: object, **options: object) -> object:
        raise OSError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(target, fail)
    assert lint(posts) == expected(posts)


INTERRUPTED = """
import os, signal, sys
from matome_tui import __main__
from matome_tui.cli import lint_posts

def interrupt(*_):
    os.killpg(0, signal.SIGINT)

lint_posts._FEWEST, lint_posts._cores = {"fork": 1, "spawn": 1}, lambda: 2
lint_posts.lint_file = interrupt
sys.exit(__main__.main(["check", *sys.argv[1:]]))
"""


def test_ctrl_c_ends_all_processes_at_once(posts: lint_posts.Posts) -> None:
    command = [sys.executable, "-c", INTERRUPTED, *(str(path) for path, _ in posts)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        # The output ends with the last process that could write there.
        output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (130, b"")
