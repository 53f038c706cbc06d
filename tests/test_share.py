"""The completion scripts and the man page."""

import shutil
import subprocess

import pytest

from matome_tui.cli.subcommands import SUBCOMMANDS
from tests.share import FOLDER, texts

_COMPLETE = """
source {script}
COMP_WORDS=({words}) COMP_CWORD={last}
_shtab_matome
echo "${{COMPREPLY[*]}}"
"""


def completions(*words: str) -> list[str]:
    quoted = " ".join(f"'{word}'" for word in words)
    script = _COMPLETE.format(script=FOLDER / "matome.bash", words=quoted, last=len(words) - 1)
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_they_are_those_of_the_command_line() -> None:
    for path, text in texts().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m tests.share"


def test_bash_completes_subcommands_and_their_arguments() -> None:
    assert completions("matome", "") == list(SUBCOMMANDS)
    assert completions("matome", "ch") == ["check"]
    assert completions("matome", "check", "--fi") == ["--fix"]
    assert sorted(completions("matome", "completion", "")) == ["bash", "fish", "zsh"]


@pytest.mark.skipif(not shutil.which("man"), reason="needs man")
def test_the_man_page_has_no_warnings() -> None:
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", FOLDER / "matome.1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "matome check" in done.stdout
