"""What `matome check` reports in a post that is saved."""

from pathlib import Path

from matome_tui.hugo.site.site import try_read_site
from matome_tui.ui.flows.findings import findings_line
from tests.support.files import write

POST = """+++
date = 2999-01-31
title = "Moss"
featureImage = "gone.png"
+++

> It *grows.
>
> — [rin](https://news.ycombinator.com/item?id=44900102), 1 Jan 2026
"""


def test_the_first_finding_is_named_and_all_are_counted(tmp_path: Path) -> None:
    root = write(tmp_path, {"hugo.toml": ""})
    site, path = try_read_site(root, None)[0], root / "content" / "posts" / "moss.md"
    # A save names the image and the day itself.
    assert findings_line(site, path, POST, "exact") == ""
    untitled = POST.replace('"Moss"', "''")
    only = "matome check reports line 1: The post has no title"
    assert findings_line(site, path, untitled, "exact") == only
    several = findings_line(None, path, untitled.replace("*grows", "*grows*"), "exact")
    assert several == f"matome check reports 2 problems, the first in {only[21:]}"
