"""Fixtures of the tests with a real Hugo."""

import pytest

from matome_tui.hugo.executable import Hugo
from tests.support.hugo_posts import real_hugo


@pytest.fixture(scope="session")
def hugo() -> Hugo:
    """The Hugo that the test extra brings."""
    return real_hugo()
