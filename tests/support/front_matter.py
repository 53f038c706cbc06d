"""Random front matter in three languages and many styles, and what it says."""

import json
from dataclasses import dataclass
from itertools import count

import tomlkit
from hypothesis import strategies as st

WORDS = st.text(
    st.sampled_from([*"abzXY09 苔ー:#,'\"-_.!?&*[]{}|>%@`\\=~<（）🦊\u3000"]),
    min_size=1,
    max_size=12,
).map(str.strip)
TEXTS = WORDS.filter(bool) | st.sampled_from(
    ["yes", "null", "012", "1e3", "- a", "a: b", "a #b", "it's", "=", "<<", "2025-01-02", "---x"]
)
TAGS = st.lists(TEXTS, max_size=4, unique=True)
DAYS = st.dates().map(lambda day: day.isoformat())


@dataclass(frozen=True)
class Sample:
    """Front matter without its fences.

    Attributes:
        language: `TOML`, `YAML` or `JSON`.
        parts: The text in parts: entries and what is between them.
        places: The index of the part of each key, in lower case.
        tags: Its tags.
    """

    language: str
    parts: tuple[str, ...]
    places: dict[str, int]
    tags: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self.parts)

    @property
    def post(self) -> str:
        """The text with its fences, as a post."""
        fence = {"TOML": "+++\n", "YAML": "---\n", "JSON": ""}[self.language]
        return f"{fence}{self.text}{fence}\nbody\n"


