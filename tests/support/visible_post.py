"""The visible text of a draft's post: the expected result of rendering it."""

from collections.abc import Iterable
from dataclasses import replace

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.draft.sections import entries_with_sections
from matome_tui.hugo.post.encode import (
    clean_body,
    clean_remark,
    encode_body,
    read_remark,
    typographic,
)

Group = tuple[str | None, list[object]]
"""The summary of a section, None outside of sections, and the items in it."""


def visible_groups(draft: Draft, options: PostOptions) -> list[Group]:
    """Return the groups of items that a reader of the post sees, with their summaries."""
    worded = tuple(e for e in draft.entries if isinstance(e, Section) or _item(e))
    groups: list[Group] = [(None, [])]
    for entry in entries_with_sections(replace(draft, entries=worded), options.group_size):
        if isinstance(entry, Section):
            groups.append((None if entry.is_open else _line(entry.summary), []))
        else:
            groups[-1][1].append(_item(entry))
    return _joined(_numbered((group for group in groups if group[1]), options))


def _item(entry: Clip | Remark) -> object:
    if isinstance(entry, Remark):
        return read_remark(clean_remark(entry.text))
    return entry.author, entry.time, typographic(clean_body(entry.text)), entry.color


def _line(summary: str) -> str:
    return typographic(clean_body(summary)).replace("\n", " ")


def _numbered(groups: Iterable[Group], options: PostOptions) -> list[Group]:
    """Fill in default summaries, and turn sections without a clip into remarks."""
    numbered: list[Group] = []
    sections = 0
    for summary, items in groups:
        sections += summary is not None
        words = summary if summary is None else summary or options.summary(sections)
        if words is not None and all(isinstance(item, str) for item in items):
            inside = "\n\n".join(map(str, items))
            encoded = encode_body(words).replace("<br>", " ")
            whole = f'{{{{< details summary="{encoded}">}}}}\n\n{inside}\n\n{{{{</details>}}}}'
            numbered.append((None, [read_remark(whole)]))
        else:
            numbered.append((words, items))
    return numbered


def _joined(groups: list[Group]) -> list[Group]:
    joined: list[Group] = []
    for summary, items in groups:
        if summary is None and joined and joined[-1][0] is None:
            joined[-1][1].extend(items)
        else:
            joined.append((summary, list(items)))
    return joined
