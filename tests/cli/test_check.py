"""`matome check` on the command line."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from matome_tui import __main__
from matome_tui.cli.check import with_progress
from matome_tui.hugo.check.finding import KINDS
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.languages import spoken
from tests.support.odd_posts import CLOSE, OPEN, post, quote

Printed = pytest.CaptureFixture[str]

GOOD = post(quote("苔")).replace("'there.jpg'", "''")
ODD = GOOD.replace('"苔"', '"*苔*"')
FIXED = ODD.replace("*苔*", "&#42;苔&#42;")
MESSAGE = "Readers see emphasis instead of “*苔*”"


def check(*arguments: str) -> int:
    return __main__.main(["check", *arguments])


def other(text: str) -> str:
    """Return a post on another thread."""
    return text.replace("id=1", "id=2")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with two posts, one of them odd; the current folder is beside it."""
    create_site(tmp_path / "site")
    write(tmp_path / "site" / "content" / "posts", {"a/index.md": GOOD, "b/index.md": other(ODD)})
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path / "site"


def test_a_site_whose_content_is_the_whole_disk_is_refused(site: Path, capsys: Printed) -> None:
    config = site / "hugo.toml"
    config.write_text("contentDir = '/'\n" + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert check(str(site)) == 2
    assert "The content folder / contains the site" in capsys.readouterr().err


class Terminal(io.StringIO):
    """Somebody at a terminal, who answers once something was done."""

    def __init__(self, answers: str, first: "Iterator[object]" = iter(())) -> None:  # noqa: B008
        super().__init__(answers)
        self._first = first

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:  # type: ignore[override]
        next(self._first, None)
        return super().readline()


def test_a_site_a_folder_and_a_file(site: Path, capsys: Printed) -> None:
    b = site / "content" / "posts" / "b"
    for path in (site, site / "content", b, b / "index.md"):
        assert check(str(path)) == 1
        assert capsys.readouterr().out == f"{b / 'index.md'}:12: emphasis: {MESSAGE}\n"
    assert check(str(site / "content" / "posts" / "a")) == 0
    assert capsys.readouterr() == ("", "")


def test_without_a_path_the_site_around(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    monkeypatch.chdir(site / "content")
    assert check() == 1
    assert capsys.readouterr().out == f"posts/b/index.md:12: emphasis: {MESSAGE}\n"


def test_without_a_path_the_site_of_the_configuration(
    site: Path, tmp_path: Path, capsys: Printed
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[site]\npath = {str(site)!r}\n[post]\nstyle = 'exact'\n", encoding="utf-8")
    assert check("--config", str(config)) == 1
    assert "posts/b/index.md:12:" in capsys.readouterr().out


def test_a_path_given_twice_is_checked_once(site: Path, capsys: Printed) -> None:
    assert check(str(site), str(site / "content")) == 1
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "There is no Hugo site here; name posts, a folder of posts, or a site"),
        (("gone.md",), "gone.md does not exist"),
        (("--yes",), "--yes answers the question of --fix; give both"),
        (("--fix",), "--fix asks before it writes, which needs a terminal; add --yes"),
        (("--config", "gone.toml"), "There is no configuration gone.toml"),
    ],
)
def test_usage_errors_are_one_line(
    site: Path, capsys: Printed, arguments: tuple[str, ...], said: str
) -> None:
    assert check(*arguments) == 2
    assert capsys.readouterr() == ("", f"matome: {said}\n")


def test_a_configuration_of_a_site_that_does_not_parse(site: Path, capsys: Printed) -> None:
    (site / "hugo.toml").write_text("title = 'a\n", encoding="utf-8")
    assert check(str(site)) == 2
    assert f"matome: Cannot read the configuration of {site}" in capsys.readouterr().err


def test_kinds_can_be_ignored(site: Path, capsys: Printed) -> None:
    assert check(str(site), "--ignore", "emphasis") == 0
    assert check(str(site), "--ignore", "emphasis", "--fix", "--yes") == 0
    assert (site / "content/posts/b/index.md").read_text(encoding="utf-8") == other(ODD)
    assert capsys.readouterr() == ("", "")


