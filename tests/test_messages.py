"""The message catalogues: complete, consistent, and compiled by the build."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import matome_tui
from tests import messages
from tests.support.literals import untranslated

CATALOGUES = sorted(messages.FOLDER.rglob("*.po"))
PLACEHOLDER = re.compile(r"\{(\w*)")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, path.parents[1].name, abort_invalid=True)


def forms(text: object) -> list[str]:
    """Return the singular and plural of a text, or the text alone."""
    return [str(form) for form in text] if isinstance(text, list | tuple) else [str(text or "")]


def test_the_source_catalogue_is_up_to_date() -> None:
    """`python -m tests.messages` brings it up to date."""
    path = messages.FOLDER / "en" / "LC_MESSAGES" / "matome.po"
    assert path.read_bytes() == messages.source_text()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_translations_have_the_placeholders_of_their_messages(path: Path) -> None:
    for message in read(path):
        allowed = {name for source in forms(message.id) for name in PLACEHOLDER.findall(source)}
        for target in forms(message.string):
            if message.id and target:
                assert set(PLACEHOLDER.findall(target)) <= allowed, message.id


def test_every_placeholder_has_a_name() -> None:
    for message in messages.extracted():
        for source in forms(message.id):
            assert all(PLACEHOLDER.findall(source)), source


# Nothing bypasses gettext

PACKAGE = Path(matome_tui.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
_REPLACED = "the client shows a text of its own for a broken answer"
ALLOWED: Mapping[str, str] = {
    "Markdown": "a name",
    "matome": "the program's name",
    "matome ": "the program's name",
    "matome  ": "the program's name",
    "a line needs at least one cell, not ": "an error of the program",
    "neither a story nor a branch": _REPLACED,
    "without hits": _REPLACED,
    "not the page of the story": _REPLACED,
    "unknown rows": _REPLACED,
    "unknown depth": _REPLACED,
    "a comment twice": _REPLACED,
    "too many rows": _REPLACED,
    "unsupported content coding": _REPLACED,
    "data after the end of gzip": _REPLACED,
    "not gzip": _REPLACED,
    "cut short": _REPLACED,
    "page is 0 or more, hitsPerPage from 1 to 1000": _REPLACED,
    "not a filter on a number: ": _REPLACED,
    "not a change": _REPLACED,
    "not a fault": _REPLACED,
    " bytes in one event": _REPLACED,
    "more than ": _REPLACED,
}
"""Texts that are the same in every language, and why."""


@pytest.mark.parametrize("module", MODULES)
def test_no_message_is_inside_an_f_string(module: str) -> None:
    """Python 3.11 has no tokens inside of f-strings, so that such a message is not extracted."""
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    calls = (
        call
        for string in ast.walk(tree)
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    )
    marked = [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in messages.KEYWORDS
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert marked == []


@pytest.mark.parametrize("module", MODULES)
def test_texts_for_the_user_go_through_gettext(module: str) -> None:
    found = untranslated((PACKAGE / module).read_text(encoding="utf-8"))
    assert [literal for literal in found if literal.text not in ALLOWED] == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('app.notify("Saved")', ["Saved"]),
        ('app.notify(_("Saved"))', []),
        ('app.notify(_("Saved {path}").format(path=path))', []),
        ('app.notify(f"Saved {path}")', ["Saved "]),
        ('app.notify("Saved {path}".format(path=path))', ["Saved {path}"]),
        ('what = "Saved"\napp.notify(what, markup=False)', ["Saved"]),
        ('def f():\n    a, b = "Yes", _("No")\n    yield Label(a if x else b)', ["Yes"]),
        ('raise PostError("There is no post") from error', ["There is no post"]),
        ('raise PostError(ngettext("One", "Many", n))', []),
        ('raise KeyError("not a user\'s")', []),
        ('parser.add_argument("--debug", help="write a log")', ["write a log"]),
        ('Question(_("Sure?"), yes="save anyway")', ["save anyway"]),
        ('Command("a.b", "j", "move(1)", "Next", hint=N_("next"))', ["Next"]),
        ('bar.show(title, f"{number:,}", "", "->")', []),
        ('field(metadata={"help": "The colours."})', ["The colours."]),
    ],
)
def test_text_that_bypasses_gettext_is_found(source: str, texts: list[str]) -> None:
    assert [literal.text for literal in untranslated(source)] == texts
