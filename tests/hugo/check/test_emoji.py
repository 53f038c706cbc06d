"""The list of emoji names compared with the real Hugo."""

import re
from pathlib import Path

from rich._emoji_codes import EMOJI

from matome_tui.hugo.check.goldmark import emoji_names
from tests.support.files import write
from tests.support.hugo_posts import real_hugo

CONFIG = """
    enableEmoji = true
    disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404"]
"""


def test_names_are_those_of_hugo(tmp_path: Path) -> None:
    candidates = sorted(emoji_names() | {name for name in EMOJI if re.fullmatch(r"[\w+-]+", name)})
    files = {
        "hugo.toml": CONFIG,
        "layouts/_default/single.html": "{{ .Content }}",
        "content/a.md": "+++\n+++\n" + "\n\n".join(f":{name}:" for name in candidates),
    }
    real_hugo().build(write(tmp_path, files), tmp_path / "public", "--noBuildLock")
    page = (tmp_path / "public" / "a" / "index.html").read_text(encoding="utf-8")
    shown = re.findall(r"<p>(.*?)</p>", page)
    assert len(shown) == len(candidates)
    assert {
        name for name, text in zip(candidates, shown, strict=True) if text != f":{name}:"
    } == emoji_names()
