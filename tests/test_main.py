"""The command line."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import pytest

from matome_tui import __main__, __version__, i18n, locale
from matome_tui.config.settings import HnSettings, Settings
from matome_tui.core.draft.draft import Draft
from matome_tui.core.items import Story
from matome_tui.hugo.site.site import create_site
from matome_tui.locale.build_hook import compile_catalogues
from matome_tui.store.drafts import DraftStore
from matome_tui.store.transfer import load
from matome_tui.ui.app import MatomeApp
from matome_tui.ui.screens.person import PersonScreen
from matome_tui.ui.thread.screen import ThreadScreen


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[MatomeApp]:
    """The apps that the command line would have run."""
    apps: list[MatomeApp] = []

    def run(app: MatomeApp) -> None:
        apps.append(app)

    monkeypatch.setattr(MatomeApp, "run", run)
    return apps


def start_of(app: MatomeApp) -> ThreadScreen | None:
    assert app._start is None or isinstance(app._start, ThreadScreen)
    return app._start


@pytest.mark.parametrize(
    ("given", "item"),
    [
        ("44139454", 44139454),
        ("https://news.ycombinator.com/item?id=44139454", 44139454),
        ("http://news.ycombinator.com/item?id=44139454&p=2", 44139454),
        ("news.ycombinator.com/item?id=1", 1),
        ("https://news.ycombinator.com/item?id=44139454#44141111", 44141111),
        ("https://news.ycombinator.com/reply?id=77&goto=item%3Fid%3D5", 77),
        ("https://hn.algolia.com/api/v1/items/12", 12),
        (" 1003 ", 1003),
        ("https://News.YCombinator.com:443/item?id=1003", 1003),
        ("https://news.ycombinator.com/item?uid=77&id=1003", 1003),
    ],
)
def test_threads_are_named_by_id_or_address(
    started: list[MatomeApp], given: str, item: int
) -> None:
    assert __main__.main([given]) == 0
    start = start_of(started[0])
    assert start is not None
    assert start._item_id == item


@pytest.mark.parametrize("given", ["@37prime", "https://news.ycombinator.com/user?id=37prime"])
def test_a_person_is_named_by_name_or_address(started: list[MatomeApp], given: str) -> None:
    assert __main__.main(["--offline", given]) == 0
    assert isinstance(started[0]._start, PersonScreen)


def test_without_a_thread_the_front_page_comes(started: list[MatomeApp]) -> None:
    assert __main__.main([]) == 0
    assert start_of(started[0]) is None
    assert started[0].services.connect is not None


def test_drafts_that_cannot_be_stored_are_reported_and_the_program_starts(
    started: list[MatomeApp], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("MATOME_DATA_DIR", str(tmp_path / "file" / "data"))
    assert __main__.main([]) == 0
    with closing(started[0].services.drafts) as drafts:
        (notice,) = drafts.take_notices()
    assert notice.startswith("Cannot open ")
    assert "Drafts stay in memory until it can be opened" in notice


def test_offline_has_no_connection(started: list[MatomeApp]) -> None:
    assert __main__.main(["--offline"]) == 0
    assert started[0].services.connect is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-thread"], "is not an HN id, an HN address or a file"),
        (["https://example.com/item?id=5"], "is not an HN id"),
        (["0"], "is not an HN id"),
        (["9223372036854775808"], "'9223372036854775808' is not an HN id"),
        (["9" * 5000], "9...' is not an HN id"),
        (["a\nb"], "is not an HN id"),
        (["~nobody-here/post"], "is not an HN id"),
        (["https://news.ycombinator.com/newest?id=37prime"], "is not an HN id"),
        (["https://news.ycombinator.com/item?id=1003abc"], "is not an HN id"),
        (["drafts", "export", "9" * 23], "is not the number of a draft"),
        (["drafts", "export", "x"], "is not the number of a draft"),
        (["drafts", "import", "x" * 5000], "cannot be"),
        (["check", "x" * 5000], "cannot be a file"),
        (["new-site", "~nobody-here/x"], "cannot be a file"),
        (["--site", "x" * 5000], "cannot be a file"),
        (["--config", "x" * 5000], "cannot be a file"),
        (["--debug", "x" * 5000], "cannot be a file"),
        (["--config", ""], "The name of a file or folder is empty"),
        (["--config", "/"], "The configuration / is not a regular file"),
        (["new-site", "/dev/full/x"], "No site was made in /dev/full/x: /dev/full is not a folder"),
        (["--site", "nowhere"], "is not a Hugo site"),
        (["--config", "nowhere.toml"], "There is no configuration"),
        (["--debug", "no/such/folder/log"], "cannot be written"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    started: list[MatomeApp],
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
) -> None:
    assert __main__.main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert started == []


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("--site d doctor", "doctor", "--site d"),
        ("--config=c --offline search moss", "search", "--config=c --offline moss"),
        ("--site doctor", None, "--site doctor"),
        ("1 doctor", None, "1 doctor"),
        ("-- doctor", None, "-- doctor"),
        ("--site", None, "--site"),
        ("--version doctor", None, "--version doctor"),
    ],
)
def test_options_may_precede_a_subcommand(words: str, name: str | None, rest: str) -> None:
    assert __main__._subcommand(words.split()) == (name, rest.split())


@pytest.mark.parametrize("name", ["init", "translation"])
def test_an_option_of_another_place_is_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["--site", "blog", name, "import"]) == 2
    said = f"matome: --site cannot precede matome {name}; see matome {name} --help\n"
    assert capsys.readouterr().err == said


def test_a_post_that_names_no_thread_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = tmp_path / "index.md"
    post.write_text("Just text.\n")
    assert __main__.main([str(post)]) == 2
    assert "no line that names a Hacker News thread" in capsys.readouterr().err


def test_a_post_brings_the_site_that_it_is_in(started: list[MatomeApp], tmp_path: Path) -> None:
    url = "https://news.ycombinator.com/item?id=44900001"
    for name in ("blog", "other"):
        create_site(tmp_path / name)
    post = tmp_path / "other" / "content" / "posts" / "a.md"
    post.write_text(f"---\ntitle: T\n---\n\nSource: [Hacker News]({url})\n")
    config = tmp_path / "config.toml"
    config.write_text(f"[site]\npath = '{tmp_path / 'blog'}'\n")
    assert __main__.main(["--config", str(config), str(post)]) == 0
    assert started[-1].services.site.root == tmp_path / "other"
    assert __main__.main(["--site", str(tmp_path / "blog"), str(post)]) == 0
    assert started[-1].services.site.root == tmp_path / "blog"


def test_an_output_that_nobody_reads_ends_the_command() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "matome_tui", "config", "--print-defaults"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="FIFOs are POSIX's")
def test_a_path_that_is_no_post_is_named_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = tmp_path / "post.md"
    os.mkfifo(post)
    assert __main__.main([str(post)]) == 2
    assert capsys.readouterr().err == f"matome: {post} cannot be read: not a regular file\n"
    post.unlink()
    post.write_text("Just text.\n")
    assert __main__.main([str(post)]) == 2
    assert capsys.readouterr().err.startswith(f"matome: {post}: ")


def test_a_post_opens_its_draft_and_thread(started: list[MatomeApp], tmp_path: Path) -> None:
    url = "https://news.ycombinator.com/item?id=44900001"
    post = tmp_path / "index.md"
    post.write_text(
        "+++\ntitle = 'T'\ndate = '2025-01-01T00:00:00'\n+++\n\n> T\n\n"
        f"引用元：[{url}]({url})\n\n\n\n\n"
        '{{<matomeQuote body="b" userName="abc" createdAt="2025/01/01 00:00:00" color="">}}\n'
    )
    for argument in (post, tmp_path):
        assert __main__.main([str(argument)]) == 0
        start = start_of(started[-1])
        assert start is not None
        assert start._item_id == 44900001
        assert start._session is not None
        assert [clip.text for clip in start._session.draft.clips] == ["b"]
        assert start._session.publication.text == post.read_text()


def test_the_site_comes_from_the_option_then_the_config_then_the_folder(
    started: list[MatomeApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = [tmp_path / name for name in ("option", "config", "here")]
    for site in sites:
        create_site(site)
    monkeypatch.chdir(sites[2] / "content")
    assert __main__.main([]) == 0
    assert started[-1].services.site.root == sites[2]
    config = tmp_path / "config.toml"
    config.write_text(f"[site]\npath = '{sites[1]}'\n")
    assert __main__.main(["--config", str(config)]) == 0
    assert started[-1].services.site.root == sites[1]
    for folder in (sites[0], sites[0] / "content"):
        assert __main__.main(["--config", str(config), "--site", str(folder)]) == 0
        assert started[-1].services.site.root == sites[0]


def test_a_broken_config_is_reported_and_the_program_starts(
    started: list[MatomeApp], tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[reader\n")
    assert __main__.main(["--config", str(config)]) == 0
    (notice,) = started[0].services.notices
    assert "config.toml" in str(notice)
    assert "\n" not in str(notice)


def test_the_demo_touches_neither_the_network_nor_the_users_drafts(
    started: list[MatomeApp], tmp_path: Path
) -> None:
    assert __main__.main(["--demo"]) == 0
    assert not (tmp_path / "data").exists()
    start = start_of(started[0])
    assert start is not None
    assert start._item_id == 44900001


def test_damaged_drafts_are_set_aside_and_reported(
    started: list[MatomeApp], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "drafts.sqlite").write_bytes(b"no database at all, sorry" * 100)
    assert __main__.main([]) == 0
    with closing(started[0].services.drafts) as drafts:
        assert any("damaged" in notice for notice in drafts.take_notices())
    assert len(list(data.glob("*damaged*"))) == 1


@pytest.mark.parametrize("command", [["-m", "matome_tui", "--version"]])
def test_the_module_runs(command: list[str]) -> None:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"matome {__version__}"


def test_without_a_terminal_it_is_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matome_tui", "--offline"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "matome: an interactive terminal is needed\n"


@pytest.fixture
def unsaved(tmp_path: Path) -> DraftStore:
    """Drafts of which one cannot be saved."""
    (tmp_path / "file").write_text("")
    drafts = DraftStore(tmp_path / "file" / "drafts.sqlite", waits=False)
    session = drafts.begin(Draft.begin(Story(7, "A story")))
    session.edit(
        "Title", session.draft.with_metadata(replace(session.draft.metadata, title="typed"))
    )
    return drafts


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder for temporary files can be written."""

    def find() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found in ['/a', '/b']")

    monkeypatch.setattr("tempfile.gettempdir", find)


