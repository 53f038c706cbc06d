"""Guessing how posts are written, on sites of several themes."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.config.settings import POST_SETTINGS
from matome_tui.core.draft.post_options import Format
from matome_tui.hugo.site.guess import Example, Guess, guess, section_of, settings_of
from matome_tui.hugo.site.time_zones import Zones

# A theme with YAML and single files.
_PAPER = [
    (
        "posts/why-moss-grows.md",
        (
            '---\ntitle: "Why moss grows"\ndate: 2026-03-01T09:00:00+09:00\ndraft: false\n'
            'tags: ["moss"]\nauthor: "Rin"\nShowToc: true\nsummary: "a"\n'
            'cover:\n  image: moss.png\n  alt: "Moss"\n---\nText\n'
        ),
    ),
    (
        "posts/ten-stones.md",
        (
            '---\ntitle: "Ten stones"\ndate: 2026-02-01T09:00:00+09:00\ndraft: false\n'
            'tags: ["stone"]\nauthor: "Rin"\nShowToc: true\nsummary: "b"\n---\nText\n'
        ),
    ),
    (
        "posts/rain.md",
        (
            '---\ntitle: "Rain"\ndate: 2026-01-01\ndraft: true\ntags: []\nauthor: "Rin"\n'
            "ShowToc: true\n---\n"
        ),
    ),
]
# A theme with page bundles below the section `post`, and no `draft`.
_STACK = [
    (
        f"post/2026/{name}/index.md",
        (
            f"---\ntitle: {name}\ndescription: {name}\nslug: {name}\n"
            f"date: 2026-02-0{day} 00:00:00+0000\nimage: cover.jpg\n"
            f"categories:\n    - Garden\ntags:\n    - {name}\n---\n"
        ),
    )
    for day, name in ((3, "deep-green-moss"), (2, "dry-stone"), (1, "rain-water"))
]
# A theme with TOML, in the newest posts alone.
_ANANKE = [
    (
        "blog/moss_and_rain.md",
        "+++\ntitle = 'Moss on a very old stone'\ndate = 2026-03-03\ntags = ['a']\n+++\n",
    ),
    (
        "blog/stones_and_water_and_very_old_trees.md",
        "+++\ntitle = 'Stones'\ndate = 2026-03-02\ntags = ['b']\n+++\n",
    ),
    ("blog/oldest.md", "---\ntitle: Old\ndate: '2020-01-01'\n---\n"),
]
# Names that another program has left behind.
_JEKYLL = [
    (
        f"blog/2026-01-{day}-{name}.md",
        f'---\ntitle: "{name}"\ndate: "2026-01-{day}"\nlayout: post\n---\n',
    )
    for day, name in (("31", "on-moss"), ("15", "on-very-old-stones"))
]
_JAPANESE = [
    (
        f"posts/2026-01-{day}/index.ja.md",
        (
            f'{{\n  "title": "苔の話 {day}",\n  "date": "2026-01-{day}T00:00:00Z",\n'
            '  "categories": ["庭"]\n}\n'
        ),
    )
    for day in ("31", "30")
]


def examples(posts: list[tuple[str, str]]) -> list[Example]:
    return [Example(PurePosixPath(path), text) for path, text in posts]


def settings(
    posts: list[tuple[str, str]], archetype: str = "", section: str = "posts"
) -> Mapping[str, Any]:
    own = Example(PurePosixPath("archetypes/default.md"), archetype) if archetype else None
    found = examples(posts)
    return settings_of(guess(found, own, section_of(found, section)), "blockquote")


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (
            _PAPER,
            {
                "path": "content/posts/{slug}.md",
                "slug_separator": "-",
                "section_summary": "More comments ({n})",
                "front_matter_format": "yaml",
                "date_format": "%Y-%m-%dT%H:%M:%S+09:00",
                "quoted_date": False,
                "front_matter": (
                    "title",
                    "date",
                    "draft",
                    "tags",
                    "author",
                    "ShowToc",
                    "cover.image",
                ),
                "extra": {"author": "Rin", "ShowToc": True},
            },
        ),
        (
            _STACK,
            {
                "path": "content/post/{year}/{slug}/index.md",
                "slug_separator": "-",
                "section_summary": "More comments ({n})",
                "front_matter_format": "yaml",
                "date_format": "%Y-%m-%dT%H:%M:%S+00:00",
                "quoted_date": False,
                "front_matter": ("title", "date", "image", "categories", "tags", "draft"),
                "extra": {"categories": ["Garden"]},
            },
        ),
        (
            _ANANKE,
            {
                "path": "content/blog/{slug}.md",
                "slug_separator": "_",
                "slug_words": 7,
                "section_summary": "More comments ({n})",
                "front_matter_format": "toml",
                "date_format": "%Y-%m-%d",
                "quoted_date": False,
                "front_matter": ("title", "date", "tags", "draft", "featureimage"),
            },
        ),
        (
            _JEKYLL,
            {
                "path": "content/blog/{year}-{month}-{day}-{slug}.md",
                "slug_separator": "-",
                "section_summary": "More comments ({n})",
                "front_matter_format": "yaml",
                "date_format": "%Y-%m-%d",
                "quoted_date": True,
                "front_matter": ("title", "date", "layout", "tags", "draft", "featureimage"),
                "extra": {"layout": "post"},
            },
        ),
        (
            _JAPANESE,
            {
                "path": "content/posts/{year}-{month}-{day}-{slug}/index.ja.md",
                "slug_separator": "-",
                "source_line": "引用元：[Hacker News]({url})",
                "attribution": "— [{author}]({url})、{date:%Y年%-m月%-d日}",
                "front_matter_format": "json",
                "date_format": "%Y-%m-%dT%H:%M:%SZ",
                "quoted_date": True,
                "front_matter": ("title", "date", "categories", "tags", "draft", "featureimage"),
                "extra": {"categories": ["庭"]},
            },
        ),
    ],
    ids=["YAML files", "bundles", "TOML", "dated names", "Japanese JSON"],
)
def test_posts_are_written_as_those_of_the_site(
    posts: list[tuple[str, str]], expected: Mapping[str, Any]
) -> None:
    found = settings(posts)
    assert found == expected
    for name, value in found.items():
        assert POST_SETTINGS[name].check(value) == value


@pytest.mark.parametrize(
    ("path", "pattern", "slug"),
    [
        ("posts/2026_01/2026_01_31_a_b/index.md", "{year}_{month}/{date}_{slug}/index.md", "a_b"),
        ("posts/20260131-moss.md", "{year}{month}{day}-{slug}.md", "moss"),
        ("posts/moss-2026-01-31.md", "{slug}-{year}-{month}-{day}.md", "moss"),
        ("posts/2026/01/31/moss/index.md", "{year}/{month}/{day}/{slug}/index.md", "moss"),
        ("posts/garden/2026-01.moss.md", "garden/{year}-{month}.{slug}.md", "moss"),
        ("posts/1984.md", "{slug}.md", "1984"),
        ("posts/{odd}/moss.md", "odd/{slug}.md", "moss"),
        ("posts/苔の話.md", "{slug}.md", "苔の話"),
    ],
)  # fmt: skip
def test_names_become_patterns(path: str, pattern: str, slug: str) -> None:
    found = guess(examples([(path, "")]), None, "posts")
    assert found["path"].value == f"content/posts/{pattern}"
    assert POST_SETTINGS["path"].check(found["path"].value)
    assert found["slug_separator"].value == ("_" if "_" in slug else "-")


def test_long_titles_alone_show_how_they_are_cut() -> None:
    title = "---\ntitle: why moss grows on old stones\n---\n"
    short = [("posts/deep-moss.md", ""), ("posts/dry-stone.md", ""), ("posts/why-moss.md", title)]
    assert "slug_words" not in settings(short)
    assert settings([*short, ("posts/old-moss.md", title)])["slug_words"] == 5


_JAPANESE_TEXT = "---\ntitle: Moss\n---\n苔の話です。\n"


@pytest.mark.parametrize(
    ("texts", "declared", "language"),
    [
        (["---\ntitle: Moss\n---\n", "Text", _JAPANESE_TEXT], None, "en"),
        (["---\ntitle: Moss\n---\n", _JAPANESE_TEXT], "en", None),
        (["---\ntitle: Moss\n---\n"], "ja", "ja"),
        (["---\ntitle: 苔の話\n---\n"], "en", "ja"),
        ([], "en", "en"),
        ([], None, None),
    ],
)
def test_the_language_is_that_of_most_posts(
    texts: list[str], declared: str | None, language: str | None
) -> None:
    posts = examples([("posts/a.md", text) for text in texts])
    found = guess(posts, None, "posts", Guess(declared, "") if declared else None)
    assert (found["language"].value if "language" in found else None) == language
    for form in get_args(Format):
        for name, value in settings_of(found, form).items():
            assert POST_SETTINGS[name].check(value) == value


def test_the_most_common_form_counts_and_of_two_the_newest() -> None:
    mixed = [*_ANANKE[:2], _PAPER[0], _PAPER[1]]
    assert settings(mixed)["path"] == "content/blog/{slug}.md"
    assert settings([_PAPER[0], *_ANANKE[:1]])["path"] == "content/posts/{slug}.md"
    found = guess(examples(_ANANKE), None, "blog")
    assert found["front_matter_format"].reason == "2 of 3 newest posts"


STOCK = "+++\ndate = '{{ .Date }}'\ndraft = true\ntitle = '{{ replace .Name \"-\" \" \" }}'\n+++\n"


def test_the_archetype_says_whether_new_posts_are_drafts() -> None:
    found = settings(_PAPER[:2], STOCK)
    assert found["extra"] == {"author": "Rin", "ShowToc": True, "draft": True}
    assert found["front_matter_format"] == "yaml"
    kept = guess(
        examples(_PAPER[2:]), Example(PurePosixPath("a.md"), "---\ndraft: false\n---\n"), "a"
    )
    assert kept["draft"].value is False
    assert kept["draft"].reason == "a.md"


def test_without_posts_the_archetype_is_the_model() -> None:
    text = (
        "---\ntitle: '{{ .Name }}'\ndate: {{ now.Format \"2006-01-02\" }}\nauthor: Rin\n"
        "by: {{ .Site.Params.author }}\n---\n"
    )
    assert settings([], text, "notes") == {
        "path": "content/notes/{slug}.md",
        "slug_separator": "-",
        "front_matter_format": "yaml",
        "date_format": "%Y-%m-%d",
        "quoted_date": False,
        "front_matter": ("title", "date", "author", "tags", "draft", "featureimage"),
        "extra": {"author": "Rin"},
    }
    assert settings([], STOCK)["date_format"] == "%Y-%m-%dT%H:%M:%S%:z"


@pytest.mark.parametrize("zone", ["-07:00", "-0700"])
def test_the_zone_of_posts_is_kept_and_that_of_a_layout_stands_for_any(zone: str) -> None:
    post = f"---\ntitle: a\ndate: 2026-01-31T09:00:00{zone}\n---\n"
    assert settings([("posts/a.md", post)])["date_format"] == "%Y-%m-%dT%H:%M:%S-07:00"
    layout = f'---\ntitle: a\ndate: {{{{ now.Format "2006-01-02T15:04:05{zone}" }}}}\n---\n'
    assert settings([], layout)["date_format"] == "%Y-%m-%dT%H:%M:%S%:z"


def in_zone(offsets: Mapping[int, str], zones: Zones) -> tuple[str, str]:
    """Return the form of dates of posts in these months, and their zone."""
    posts = [
        (f"posts/{month}.md", f"---\ntitle: a\ndate: 2026-{month:02}-15 09:00:00 {offset}\n---\n")
        for month, offset in offsets.items()
    ]
    found = settings_of(guess(examples(posts), None, "posts", zones=zones), "blockquote")
    return found["date_format"].removeprefix("%Y-%m-%dT%H:%M:%S"), found.get("time_zone", "")


def test_offsets_that_a_zone_explains_are_of_the_zone() -> None:
    new_york, berlin = "America/New_York", "Europe/Berlin"
    year = {1: "-0500", 7: "-0400", 8: "-0400", 9: "Z"}
    for zones in (Zones(new_york), Zones(own=new_york), Zones(berlin, new_york)):
        assert in_zone(year, zones) == ("%:z", new_york)
    for zones in (Zones(), Zones(berlin), Zones("nowhere", "../x"), Zones("Etc/GMT+4")):
        assert in_zone(year, zones) == ("-04:00", "")
    summer = {7: "-0400", 8: "-0400"}
    assert in_zone(summer, Zones(new_york)) == ("%:z", new_york)
    assert in_zone(summer, Zones(own=new_york)) == ("-04:00", "")
    assert in_zone({1: "Z", 7: "+01:00"}, Zones("Europe/London")) == ("%:z", "Europe/London")
    assert in_zone({1: "-0400", **summer}, Zones(new_york)) == ("-04:00", "")


def test_without_anything_posts_are_as_hugo_has_them() -> None:
    assert settings([]) == {"path": "content/posts/{slug}.md", "slug_separator": "-"}


@pytest.mark.parametrize(
    "text", ["", "no front matter", "---\na: [\n---\n", "+++\ndate = 1\n+++\n"]
)
def test_odd_posts_say_nothing(text: str) -> None:
    assert "date_format" not in settings([("posts/a.md", text)])


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)
_keys = st.sampled_from(["title", "date", "draft", "tags", "Author", "ns:x", "a b"]) | st.text(
    max_size=3
)
_parts = st.sampled_from(["2026", "01", "2026-01-31", "a_b", "{x}", "20260131-a", "é", "_", "-"])
_names = st.sampled_from(["index.md", "index.ja.md", "a.md", "2026-01-31.md", "{b}.md", ".md"])


@given(
    st.lists(
        st.tuples(_parts, st.lists(_parts, max_size=3), _names, st.dictionaries(_keys, _values))
    )
)
def test_any_guess_can_be_configured(
    made: list[tuple[str, list[str], str, dict[str, Any]]],
) -> None:
    posts = [
        ("/".join([section, *folders, name]), json.dumps(values))
        for section, folders, name, values in made
    ]
    for name, value in settings(posts).items():
        assert POST_SETTINGS[name].check(value) == value
