"""Imports: Textual only in the interface, and slow modules only when needed."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "matome_tui.core.draft.draft",
        "matome_tui.core.thread.assembly",
        "matome_tui.hn.service",
        "matome_tui.hugo.post.compose",
        "matome_tui.hugo.post.file",
        "matome_tui.hugo.site.site",
        "matome_tui.store.drafts",
        "matome_tui.store.threads",
        "matome_tui.config.file",
        "matome_tui.__main__",
    ],
)
def test_importing_it_brings_no_textual(module: str) -> None:
    code = f"import sys, {module}; print('textual' in sys.modules, 'httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"


def test_starting_the_program_does_not_wait_for_what_it_needs_later() -> None:
    later = {"httpx", "tomlkit", "matome_tui.hugo.post.encode", "matome_tui.hugo.site.site"}
    code = f"import sys, matome_tui.ui.app; print({later} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
