"""Tags of a whole site: variants of one, and renaming in all posts, which can be undone."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from matome_tui.atomic import write_atomically
from matome_tui.files import MAX_BYTES, plain, read_text
from matome_tui.hugo.post.blocks import Block, FrontMatter, Post, PostError, parse, render
from matome_tui.hugo.post.tags import variant_key
from matome_tui.i18n import _

_MAX_UNDO = 20 * MAX_BYTES


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one file.

    Attributes:
        path: The file, absolute.
        old: Its text now.
        new: Its text with the change.
    """

    path: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that was left as it is, and why."""

    path: Path
    reason: str


def variants(tags: Iterable[str]) -> list[list[str]]:
    """Return the groups of tags that differ only in case, width, form or what Hugo leaves out."""
    groups: dict[str, list[str]] = {}
    for tag in tags:
        groups.setdefault(variant_key(tag), []).append(tag)
    return [group for group in groups.values() if len(group) > 1]


def used_once(tags: Counter[str]) -> list[str]:
    """Return the tags of one post only."""
    return [tag for tag, number in tags.items() if number == 1]


def rename(posts: Iterable[Path], old: Sequence[str], new: str) -> tuple[list[Edit], list[Failure]]:
    """Return the edits that replace the tags `old` by `new`, once in a post; nothing is written."""
    edits, failures = [], []
    for path in posts:
        try:
            text = read_text(path)
            changed = _renamed(text, frozenset(old), new)
        except (OSError, UnicodeDecodeError, PostError) as error:
            failures.append(Failure(path, plain(error)))
            continue
        if changed != text:
            edits.append(Edit(path.absolute(), text, changed))
    return edits, failures


def apply(edits: Sequence[Edit], undo: Path) -> list[Failure]:
    """Write edits, after a file from which `revert` restores the old texts; return what failed.

    A file that has changed since it was read is left alone.

    Raises:
        OSError: The file `undo` cannot be written; nothing was changed.
    """
    records = [{**asdict(edit), "path": str(edit.path)} for edit in edits]
    write_atomically(undo, json.dumps(records, ensure_ascii=False))
    return _write(edits)


def revert(undo: Path) -> tuple[int, list[Failure]]:
    """Restore the files of the last `apply`; return their number, and what failed.

    Files that have changed since are left alone. If all is restored, the file `undo` is removed.

    Raises:
        FileNotFoundError: There is nothing to restore.
        OSError, ValueError: The file `undo` cannot be read.
    """
    records = json.loads(read_text(undo, _MAX_UNDO))
    edits = [Edit(Path(record["path"]), record["new"], record["old"]) for record in records]
    failures = _write(edits)
    if not failures:
        undo.unlink()
    return len(edits) - len(failures), failures


def _write(edits: Iterable[Edit]) -> list[Failure]:
    failures = []
    for edit in edits:
        try:
            if read_text(edit.path) == edit.old:
                write_atomically(edit.path, edit.new)
            else:
                failures.append(Failure(edit.path, _("it has changed in the meantime")))
        except (OSError, UnicodeDecodeError) as error:
            failures.append(Failure(edit.path, plain(error)))
    return failures


def _renamed(text: str, old: frozenset[str], new: str) -> str:
    """Return the text of a post with tags replaced. PostError if that would change more."""
    post = parse(text)
    tags = _tags(post.front_matter or {})
    if old.isdisjoint(tags):
        return text
    wanted = list(dict.fromkeys(new if tag in old else tag for tag in tags))

    def edit(block: Block) -> Block:
        return block.replace({"tags": wanted}) if isinstance(block, FrontMatter) else block

    changed = replace(post, blocks=tuple(map(edit, post.blocks)))
    if _values(changed) != {**_values(post), "tags": wanted}:
        raise PostError(_("its tags cannot be changed alone; edit it by hand"))
    return render(changed)


def _values(post: Post) -> dict[str, object]:
    return dict(post.front_matter or {})


def _tags(values: Mapping[str, object]) -> list[str]:
    tags = values.get("tags")
    return [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
