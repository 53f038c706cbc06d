"""Building the whole site as it is published, without writing to it."""

import os
import threading
from pathlib import Path

import pytest

from matome_tui.hugo.executable import BuildError, Hugo, HugoError, find_hugo
from matome_tui.hugo.program.whole_site import check_site
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.sites import KINDS, Kind

BROKEN = "+++\ntitle = 'B'\n+++\n{{< nothing >}}\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    create_site(tmp_path / "site")
    return write(tmp_path / "site", {"content/posts/a/index.md": "+++\ntitle = 'A'\n+++\n"})


def check(site: Path, cancelled: threading.Event | None = None) -> list[str]:
    hugo = find_hugo()
    assert hugo
    return check_site(hugo, site, cancelled)


def everything(site: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_that_builds_is_left_as_it_is(site: Path) -> None:
    before = everything(site)
    assert check(site) == []
    assert everything(site) == before


def test_a_broken_post_anywhere_is_said(site: Path) -> None:
    write(site, {"content/posts/b/index.md": BROKEN})
    with pytest.raises(BuildError, match="nothing"):
        check(site)


def test_references_are_errors_as_on_the_server(site: Path) -> None:
    text = '+++\ntitle = "B"\n+++\n{{% ref "/posts/none" %}}\n'
    write(site, {"content/posts/b/index.md": text})
    with pytest.raises(BuildError, match="posts/none"):
        check(site)
    draft = text.replace('"B"', '"B"\ndraft = true')
    write(site, {"content/posts/b/index.md": draft})
    assert check(site) == []


def test_warnings_are_returned(site: Path) -> None:
    layout = site / "layouts" / "_default" / "single.html"
    layout.write_text(layout.read_text() + '{{ warnf "so much moss" }}')
    assert check(site) == ["so much moss"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.name == "languages"], ids=str)
def test_content_of_every_language_is_built(tmp_path: Path, kind: Kind) -> None:
    root = kind.make(tmp_path)
    assert check(root) == []
    write(root, {"content/en/posts/b/index.md": BROKEN})
    with pytest.raises(BuildError, match="nothing"):
        check(root)


def test_it_can_be_cancelled(site: Path, tmp_path: Path) -> None:
    hugo = find_hugo()
    assert hugo
    fifo = tmp_path / "building"
    os.mkfifo(fifo)
    slow = tmp_path / "hugo"
    slow.write_text(
        f"#!/bin/sh\ncase \"$*\" in *--destination*) echo > '{fifo}'; exec sleep 300;; esac\n"
        f"exec '{hugo.executable}' \"$@\"\n"
    )
    slow.chmod(0o755)
    cancelled = threading.Event()

    def cancel() -> None:
        fifo.read_text()
        cancelled.set()

    threading.Thread(target=cancel, daemon=True).start()
    with pytest.raises(HugoError, match="Cancelled"):
        check_site(Hugo(slow, hugo.version), site, cancelled)
