"""The wheel, installed into a new environment, starts with its styles, demo and site."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.bulk

ROOT = Path(__file__).parents[1]

_START = r"""
import asyncio, sys
from pathlib import Path
import matome_tui
from matome_tui import __main__, paths
from matome_tui.ui.app import MatomeApp

assert Path(matome_tui.__file__).is_relative_to(sys.prefix), matome_tui.__file__
assert paths.styles_directory() == Path(matome_tui.__file__).parent / "styles"

async def start(app):
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        print("\n".join(strip.text for strip in strips))

MatomeApp.run = lambda app: asyncio.run(start(app))
Path("config.toml").write_text("[hn]\nlive = false\n")
assert __main__.main(["--demo", "--config", "config.toml"]) == 0
from matome_tui.hugo.site.site import create_site
create_site(Path(sys.argv[1]))
"""


def test_the_installed_wheel_starts(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
    subprocess.run([*pip, "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    # The dependencies are those of the running tests: a path file does not follow the path file
    # that makes this checkout importable there.
    (packages,) = (environment / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    assert (environment / "share" / "man" / "man1" / "matome.1").is_file()
    assert (environment / "share" / "bash-completion" / "completions" / "matome").is_file()
    done = subprocess.run(
        [python, "-c", _START, str(tmp_path / "site")],
        cwd=tmp_path,
        check=True,
        timeout=120,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "Koke: a terminal bookmark keeper" in done.stdout
    assert (tmp_path / "site" / "layouts" / "shortcodes" / "matomeQuote.html").is_file()
    said = subprocess.run(
        [environment / "bin" / "matome", "--version"], check=True, capture_output=True, text=True
    )
    assert said.stdout.startswith("matome ")
    japanese = {**os.environ, "LC_ALL": "ja_JP.UTF-8", "PYTHONUTF8": "1"}
    said = subprocess.run(
        [environment / "bin" / "matome", "--help"],
        env=japanese,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert "使い方: matome" in said.stdout
