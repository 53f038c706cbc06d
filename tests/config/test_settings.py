"""Settings: defaults, checks, and messages about wrong values."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.config.file import load
from matome_tui.config.reading import RENAMED, Problem, from_tables, unknown_keys
from matome_tui.config.settings import DEFAULT_COLORS, Color, EditorSettings, Settings, settings_of
from matome_tui.core.draft.post_options import Format, PostOptions
from matome_tui.ui.commands import COMMANDS

SECTIONS = ("site", "hn", "post", "reader", "ui")
PAGE_COLORS = ["#38d3d3", "#ff5733", "#45d325", "#785bff", "#ff33a1", "#ff5c5c"]


def _only(section: str, name: str, value: object) -> tuple[Any, list[str]]:
    """Return one setting as read from a file that has nothing else, and the problems."""
    settings, problems = from_tables({section: {name: value}})
    return getattr(getattr(settings, section), name), [str(problem) for problem in problems]


def _checked(settings: Settings) -> Iterator[tuple[Any, Any]]:
    """Yield every value with what its own check makes of it."""
    for table in (*(getattr(settings, name) for name in SECTIONS), *settings.colors):
        for name, setting in settings_of(type(table)).items():
            value = getattr(table, name)
            yield value, setting.check(value)


def test_defaults() -> None:
    settings, problems = from_tables({})
    assert problems == []
    assert settings == Settings()
    assert settings.site.path == ""
    assert settings.hn.firebase_url == "https://hacker-news.firebaseio.com/v0"
    assert settings.hn.algolia_url == "https://hn.algolia.com/api/v1"
    assert (settings.hn.live, settings.hn.offline_megabytes) == (True, 500)
    assert (settings.post.group_size, settings.post.slug_words) == (30, 8)
    assert settings.post.style == "typographic"
    assert settings.post.ellipsis == " … "
    assert (settings.reader.measure, settings.reader.ascii) == (100, False)
    assert settings.ui.theme == "textual-dark"
    assert [color.value for color in settings.colors] == PAGE_COLORS
    assert [color.name for color in settings.colors] == [
        "aqua",
        "orange",
        "green",
        "violet",
        "pink",
        "red",
    ]
    assert settings.keys == {}


def test_defaults_pass_their_own_checks() -> None:
    assert all(value == checked for value, checked in _checked(Settings()))


def test_every_setting_has_a_description() -> None:
    tables = [Color(), *(getattr(Settings(), name) for name in SECTIONS)]
    meanings = [setting.help for table in tables for setting in settings_of(type(table)).values()]
    meanings += [item.metadata["help"] for item in fields(Settings)]
    assert len(set(meanings)) == len(meanings)
    assert all(meaning.endswith(".") and "\n" not in meaning for meaning in meanings)


def test_every_post_option_but_the_archetype_is_a_setting() -> None:
    names = [item.name for item in fields(PostOptions)]
    assert [*settings_of(PostOptions), "archetype"] == names


@pytest.mark.parametrize("table", ["post", "sites"])
def test_the_former_name_of_a_key_is_read(table: str, tmp_path: Path) -> None:
    values: dict[str, object] = {"fold_summary": "old"}

    def summary(values: dict[str, object]) -> str:
        in_table = values if table == "post" else [{"folder": str(tmp_path), **values}]
        settings, problems = from_tables({table: in_table})
        assert problems == []
        return settings.post_on(tmp_path).section_summary

    assert summary(values) == "old"
    assert summary({"section_summary": "new", **values}) == "new"


def test_settings_cannot_be_changed() -> None:
    settings, _ = from_tables({"keys": {"next": "j"}})
    for value in (settings, settings.reader, settings.colors[0]):
        assert is_dataclass(value)
        assert not hasattr(value, "__dict__")
    with pytest.raises(FrozenInstanceError):
        settings.reader.measure = 80  # type: ignore[misc]
    with pytest.raises(TypeError):
        settings.keys["next"] = "k"  # type: ignore[index]


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("hn", "live", False),
        ("hn", "offline_megabytes", 0),
        ("post", "group_size", 1),
        ("post", "group_size", 1000),
        ("post", "slug_words", 1),
        ("post", "slug_words", 50),
        ("post", "style", "exact"),
        ("post", "ellipsis", "（中略）"),
        ("reader", "measure", 40),
        ("reader", "measure", 300),
        ("reader", "ascii", True),
        ("ui", "theme", "nord"),
        ("hn", "firebase_url", "http://127.0.0.1:8080/v0"),
        ("hn", "firebase_url", "http://[::1]:80"),
        ("hn", "algolia_url", "https://例え.jp/api/v1"),
        ("people", "follow", ("ann", "bo-b_2")),
        ("lists", "mute_words", ("AI", "仮想通貨")),
        ("lists", "mute_sites", ("example.com", "例え.jp")),
    ],
)
def test_right_value_is_taken(section: str, name: str, value: object) -> None:
    assert _only(section, name, value) == (value, [])


@pytest.mark.parametrize(
    ("section", "name", "value", "message"),
    [
        ("reader", "measure", 39, "must be a whole number from 40 to 300, not 39; 100 is used"),
        ("reader", "measure", 301, "must be a whole number from 40 to 300, not 301; 100 is used"),
        ("post", "group_size", True, "must be a whole number from 1 to 1000, not true; 30 is used"),
        ("reader", "measure", 80.0, "must be a whole number from 40 to 300, not 80.0; 100 is used"),
        ("reader", "ascii", 1, "must be true or false, not 1; false is used"),
        ("post", "group_size", 0, "must be a whole number from 1 to 1000, not 0; 30 is used"),
        ("post", "slug_words", 51, "must be a whole number from 1 to 50, not 51; 8 is used"),
        ("post", "ellipsis", 3, "must be text in quotes, not 3; ' … ' is used"),
        ("post", "format", 1, "must be one of: 'matome', 'blockquote', not 1; 'matome' is used"),
        ("hn", "live", "yes", "must be true or false, not 'yes'; true is used"),
        ("ui", "theme", 5, "must be text in quotes, not 5; 'textual-dark' is used"),
        ("site", "path", False, "must be text in quotes, not false; '' is used"),
        (
            *("people", "mute", ["a b"]),
            "must be a list of user names such as ['pg'], not ['a b']; [] is used",
        ),
        (
            *("lists", "mute_words", [" "]),
            "must be a list of words such as ['crypto'], not [' ']; [] is used",
        ),
        (
            *("lists", "mute_sites", ["https://a.test"]),
            "must be a list of sites such as ['example.com'], not ['https://a.test']; [] is used",
        ),
    ],
)
def test_wrong_value_costs_itself_only(
    section: str, name: str, value: object, message: str
) -> None:
    default = getattr(getattr(Settings(), section), name)
    assert _only(section, name, value) == (default, [f"{section}.{name}: {message}"])


def test_neighbours_of_a_wrong_value_are_taken() -> None:
    settings, problems = from_tables(
        {"reader": {"measure": 5, "ascii": True}, "ui": {"theme": "x"}}
    )
    assert (settings.reader.measure, settings.reader.ascii, settings.ui.theme) == (100, True, "x")
    assert len(problems) == 1


@pytest.mark.parametrize(
    "value",
    [
        "ftp://example.org",
        "file:///v0",
        "example.org",
        "https://",
        "https:///v0",
        "https://user@example.org/",
        "https://example.org/v0?x=1",
        "https://example.org/v0#x",
        "https://example.org/a b",
        "https://example.org/\x1b[31m",
        "https://example.org/v0\n",
        " https://example.org",
        "",
        8080,
    ],
)
def test_address_must_be_http(value: object) -> None:
    used, problems = _only("hn", "algolia_url", value)
    assert used == Settings().hn.algolia_url
    assert len(problems) == 1
    assert problems[0].startswith("hn.algolia_url: must be an http:// or https:// address, not ")


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_slash_at_the_end_of_an_address_is_dropped(slashes: str) -> None:
    url = "HTTPS://example.org/v0"
    assert _only("hn", "firebase_url", url + slashes) == (url, [])
    assert _only("hn", "firebase_url", "http://example.org" + slashes)[0] == "http://example.org"


def test_home_folder_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert _only("site", "path", "~/blog") == (str(tmp_path / "blog"), [])
    assert _only("site", "path", str(tmp_path)) == (str(tmp_path), [])
    assert _only("site", "path", "") == ("", [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows guesses the homes of others")
def test_home_folder_of_nobody() -> None:
    wrong = "must be in a home folder that exists, not '~no body/x'; '' is used"
    assert _only("site", "path", "~no body/x") == ("", [f"site.path: {wrong}"])


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"hn": {"liv": 1}}, "hn.liv: not a setting, ignored; did you mean hn.live?"),
        ({"post": {"theme": "x"}}, "post.theme: not a setting, ignored; did you mean ui.theme?"),
        ({"measure": 80}, "measure: not a setting, ignored; did you mean reader.measure?"),
        ({"raeder": {"measure": 80}}, "raeder: not a setting, ignored; did you mean reader?"),
        ({"colours": []}, "colours: not a setting, ignored; did you mean colors?"),
        ({"post": {"qqqq": 1}}, "post.qqqq: not a setting, ignored"),
        ({"__class__": {}}, "__class__: not a setting, ignored"),
        ({"a\nb\x1b[31m": 1}, "a b[31m: not a setting, ignored"),
        ({"reader": 5}, "reader: must be a table, not 5; defaults are used"),
        ({"keys": "j"}, "keys: must be a table, not 'j'; defaults are used"),
    ],
)  # fmt: skip
def test_unknown_key_offers_the_nearest(tables: Mapping[str, object], expected: str) -> None:
    settings, problems = from_tables(tables)
    assert settings == Settings()
    assert [str(problem) for problem in problems] == [expected]


def test_colors_replace_the_six() -> None:
    tables = [
        {"name": "sky", "value": "#0000FF", "meaning": "good"},
        {"name": "n", "value": "#000000"},
    ]
    settings, problems = from_tables({"colors": tables})
    assert problems == []
    assert settings.colors == (Color("sky", "#0000FF", "good"), Color("n", "#000000"))
    assert from_tables({"colors": []})[0].colors == ()


def test_wrong_color_has_the_default_of_its_place() -> None:
    tables = [{"name": "sky", "value": "blue"}, {"value": "#000000"}, {"name": "x", "valeu": 1}, 7]
    settings, problems = from_tables({"colors": tables})
    assert settings.colors == (
        Color("sky", "#38d3d3"),
        Color("orange", "#000000"),
        Color("x", "#45d325"),
        Color("violet", "#785bff"),
    )
    assert [str(problem) for problem in problems] == [
        "colors[1].value: must be a colour such as '#38d3d3', not 'blue'; '#38d3d3' is used",
        "colors[2].name: missing; 'orange' is used",
        "colors[3].valeu: not a setting, ignored; did you mean colors.value?",
        "colors[3].value: missing; '#45d325' is used",
        "colors[4]: must be a table, not 7; defaults are used",
    ]


@pytest.mark.parametrize("value", ["#fff", "38d3d3", "#38d3d3ff", "#38d3dg", "#38d3d3\n", "", 5])
def test_color_must_have_six_digits(value: object) -> None:
    settings, problems = from_tables({"colors": [{"name": "aqua", "value": value}]})
    assert settings.colors == DEFAULT_COLORS[:1]
    assert [problem.key for problem in problems] == ["colors[1].value"]


def test_colors_beyond_the_sixth_are_left_out() -> None:
    tables = [{"name": str(number), "value": "#000000"} for number in range(8)]
    settings, problems = from_tables({"colors": tables})
    assert [color.name for color in settings.colors] == list("012345")
    assert problems == [Problem("colors", "8 colours; only the first 6 are used")]


def test_colors_must_be_an_array() -> None:
    settings, problems = from_tables({"colors": {"name": "aqua"}})
    assert settings.colors == DEFAULT_COLORS
    assert [problem.key for problem in problems] == ["colors"]


def test_keys_are_names_of_keys() -> None:
    settings, problems = from_tables(
        {"keys": {"next": "j,down", "quit": "", "top": 5, "fold": "z,"}}
    )
    assert settings.keys == {"next": "j,down"}
    wrong = "must be a key such as 'j', or several, 'j,down', not"
    assert [str(problem) for problem in problems] == [
        f"keys.quit: {wrong} ''; its default key is used",
        f"keys.top: {wrong} 5; its default key is used",
        f"keys.fold: {wrong} 'z,'; its default key is used",
    ]


def test_unknown_command_offers_the_nearest() -> None:
    settings, _ = from_tables({"keys": {"next_comment": "j", "next_coment": "j", "zz": "j"}})
    known = iter(["next_comment", "previous_comment"])
    assert [str(problem) for problem in unknown_keys(settings.keys, known)] == [
        "keys.next_coment: not a command, ignored; did you mean keys.next_comment?",
        "keys.zz: not a command, ignored",
    ]
    assert unknown_keys({}, []) == []


def test_names_and_hosts_are_read_as_people_write_them() -> None:
    settings, _ = from_tables(
        {"people": {"follow": ["@ann", "ann"]}, "lists": {"mute_sites": ["www.Example.com"]}}
    )
    assert settings.people.follow == ("ann",)
    assert settings.lists.mute_sites == ("example.com",)


_values = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.sampled_from([[], {}, [1], {"x": 1}, "#123456", "http://x/", "exact", "j,down", "~", 80])
)
_names = st.sampled_from(
    [item.name for name in SECTIONS for item in fields(getattr(Settings(), name))]
    + [item.name for item in fields(Color)]
)
_tables = st.dictionaries(_names | st.text(max_size=8), _values, max_size=4)
_files = st.dictionaries(
    st.sampled_from([*SECTIONS, "colors", "keys"]) | st.text(max_size=8),
    _tables | st.lists(_tables | _values, max_size=8) | _values,
    max_size=4,
)


@settings(deadline=None)
@given(_files)
def test_any_file_gives_settings_that_pass_their_checks(tables: dict[str, object]) -> None:
    settings, problems = from_tables(tables)
    assert all(value == checked for value, checked in _checked(settings))
    assert all(len(str(problem).splitlines()) == 1 for problem in problems)
    assert all(isinstance(keys, str) for keys in settings.keys.values())


# Sites


def test_a_site_has_settings_of_its_own(tmp_path: Path) -> None:
    tables: dict[str, object] = {
        "sites": [{"folder": str(tmp_path), "format": "blockquote", "tail": ""}],
        "post": {"group_size": 7, "tail": "all"},
    }
    settings, problems = from_tables(tables)
    assert problems == []
    assert settings.post_on(tmp_path).format == "blockquote"
    assert settings.post_on(tmp_path).group_size == 7
    assert settings.post_on(tmp_path).tail == ""
    for elsewhere in (None, tmp_path / "other"):
        assert settings.post_on(elsewhere) == settings.post
    assert settings.post.tail == "all"


def test_a_format_brings_its_own_defaults(tmp_path: Path) -> None:
    settings, problems = from_tables({"post": {"format": "blockquote", "style": "typographic"}})
    assert problems == []
    expected = PostOptions().in_format("blockquote")
    assert settings.post == replace(expected, style="typographic")
    assert (expected.tail, expected.title_line, expected.blank_lines) == ("", False, 1)
    assert "months" not in expected.front_matter


@pytest.mark.parametrize("form", ["blockquote", "matome"])
def test_a_format_of_a_site_brings_its_own_defaults(
    tmp_path: Path, form: Literal["blockquote", "matome"]
) -> None:
    other: Format = "matome" if form == "blockquote" else "blockquote"
    post = {"format": other, "tail": "x", "time_zone": "Asia/Tokyo"}
    tables: dict[str, object] = {
        "sites": [{"folder": str(tmp_path), "format": form, "slug_separator": "_"}],
        "post": post,
    }
    options = from_tables(tables)[0].post_on(tmp_path)
    assert options == replace(
        PostOptions().in_format(form), time_zone="Asia/Tokyo", slug_separator="_"
    )


def test_a_wrong_pattern_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[post]\nformat = "blockquote"\nattribution = "— {author}"\n')
    settings, (problem,) = load(file, {})
    assert str(problem).startswith("line 3: post.attribution: must have {author} and {url}, as in ")
    assert settings.post.attribution == PostOptions().attribution


@pytest.mark.parametrize(
    ("sites", "problem"),
    [
        (5, "sites: must be [[sites]] tables, not 5; ignored"),
        ([1], "sites: must be [[sites]] tables, not [1]; ignored"),
        ([{"tail": "x"}], "sites[1].folder: missing; the site is ignored"),
        ([{"folder": 3}], "sites[1].folder: must be text in quotes; the site is ignored"),
    ],
)
def test_a_site_without_a_folder_is_a_problem(sites: object, problem: str) -> None:
    settings, problems = from_tables({"sites": sites})
    assert [str(each) for each in problems] == [problem]
    assert settings.sites == ()


def test_a_wrong_value_of_a_site_costs_only_itself(tmp_path: Path) -> None:
    site = {"folder": str(tmp_path), "format": "x", "ids": True, "sytle": "exact"}
    clips = {"target": 0, "language": "", "tagret": 1}
    settings, problems = from_tables({"sites": [{**site, **clips}]})
    assert settings.post_on(tmp_path).format == "matome"
    assert settings.post_on(tmp_path).ids
    assert settings.editor_on(tmp_path) == EditorSettings(language="")
    assert [problem.key for problem in problems] == [
        f"sites[1].{name}" for name in ("target", "format", "sytle", "tagret")
    ]
    assert "must be a whole number from 1 to 100000, not 0; 200 is used" in problems[0].message
    assert "did you mean editor.target?" in problems[3].message
    assert "did you mean post.style?" in problems[2].message


def test_clips_are_checked_as_each_site_says(tmp_path: Path) -> None:
    site = {"folder": str(tmp_path), "language": ""}
    settings, problems = from_tables({"sites": [site], "editor": {"target": 300}})
    assert problems == []
    assert settings.editor_on(tmp_path) == EditorSettings(300, "")
    for other in (None, tmp_path / "other"):
        assert settings.editor_on(other) == settings.editor == EditorSettings(300, "ja")
    assert settings.with_site(tmp_path, PostOptions()).editor_on(tmp_path).language == ""


@pytest.mark.parametrize(
    ("name", "value", "is_fine"),
    [
        *(("path", path, True) for path in ("content/hn/{id}.md", "content/a/{slug}/index.md")),
        *(
            ("path", path, False)
            for path in (
                *("posts/{slug}.md", "content/{slug}.md", "content/a/{slug}", "content/a/b.md"),
                *("content/../{slug}.md", "content//{slug}.md", "content/a/{slog}.md"),
                *("content/a/{slug.md", "content/a/{slug}}.md", "content/a\\{slug}.md"),
            )
        ),
        *(("time_zone", zone, True) for zone in ("UTC", "Asia/Tokyo")),
        *(("time_zone", zone, False) for zone in ("", "JST9", "../../etc/passwd", 9)),
        *(
            ("front_matter", ["title", key], ok)
            for key, ok in (("cover.image", True), ("a.b", False))
        ),
        ("source_line", "Source: [x]({url})", True),
        *(
            ("source_line", line, False)
            for line in ("x", "[x]({url})", "> [x]({url})", "a\n]({url})")
        ),
        *(("tail", tail, ok) for tail, ok in (("", True), ("a\nb", False))),
        *(
            ("attribution", line, True)
            for line in (
                *("— [{author}]({url})", "{author}, {date:%-d %b %Y, %H:%M} <{url}>"),
                "[{author}, {date}]({url}) 100%",
            )
        ),
        *(
            ("attribution", line, False)
            for line in (
                *("— {author}", "[comment]({url})", "{author} {url} {title}", "{author}\n{url}"),
                *("{author:%Y} {url}", "{author} {url} {date:%s}", "{author} {url} {date:%}", 1),
            )
        ),
        *(
            ("date_format", form, True)
            for form in ("", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%d 09:00:00+09:00")
        ),
        *(("date_format", form, False) for form in ("%d.%m.%Y", "%-d %b", "%Y-%m-%dx", "%F", 1)),
        *(
            ("front_matter", keys, ok)
            for keys, ok in ((["title"], True), (["a b"], False), ("a", False))
        ),
        *(("extra", extra, ok) for extra, ok in (({"a": [1, "b"]}, True), ({"a": {}}, False))),
    ],
)
def test_settings_of_a_site(name: str, value: object, is_fine: bool) -> None:
    _, problems = _only("post", name, value)
    assert (problems == []) is is_fine


# Names of earlier versions


def test_a_renamed_setting_is_read_under_its_former_name() -> None:
    for former, name in RENAMED.items():
        table, _, key = name.partition(".")
        value = "f5" if table == "keys" else getattr(getattr(Settings(), table), key)
        settings, problems = from_tables({table: {former.partition(".")[2]: value}})
        assert problems == []
        assert unknown_keys(settings.keys, {command.id for command in COMMANDS}) == []
        found = settings.keys[key] if table == "keys" else getattr(getattr(settings, table), key)
        assert found == value


def test_a_former_name_does_not_override_the_current_one() -> None:
    table = {"section_summary": "new", "fold_summary": "old"}
    for each in (table, dict(reversed(table.items()))):
        settings, problems = from_tables({"post": each, "sites": [{"folder": "/b", **each}]})
        assert problems == []
        assert settings.post.section_summary == "new"
        assert settings.sites[0].post.section_summary == "new"


def test_former_ids_of_commands_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RENAMED, "keys.old.id", "keys.new.id")
    settings, problems = from_tables({"keys": {"old.id": "f5", "same.id": "f6"}})
    assert problems == []
    assert settings.keys == {"new.id": "f5", "same.id": "f6"}


def test_a_wrong_value_is_reported_by_the_current_name() -> None:
    _, problems = from_tables({"post": {"fold_summary": 5}})
    assert [problem.key for problem in problems] == ["post.section_summary"]


@pytest.mark.parametrize("contact", ["me@example.org", "https://example.org/~me?x=1", ""])
def test_a_contact_is_an_address(contact: str) -> None:
    assert _only("hn", "contact", contact) == (contact, [])


@pytest.mark.parametrize("contact", ["me", "a@b (c)", "a@b\r\nHost: x", "名@例.jp", "a@b\\"])
def test_a_contact_cannot_break_its_header(contact: str) -> None:
    value, problems = _only("hn", "contact", contact)
    assert value == ""
    assert "must be a mail address or a URL" in problems[0]


@pytest.mark.parametrize("name", ["key", "api_key", "deepl-key", "API_TOKEN", "secret"])
def test_a_key_in_the_file_is_a_fault_that_does_not_show_it(name: str) -> None:
    _settings, (problem,) = from_tables({"translate": {name: "sk-s3cret"}})
    assert "use key_env, key_command or key_file" in problem.message
    assert "s3cret" not in str(problem)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key_env", "sk-s3cret"),
        ("key_env", ["s3cret"]),
        ("key_command", "pass 's3cret"),
        ("key_file", "~s3cret/no-such-home"),
        ("url", "https://me:s3cret@mt.test/v2"),
        ("url", "https://mt.test/v2?key=s3cret"),
    ],
)
def test_a_key_in_the_wrong_place_is_not_shown(name: str, value: object) -> None:
    settings, (problem,) = from_tables({"translate": {name: value}})
    assert problem.key == f"translate.{name}"
    assert getattr(settings.translate, name) == ""
    assert "s3cret" not in str(problem)


@pytest.mark.parametrize(
    ("name", "value", "is_fine"),
    [
        ("backend", "openai", True),
        ("backend", "google", False),
        ("url", "", True),
        ("url", "http://127.0.0.1:11434/v1/", True),
        ("target", "pt-BR", True),
        ("target", "Japanese", False),
        ("command", "trans -b 'en:ja'", True),
        ("command", "two\nlines", False),
        ("glossary", {"latency": "遅延"}, True),
        ("glossary", {"latency": ""}, False),
        ("glossary", {"latency": 3}, False),
        ("glossary", ["latency"], False),
    ],
)
def test_settings_of_translation(name: str, value: object, is_fine: bool) -> None:
    _settings, problems = from_tables({"translate": {name: value}})
    assert (problems == []) is is_fine


def test_the_nearest_setting_is_one_of_the_same_table() -> None:
    _settings, problems = from_tables({"translate": {"stile": "x"}, "post": {"stile": "x"}})
    assert [problem.message.split()[-1] for problem in problems] == [
        "translate.style?",
        "post.style?",
    ]
