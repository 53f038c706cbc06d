"""`matome drafts`: lists the drafts, and carries them to files and back."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from matome_tui import paths
from matome_tui.atomic import write_atomically
from matome_tui.cli.options import UsageError, add_common, draft_argument, file_argument, set_up_log
from matome_tui.core.text import one_line
from matome_tui.files import read_text
from matome_tui.hugo.post.remarks import warning
from matome_tui.store.database import StoreError
from matome_tui.store.drafts import DraftStore, DraftSummary
from matome_tui.store.transfer import TransferError, dump, load

_STATES = {"draft": "not saved", "saved": "saved", "changed": "changed since"}


def main(arguments: Sequence[str]) -> int:
    """Run `matome drafts`; return its exit status.

    UsageError where a draft is not there, or a file can not be read or written.
    """
    options = _parser().parse_args(arguments)
    set_up_log(options.debug)
    try:
        store = DraftStore(paths.data_directory() / "drafts.sqlite")
        if options.action == "export":
            _export(store, options.id, options.file)
        elif options.action == "import":
            _import(store, options.file)
        else:
            _list(store)
        store.close()
    except StoreError as error:
        raise UsageError(str(error)) from error
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="matome drafts", description="List the drafts.")
    add_common(parser)
    actions = parser.add_subparsers(dest="action", metavar="export | import")
    export = actions.add_parser("export", help="write a draft as JSON, without its history")
    export.add_argument(
        "id", type=draft_argument, metavar="ID", help="the draft's number in the list"
    )
    export.add_argument(
        "file", type=file_argument, nargs="?", metavar="FILE", help="in place of the screen"
    )
    reading = actions.add_parser("import", help="read a draft from such a file, as one more")
    reading.add_argument("file", type=file_argument, metavar="FILE")
    return parser


def _list(store: DraftStore) -> None:
    there = [summary for summary in store.summaries() if not summary.deleted]
    lines = [_line(summary) for summary in there] or ["There are no drafts."]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(summary: DraftSummary) -> str:
    touched = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.touched))
    state = _STATES[summary.state]
    title = one_line(summary.title)
    facts = f"{summary.id:>4}  {touched}  {summary.thread:>9}  {summary.clips:>4} clips"
    return f"{facts}  {state:<13}  {title}"


def _export(store: DraftStore, draft_id: int, file: Path | None) -> None:
    session = store.open(draft_id)
    if session is None:
        raise UsageError(f"there is no draft {draft_id}; matome drafts lists them")
    text = dump(session.draft)
    if file is None:
        sys.stdout.write(text)
    elif file.exists():
        raise UsageError(f"{file} is there already; choose another name")
    else:
        try:
            write_atomically(file, text)
        except OSError as error:
            raise UsageError(f"{file} cannot be written: {error.strerror or error}") from error


def _import(store: DraftStore, file: Path) -> None:
    try:
        draft = load(read_text(file))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, TransferError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    sys.stdout.write(f"Read as draft {store.keep(draft).id}.\n")
    if line := warning(draft):
        sys.stdout.write(f"{line}.\n")
