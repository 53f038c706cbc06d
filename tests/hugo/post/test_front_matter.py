"""Front matter in both languages: read, and changed without a byte more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matome_tui.hugo.post.front_matter import (
    read_toml,
    read_yaml,
    replace_toml,
    replace_yaml,
    toml_value,
)

YAML = """\
# by hand
title: "It's \\"a\\" \\u82d4"   # named
date: 2025-03-08T09:00:00+09:00
draft: false
tags:
  - 古い # one
  - "札, x"
- 'it''s'
categories: [a, "b, c", 'd']
plain: a b#c: d  # e
empty:
text: |
  title: no
  tags: [no]
params:
  title: no
"""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("苔\u3000の本 🦊\u200d", "'苔\u3000の本 🦊\u200d'"),
        ('a "b" \\c\t', "'a \"b\" \\c\t'"),
        ("it's", '"it\'s"'),
        ('it\'s "a" \\', '"it\'s \\"a\\" \\\\"'),
        ("a\nb\0\x7f", '"a\\nb\\u0000\\u007f"'),
        (True, "true"),
        (("a", 'b"'), '["a", "b\\""]'),
        ((), "[]"),
    ],
)
def test_values_in_toml(value: object, written: str) -> None:
    assert toml_value(value).as_string() == written


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_yaml_is_read(end: str) -> None:
    values = read_yaml(YAML.replace("\n", end))
    assert values["title"] == 'It\'s "a" 苔'
    assert values["date"] == "2025-03-08T09:00:00+09:00"
    assert values["draft"] is False
    assert values["tags"] == ["古い", "札, x", "it's"]
    assert values["categories"] == ["a", "b, c", "d"]
    assert values["plain"] == "a b#c: d"
    assert values["empty"] == ""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("values", "old", "new"),
    [
        ({}, "", ""),
        ({"title": "新"}, YAML[YAML.index('"It') : YAML.index("   # named")], '"新"'),
        ({"draft": True}, "draft: false", "draft: true"),
        (
            {"tags": ("a", 'b"')},
            YAML[YAML.index("tags:") : YAML.index("\ncateg")],
            'tags: ["a", "b\\""]',
        ),
        ({"categories": ()}, "[a, \"b, c\", 'd']", "[]"),
        ({"plain": "x"}, "a b#c: d", '"x"'),
        ({"empty": "x"}, "empty:", 'empty: "x"'),
        ({"text": "x"}, "text: |\n  title: no\n  tags: [no]", 'text: "x"'),
        ({"draft": None}, "draft: false\n", ""),
        ({"missing": None}, "", ""),
        (
            {"draft": True, "title": "x", "date": "y"},
            YAML[YAML.index('"It') : YAML.index("\ntags")],
            '"x"   # named\ndate: "y"\ndraft: true',
        ),
    ],
)
def test_yaml_is_changed_where_it_says_so(
    end: str, values: dict[str, object], old: str, new: str
) -> None:
    expected = YAML.replace(old, new) if old else YAML
    text = YAML.replace("\n", end)
    assert replace_yaml(text, values) == expected.replace("\n", end)


def test_a_new_key_comes_last() -> None:
    assert replace_yaml("a: 1\n", {"b": "苔", "c": None}) == 'a: 1\nb: "苔"\n'
    assert replace_yaml("", {"b": True}) == "b: true\n"


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@given(words, st.lists(words).map(tuple), st.booleans())
def test_written_blocks_are_read(text: str, items: tuple[str, ...], flag: bool) -> None:
    values = {"title": text, "tags": items, "draft": flag}
    expected = {"title": text, "tags": list(items), "draft": flag}
    assert read_toml(replace_toml("x = 1\n", values)) == {"x": 1, **expected}
    assert read_yaml(replace_yaml("", values)) == expected
    written = dict(line.split(": ", 1) for line in replace_yaml("", values).strip("\n").split("\n"))
    assert {key: json.loads(value) for key, value in written.items()} == expected


pieces = [
    "a",
    "title",
    ":",
    ": ",
    "\n",
    "\r\n",
    "- ",
    "  ",
    "[",
    "]",
    "'",
    '"',
    "#",
    " # c",
    "|",
    "\\",
]


@given(st.lists(st.sampled_from(pieces)).map("".join))
def test_any_yaml_can_be_read_and_keeps_its_bytes(text: str) -> None:
    assert isinstance(read_yaml(text), dict)
    assert replace_yaml(text, {}) == text


def test_a_yaml_text_that_begins_with_a_date_is_quoted() -> None:
    old = "title: 2025-01-01 notes\n"
    assert replace_yaml(old, {"title": "2025-01-01: x"}) == 'title: "2025-01-01: x"\n'
