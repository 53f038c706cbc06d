"""The message catalogues: complete, consistent, and compiled by the build."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests import messages

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