def test_former_names_of_kinds_are_accepted(site: Path, capsys: Printed) -> None:
    open_section = other(GOOD).replace("\n\n[記事", f"{OPEN}\n\n[記事")
    write(site / "content/posts", {"b/index.md": open_section})
    assert check(str(site)) == 1
    assert ": section: The section is not closed\n" in capsys.readouterr().out
    assert check(str(site), "--ignore", "fold") == check(str(site), "--ignore", "section") == 0


def test_files_that_cannot_be_read_can_be_ignored(site: Path, capsys: Printed) -> None:
    b = site / "content/posts/b/index.md"
    b.write_bytes(b"\xff\n")
    assert check(str(b)) == 1
    assert capsys.readouterr().out == f"{b}:1: file: The file is not UTF-8\n"
    assert check(str(b), "--ignore", "file") == check(str(b), "--ignore", "encoding") == 0


def test_one_kind_only(site: Path, capsys: Printed) -> None:
    b = site / "content/posts/b/index.md"
    text = other(ODD).replace("*苔*", "**苔** *本* ...")
    b.write_text(text, encoding="utf-8")
    assert check(str(b), "--only", "typography") == 1
    assert capsys.readouterr().out.count("\n") == 1
    assert check(str(b), "--fix", "--yes") == 1
    assert b.read_text(encoding="utf-8") == text.replace("*本*", "&#42;本&#42;")
    assert check(str(b), "--fix", "--yes", "--only", "emphasis") == 0
    fixed = text.replace("*本*", "&#42;本&#42;").replace("**苔**", "&#42;&#42;苔&#42;&#42;")
    assert b.read_text(encoding="utf-8") == fixed


