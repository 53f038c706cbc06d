"""The root folder of a site."""

from pathlib import Path

import pytest

from matome_tui.hugo.site.root import find_site, is_site
from tests.support.files import write


@pytest.mark.parametrize(
    "files",
    [
        {"hugo.toml": ""},
        {"hugo.yml": ""},
        {"config/_default/params.toml": ""},
        {"config.toml": "title = 'a'\nbaseURL = 'https://x.example/'", "content/a.md": ""},
        {"config.yaml": "baseurl: https://x.example/", "themes/a/b": ""},
        {"config.json": '{"title": "a", "baseURL": "/"}', "layouts/index.html": ""},
    ],
)
def test_a_site(tmp_path: Path, files: dict[str, str]) -> None:
    assert is_site(write(tmp_path, files))


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"content/a.md": ""},
        {"config.toml": "baseURL = 'https://x.example/'"},
        {"config.toml": "base_url = 'https://x.example/'", "content/a.md": "", "themes/a/b": ""},
        {"config.json": "{}", "content/a.md": ""},
        {"config/settings.toml": "baseURL = ''", "content/a.md": ""},
        {"hugo.md": ""},
    ],
)
def test_no_site(tmp_path: Path, files: dict[str, str]) -> None:
    assert not is_site(write(tmp_path, files))


def test_the_nearest_site_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/hugo.toml": "", "a/b/hugo.toml": "", "a/b/content/posts/x.md": ""})
    assert find_site(tmp_path / "a" / "b" / "content" / "posts") == tmp_path / "a" / "b"
    assert find_site(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    monkeypatch.chdir(tmp_path / "a")
    assert find_site(Path("none")) == tmp_path / "a"
    assert find_site(tmp_path) is None
