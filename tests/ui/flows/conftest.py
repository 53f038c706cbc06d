"""Fixtures of the tests of flows."""

from pathlib import Path

import pytest

from matome_tui.hugo.site.site import create_site
from tests.support.program import Program


@pytest.fixture
def site(tmp_path: Path, program: Program) -> Path:
    """A new site, in which the program saves."""
    root = tmp_path / "site"
    create_site(root)
    program.site = root
    return root
