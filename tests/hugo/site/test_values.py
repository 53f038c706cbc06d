"""Configurations of any shape, without Hugo and as the real one takes them."""

import json
from pathlib import Path
from typing import Any

import pytest

from matome_tui import __main__
from matome_tui.hugo.check.context import SiteContext
from matome_tui.hugo.post.front_matter.page import flag
from matome_tui.hugo.program.isolated import IsolatedSite
from matome_tui.hugo.site.index import read_index
from matome_tui.hugo.site.root import is_site
from matome_tui.hugo.site.site import problems, read_site
from matome_tui.hugo.site.values import table, tables, text, texts
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

KEYS = (
    *("", "contentDir", "CONTENTDIR", "assetDir", "layoutDir", "themesDir", "theme", "enableEmoji"),
    *("markup", "markup.goldmark", "markup.goldmark.renderer", "markup.goldmark.renderer.unsafe"),
    *("markup.goldmark.extensions", "markup.goldmark.extensions.typographer"),
    *("markup.goldmark.extensions.typographer.disable", "module", "module.imports"),
    *("module.imports[].path", "module.imports[].disable", "module.mounts"),
    *("module.mounts[].source", "module.mounts[].target", "baseURL", "languages.ja.contentDir"),
)
"""Every key that is read, and some above them; `[]` is a list of one."""

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 5, -1, 1.5, 10**30, "", "x", "false", "a\0b", "x" * 5000, {}, {"a": 1}),
    *([], [1], ["x"], [[]], [{}], [None], [{"path": []}], [{"source": "content"}]),
    [{"source": "content", "target": "content/x"}],
)


def nested(key: str, value: Any) -> Any:
    for part in reversed(key.split(".")) if key else ():
        value = {part.removesuffix("[]"): [value] if part.endswith("[]") else value}
    return value


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", {"content/posts/a.md": "+++\ntitle = 'a'\n+++\n"})


@pytest.mark.parametrize("key", KEYS)
def test_any_value_is_read_or_refused(site: Path, key: str) -> None:
    for value in VALUES:
        write(site, {"hugo.json": json.dumps(nested(key, value))})
        try:
            assert is_site(site)
            found = read_site(site, None)
            problems(found)
            read_index(found)
            SiteContext(found, "exact").for_post(site / "a.md")
        except (ValueError, OSError):
            continue


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("hugo.toml", "contentDir = 5"),
        ("hugo.toml", "contentDir = 2025-01-01\ntheme = [[1]]\nmarkup = 10:00:00"),
        ("hugo.toml", "a = " + "[" * 100_000),
        ("hugo.json", "[" * 100_000),
        ("hugo.json", "5"),
        ("hugo.json", '{"contentDir": ' + "9" * 5000 + "}"),
        ("hugo.yaml", "contentDir: 5\ntheme: [1, {}]\n"),
        ("hugo.yaml", "- a\n"),
        ("config/_default/theme.toml", "a = 1"),
        ("config/_default/markup.json", "[]"),
        ("config/_default/module.yaml", "imports: 5\n"),
    ],
)
def test_a_check_ends_without_a_traceback(
    site: Path, name: str, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, {name: written})
    assert __main__.main(["check", str(site)]) in (0, 1, 2)
    assert capsys.readouterr().err.count("\n") <= 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contentDir", 5),
        ("contentDir", 1.5),
        ("contentDir", True),
        ("layoutDir", 7),
        ("theme", []),
        ("enableEmoji", "false"),
        ("enableEmoji", "true"),
        ("enableEmoji", 1),
        ("markup", 5),
        ("markup.goldmark.renderer.unsafe", "false"),
        ("markup.goldmark.renderer.unsafe", "T"),
        ("markup.goldmark.extensions.typographer.disable", "true"),
        ("module", 5),
        ("module.imports[].disable", True),
        ("module.mounts[].source", 5),
    ],
)
def test_hugo_reads_the_same(site: Path, key: str, value: Any) -> None:
    write(site, {"hugo.json": json.dumps(nested(key, value))})
    alone, asked = read_site(site, None), read_site(site, real_hugo())
    assert alone.unsafe == asked.unsafe
    assert alone.enable_emoji == asked.enable_emoji
    assert alone.typographer == asked.typographer
    assert alone.shortcodes == asked.shortcodes
    assert alone.places == asked.places
    with IsolatedSite(real_hugo(), site) as around:
        assert around.add(site / "content" / "posts" / "a.md").name == "a.md"


def test_values_are_cast() -> None:
    values: tuple[Any, ...] = ("a", 5, 1.5, True, None, [], {}, "a\0")
    assert [text(value) for value in values] == [*("a", "5", "1.5", "1", "", "", "", "")]
    assert texts(["a", 5, {}, None]) == ["a", "5"]
    assert texts("a") == ["a"]
    assert [flag(value) for value in (True, 1, "true", "1", "yes", 0, None, [1])] == [
        *(True, True, True, True, False, False, False, False)
    ]
    assert table({"a": {"b": {"c": 1}}}, "a", "b") == {"c": 1}
    assert table({"a": 5}, "a", "b") == {}
    assert tables({"a": 1}) == tables([{"a": 1}, 5, {}]) == [{"a": 1}]