class _Comments:
    """Comments, each with another number."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw, self._numbers = draw, count()

    def behind(self) -> str:
        """Return a comment for the end of a line, or nothing."""
        return f"  # c{next(self._numbers)}," if self._draw(st.booleans()) else ""

    def line(self, indent: str = "") -> str:
        """Return a line with a comment, or nothing."""
        return f"{indent}# c{next(self._numbers)} ]\n" if self._draw(st.integers(0, 3)) == 0 else ""


def _key(draw: st.DrawFn, name: str) -> str:
    return draw(st.sampled_from([name, name, name.title(), name.upper()]))


def _toml_string(draw: st.DrawFn, text: str, *, in_list: bool = False) -> str:
    basic = tomlkit.string(text).as_string()
    forms = [basic]
    if "'" not in text:
        forms += [f"'{text}'", f"'''{text}'''", f"'''\n{text}'''"]
    if not set('"\\') & set(text):
        forms += [f'"""{text}"""', f'"""\n{text}"""']
    if in_list:
        forms = [form for form in forms if "\n" not in form]
    return draw(st.sampled_from(forms))


def _yaml_string(draw: st.DrawFn, text: str, *, in_list: bool = False) -> str:
    forms = [json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"]
    if text.isalpha() and text.lower() not in ("yes", "null"):
        forms.append(text)
    if not in_list:
        forms += [f"{head}\n  {text}" for head in ("|", ">-", "|+", ">  # c")]
        if text.isalpha():
            forms.append(f'"\n  {text}"')
            forms.append(f"!!str '{text}'")
    return draw(st.sampled_from(forms))


def _brackets(
    draw: st.DrawFn, items: list[str], comments: _Comments | None, *, trailing: bool
) -> str:
    if draw(st.booleans()) or not items:
        space, inner = draw(st.sampled_from(["", " "])), draw(st.sampled_from(["", " "]))
        end = "," if trailing and items and draw(st.booleans()) else ""
        return f"[{inner}{(',' + space).join(items)}{end}{inner}]"
    indent = draw(st.sampled_from(["  ", "    ", "\t"])) if trailing else "    "
    lines = []
    for number, item in enumerate(items, start=1):
        has_comma = number < len(items) or (trailing and draw(st.booleans()))
        before, behind = (comments.line(indent), comments.behind()) if comments else ("", "")
        lines.append(f"{before}{indent}{item}{',' * has_comma}{behind}\n")
    return "[\n" + "".join(lines) + f"{indent}]"


@st.composite
def toml(draw: st.DrawFn) -> Sample:
    """Make TOML."""
    tags, comments = draw(TAGS), _Comments(draw)
    date = draw(DAYS)
    dates = [
        date,
        f"{date}T01:02:03Z",
        f"{date} 01:02:03.5+09:00",
        f"'{date}'",
        f"'{date}T00:00:00'",
    ]
    items = [_toml_string(draw, tag, in_list=True) for tag in tags]
    entries = {
        "title": _toml_string(draw, draw(TEXTS)),
        "date": draw(st.sampled_from(dates)),
        "draft": draw(st.sampled_from(["true", "false"])),
        "tags": _brackets(draw, items, comments, trailing=True),
        "slug": _toml_string(draw, draw(TEXTS)),
        "list": '[\n  "]", { a = "=#" }, # [\n  [1]]',
        "params.x": "1",
    }
    tables = (
        "[params.a.lint.a]\nx = 1\n[other]\ny = '''\n[tags]\n'''\n[params.a.lint]\ntags = ['no']\n"
    )
    tables += "[[fruit]]\nname.first = 'a'\n[[fruit]]\nname.first = 'b'\n"
    order = draw(st.permutations(list(entries)))
    parts, places = [comments.line()], {}
    for name in order:
        places[name] = len(parts)
        space = draw(st.sampled_from(["", " ", "  "]))
        key = name if "." in name else _key(draw, name)
        key = draw(st.sampled_from([key, f'"{key}"'])) if "." not in name else key
        parts += [f"{key}{space}={space}{entries[name]}{comments.behind()}\n", comments.line()]
    return Sample("TOML", (*parts, draw(st.sampled_from(["", tables]))), places, tuple(tags))


@st.composite
def yaml(draw: st.DrawFn) -> Sample:
    """Make YAML."""
    tags, comments = draw(TAGS), _Comments(draw)
    date = draw(DAYS)
    dates = [date, f"{date}T01:02:03Z", f"{date} 01:02:03 +0900", f"'{date}'", f'"{date}T00:00:00"']
    items = [_yaml_string(draw, tag, in_list=True) for tag in tags]
    indent = draw(st.sampled_from(["", "  ", "    "]))
    has_lines: bool = draw(st.booleans())
    if items and has_lines:
        left = draw(st.sampled_from(["", indent]))
        lines = (f"{comments.line(left)}{indent}- {item}{comments.behind()}\n" for item in items)
        written = f"{comments.behind()}\n" + draw(st.sampled_from(["", "\n"])).join(lines)
        written = written.removesuffix("\n")
    else:
        start = draw(st.sampled_from([" ", "\n  "]))
        written = start + _brackets(draw, items, comments, trailing=True).replace("\t", "  ")
    if len(tags) == 1 and draw(st.booleans()):
        written = " " + _yaml_string(draw, tags[0], in_list=True)
    entries = {
        "title": " " + _yaml_string(draw, draw(TEXTS)),
        "date": " " + draw(st.sampled_from(dates)),
        "draft": " " + draw(st.sampled_from(["true", "false", "True", "FALSE"])),
        "tags": written,
        "slug": " " + _yaml_string(draw, draw(TEXTS)),
        "note": draw(
            st.sampled_from([" |\n  title: no\n  tags: [no]", " {title: no}", "", " &a x"])
        ),
    }
    order = draw(st.permutations(list(entries)))
    parts, places = [comments.line()], {}
    for name in order:
        places[name] = len(parts)
        key = draw(st.sampled_from(["{}", '"{}"', "'{}'"])).format(_key(draw, name))
        parts += [f"{key}:{entries[name]}\n", comments.line()]
    tail = draw(st.sampled_from(["", "copy: &b [1, 2]\nagain: *b\n", "params:\n  title: no\n"]))
    return Sample("YAML", (*parts, tail), places, tuple(tags))


@st.composite
def json_(draw: st.DrawFn) -> Sample:
    """Make JSON."""
    tags = draw(TAGS)

    def string(text: str) -> str:
        return json.dumps(text, ensure_ascii=draw(st.booleans()))

    entries = {
        "title": string(draw(TEXTS)),
        "date": string(draw(DAYS) + draw(st.sampled_from(["", "T01:02:03+09:00"]))),
        "draft": draw(st.sampled_from(["true", "false"])),
        "tags": _brackets(draw, [string(tag) for tag in tags], None, trailing=False),
        "slug": string(draw(TEXTS)),
        "params": '{"title": "}", "x": ["no"]}',
    }
    end = draw(st.sampled_from(["\n  ", "\n\t", " ", ""]))
    parts, places = ["{" + end], {}
    for name in draw(st.permutations(list(entries))):
        places[name] = len(parts)
        parts += [f'"{_key(draw, name)}":{entries[name]}', f",{end}"]
    return Sample("JSON", (*parts[:-1], "\n}" if "\n" in end else "}"), places, tuple(tags))


SAMPLES = toml() | yaml() | json_()
