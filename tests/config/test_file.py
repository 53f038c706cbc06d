"""config.toml on the disk: read with patience, written with care."""

import os
import stat
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matome_tui.config import file
from matome_tui.config.file import load, save_site, save_value, site_settings
from matome_tui.config.settings import Settings

COMMENTED = """\
# My settings.

[reader]   # the thread
  measure = 80   # cells
ascii=true # old terminal

# How it looks.
[ui]
theme = 'nord'

[[colors]]
name = "sky"   # first
value = "#0000ff"
# The end.
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the path of a config.toml that does not exist."""
    return tmp_path / "config.toml"


def _problems(config: Path) -> list[str]:
    """Return what is wrong with a file all of whose settings must be the defaults."""
    loaded, problems = load(config, {})
    assert loaded == Settings()
    return [str(problem) for problem in problems]


def test_no_file_is_no_problem(config: Path) -> None:
    assert _problems(config) == []


def test_file_is_read(config: Path) -> None:
    config.write_text(COMMENTED + "[keys]\nnext = 'j,down'\n")
    loaded, problems = load(config, {})
    assert problems == []
    assert (loaded.reader.measure, loaded.reader.ascii, loaded.ui.theme) == (80, True, "nord")
    assert [color.name for color in loaded.colors] == ["sky"]
    assert loaded.keys == {"next": "j,down"}


def test_byte_order_mark_and_carriage_returns_are_no_problem(config: Path) -> None:
    config.write_bytes(b"\xef\xbb\xbf" + COMMENTED.replace("\n", "\r\n").encode())
    assert load(config, {})[0].reader.measure == 80
    assert load(config, {})[1] == []


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[reader]\nmeasure 80\nascii = true\n", "line 2"),
        (b"[reader]\nmeasure = 80\nmeasure = 90\n[ui]\n", "line 3"),
        (b"[reader]\nmeasure =", "line 2"),
        (b"\n\ntheme = '''nord\n\n", "line 3, the end of the file"),
        (b"[reader]\n# \xe9\n", "not UTF-8 (at line 2)"),
        ("[reader]\n".encode("utf-16"), "not UTF-8 (at line 1)"),
    ],
)
def test_file_that_does_not_parse_is_one_problem(config: Path, data: bytes, line: str) -> None:
    config.write_bytes(data)
    problems = _problems(config)
    assert len(problems) == 1
    assert problems[0].startswith("config.toml: ")
    assert line in problems[0]
    assert problems[0].endswith("; defaults are used")


def test_nesting_beyond_reason_is_one_problem(config: Path) -> None:
    config.write_text("a = " + "[" * 100_000)
    assert len(_problems(config)) == 1


def test_file_that_cannot_be_read_is_one_problem(config: Path) -> None:
    config.mkdir()
    assert _problems(config) == ["config.toml: cannot be read (Is a directory); defaults are used"]
    assert len(_problems(config / "file" / "config.toml")) == 0
    (config / "file").write_text("no folder")
    assert len(_problems(config / "file" / "config.toml")) == 1


def test_wrong_settings_are_a_problem_each(config: Path) -> None:
    config.write_text("[reader]\nmeasure = 5\nmesure = 80\n[ui]\ntheme = 5\n")
    assert [problem.rpartition(": ")[0] for problem in _problems(config)] == [
        "line 2: reader.measure",
        "line 3: reader.mesure",
        "line 5: ui.theme",
    ]


def test_variables_go_before_the_file(config: Path) -> None:
    config.write_text("[hn]\nfirebase_url = 'http://a.example'\nalgolia_url = 'http://b.example'\n")
    loaded, problems = load(config, {"MATOME_FIREBASE_URL": "http://127.0.0.1:1/", "HOME": "x"})
    assert problems == []
    assert loaded.hn.firebase_url == "http://127.0.0.1:1"
    assert loaded.hn.algolia_url == "http://b.example"
    assert load(config, {"MATOME_ALGOLIA_URL": "http://c"})[0].hn.algolia_url == "http://c"
    assert load(config, {"MATOME_PAGES_URL": "http://d"})[0].hn.pages_url == "http://d"


def test_wrong_variable_leaves_the_file_its_word(config: Path) -> None:
    config.write_text("[hn]\nalgolia_url = 'http://b.example'\n")
    environ = {"MATOME_ALGOLIA_URL": "b.example", "MATOME_FIREBASE_URL": ""}
    loaded, problems = load(config, environ)
    assert loaded.hn.algolia_url == "http://b.example"
    assert loaded.hn.firebase_url == Settings().hn.firebase_url
    assert [problem.key for problem in problems] == ["MATOME_ALGOLIA_URL"]
    assert problems[0].message.endswith("not 'b.example'; 'http://b.example' is used")


