import gettext
import shutil
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from matome_tui import i18n, locale
from matome_tui.locale.build_hook import compile_catalogues

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"

msgid "Saved {path}"
msgstr "{path}を保存しました"

msgid "{number} clip"
msgid_plural "{number} clips"
msgstr[0] "クリップ{number}件"
"""


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    source = tmp_path / "ja" / "LC_MESSAGES" / "matome.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE@euro", "LC_MESSAGES": "JA"}, "ja"),
        ({"LC_ALL": "", "LC_MESSAGES": "POSIX"}, "en"),
        ({"LANG": "../../etc"}, "en"),
        ({"LANG": "de_DE", "LANGUAGE": "fr:ja_JP:en"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LANGUAGE": "en:ja"}, "en"),
        ({"LANG": "ja_JP.UTF-8", "LANGUAGE": "../x"}, "ja"),
        ({"LANG": "C", "LANGUAGE": "ja"}, "en"),
    ],
)
def test_the_environment_names_the_language(
    environment: dict[str, str], language: str, catalogues: Path
) -> None:
    compile_catalogues(catalogues)
    assert locale.preferred_language(environment) == language


def test_a_compiled_catalogue_translates(catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_catalogues(catalogues)
    monkeypatch.setattr(i18n, "_translations", NullTranslations())
    i18n.use(locale.load("ja"))
    assert i18n._("Saved {path}").format(path="x.md") == "x.mdを保存しました"
    assert i18n.ngettext("{number} clip", "{number} clips", 3).format(number=3) == "クリップ3件"
    assert i18n._("untranslated") == "untranslated"
    assert i18n.N_("Saved {path}") == "Saved {path}"


@pytest.mark.parametrize("language", ["ja", "en", "de", "../ja", ""])
def test_without_a_catalogue_text_stays_as_it_is(catalogues: Path, language: str) -> None:
    assert locale.load(language).gettext("Saved {path}") == "Saved {path}"


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95", b"not a catalogue" * 10])
def test_a_damaged_catalogue_is_no_catalogue(catalogues: Path, content: bytes) -> None:
    (compiled,) = compile_catalogues(catalogues)
    compiled.write_bytes(content)
    assert locale.load("ja").gettext("Saved {path}") == "Saved {path}"


@pytest.fixture
def gettext_of_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Restore what `locale.use` changes in this process."""
    monkeypatch.setattr(i18n, "_translations", NullTranslations())
    monkeypatch.setattr(gettext, "_translations", {})
    monkeypatch.setenv("LANGUAGE", "")
    yield
    gettext.textdomain("messages")


@pytest.mark.usefixtures("gettext_of_tests")
@pytest.mark.parametrize("environment", ["C", "ja_JP.UTF-8"])
def test_argparse_speaks_the_language_in_any_environment(
    catalogues: Path, monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    compile_catalogues(catalogues)
    monkeypatch.setenv("LC_ALL", environment)
    locale.use("ja")
    assert (i18n.language(), gettext.gettext("Saved {path}")) == ("ja", "{path}を保存しました")
    locale.use("en")
    assert (i18n.language(), gettext.gettext("Saved {path}")) == ("en", "Saved {path}")


@pytest.mark.usefixtures("gettext_of_tests")
def test_argparse_reads_no_damaged_catalogue(
    catalogues: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (compiled,) = compile_catalogues(catalogues)
    compiled.write_bytes(compiled.read_bytes()[:40])
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    locale.use("ja")
    assert gettext.gettext("Saved {path}") == "Saved {path}"


def test_a_build_compiles_every_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "locale"
    shutil.copytree(Path(locale.__file__).parent, folder)
    compiled = compile_catalogues(folder)
    assert {path.parents[1].name for path in compiled} >= {"en", "ja"}
    assert all(path.read_bytes()[:4] == b"\xde\x12\x04\x95" for path in compiled)
