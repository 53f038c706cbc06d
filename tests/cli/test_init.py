"""`matome init`: an existing site is set up from the shell."""

import io
from pathlib import Path

import pytest

from matome_tui import __main__, paths
from matome_tui.config.file import load
from matome_tui.config.settings import EditorSettings
from tests.support.files import write
from tests.support.hugo_posts import files_of

POST = "---\ntitle: Deep moss\ndate: 2026-01-31\ndraft: false\ntags: [moss]\n---\n"


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A site of another theme."""
    config = "baseURL = 'https://example.org/'\n"
    return write(tmp_path / "blog", {"hugo.toml": config, "content/notes/deep-moss.md": POST})


def init(monkeypatch: pytest.MonkeyPatch, typed: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return __main__.main(["init", *arguments])


def test_the_format_is_asked_for_and_a_sample_shown(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(blog)
    assert init(monkeypatch, "b\n", str(blog)) == 0
    said = capsys.readouterr()
    assert "content/notes/{slug}.md" in said.out
    assert "content/notes/show-hn-a-moss-garden-in-the-terminal.md" in said.out
    assert "{{<matomeQuote" in said.out
    assert "Adds layouts/shortcodes/matomeQuote.html" in said.out
    assert "[b/m]" in said.err
    options = load(paths.config_file())[0].post_on(blog)
    assert (options.format, options.front_matter_format) == ("blockquote", "yaml")
    assert options.path == "content/notes/{slug}.md"
    assert files_of(blog) == before


@pytest.mark.parametrize(
    ("typed", "arguments"), [("", ()), ("n\n", ()), ("n\n", ("--format", "matome"))]
)
def test_without_an_answer_nothing_is_written(
    blog: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    arguments: tuple[str, ...],
) -> None:
    before = files_of(blog)
    assert init(monkeypatch, typed, str(blog), *arguments) == 1
    if not typed:
        assert capsys.readouterr().err.endswith("[b/m] \nNothing was written\n")
    assert not paths.config_file().exists()
    assert files_of(blog) == before


def test_options_answer_for_the_user(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(blog)
    assert init(monkeypatch, "", "--yes") == 0
    assert load(paths.config_file())[0].post_on(blog).format == "blockquote"
    assert init(monkeypatch, "y\n", "--format", "matome") == 0
    assert load(paths.config_file())[0].post_on(blog).format == "matome"
    assert (blog / "layouts" / "shortcodes" / "matomeQuote.html").is_file()
    written = paths.config_file().read_text()
    capsys.readouterr()
    assert init(monkeypatch, "") == init(monkeypatch, "", "--yes", "--format", "matome") == 0
    said = capsys.readouterr()
    assert said.out.count("Already set up with format = 'matome'") == 2
    assert said.err == ""
    assert paths.config_file().read_text() == written


def test_a_suggestion_that_holds_by_default_is_no_reason_to_ask_again(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(monkeypatch, "b\n", str(blog)) == 0
    file = paths.config_file()
    file.write_text(file.read_text().replace('slug_separator = "-"\n', ""))
    written = file.read_text()
    assert init(monkeypatch, "", str(blog)) == 0
    assert "Already set up" in capsys.readouterr().out
    assert file.read_text() == written


def test_a_site_that_is_not_japanese_has_english_lines_and_clips(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert init(monkeypatch, "m\n", str(blog)) == 0
    settings = load(paths.config_file())[0]
    assert settings.post_on(blog).tail == '[All posts]({{% ref "/notes/" %}})'
    assert settings.editor_on(blog) == EditorSettings(target=500, language="")


@pytest.mark.parametrize(
    ("text", "others", "own"),
    [
        ("", (200, "ja"), (500, "")),
        ("[editor]\nlanguage = 'ja'\ntarget = 300\n", (300, "ja"), (500, "")),
        ("[editor]\nlanguage = ''\ntarget = 300\n", (300, ""), (300, "")),
        ("[[sites]]\nfolder = '{blog}'\ntarget = 90\n", (200, "ja"), (90, "")),
    ],
)
def test_clips_of_other_sites_stay_as_they_are_checked(
    blog: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    others: tuple[int, str],
    own: tuple[int, str],
) -> None:
    write(paths.config_file().parent, {"config.toml": text.format(blog=blog)})
    assert init(monkeypatch, "b\n", str(blog)) == 0
    settings = load(paths.config_file())[0]
    assert settings.editor == settings.editor_on(Path("/other")) == EditorSettings(*others)
    assert settings.editor_on(blog) == EditorSettings(*own)
    assert init(monkeypatch, "", str(blog)) == 0  # already set up


def test_a_japanese_site_has_its_clips_checked_beside_an_english_one(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(blog, {"hugo.toml": "locale = 'ja'\n"})
    write(paths.config_file().parent, {"config.toml": "[editor]\nlanguage = ''\n"})
    assert init(monkeypatch, "b\n", str(blog)) == 0
    assert load(paths.config_file())[0].editor_on(blog) == EditorSettings(200, "ja")


def test_a_shortcode_outside_of_the_site_is_asked_about(
    blog: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "theme").mkdir()
    (blog / "layouts").symlink_to(tmp_path / "theme")
    assert init(monkeypatch, "m\nn\n", str(blog)) == 1
    assert list((tmp_path / "theme").iterdir()) == []
    assert not paths.config_file().exists()


def test_a_folder_that_is_no_site_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(monkeypatch, "", str(tmp_path)) == 2
    assert "is not a Hugo site" in capsys.readouterr().err


def test_a_configuration_that_cannot_be_changed_is_reported(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(paths.config_file().parent, {"config.toml": "sites = 3\n"})
    assert init(monkeypatch, "", str(blog), "--yes") == 2
    assert "edit it by hand" in capsys.readouterr().err
    assert paths.config_file().read_text() == "sites = 3\n"
    paths.config_file().write_text("[post\n")
    assert init(monkeypatch, "", str(blog), "--yes") == 2
    problem = f"The configuration {paths.config_file()} cannot be read; matome config --check"
    assert problem in capsys.readouterr().err