def test_variables_are_those_of_the_process(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATOME_FIREBASE_URL", "http://localhost:1")
    assert load(config)[0].hn.firebase_url == "http://localhost:1"


def test_saved_value_changes_nothing_else(config: Path) -> None:
    config.write_bytes(COMMENTED.encode())
    save_value(config, "reader.measure", 100)
    assert config.read_bytes() == COMMENTED.replace("= 80", "= 100").encode()
    save_value(config, "reader.ascii", False)
    save_value(config, "ui.theme", "gruvbox")
    expected = COMMENTED.replace("= 80", "= 100").replace("=true", "=false")
    assert config.read_bytes() == expected.replace("'nord'", '"gruvbox"').encode()


def test_a_list_is_saved(config: Path) -> None:
    config.write_text('[people]\nfollow = ["a"] # friends\n')
    save_value(config, "people.follow", ["a", "b"])
    assert config.read_text() == '[people]\nfollow = ["a", "b"] # friends\n'


def test_new_key_stays_above_the_comment_of_the_next_table(config: Path) -> None:
    config.write_text("[reader]\nascii=true\n\n# How it looks.\n[ui]\ntheme = 'nord'\n")
    save_value(config, "reader.measure", 90)
    assert config.read_text() == (
        "[reader]\nascii=true\nmeasure = 90\n\n# How it looks.\n[ui]\ntheme = 'nord'\n"
    )


def test_carriage_returns_stay(config: Path) -> None:
    config.write_bytes(b"[reader]\r\nmeasure = 80 # x\r\n\r\n")
    save_value(config, "reader.measure", 90)
    assert config.read_bytes() == b"[reader]\r\nmeasure = 90 # x\r\n\r\n"


def test_new_table_goes_to_the_end(config: Path) -> None:
    config.write_text(COMMENTED)
    save_value(config, "post.group_size", 20)
    assert config.read_text() == COMMENTED + "\n[post]\ngroup_size = 20\n"


def test_last_line_without_an_end_is_ended_first(config: Path) -> None:
    config.write_text("[keys]\na.b.c = 'j'")
    save_value(config, "keys.quit", "q")
    assert config.read_text() == "[keys]\na.b.c = 'j'\nquit = \"q\"\n"


def test_file_and_folders_are_made(tmp_path: Path) -> None:
    config = tmp_path / "a" / "b" / "config.toml"
    save_value(config, "site.path", 'ブログ\\x"\n')
    assert list(config.parent.iterdir()) == [config]
    assert tomllib.loads(config.read_text("utf-8")) == {"site": {"path": 'ブログ\\x"\n'}}
    save_value(config, "keys.thread.next", "j")
    assert load(config, {})[0].keys == {"thread.next": "j"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[reader\n", "reader.measure"),
        ("reader = 5\n", "reader.measure"),
        ("[[reader]]\nmeasure = 5\n", "reader.measure"),
        ("[reader]\n", "reader"),
        ("[reader]\n", "reader."),
    ],
)
def test_a_file_without_a_place_for_the_key_is_unchanged(config: Path, text: str, key: str) -> None:
    config.write_text(text)
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z"):
        save_value(config, key, 80)
    assert config.read_text() == text


def test_result_that_says_something_else_is_not_written(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text(COMMENTED)
    monkeypatch.setattr(file, "_with_value", lambda *_: "[reader]\nmeasure = 90\n")
    with pytest.raises(ValueError, match="by hand"):
        save_value(config, "reader.measure", 90)
    assert config.read_text() == COMMENTED


def test_failed_write_leaves_the_old_file(config: Path) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk")

    config.write_text(COMMENTED)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(OSError, match="disk"):
            save_value(config, "reader.measure", 90)
    assert config.read_text() == COMMENTED
    assert list(config.parent.iterdir()) == [config]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_mode_is_kept(config: Path) -> None:
    config.write_text(COMMENTED)
    config.chmod(0o600)
    save_value(config, "reader.measure", 90)
    assert stat.S_IMODE(config.stat().st_mode) == 0o600


SITE = {
    "format": "blockquote",
    "slug_words": 5,
    "quoted_date": False,
    "front_matter": ("title", "date"),
    "extra": {"author": "Rin", "categories": ["庭"]},
}
SITE_TEXT = """\
[[sites]]
folder = "/blog"
format = "blockquote"
slug_words = 5
quoted_date = false
front_matter = ["title", "date"]
extra = {author = "Rin", categories = ["庭"]}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", SITE_TEXT),
        ("# mine\n[ui] # look\ntheme='nord'", f"# mine\n[ui] # look\ntheme='nord'\n\n{SITE_TEXT}"),
        ("a = 1\n\n", f"a = 1\n\n{SITE_TEXT}"),
        (
            '[[sites]]\nfolder = "/a" # a\n\n# How it looks.\n[ui]\n',
            f'[[sites]]\nfolder = "/a" # a\n\n{SITE_TEXT}\n# How it looks.\n[ui]\n',
        ),
        (
            "[[sites]]\nfolder='/blog'\nslug_words=9 # long\ntail = ''\n\n# How it looks.\n[ui]\n",
            (
                "[[sites]]\nfolder='/blog'\nslug_words=5 # long\ntail = ''\n"
                f"{SITE_TEXT.split(chr(10), 2)[2].replace('slug_words = 5' + chr(10), '')}"
                "\n# How it looks.\n[ui]\n"
            ),
        ),
    ],
    ids=["no file", "no sites", "a blank line", "another site", "the site"],
)
def test_a_site_is_added_or_completed_and_nothing_else_changes(
    config: Path, before: str, after: str
) -> None:
    if before:
        config.write_text(before)
    save_site(config, Path("/blog"), SITE)
    assert config.read_text() == after
    assert site_settings(config, Path("/blog")) >= {"folder", *SITE}
    save_site(config, Path("/blog"), SITE)
    assert config.read_text() == after


def test_line_ends_of_a_file_are_those_of_a_new_site(config: Path) -> None:
    config.write_bytes(b"[ui]\r\ntheme = 'nord'\r\n")
    save_site(config, Path("/blog"), SITE)
    assert config.read_bytes().decode() == (
        f"[ui]\ntheme = 'nord'\n\n{SITE_TEXT}".replace("\n", "\r\n")
    )


@pytest.mark.parametrize("text", ["sites = 3\n", "sites = []\n", "sites = [{folder='/a'}]\n", "[["])
def test_a_file_without_a_place_for_a_site_is_unchanged(config: Path, text: str) -> None:
    config.write_text(text)
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z"):
        save_site(config, Path("/blog"), SITE)
    assert config.read_text() == text
    assert site_settings(config, Path("/blog")) == set()


def test_the_home_folder_may_be_a_tilde(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/rin")
    text = "[[sites]]\nfolder = '~nobody-at-all/x'\n[[sites]]\nfolder = '~/blog'\n"
    config.write_text(text)
    save_site(config, Path("/home/rin/blog"), {"format": "matome"})
    assert config.read_text() == text + 'format = "matome"\n'


_LINES = """\
[reader]
[ 'reader' ]
[reader.sub]
[reader.measure]
[ui]
[keys]
[[colors]]
reader = {}
reader.measure = 3
reader.ascii = true
measure = 80 # c
  'measure'=1
theme = 'x'
ui = {theme = 'a', b = 1}
a.b.c = 1
a = [1, 2] # x
# note

""".splitlines()
_lines = st.sampled_from([*_LINES, "x = '''\ny\n'''"])
_keys = st.sampled_from(["reader.measure", "reader.ascii", "ui.theme", "keys.next"])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(_lines, max_size=7), st.booleans(), _keys, st.integers() | st.booleans() | st.text()
)
def test_any_file_keeps_its_other_settings(
    lines: list[str], ends: bool, key: str, value: str | int | bool
) -> None:
    text = "\n".join(lines) + "\n" * ends
    section, _, name = key.partition(".")
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    expected.setdefault(section, {})[name] = value
    with TemporaryDirectory() as folder:
        config = Path(folder, "config.toml")
        config.write_bytes(text.encode())
        save_value(config, key, value)
        assert tomllib.loads(config.read_bytes().decode()) == expected


@pytest.mark.parametrize(
    "number", ["0x" + "f" * 5000, "2" * 20, "-1", "1e400", "nan", "9" * 5000, "10000000000"]
)
@pytest.mark.parametrize(
    "place", ["[post]\ngroup_size = {}", "[post.extra]\nn = {}", "[hn]\nlive = {}"]
)
def test_no_number_breaks_the_reading(tmp_path: Path, place: str, number: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(place.format(number))
    read, problems = load(config, {})
    assert (read.post.group_size, read.hn.live) == (30, True)
    assert all(len(str(problem).splitlines()) == 1 for problem in problems)
    assert all(abs(n) < 2**63 for n in read.post.extra.values() if isinstance(n, int))


@pytest.mark.parametrize(
    "url", ["http://a.test:99999", "http://[::::]", "http://日本..test", "http://xn--.test"]
)
def test_an_address_that_no_client_can_ask_is_refused(tmp_path: Path, url: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[hn]\nfirebase_url = '{url}'\n")
    read, problems = load(config, {})
    assert read.hn == Settings().hn
    assert len(problems) == 1
