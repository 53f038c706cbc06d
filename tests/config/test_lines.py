"""Lines of settings in the text of config.toml."""

import pytest

from matome_tui.config.lines import line_of

TEXT = """\
# Mine.
[reader]
measure = 3

[post]
front_matter = [
  "a",
  1,
]
[[colors]]
name = "x"

[[colors]]
name = "y"
value = "zz"
[keys]
"thread.fold" = "q"
thread.next = "n"
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("reader", 2),
        ("reader.measure", 3),
        ("post.front_matter", 6),
        ("colors[1].name", 11),
        ("colors[2].value", 15),
        ("colors[1].value", 10),
        ("colors[3].value", 10),
        ("keys.thread.fold", 17),
        ("keys.thread.next", 18),
        ("keys.thread.other", 18),
        ("config.toml", None),
    ],
)
def test_line_of_a_setting(key: str, line: int | None) -> None:
    assert line_of(TEXT, key) == line