def test_findings_as_json_stay_english(
    site: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matome_tui.__main__._use_language", lambda _words: None)
    with spoken("ja"):
        assert check(str(site), "--format", "json") == 1
        assert re.search("[ぁ-ん]", capsys.readouterr().out) is None


def test_findings_as_json(site: Path, capsys: Printed) -> None:
    assert check(str(site), "--format", "json") == 1
    said = capsys.readouterr().out
    assert json.loads(said) == [
        {
            "path": str(site / "content/posts/b/index.md"),
            "line": 12,
            "column": 22,
            "kind": "emphasis",
            "message": MESSAGE,
            "fixable": True,
        }
    ]
    assert check(str(site / "content/posts/a"), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_findings_as_commands_of_github(tmp_path: Path, capsys: Printed) -> None:
    write(tmp_path, {"50%, a:b/index.md": post("\n\n{{< youtube 100% >}}\n")})
    assert check(str(tmp_path), "--format", "github") == 1
    file = f"{tmp_path}/50%25%2C a%3Ab/index.md"
    said = "Hugo cannot read “{{< youtube 100%25 >}} [記事一覧へ]({{%25 ref "
    assert capsys.readouterr().out.startswith(
        f"::error file={file},line=12,col=1,title=shortcode::{said}"
    )


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_nothing_steers_the_terminal(tmp_path: Path, capsys: Printed, form: str) -> None:
    text = post(quote("*\x1b[31m\u202e苔\x9b\u2066*")).replace("'there.jpg'", "'\\x1b'")
    write(tmp_path, {"\x1b]0;\u202ea.md": text, "b\n::error::.md": text})
    assert check(str(tmp_path), "--format", form, "--fix", "--yes") == 1
    said = "".join(capsys.readouterr())
    assert said.count("duplicate-post") == 1
    assert not any(sign in said for sign in "\x1b\x9b\u202e\u2066")
    assert not any(line.startswith("::error::") for line in said.splitlines())


def test_safe_fixes_are_made_after_they_were_shown(site: Path, capsys: Printed) -> None:
    assert check(str(site), "--fix", "--yes") == 0
    assert (site / "content/posts/b/index.md").read_text(encoding="utf-8") == other(FIXED)
    said = capsys.readouterr()
    assert said.out == ""
    assert '\n-{{<matomeQuote body="*苔*" ' in said.err
    assert '\n+{{<matomeQuote body="&#42;苔&#42;" ' in said.err
    assert check(str(site)) == 0


def test_unsafe_fixes_are_still_reported(site: Path, capsys: Printed) -> None:
    text = other(ODD).replace("*苔*", "*苔* <b>b</b>").replace("\n\n[記事", f"{OPEN}\n\n[記事")
    path = write(site / "content/posts", {"b/index.md": text}) / "b/index.md"
    assert check(str(site), "--fix", "--yes") == 1
    assert path.read_text(encoding="utf-8") == text.replace(OPEN, OPEN + CLOSE)
    kinds = [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["emphasis", "html", "html"]


@pytest.mark.parametrize(("answer", "is_written"), [("y\n", True), ("n\n", False), ("", False)])
def test_fixing_asks(
    site: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch, answer: str, is_written: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert check(str(site), "--fix") == (0 if is_written else 1)
    path = site / "content/posts/b/index.md"
    assert path.read_text(encoding="utf-8") == other(FIXED if is_written else ODD)
    said = capsys.readouterr()
    assert said.err.count(f"Write {path}? [y/n] ") == 1
    assert bool(said.out) is not is_written


def test_a_file_that_changed_meanwhile_is_left_alone(
    site: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site / "content/posts/b/index.md"
    theirs = other(ODD) + "\nmore\n"
    change = (path.write_text(theirs, encoding="utf-8") for _ in range(1))
    monkeypatch.setattr(sys, "stdin", Terminal("y\n", change))
    assert check(str(site), "--fix") == 1
    assert path.read_text(encoding="utf-8") == theirs
    said = capsys.readouterr().err
    assert said.endswith(f"{path} changed in the meantime and was not written; check it again\n")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_cannot_be_written_is_left_alone(site: Path, capsys: Printed) -> None:
    folder = site / "content/posts/b"
    folder.chmod(0o500)
    assert check(str(site), "--fix", "--yes") == 1
    folder.chmod(0o700)
    assert "index.md was not written: " in capsys.readouterr().err


def test_pages_of_hugo_that_differ(site: Path, capsys: Printed) -> None:
    layout = '<p>{{ .Get "body" | replaceRE "苔" "草" | markdownify }}</p>'
    write(site, {"layouts/shortcodes/matomeQuote.html": layout})
    assert check(str(site), "--render") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("index.md:")[2] for line in lines] == [
        "12: render: The page does not show “苔”",
        f"12: emphasis: {MESSAGE}",
    ]


def test_a_page_as_written(site: Path, capsys: Printed) -> None:
    assert check(str(site / "content/posts/a"), "--render") == 0
    assert capsys.readouterr() == ("", "")


def test_pages_need_a_site_and_a_hugo(
    site: Path, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "elsewhere", {"a.md": GOOD})
    assert check("a.md", "--render") == 2
    assert "--render needs a Hugo site around a.md" in capsys.readouterr().err
    monkeypatch.setenv("MATOME_HUGO", str(tmp_path / "gone"))
    assert check("a.md") == 0
    assert check(str(site), "--render") == 2
    assert "gone cannot be started" in capsys.readouterr().err


def test_a_site_that_does_not_build(site: Path, capsys: Printed) -> None:
    write(site, {"layouts/_default/single.html": "{{ nothing }}"})
    assert check(str(site), "--render") == 2
    said = capsys.readouterr().err
    assert said.startswith("matome: Hugo cannot make the pages: ")
    assert said.count("\n") == 1


def test_a_long_check_shows_its_progress() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    assert list(with_progress(range(3), 3, console, patience=0)) == [0, 1, 2]
    assert "Checking" in screen.getvalue()


def test_a_short_one_shows_nothing() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    assert list(with_progress(range(3), 3, console, patience=1000)) == [0, 1, 2]
    assert list(with_progress(range(3), 3, None, patience=0)) == [0, 1, 2]
    assert screen.getvalue() == ""


def test_help_names_the_kinds(capsys: Printed) -> None:
    with pytest.raises(SystemExit) as end:
        check("--help")
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert all(f"\n  {kind} " in said for kind in KINDS)


def test_checking_loads_no_textual(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": GOOD})
    code = (
        "import sys; from matome_tui.__main__ import main; main(['check', sys.argv[1]]);"
        "print([name for name in sys.modules if name in ('textual', 'httpx', 'tomlkit')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "a.md"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
