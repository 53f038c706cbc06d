"""Extraction of messages into the catalogues: `python -m tests.messages`."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from matome_tui import __version__

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "matome_tui" / "locale"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_LEFT_OUT = (
    *(b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'),
    *(b'"Report-Msgid', b'"Last-Translator', b'"Language-Team'),
)
HEADER = "# Messages of matome-tui. Made by `python -m tests.messages`.\n#"


def extracted() -> Catalog:
    """Return every message in the package's source, with the modules that it is in."""
    catalogue = Catalog(
        locale="en", project="matome-tui", version=__version__, header_comment=HEADER, fuzzy=False
    )
    found = extract_from_dir(
        str(ROOT / "matome_tui"), [("**.py", "python")], {}, KEYWORDS, ("Translators:",)
    )
    for name, _line, message, comments, context in sorted(
        found, key=lambda item: (item[0], str(item[2]))
    ):
        place = [(f"matome_tui/{Path(name).as_posix()}", 0)]
        catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def source_text() -> bytes:
    """Return the source catalogue as it should be on disk."""
    return _written(extracted())


def update() -> None:
    """Write the source catalogue and merge its messages into the translations."""
    template = extracted()
    for path in sorted(FOLDER.rglob("*.po")):
        language = path.parents[1].name
        if language == "en":
            path.write_bytes(source_text())
            continue
        with path.open("rb") as file:
            catalogue = read_po(file, language)
        catalogue.update(template, no_fuzzy_matching=True)
        path.write_bytes(_written(catalogue))


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(
        buffer, catalogue, width=100, sort_output=False, include_lineno=False, omit_header=False
    )
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_LEFT_OUT))


if __name__ == "__main__":
    update()
