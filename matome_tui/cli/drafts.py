"""`matome drafts`: lists drafts, exports them to files and imports them."""

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from matome_tui.atomic import write_new
from matome_tui.cli.answers import write_errors
from matome_tui.cli.options import (
    UsageError,
    add_common,
    draft_argument,
    file_argument,
    set_up_log,
    write_json,
)
from matome_tui.cli.parser import Parser, repeated
from matome_tui.cli.sources import own_drafts
from matome_tui.core.comment.wrap import padded
from matome_tui.core.text import one_line
from matome_tui.files import plain, read_text
from matome_tui.hugo.post.remarks import warning
from matome_tui.i18n import N_, _, ngettext, sentence
from matome_tui.store.drafts import DraftStore, DraftSummary
from matome_tui.store.error import StoreError
from matome_tui.store.transfer import TransferError, dump, load

_STATES = {"draft": N_("draft"), "saved": N_("saved"), "changed": N_("changed")}


def main(arguments: Sequence[str]) -> int:
    """Run `matome drafts`; return its exit status.

    Raises:
        UsageError: A draft does not exist, or a file cannot be read or written.
    """
    options = parser().parse_args(arguments)
    set_up_log(options.debug)
    try:
        with closing(own_drafts()) as store:
            if options.action == "export":
                _export(store, options.id, options.file)
            elif options.action == "import":
                _import(store, options.file)
            else:
                _list(store)
    except StoreError as error:
        raise UsageError(str(error)) from error
    return 0


def parser() -> Parser:
    """Return the parser of the command line."""
    parser = Parser(prog="matome drafts", description=_("List the drafts."))
    add_common(parser)
    after = [repeated(add_common)]
    actions = parser.add_subparsers(dest="action", metavar="export | import")
    text = _("write a draft as JSON, without its history")
    export = actions.add_parser("export", parents=after, help=text)
    add = export.add_argument
    add("id", type=draft_argument, metavar="ID", help=_("the draft's number in the list"))
    add("file", type=file_argument, nargs="?", metavar="FILE", help=_("write there, not to stdout"))
    text = _("add a draft from an exported file")
    import_ = actions.add_parser("import", parents=after, help=text)
    import_.add_argument("file", type=file_argument, metavar="FILE")
    return parser


def _list(store: DraftStore) -> None:
    summaries = [summary for summary in store.summaries() if not summary.deleted]
    lines = [_line(summary) for summary in summaries] or [_("There are no drafts.")]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(summary: DraftSummary) -> str:
    # 0 is what an unreadable time is read as.
    touched = (
        time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.touched))
        if summary.touched
        else _("unknown")
    )
    state = _(_STATES[summary.state])
    clips = ngettext("{number} clip", "{number} clips", summary.clips).format(number=summary.clips)
    facts = (
        f"{summary.id:>4}",
        padded(touched, 16),
        f"{summary.thread:>9}",
        padded(clips, 13, at_right=True),
        padded(state, 13),
        one_line(summary.title),
    )
    return "  ".join(facts)


def _export(store: DraftStore, draft_id: int, file: Path | None) -> None:
    session = store.open(draft_id)
    if session is None:
        message = _("There is no draft {number}; matome drafts lists them")
        raise UsageError(message.format(number=draft_id))
    text = dump(session.draft)
    if file is None:
        write_json(text)
    else:
        try:
            write_new(file, text)
        except FileExistsError as error:
            raise UsageError(str(error)) from error
        except OSError as error:
            message = _("{file} cannot be written: {reason}")
            raise UsageError(message.format(file=file, reason=error.strerror or error)) from error
        message = _("Exported draft {number} to {path}")
        write_errors(message.format(number=draft_id, path=file))


def _import(store: DraftStore, file: Path) -> None:
    try:
        draft = load(read_text(file))
    except (OSError, UnicodeDecodeError, TransferError) as error:
        message = _("{file} cannot be read: {reason}")
        raise UsageError(message.format(file=file, reason=plain(error))) from error
    lines = [_("Imported as draft {number}.").format(number=store.keep(draft).id)]
    if line := warning(draft):
        lines.append(sentence(line))
    sys.stdout.write("\n".join(lines) + "\n")
