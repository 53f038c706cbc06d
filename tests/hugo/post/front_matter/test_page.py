"""Values of pages compared with what the real Hugo makes of them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matome_tui.hugo.post.blocks import parse
from matome_tui.hugo.post.metadata import read_metadata
from tests.support.front_matter import SAMPLES, Sample
from tests.support.hugo_posts import real_hugo

TEMPLATE = """\
{{ $all := dict }}
{{ range site.RegularPages }}
  {{ $tags := .Params.tags | default slice }}
  {{ if not (reflect.IsSlice $tags) }}{{ $tags = slice $tags }}{{ end }}
  {{ $texts := slice }}
  {{ range $tags }}{{ with . }}{{ $texts = $texts | append (printf "%v" .) }}{{ end }}{{ end }}
  {{ $page := dict "title" .Title "date" (.Date.Format "2006-01-02") "draft" .Draft "tags" $texts
    "image" (printf "%v" (.Params.featureimage | default "")) }}
  {{ $all = merge $all (dict .File.LogicalName $page) }}
{{ end }}
{{ $all | jsonify }}
"""


def yaml(text: str) -> str:
    return f"---\n{text}\n---\nbody\n"


def toml(text: str) -> str:
    return f"+++\n{text}\n+++\nbody\n"


TRAITS = [
    # YAML: lists
    yaml('tags:\n  ["a b", "c"]'),
    yaml("tags: [\n a,\n b\n]"),
    yaml("tags:\n- a\n\n# at the edge\n- b # c\n  # d\n- 'c'"),
    *(yaml(f"tags: {value}") for value in ("a", '"a, b"', "5", "true", "", "~", "[]", "[1, 2.50]")),
    yaml("tags: [null, 0x10, 012, 0o17, 1_000, 2025-01-02, 12:30, '', -1, .5]"),
    # YAML: titles
    *(
        yaml(f"title: {value}")
        for value in (
            *("a\n  b", '"a\n  b"', ">-\n  a\n  b", "|-\n  a\n  b", ">\n  a", "|\n  a", "'it''s'"),
            *("012", "1.50", "1_000", "true", "Null", "~", "2025-01-02", "12:30", ""),
            *("!!str 5", "&a b", "[a]", "{a: b}", "\ta", '"\\u82d4\\x41"', "<<", "=", "a:b", "a#b"),
        )
    ),
    yaml("x: &a b\ntitle: *a\nfeatureimage: *a"),
    yaml("base: &b {title: x, tags: [q]}\n<<: *b"),
    yaml("\"title\": x\n'draft': true\n? tags\n: [a]"),
    yaml("{title: x, tags: [a]}"),
    # YAML: flags and dates
    *(
        yaml(f"draft: {value}")
        for value in ("True", "TRUE", '"true"', '"yes"', "1", "0", "~", "'T'")
    ),
    *(
        yaml(f"date: {value}")
        for value in (
            *(
                "2025-04-18T18:30:00+09:00",
                "2025-04-18 18:30:00 +0900",
                "2025-04-18",
                "02 Jan 2025",
            ),
            *("Thu, 02 Jan 2025 10:00:00 +0900", "Thu Jan  2 10:00:00 2025", "02 Jan 25 10:00 JST"),
            *("Thursday, 02-Jan-25 10:00:00 JST", "'2025-04-18'", "&a 2025-04-18T01:02:03Z"),
        )
    ),
    # Keys without case, in all languages
    yaml("Title: a\nTAGS: [x]\nfeatureImage: i\nDRAFT: true\nDate: 2025-01-02"),
    toml("Title = 'a'\nTAGS = ['x']\nfeatureImage = 'i'\nDRAFT = true\nDate = 2025-01-02"),
    '{"Title": "a", "TAGS": ["x"], "featureImage": "i", "DRAFT": true, "Date": "2025-01-02"}\n',
    # TOML
    toml("title = 5\ntags = 'a'\ndraft = 'true'\ndate = 2025-01-02T23:30:00+09:00"),
    toml("title = 1.0\ntags = [1, 2.5, true]\ndraft = 1\ndate = 2025-01-02 10:00:00"),
    toml('title = """\na\\\n   b"""\ntags = [\n  "a", # c\n  # d\n  \'b\',\n]'),
    toml("title = 'a'\n[params.a.lint.a]\nx = 1\n[other]\n[params.a.lint]\ntags = ['no']"),
    toml("title = 'a'\n[[fruit]]\nname.first = 'x'\n[[fruit]]\nname.first = 'y'"),
    toml("[params]\nTags = ['a']\nfeatureImage = 'i'\ntitle = 'no'\ndraft = true"),
    toml("tags = ['b']\nparams.tags = ['a']\n\"params\".featureimage = 'x'"),
    # JSON, and where front matter may be
    '{"title": 5, "tags": "a", "draft": "true"}\n',
    '{\n  "title": "a\\u00e9\\ud83e\\udd8a}{\\"",\n  "tags": [1, 2.5, null]\n}\nbody\n',
    '\n\n  {"title": "a"} text\n',
    "\ufeff\n  ---\ntitle: a\n---  \nbody",
    "+++\r\ntitle = 'a'\r\n+++\r\n",
]

SITES = int(os.environ.get("MATOME_FRONT_MATTERS", "40")) // 20
YAML_1_2 = [*(yaml(f"title: {value}\ndraft: {value}") for value in ("yes", "on", "y", "1e3", "No"))]


def as_hugo(site: Path, posts: list[str]) -> list[dict[str, Any]]:
    """Return what Hugo has of each post."""
    files = {f"content/p{n}.md": text for n, text in enumerate(posts)}
    files["hugo.toml"] = 'disableKinds = ["section", "taxonomy", "term", "sitemap", "RSS", "404"]'
    files["layouts/_default/single.html"] = ""
    files["layouts/index.html"] = TEMPLATE
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(text.encode())
    arguments = ("--buildDrafts", "--buildFuture", "--noBuildLock")
    real_hugo().build(site, site / "public", *arguments)
    pages = json.loads((site / "public" / "index.html").read_text(encoding="utf-8"))
    return [pages[f"p{n}.md"] for n in range(len(posts))]


def as_form(text: str) -> dict[str, Any]:
    """Return what the form of the post screen shows."""
    read = read_metadata(parse(text))
    return {
        "title": read.title,
        "date": read.date or "0001-01-01",
        "draft": read.is_draft,
        "tags": list(read.tags),
        "image": read.image,
    }


def differing(site: Path, posts: list[str]) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return the posts that the form and Hugo read in different ways, with both."""
    both = zip(posts, as_hugo(site, posts), strict=True)
    pairs = ((text, as_form(text), found) for text, found in both)
    return [(text, form, found) for text, form, found in pairs if form != found]


def test_the_form_shows_what_hugo_has(tmp_path: Path) -> None:
    assert differing(tmp_path, TRAITS) == []


def test_yaml_has_the_types_of_its_present_version(tmp_path: Path) -> None:
    if real_hugo().version < (0, 152, 0):
        pytest.skip("older versions of Hugo have a parser of YAML 1.1")
    assert differing(tmp_path, YAML_1_2) == []


@settings(max_examples=SITES, phases=[Phase.generate])
@given(st.lists(SAMPLES, min_size=20, max_size=20))
def test_hugo_reads_random_front_matter_alike(
    tmp_path_factory: pytest.TempPathFactory, samples: list[Sample]
) -> None:
    posts = [sample.post for sample in samples]
    assert differing(tmp_path_factory.mktemp("site"), posts) == []
