"""Front matter in each language: found, read, and changed in its own style."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matome_tui.hugo.post.front_matter.document import find, replace
from matome_tui.hugo.post.front_matter.json import JSON
from matome_tui.hugo.post.front_matter.language import Language
from matome_tui.hugo.post.front_matter.toml import TOML, toml_value
from matome_tui.hugo.post.front_matter.yaml import YAML

OUT_OF_ORDER = """\
title = 'a'
[params.a.lint.a]
x = 1
[other]
y = 2
[params.a.lint]
z = 3
"""
FRUIT = "title = 'a'\n[[fruit]]\nname.first = 'x'\n[[fruit]]\nname.first = 'y'\n[z]\n"
ODD_YAML = """\
# by hand
"title": "It's \\"a\\" \\u82d4"   # named
date: 2025-03-08T09:00:00+09:00
draft: True
tags:
  - 古い # one

# at the edge
  - "札, x"
categories: [a, "b, c", 'd']
plain: a b#c:d  # e
empty:
text: |
  title: no
  tags: [no]
params:
  title: no
"""

CHANGES: list[tuple[Language, str, dict[str, Any], str]] = [
    # Style of strings
    (YAML, "title: a\n", {"title": "b c"}, "title: b c\n"),
    (YAML, "title: a\n", {"title": "b: c"}, 'title: "b: c"\n'),
    (YAML, "title: a\n", {"title": "yes"}, 'title: "yes"\n'),
    (YAML, "title: a\n", {"title": "012"}, 'title: "012"\n'),
    (YAML, "title: 'a'\n", {"title": "it's"}, "title: 'it''s'\n"),
    (YAML, "title: 'a'\n", {"title": "a\nb\x85"}, 'title: "a\\nb\\u0085"\n'),
    (YAML, 'title: "a\n  b" # c\n', {"title": "b"}, 'title: "b" # c\n'),
    (YAML, "title: a\n  b # c\nx: 1\n", {"title": "b"}, "title: b # c\nx: 1\n"),
    (YAML, "title: >-\n  a\n  b\n\nx: 1\n", {"title": "b"}, "title: >-\n  b\n\nx: 1\n"),
    (YAML, "title: | # c\n   a\nx: 1\n", {"title": "b"}, "title: |- # c\n   b\nx: 1\n"),
    (YAML, "title:\nx: 1\n", {"title": "b"}, 'title: "b"\nx: 1\n'),
    (YAML, "title: !!str 5\n", {"title": "6"}, 'title: "6"\n'),
    (YAML, "x: &a b\ntitle: *a\n", {"title": "c"}, 'x: &a b\ntitle: "c"\n'),
    (YAML, "title: &a b\nx: 1\n", {"title": "c"}, "title: c\nx: 1\n"),
    (YAML, "title:\ta\n", {"title": "b"}, "title:\tb\n"),
    (YAML, "? title\n: a\n", {"title": "b"}, "? title\n: b\n"),
    (YAML, "b: &b {title: x}\n<<: *b\n", {"title": "y"}, 'b: &b {title: x}\n<<: *b\ntitle: "y"\n'),
    (TOML, 'title = "a"  # c\n', {"title": "b"}, 'title = "b"  # c\n'),
    (TOML, "title = 'a'\n", {"title": "it's"}, 'title = "it\'s"\n'),
    (TOML, "title = '''\na'''\n", {"title": "it's"}, "title = '''\nit's'''\n"),
    (TOML, 'title = """a\\\n  b"""\n', {"title": "c"}, 'title = """c"""\n'),
    (TOML, 'title = """a"""\n', {"title": 'c\\"'}, "title = 'c\\\"'\n"),
    (JSON, '{"title" : "a"}', {"title": 'b"苔'}, '{"title" : "b\\"苔"}'),
    # Keys
    (YAML, "Title: a\n", {"title": "b"}, "Title: b\n"),
    (TOML, "featureImage = 'a'\n", {"featureimage": "b"}, "featureImage = 'b'\n"),
    (JSON, '{"DRAFT": true}', {"draft": False}, '{"DRAFT": false}'),
    # Keys in tables
    (
        YAML,
        "cover:\n  alt: x\n  image: a.png # c\nb: 1\n",
        {"cover.image": "b.png"},
        "cover:\n  alt: x\n  image: b.png # c\nb: 1\n",
    ),
    (
        YAML,
        "cover:\n    alt: x\n\n    # d\nb: 1\n",
        {"cover.image": "c"},
        'cover:\n    alt: x\n    image: "c"\n\n    # d\nb: 1\n',
    ),
    (YAML, "Cover: {Image: 'a', alt: x}\n", {"cover.image": "b"}, "Cover: {Image: 'b', alt: x}\n"),
    (YAML, "a: 1\n", {"cover.image": "b"}, 'a: 1\ncover:\n  image: "b"\n'),
    (YAML, "cover:\n  image: a\n", {"cover.image": None}, 'cover:\n  image: ""\n'),
    (YAML, "a: 1\n", {"cover.image": None}, "a: 1\n"),
    (YAML, "cover:\nb: 1\n", {"cover.image": "c"}, 'cover: {"image": "c"}\nb: 1\n'),
    (
        TOML,
        "a = 1\n[cover] # c\n  alt = 'x'\n  image = 'a' # c\n[b]\n",
        {"cover.image": "b"},
        "a = 1\n[cover] # c\n  alt = 'x'\n  image = 'b' # c\n[b]\n",
    ),
    (
        TOML,
        "[cover]\nalt = 'x'\n[b]\n",
        {"cover.image": "c"},
        "[cover]\nalt = 'x'\nimage = 'c'\n[b]\n",
    ),
    (
        TOML,
        'cover = { image = "a", alt = "x" } # c\n',
        {"cover.image": "b"},
        'cover = { image = "b", alt = "x" } # c\n',
    ),
    (TOML, "cover = {alt = 'x'}\n", {"cover.image": "b"}, "cover = {alt = 'x', image = 'b'}\n"),
    (
        TOML,
        "cover.image = 'a'\ncover.alt = 'x'\n",
        {"cover.image": "b"},
        "cover.image = 'b'\ncover.alt = 'x'\n",
    ),
    (TOML, "a = 1\n[b]\n", {"cover.image": "c"}, "a = 1\ncover = {image = 'c'}\n[b]\n"),
    (
        JSON,
        '{"cover": {\n "image": "a",\n "alt": "x"}}',
        {"cover.image": "b"},
        '{"cover": {\n "image": "b",\n "alt": "x"}}',
    ),
    (JSON, '{"a": 1}', {"cover.image": "b"}, '{"a": 1, "cover": {"image": "b"}}'),
    (YAML, "a: 1\n", {"b": "苔", "c": None}, 'a: 1\nb: "苔"\n'),
    (YAML, "", {"b": True}, "b: true\n"),
    (YAML, "{a: 1}\n", {"b": True}, "{a: 1, b: true}\n"),
    (YAML, "a: 1\r\n", {"b": True}, "a: 1\r\nb: true\r\n"),
    (TOML, "", {"b": True}, "b = true\n"),
    (TOML, "a = 1 # c\n\n[t]\n", {"b": True}, "a = 1 # c\nb = true\n\n[t]\n"),
    (TOML, "# c\n[t]\nb = 1\n", {"b": "x"}, "b = 'x'\n# c\n[t]\nb = 1\n"),
    (JSON, "{}", {"b": True}, '{"b": true}'),
    (JSON, '{\n\t"a": 1\n}', {"b": True}, '{\n\t"a": 1,\n\t"b": true\n}'),
    (JSON, '{"a": 1}', {"b": [1]}, '{"a": 1, "b": [1]}'),
    (YAML, "a: 1\nb:\n  - x # c\nc: 2\n", {"b": None}, "a: 1\nc: 2\n"),
    (TOML, "a = [\n  1,\n] # c\nb = 2\n", {"a": None}, "b = 2\n"),
    (JSON, '{\n  "a": 1,\n  "b": 2\n}', {"b": None}, '{\n  "a": 1\n}'),
    (JSON, '{"a": 1, "b": 2}', {"a": None}, '{"b": 2}'),
    # Flags
    (YAML, "draft: True\n", {"draft": False}, "draft: False\n"),
    (YAML, "draft: yes # c\n", {"draft": True}, "draft: true # c\n"),
    (YAML, 'draft: "true"\n', {"draft": False}, "draft: false\n"),
    # Lists
    (
        YAML,
        "tags:\n  [\"a b\", 'c']\n",
        {"tags": ["a b", "c", "d"]},
        "tags:\n  [\"a b\", 'c', 'd']\n",
    ),
    (YAML, "tags: [\n  a,\n  b\n]\n", {"tags": ["a", "b", "c"]}, "tags: [\n  a,\n  b,\n  c\n]\n"),
    (YAML, "tags: [a,b]\n", {"tags": ["a", "c", "b"]}, "tags: [a,c,b]\n"),
    (YAML, "tags: a # c\n", {"tags": ["a", "b"]}, "tags: [a, b] # c\n"),
    (YAML, "tags: a\n", {"tags": ["b"]}, "tags: b\n"),
    (YAML, "tags:\n", {"tags": ["b"]}, 'tags: ["b"]\n'),
    (YAML, "tags: # c\n- a # d\n- b\nx: 1\n", {"tags": ["b"]}, "tags: # c\n- b\nx: 1\n"),
    (YAML, "tags: # c\n# d\n- a\nx: 1\n", {"tags": []}, "tags: [] # c\n# d\nx: 1\n"),
    (YAML, "x: &a [p, q]\ntags: *a\n", {"tags": ["p"]}, 'x: &a [p, q]\ntags: "p"\n'),
    (YAML, "tags:\n- &a b\n- c\n", {"tags": ["b"]}, "tags:\n- &a b\n"),
    (YAML, "tags: [1, 2.50, true]\n", {"tags": ["1", "2.5", "x"]}, "tags: [1, 2.50, x]\n"),
    (TOML, 'tags = [ "a", "b" ]\n', {"tags": ["a"]}, 'tags = [ "a" ]\n'),
    (
        TOML,
        'tags = [\n  "a", # one\n  # two\n  "b", # three\n]\n',
        {"tags": ["a", "b", "c"]},
        'tags = [\n  "a", # one\n  # two\n  "b", # three\n  "c",\n]\n',
    ),
    (
        TOML,
        'tags = [\n  "a", # one\n  # two\n  "b" # three\n]\n',
        {"tags": ["a"]},
        'tags = [\n  "a" # one\n  # two\n]\n',
    ),
    (TOML, "tags = []\n", {"tags": ["a", "b"]}, 'tags = ["a", "b"]\n'),
    (YAML, "tags: [] # c\n", {"tags": ["a"]}, 'tags: ["a"] # c\n'),
    (TOML, "tags = 'a'\n", {"tags": ["a", "b"]}, "tags = ['a', 'b']\n"),
    (JSON, '{"tags": ["a"]}', {"tags": ["a", "b"]}, '{"tags": ["a", "b"]}'),
    # All around stays
    (TOML, OUT_OF_ORDER, {"title": "b"}, OUT_OF_ORDER.replace("'a'", "'b'")),
    (TOML, FRUIT, {"title": "b"}, FRUIT.replace("'a'", "'b'")),
    (TOML, FRUIT, {"draft": True}, FRUIT.replace("'a'\n", "'a'\ndraft = true\n")),
    (YAML, ODD_YAML, {}, ODD_YAML),
    (YAML, ODD_YAML, {"draft": False}, ODD_YAML.replace("True", "False")),
    (YAML, ODD_YAML, {"text": "x"}, ODD_YAML.replace("|\n  title: no\n  tags: [no]", "|-\n  x")),
    (
        YAML,
        ODD_YAML,
        {"tags": ["古い", "札, x", "y"]},
        ODD_YAML.replace('  - "札, x"\n', '  - "札, x"\n  - "y"\n'),
    ),
]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("language", "text", "values", "expected"), CHANGES)
def test_a_change_keeps_the_style(
    language: Language, text: str, values: dict[str, Any], expected: str, end: str
) -> None:
    old, new = (part.replace("\r\n", "\n").replace("\n", end) for part in (text, expected))
    if not text:
        new = expected
    assert replace(language, old, values) == new


@pytest.mark.parametrize(
    ("language", "text", "values", "reason"),
    [
        (YAML, "title: &a b\nx: *a\n", {"title": "c"}, "title cannot .*undefined alias"),
        (YAML, "x: &a 1\ntitle: &a b\ny: *a\n", {"title": "c"}, "without changing other"),
        (YAML, "title: a\nTitle: b\n", {"title": "c"}, "title .*more than once"),
        (YAML, "cover: 1\n", {"cover.image": "c"}, "its table cannot be edited"),
        (TOML, "cover.alt = 'x'\n", {"cover.image": "c"}, "its table cannot be edited"),
        (YAML, "tags:\n-\n  a\n- b\n", {"tags": ["b"]}, "tags .*not on the line of its dash"),
        (YAML, "- a\n", {"title": "c"}, "no keys"),
        (YAML, "a: [\n", {}, r"not valid YAML: .*\(line \d\)"),
        (YAML, "a: &a [*a]\n", {}, "aliases .*too large"),
        (TOML, "[tags]\na = 1\n", {"tags": ["x"]}, "tags cannot be changed in place: .*TOML"),
        (TOML, "a = 1\nA = 2\n", {"a": 3}, "a .*more than once"),
        (JSON, '{"a": 1, "a": 2}', {"a": 3}, "a .*more than once"),
        (JSON, '{"a": NaN}', {}, "not valid JSON"),
        (JSON, '{"a": ' + "[" * 100_000, {}, "nested|valid JSON"),
        (YAML, "a: " + "[" * 5000, {}, "nested"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(
    language: Language, text: str, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        replace(language, text, values)
    assert "\n" not in str(caught.value)


def test_aliases_of_aliases_are_refused() -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'x'}]" for n in range(12)]
    with pytest.raises(ValueError, match="too large"):
        YAML.read("\n".join(lines))


def test_long_yaml_is_read_to_its_end() -> None:
    text = "".join(f"k{n}: [a, 'b: c']\n" for n in range(1200))
    assert len(text) > 20_000
    with pytest.raises(ValueError, match="line 1201"):
        YAML.read(text + "x: a: b\n")


@pytest.mark.parametrize(
    ("text", "inner", "rest"),
    [
        ("+++\na = 1\n+++\nb", "a = 1\n", "\nb"),
        ("\n \n---\na: 1\n---", "a: 1\n", ""),
        ("\ufeff\n  +++ \r\n+++\t\r\nb", "", "\r\nb"),
        ('{"a": "}{\\""} b', '{"a": "}{\\""}', " b"),
        ("\ufeff\n{\n}\n", "{\n}", "\n"),
    ],
)
def test_front_matter_is_found(text: str, inner: str, rest: str) -> None:
    found = find(text)
    assert found
    assert (found.inner, found.source + rest) == (inner, text)
    assert found.replace({}) == found.source


@pytest.mark.parametrize("text", ["", "a\n+++\n+++\n", "{{< x >}}", '{"a": 1', "+++\n", "{x}"])
def test_text_without_front_matter(text: str) -> None:
    assert find(text) is None


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
        ({"a": {"b": "c"}}, "{a = {b = 'c'}}"),
    ],
)
def test_values_in_toml(value: object, written: str) -> None:
    assert toml_value(value).as_string() == written


FEW = settings(max_examples=25)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]))


@pytest.mark.parametrize(
    ("language", "text"), [(TOML, "x = 1\n"), (YAML, "x: 1\n"), (JSON, '{"x": 1}')]
)
@FEW
@given(words, st.lists(words).map(tuple), st.booleans())
def test_what_is_added_is_read(
    language: Language, text: str, title: str, items: tuple[str, ...], flag: bool
) -> None:
    values = {"title": title, "tags": items, "draft": flag}
    read = language.read(replace(language, text, values))
    assert read == {"x": 1, "title": title, "tags": list(items), "draft": flag}


PIECES = ["a", "title", ":", ": ", "\n", "\r\n", "- ", "  ", "[", "]", "'", '"', "#", " # c", "|"]


@FEW
@given(
    st.lists(st.sampled_from([*PIECES, "\\", "=", "{", "}", ",", "\t", "&a", "*a"])).map("".join)
)
@example('""')
@example("[]")
def test_any_text_is_read_or_refused(text: str) -> None:
    for language in (TOML, YAML, JSON):
        try:
            language.read(text)
        except ValueError:
            continue
        assert replace(language, text, {}) == text
        language.outline(text)
