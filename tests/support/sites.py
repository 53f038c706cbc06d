"""Sites of many kinds, each with something that is difficult to read or write."""

import json
import struct
import tomllib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from ruamel.yaml import YAML

from matome_tui.hugo.site.site import create_site
from tests.support.files import write

POST = "content/posts/2025_08/a/index.md"

ARCHETYPE = {
    "archetypes/posts.md": (
        '---\ntitle: "{{ replace .Name "_" " " }}"\nlang: {{ site.Language.Lang }}\n'
        "draft: true\n---\n"
    )
}


@dataclass(frozen=True)
class Kind:
    """How a site is made.

    Attributes:
        name: What it has.
        settings: Its configuration beside that of a new site.
        form: How that is written.
        path: A post's path as the settings have it.
        file: Where that is.
        files: Its files beside those of a new site.
        folder: The name of its folder.
        finish: What is done to it last.
        builds: Whether Hugo can read it.
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    form: str = "toml"
    file: str = POST
    files: Mapping[str, str] = field(default_factory=dict)
    path: str = POST
    folder: str = "site"
    finish: Callable[[Path], None] | None = None
    builds: bool = True

    def make(self, folder: Path) -> Path:
        """Make it in a folder of its own below `folder`, and return that."""
        root = folder / self.folder
        create_site(root)
        (root / "archetypes" / "posts.md").unlink()
        settings = tomllib.loads((root / "hugo.toml").read_text(encoding="utf-8"))
        (root / "hugo.toml").unlink()
        _configure(root, self.form, {**settings, **self.settings})
        write(root, {**ARCHETYPE, **self.files})
        if self.finish:
            self.finish(root)
        return root


def _configure(root: Path, form: str, settings: Mapping[str, Any]) -> None:
    if form == "toml":
        (root / "hugo.toml").write_text(tomlkit.dumps(settings), encoding="utf-8")
    elif form == "json":
        (root / "hugo.json").write_text(json.dumps(settings), encoding="utf-8")
    elif form == "yaml":
        with (root / "hugo.yaml").open("w", encoding="utf-8") as file:
            YAML().dump(dict(settings), file)
    else:
        folder = root / "config" / "_default"
        folder.mkdir(parents=True)
        for name in ("module", "languages", "security", "build"):
            if name in settings:
                text = tomlkit.dumps(settings[name])
                (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        rest = {k: v for k, v in settings.items() if not (folder / f"{k}.toml").exists()}
        (folder / "hugo.toml").write_text(tomlkit.dumps(rest), encoding="utf-8")


def _png() -> bytes:
    """Return a picture of 8 by 8 black pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    metadata = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 9 * 8)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", metadata) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def _resize(root: Path) -> None:
    (root / "assets" / "thumbnails").mkdir(parents=True, exist_ok=True)
    (root / "assets" / "thumbnails" / "a.png").write_bytes(_png())
    base = root / "layouts" / "_default" / "single.html"
    resized = (
        '{{ with resources.Get "thumbnails/a.png" }}{{ (.Resize "4x").RelPermalink }}{{ end }}'
    )
    text = base.read_text(encoding="utf-8")
    start = '{{ define "main" }}'
    assert start in text
    base.write_text(text.replace(start, start + resized), encoding="utf-8")


def _link_content(root: Path) -> None:
    (root / "content").rename(root.parent / "texts")
    (root / "content").symlink_to(root.parent / "texts")


def _lock_up(root: Path) -> None:
    (root / "content" / "posts" / "2025_08" / "a").mkdir(parents=True)
    for folder in (root, root / "layouts", root / "content"):
        folder.chmod(0o555)


LANGUAGES = {
    "defaultContentLanguage": "ja",
    "languages": {"ja": {"contentDir": "content/ja"}, "en": {"contentDir": "content/en"}},
}
_HOSTS = {
    "defaultContentLanguage": "ja",
    "languages": {
        "ja": {"contentDir": "content/ja", "baseURL": "https://ja.example.org/"},
        "en": {"contentDir": "content/en", "baseURL": "https://en.example.org/blog/"},
    },
}
_ARTICLES = {"module": {"mounts": [{"source": "articles", "target": "content"}]}}
_BLOG = {"module": {"mounts": [{"source": "blog", "target": "content/posts"}]}}
_HERE = {"articles/posts/_index.md": "---\ntitle: Posts\n---\n"}
_EDITOR = {
    "newContentEditor": "matome-no-such-editor",
    "security": {"exec": {"allow": ["^go$", "^matome-no-such-editor$"]}},
}
_JA = "content/ja/posts/2025_08/a/index.md"

KINDS = [
    Kind("plain"),
    Kind("languages", LANGUAGES, file=_JA),
    Kind("languages-in-a-folder", LANGUAGES, form="folder", file=_JA),
    Kind(
        "second-language",
        LANGUAGES,
        file="content/en/posts/2025_08/a/index.md",
        path="content/en/posts/2025_08/a/index.md",
        files={"content/ja/posts/_index.md": ""},
    ),
    Kind("hosts", _HOSTS, file=_JA),
    Kind(
        "second-host",
        _HOSTS,
        file="content/en/posts/2025_08/a/index.md",
        path="content/en/posts/2025_08/a/index.md",
        files={"content/ja/posts/_index.md": ""},
    ),
    Kind("mounts", _ARTICLES, file="articles/posts/2025_08/a/index.md", files=_HERE),
    Kind("section-mounted", _BLOG, file="blog/2025_08/a/index.md", files={"blog/_index.md": ""}),
    Kind(
        "mounts-in-a-folder",
        _ARTICLES,
        form="folder",
        file="articles/posts/2025_08/a/index.md",
        files=_HERE,
    ),
    Kind("yaml", {"contentDir": "src/content"}, form="yaml", file=f"src/{POST}"),
    Kind("json", {"contentDir": "src/content"}, form="json", file=f"src/{POST}"),
    Kind("comma", folder="my, site"),
    Kind(
        "comma-mounts", _ARTICLES, "yaml", "articles/posts/2025_08/a/index.md", _HERE, folder="a,b"
    ),
    Kind("linked-content", finish=_link_content),
    Kind("editor", _EDITOR),
    Kind("editor-in-a-folder", {**LANGUAGES, **_EDITOR}, form="folder", file=_JA),
    Kind("resized-images", finish=_resize),
    Kind("records", {"build": {"buildStats": {"enable": True}}}),
    Kind("read-only", finish=_lock_up),
    Kind("theme-not-fetched", {"theme": "nowhere"}, builds=False),
    Kind(
        "module-not-fetched",
        {"module": {"imports": [{"path": "example.org/nobody/theme"}]}},
        files={"go.mod": "module example.org/site\n\ngo 1.20\n"},
        builds=False,
    ),
]
