"""The line under a quote that names its author."""

from datetime import UTC, datetime

import pytest

from matome_tui.core.draft.attributions import attribution
from matome_tui.core.draft.post_options import PostOptions

MOMENT = datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "with_date", "without"),
    [
        (PostOptions().attribution, "— [ann](URL), 1 Mar 2025", "— [ann](URL)"),
        ("{author} ({date}): <{url}>", "ann (2025-03-01): <URL>", "ann: <URL>"),
        ("{date:%H:%M} {author} {url} {x", "00:00 ann URL {x", "ann URL {x"),
    ],
)
def test_patterns(pattern: str, with_date: str, without: str) -> None:
    assert attribution(pattern, "ann", "URL", MOMENT) == with_date
    assert attribution(pattern, "ann", "URL", None).strip() == without