@pytest.mark.usefixtures("full_disk")
def test_unsaved_drafts_are_in_a_file_after_the_end(
    unsaved: DraftStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    __main__._close(unsaved, tmp_path)
    (file,) = tmp_path.glob("matome-7-*.json")
    assert load(file.read_text()) == unsaved.unsaved[0].draft
    (line,) = capsys.readouterr().err.splitlines()
    assert str(file) in line


@pytest.mark.parametrize("data", [None, "file"])
@pytest.mark.usefixtures("full_disk")
def test_drafts_without_any_place_are_one_line(
    unsaved: DraftStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str | None
) -> None:
    __main__._close(unsaved, tmp_path / data if data else None)
    (line,) = capsys.readouterr().err.splitlines()
    assert "nor exported (" in line
    assert "no folder for temporary files can be written)" in line
    assert ("Not a directory; " in line) == bool(data)


def test_without_data_the_folder_of_temporary_files_serves(
    unsaved: DraftStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    __main__._close(unsaved, None)
    assert len(list(tmp_path.glob("matome-7-*.json"))) == 1


@pytest.mark.usefixtures("full_disk")
def test_a_demo_without_room_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--demo"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("; free space or set TMPDIR")


GERMAN = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "the Hugo site to save posts in"
msgstr "Ordner der Hugo-Site"

msgid "options"
msgstr "Optionen"

msgid "read this configuration file"
msgstr "Diese Konfiguration lesen"

msgid "{folder} is not a Hugo site; matome new-site makes one"
msgstr "{folder} ist keine Hugo-Site"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue of German, and no language chosen yet."""
    for language in ("de", "ja"):
        source = tmp_path / language / "LC_MESSAGES" / "matome.po"
        source.parent.mkdir(parents=True)
        source.write_text(GERMAN, encoding="utf-8")
    compile_catalogues(tmp_path)
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    monkeypatch.setattr(i18n, "_translations", NullTranslations())


@pytest.mark.usefixtures("german")
def test_the_environment_chooses_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, site, options in (
        ("de_DE.UTF-8", "Ordner der Hugo-Site", "Optionen:"),
        ("C", "the Hugo site to save posts in", "options:"),
    ):
        monkeypatch.setenv("LC_MESSAGES", language)
        with pytest.raises(SystemExit):
            __main__.main(["--help"])
        printed = capsys.readouterr().out
        assert site in printed
        assert options in printed


@pytest.mark.usefixtures("german")
def test_the_setting_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("LC_MESSAGES", "de_DE.UTF-8")
    for language, message in (("auto", "ist keine"), ("en", "is not a"), ("ja", "ist keine")):
        config.write_text(f"[ui]\nlanguage = '{language}'\n")
        assert __main__.main(["--config", str(config), "--site", "nowhere"]) == 2
        assert f"nowhere {message} Hugo" in capsys.readouterr().err


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("command", [[], ["check"], ["drafts"], ["new-site"]])
def test_the_setting_translates_the_help_of_every_command(
    command: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = tmp_path / "config.toml"
    monkeypatch.setenv("LANGUAGE", "")
    for variable, language, heading in (("C", "ja", "Optionen:"), ("de_DE", "en", "options:")):
        monkeypatch.setenv("LC_MESSAGES", variable)
        config.write_text(f"[ui]\nlanguage = '{language}'\n")
        with pytest.raises(SystemExit):
            __main__.main([*command, "--config", str(config), "--help"])
        printed = capsys.readouterr().out
        assert heading in printed
        assert ("Diese Konfiguration lesen" in printed) == (language == "ja")


def test_a_failed_start_closes_the_drafts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed: list[DraftStore] = []
    close = DraftStore.close

    def watched(store: DraftStore) -> None:
        close(store)
        closed.append(store)

    monkeypatch.setattr(DraftStore, "close", watched)
    post = tmp_path / "index.md"
    post.write_text("Just text.\n")
    assert __main__.main([str(post)]) == 2
    assert len(closed) == 1


def test_pages_are_loaded_from_their_address_unless_the_settings_forbid_it() -> None:
    options = __main__._parser().parse_args([])
    for hn, is_used in ((HnSettings(), True), (HnSettings(pages=False), False)):
        connect = __main__._connection(options, Settings(hn=hn))
        assert connect is not None
        assert (connect().threads._pages is not None) is is_used


def test_a_search_with_a_wrong_filter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["search", "moss", "since:soon"]) == 2
    assert "'soon' is not a day" in capsys.readouterr().err
