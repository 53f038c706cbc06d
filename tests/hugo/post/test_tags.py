"""Pages of tags compared with those of the real Hugo."""

import html
import json
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from matome_tui.hugo.post.tags import tag_page, variant_groups, variant_key
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

TAGS = [
    *("machine learning", "machine-learning", "machine  learning", "Machine_Learning"),
    *("NET", ".NET", "NET.", "N.ET", "a,b", "ab", "a, b", "ＡＩ", "AI", "ai", "ｶﾅ", "カナ"),
    *(unicodedata.normalize("NFD", "ガ"), "ガ", "é", "e\u0301", "C++", "C#", "C", "c%"),
    *("(x)", "x!", "x&y", "x@y", "x~y", "x'y", "“x”", "x・y", "x、y", "x\u3000y", "x\u00a0y"),
    *("ß", "ẞ", "SS", "İ", "Σς", "ΑΣ", "x²", "x☃", "😀x", "-x", "--x", "_x", "+x", "#x", "x=y"),
    *("％41", "a—b", "ÀB", "㈱x", "x\u200dy", "々", "Ab - Cd", "a -b", "Go 言語", "ǅ", "ﬀx"),
    *("x \u3000y", "x-\u3000y", "x\u3000-y", "\u3000x", "x\u3000", "100%", "x%zz"),
]


def test_pages_are_those_of_hugo(tmp_path: Path) -> None:
    files = {
        "hugo.toml": 'disableKinds = ["home", "section", "sitemap", "RSS", "404"]',
        "layouts/_default/single.html": '{{ range .GetTerms "tags" }}{{ .RelPermalink }}{{ end }}',
        "layouts/_default/list.html": "x",
    }
    for number, tag in enumerate(TAGS):
        files[f"content/{number}.md"] = json.dumps({"tags": [tag]})
    real_hugo().build(write(tmp_path, files), tmp_path / "public", "--noBuildLock")

    def page(number: int) -> str:
        address = (tmp_path / f"public/{number}/index.html").read_text(encoding="utf-8")
        return unquote(html.unescape(address)).removeprefix("/tags/").removesuffix("/")

    assert {tag: page(number) for number, tag in enumerate(TAGS)} == {
        tag: tag_page(tag) for tag in TAGS
    }


def test_groups_of_variants() -> None:
    tags = ["AI", "Go", "ai", "AI", "machine learning", "machine-learning", "a,b", "ab", "ＡＩ"]
    assert variant_groups(tags) == [
        ["AI", "ai", "ＡＩ"],
        ["machine learning", "machine-learning"],
        ["a,b", "ab"],
    ]


def test_kana_are_variants_where_a_setting_says_so() -> None:
    assert not variant_groups(["もも", "モモ"])
    assert variant_groups(["もも", "モモ"], same_kana=True) == [["もも", "モモ"]]


@pytest.mark.parametrize(("tag", "other"), [("ＡＩ", "ai"), ("ｶﾞ", "ガ"), ("か\u3099", "が")])
def test_variants_in_width_and_form(tag: str, other: str) -> None:
    assert variant_key(tag) == variant_key(other)
    assert tag_page(tag) != tag_page(other)
