"""Failures of git and their remedies."""

import pytest

from matome_tui.git.failures import failure
from matome_tui.processes import Finished


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("fatal: could not read Username for 'https://x': terminal prompts disabled", "log in to"),
        ("git@x: Permission denied (publickey).\nCould not read from remote", "log in to"),
        ("remote: Invalid.\nfatal: Authentication failed for 'https://x/'", "log in to"),
        ("ssh: Could not resolve hostname x: Name or service not known", "cannot be reached"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "cannot be reached"),
        ("error: gpg failed to sign the data", "sign once in a terminal"),
        ("fatal: detected dubious ownership in repository at '/x'", "another user"),
        (" ! [rejected] main -> main (non-fast-forward)", "git pull --rebase"),
        ("something new", "Git failed: something new"),
        ("", "Git failed: git ended with status 128"),
    ],
)
def test_each_has_its_remedy(said: str, message: str) -> None:
    error = failure(Finished(128, b"", said.encode()), "origin/main")
    assert message in str(error)
    assert error.output == tuple(line for line in said.split("\n") if line)


def test_output_is_safe_to_show() -> None:
    error = failure(Finished(1, b"50%\r100%\n", b"\x1b[31mred\x07\n\xff"), "here")
    assert error.output == ("100%", "[31mred", "\ufffd")
