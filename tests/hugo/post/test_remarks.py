"""Remarks with shortcodes and HTML: the warnings, and the result of the real Hugo."""

import re
from pathlib import Path

import pytest

from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.hugo.post.blocks import render
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.remarks import warning
from matome_tui.hugo.site.site import create_site
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

STORY = Story(77, "A story", "poster", 1_700_000_000)

LIVE = [
    "<b>bold</b>",
    "text <img src=x onerror=alert(1)>",
    "<!-- hidden -->",
    "</div>",
    "<?php ?>",
    "<details\nopen>",
    "[a](javascript:alert(1))",
    "[a](JAVA&#115;cript:alert(1))",
    "[a](javascript\\:alert(1))",
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    "![a](data:text/html,x)",
]
QUIET = [
    "**bold** and `code`",
    "<https://example.com/a>",
    "[a](https://example.com)",
    "1 < 2 > 0, a<3",
    "<ann@example.com>",
    "苔 <苔>",
]
SHORTCODES = [
    "{{< ran >}}",
    "{{% ran %}}",
    "{{<ran/>}}",
    "{\u2060{< ran >}}",
    "{\u202e{< ran >}}",
    "{\x00{< ran >}}",
    "&#123;{< ran >}}",
    "{{</* x */>}}{{< ran >}}",
]


def drafted(*remarks: str) -> Draft:
    draft = Draft.begin(STORY)
    for at, remark in enumerate(remarks):
        draft = draft.add_remark(remark, at)
    return draft


@pytest.mark.parametrize("remark", LIVE)
def test_what_goes_live_is_counted(remark: str) -> None:
    assert warning(drafted(remark, "fine")).startswith("1 remark has")
    assert warning(drafted(remark, remark)).startswith("2 remarks have")


@pytest.mark.parametrize("remark", QUIET)
def test_what_does_not_is_not(remark: str) -> None:
    assert warning(drafted(remark)) == ""


def test_hugo_agrees(tmp_path: Path) -> None:
    site = tmp_path / "site"
    create_site(site)
    write(
        site / "layouts",
        {
            "shortcodes/ran.html": "IT RAN",
            "_default/single.html": "<main>{{ .Content }}</main>",
        },
    )
    remarks = [*LIVE, *QUIET, *SHORTCODES]
    for number, remark in enumerate(remarks):
        text = render(compose(drafted(remark)))
        write(site / "content" / "posts", {f"p{number}/index.md": text})
    real_hugo().build(site, tmp_path / "public")
    for number, remark in enumerate(remarks):
        page = (tmp_path / "public" / "posts" / f"p{number}" / "index.html").read_text("utf-8")
        assert "IT RAN" not in page
        shown = page.partition("item?id=77</a></p>")[2].partition("記事一覧へ")[0]
        assert shown
        own = r"</?(?:p|strong|code|em)>|<a href=\"(?:https:|mailto:|/posts/)[^\"]*\">|</a>|</main>"
        is_live = "<" in re.sub(own, "", shown)
        assert is_live == bool(warning(drafted(remark))), (remark, shown)
