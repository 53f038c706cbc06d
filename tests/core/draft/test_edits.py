"""Titles of edits: stored as ids, shown in the user's language."""

import ast
from gettext import NullTranslations
from pathlib import Path

import pytest

import matome_tui
from matome_tui import i18n
from matome_tui.config.settings import DEFAULT_COLORS
from matome_tui.core.colors import NAMES
from matome_tui.core.draft.edits import color_title, describe, edit_title
from tests.support.languages import spoken


class Brackets(NullTranslations):
    """A language in which every text is the English one in brackets."""

    def gettext(self, message: str) -> str:
        return f"[{message}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"[{msgid1 if n == 1 else msgid2}]"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        (edit_title("mark"), "Mark"),
        (edit_title("mark", number=3), "Mark 3 comments"),
        (edit_title("remove", number=1), "Remove an entry"),
        (edit_title("move_to", place=4), "Move to 4"),
        (color_title("{緑} | @"), "Colour {緑} | @"),
        (color_title("aqua"), "Colour aqua"),
        (color_title(""), "No colour"),
    ],
)
def test_titles_are_shown_with_their_parameters(stored: str, shown: str) -> None:
    assert describe(stored) == shown


def test_several_clips_are_counted_where_the_title_does_not() -> None:
    assert describe(color_title("red"), number=20) == "Colour 20 clips red"
    assert describe(color_title(""), number=2) == "No colour for 2 clips"
    assert describe(color_title("red"), "ann", 1) == "Colour ann red"


def test_the_stored_form_is_compact_and_stays() -> None:
    assert edit_title("mark", number=3) == '@mark|{"number": 3}'
    assert edit_title("move") == "@move|"


def test_the_names_of_the_programs_colours_are_translated() -> None:
    assert {color.name for color in DEFAULT_COLORS} == {*NAMES}
    with spoken("ja"):
        assert describe(color_title("aqua")) == "色を水色に変更"
        assert describe(color_title("mine")) == "色をmineに変更"


def test_titles_are_translated_when_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = edit_title("mark", number=2)
    monkeypatch.setattr(i18n, "_translations", Brackets())
    assert describe(stored) == "[Mark 2 comments]"


@pytest.mark.parametrize(
    "title",
    [
        *("", "Mark 3 comments", "Colour {name}"),
        *("@later|{}", "@mark|{", "@mark|[1]", "@mark|3", '@color|{"number": 1}', "@"),
        '@mark|{"number": "x"}',
    ],
)
def test_titles_of_other_versions_are_shown_as_they_are(title: str) -> None:
    assert describe(title) == title


def test_unknown_edits_have_no_title() -> None:
    with pytest.raises(KeyError):
        edit_title("hurl")


def test_every_edit_of_the_program_has_a_title() -> None:
    """A misspelt id would end the program with a KeyError."""
    calls = [
        node.args[0]
        for path in Path(matome_tui.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "edit_title"
    ]
    ids = [node.value for node in calls if isinstance(node, ast.Constant)]
    assert len(ids) > 20
    for edit in ids:
        assert isinstance(edit, str)
        assert edit_title(edit)
