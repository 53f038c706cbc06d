"""Extraction of messages into the catalogues: `python -m tests.messages`.

The source catalogue is written anew. Translations keep what they have; new messages are added
without text, those that are gone are dropped, and the rest is in the order of the source. The
compiled catalogues are brought up to date too.

After a merge, take the catalogue of either side and run this.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from matome_tui import __version__
from matome_tui.locale.build_hook import compile_catalogues

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


def translated_text(path: Path) -> bytes:
    """Return the catalogue of a translation as it should be on disk."""
    catalogue = read(path)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    for message in catalogue:
        if message.fuzzy and message.id:  # has a plural now, or none any more
            message.string = ""
            message.flags.discard("fuzzy")
    return _written(catalogue)


def read(path: Path) -> Catalog:
    """Return the catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file, path.parents[1].name, abort_invalid=True)


def update() -> None:
    """Write the source catalogue and merge its messages into the translations."""
    for path in sorted(FOLDER.rglob("*.po")):
        is_source = path.parents[1].name == "en"
        path.write_bytes(source_text() if is_source else translated_text(path))
    compile_catalogues(FOLDER)


def _written(catalogue: Catalog) -> bytes:
    """Return a catalogue with each text on one line, so that lines can be merged."""
    buffer = BytesIO()
    write_po(
        buffer,
        catalogue,
        width=0,
        sort_output=False,
        include_lineno=False,
        omit_header=False,
        ignore_obsolete=True,
    )
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_LEFT_OUT))


if __name__ == "__main__":
    update()
