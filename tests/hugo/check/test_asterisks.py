"""Asterisks that emphasize nothing, as the real Hugo shows them."""

from pathlib import Path

import pytest

from matome_tui.hugo.check.asterisks import bare_asterisks
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.lint import lint
from matome_tui.hugo.executable import find_hugo
from tests.support.files import write

BARE = [
    ("**「苔」**です", ["**「苔」**"]),
    ("これは**「苔」**です", ["**「苔」**"]),
    ("これは**苔。**次", ["**苔。**"]),
    ("これは*（苔）*です", ["*（苔）*"]),
    ("**苔**と**「石」**です", ["**「石」**"]),
    ("一行目\n**「苔」**です", ["**「苔」**"]),
]
EMPHASIZED = [
    "「**苔**」です",
    "これは**苔**です",
    "**「苔」** です",
    "**「苔」**、次",
    "**「苔」**",
    "***苔***",
    "moss **and** stone",
]
LITERAL = [
    "2 * 3 * 4",
    "`**「苔」**です`",
    "\\*「苔」\\*です",
    "苔 ** 石",
    "```\n**「苔」**です\n```",
]


@pytest.mark.parametrize(("remark", "found"), BARE)
def test_asterisks_beside_japanese_punctuation_are_found(remark: str, found: list[str]) -> None:
    assert [text for _, text in bare_asterisks(remark)] == found
    assert all(remark[at:].startswith(text) for at, text in bare_asterisks(remark))


@pytest.mark.parametrize("remark", [*EMPHASIZED, *LITERAL])
def test_other_asterisks_are_not(remark: str) -> None:
    assert list(bare_asterisks(remark)) == []


def test_the_linter_reports_them_in_a_remark() -> None:
    text = "+++\ntitle = 'a'\n+++\n\nこれは**「苔」**です\n"
    (finding,) = [f for f in lint(text, PostContext()) if f.kind == "asterisks"]
    assert text[finding.offset :].startswith("**「苔」**")
    assert "“**「苔」**”" in finding.message


@pytest.mark.bulk
def test_hugo_shows_the_asterisks_that_are_found(tmp_path: Path) -> None:
    hugo = find_hugo()
    assert hugo, "the test extra brings hugo"
    remarks = [*(remark for remark, _ in BARE), *EMPHASIZED]
    pages = {
        f"content/{number}.md": f"+++\ntitle = 'x'\n+++\n\n{remark}\n"
        for number, remark in enumerate(remarks)
    }
    layout = {"hugo.toml": "", "layouts/_default/single.html": "{{ .Content }}"}
    write(tmp_path, {**layout, **pages})
    hugo.build(tmp_path, tmp_path / "out", "--noBuildLock")
    for number, remark in enumerate(remarks):
        page = (tmp_path / "out" / str(number) / "index.html").read_text(encoding="utf-8")
        assert ("*" in page) is bool(list(bare_asterisks(remark))), remark
