"""Drafts into posts and posts into drafts.

An existing post is edited in place: what the draft does not change keeps its bytes.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from matome_tui.core.draft import Draft, Head
from matome_tui.core.entries import Clip, Entry, Fold, Remark
from matome_tui.core.folds import with_folds
from matome_tui.core.text import sanitize
from matome_tui.hugo.encode import (
    Style,
    clean_remark,
    clean_title,
    encode_body,
    is_user_name,
    read_remark,
    tag_problem,
)
from matome_tui.hugo.front_matter import toml_value
from matome_tui.hugo.grouping import arrange, sections
from matome_tui.hugo.post import (
    Block,
    FoldClose,
    FoldOpen,
    FrontMatter,
    Post,
    PostError,
    Quote,
    Raw,
    TitleLine,
    parse,
)

ITEM_URL = "https://news.ycombinator.com/item?id={}"

_TAIL = '[記事一覧へ]({{% ref "/posts/" %}})\n'
_SUMMARY = "もっとコメントを表示（{}）"
_TIME_FORMAT = "%Y/%m/%d %H:%M:%S"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COLOR = re.compile(r"(?:#[0-9A-Fa-f]{6})?")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a post is laid out.

    Attributes:
        group_size: So many quotes stand open; so many are in each fold.
        style: How text is encoded.
    """

    group_size: int = 30
    style: Style = "typographic"


def slug(title: str, words: int = 8) -> str:
    """Return the first `words` runs of ASCII letters and digits of a title, joined by `_`."""
    return "_".join(_WORD.findall(title.lower())[:words])


def post_path(draft: Draft, words: int = 8) -> str:
    """Return where the post stands in a site, relative to its content folder, with slashes.

    A title without a Latin word gives way to the thread's id. PostError where the date can not
    stand in a post.
    """
    year, month, day = _day(draft.head).split("-")
    name = slug(draft.story_title, words) or str(draft.thread)
    return f"posts/{year}_{month}/{year}_{month}_{day}_{name}/index.md"


def compose(draft: Draft, layout: Layout | None = None) -> Post:
    """Return a new post for a draft.

    PostError where a user name, a time, a colour, a tag or the date can not stand in a post.
    """
    layout = layout or Layout()
    url = ITEM_URL.format(draft.thread)
    clean = _clean(draft.head)
    head = f"{_front_matter(clean)}\n\n{_title_line(clean.title, layout)}\n\n引用元：[{url}]({url})"
    entries = _write(with_folds(draft, layout.group_size), {}, layout)
    return parse(arrange(head, entries, _TAIL))


def update(post: Post, draft: Draft, layout: Layout | None = None) -> Post:
    """Return the post with what the draft changes, every other byte kept.

    Where entries came, went or moved, the body is laid out anew. PostError where a value can not
    stand in a post, or the front matter does not parse or is not there to be changed.
    """
    layout = layout or Layout()
    post = _update_head(post, draft.head, layout)
    parts = sections(post)
    entries = with_folds(draft, layout.group_size)
    paired = _pair(parts.entries, entries)
    written = _write(entries, paired, layout)
    if list(parts.entries) == list(paired.values()) and len(paired) == len(written):
        fresh = {id(old): new for old, new in zip(parts.entries, written, strict=True)}
        body = tuple(fresh.get(id(block), block) for block in parts.body)
        return Post((*parts.head, *body, *parts.tail))
    head = "".join(block.source for block in parts.head).rstrip("\r\n")
    tail = "".join(block.source for block in parts.tail).lstrip("\r\n")
    return parse(arrange(head, written, tail))


def read_draft(post: Post, layout: Layout | None = None) -> Draft:
    """Return the draft that a post was made from, as far as the post tells.

    It knows neither the story's title nor the clips' comments yet (see `Draft.link`).

    Args:
        post: The post.
        layout: Folds that it would make by itself are not the draft's own.

    Raises:
        PostError: The post names no thread or its front matter does not parse.
    """
    layout = layout or Layout()
    if (thread := post.thread) is None:
        raise PostError("The post has no line that links to a Hacker News thread")
    head, entries = read_head(post), _read(sections(post).entries)
    counted = [entry for entry in entries if not isinstance(entry, Fold)]
    draft = _numbered(Draft(thread, "", head), counted)
    if _shape(with_folds(draft, layout.group_size)) == _shape(entries):
        return draft
    return replace(_numbered(draft, entries), has_own_folds=True)


def read_head(post: Post) -> Head:
    """Return what the front matter says; PostError where it does not parse."""
    values: Mapping[str, Any] = post.front_matter or {}
    tags = values.get("tags", ())
    return Head(
        title=str(values.get("title", "")),
        date=str(values.get("date", ""))[:10],
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        image=str(values.get("featureimage", "")),
        is_draft=values.get("draft", False) is True,
    )


def _front_matter(head: Head) -> str:
    lines = [
        f"{key} = {toml_value(value).as_string()}"
        for values_of in _FRONT_MATTER.values()
        for key, value in values_of(head).items()
        if value is not None
    ]
    return "\n".join(["+++", *lines, "+++"])


def _day(head: Head) -> str:
    """Return the date of a head, which is safe as a part of a path then."""
    try:
        date.fromisoformat(head.date)
    except ValueError:
        is_day = False
    else:
        is_day = bool(_DAY.fullmatch(head.date))
    if not is_day:
        raise PostError(f"The date {head.date!r} is not of the form YYYY-MM-DD")
    return head.date


def _tags(head: Head) -> tuple[str, ...]:
    for tag in head.tags:
        if problem := tag_problem(tag):
            raise PostError(f"Tag {clean_title(tag)}: {problem}")
    return head.tags


def _clean(head: Head) -> Head:
    """Return a head as front matter can hold it."""
    return replace(head, title=clean_title(head.title), image=sanitize(head.image))


_FRONT_MATTER: dict[str, Callable[[Head], dict[str, Any]]] = {
    "date": lambda head: {
        "date": f"{_day(head)}T00:00:00",
        "months": _day(head)[:7].replace("-", "/"),
    },
    "is_draft": lambda head: {"draft": head.is_draft},
    "title": lambda head: {"title": head.title},
    "tags": lambda head: {"tags": _tags(head)},
    "image": lambda head: {"featureimage": head.image or None},
}
"""What the front matter says for each field of a head, in order; None leaves the key out."""


def _update_head(post: Post, head: Head, layout: Layout) -> Post:
    old, clean = read_head(post), _clean(head)
    changed = [
        field
        for field in _FRONT_MATTER
        if getattr(old, field) not in (getattr(head, field), getattr(clean, field))
    ]
    if not changed:
        return post
    present = post.front_matter
    if present is None:
        raise PostError(f"The post has no front matter to set the {changed[0]} in")
    wanted = {
        key: value
        for field in changed
        for key, value in _FRONT_MATTER[field](clean).items()
        if key != "months" or key in present
    }

    def edit(block: Block) -> Block:
        if isinstance(block, FrontMatter):
            return block.replace(wanted)
        if isinstance(block, TitleLine) and "title" in changed:
            return TitleLine(_title_line(clean.title, layout))
        return block

    return Post(tuple(edit(block) for block in post.blocks))


def _title_line(title: str, layout: Layout) -> str:
    return f"> {encode_body(title, layout.style)}"


def _new_quote(clip: Clip, layout: Layout) -> Quote:
    if not is_user_name(clip.author):
        raise PostError(f"{clip.author!r} is not a Hacker News user name")
    body = encode_body(clip.text, layout.style)
    return Quote(
        f'{{{{<matomeQuote body="{body}" userName="{clip.author}"'
        f' createdAt="{_written_time(clip)}" color="{_color(clip)}">}}}}'
    )


def _written_time(clip: Clip) -> str:
    try:
        return datetime.fromtimestamp(clip.time, UTC).strftime(_TIME_FORMAT)
    except (ValueError, OverflowError, OSError) as error:
        raise PostError(f"{clip.time} is not the time of a comment") from error


def _color(clip: Clip) -> str:
    if not _COLOR.fullmatch(clip.color):
        raise PostError(f"The colour {clip.color!r} is not of the form #rrggbb")
    return clip.color


def _write(entries: Sequence[Entry], paired: Mapping[int, Block], layout: Layout) -> list[Block]:
    """Return entries as blocks: those that they came from where they say what these say."""
    written: list[Block] = []
    folds = 0
    for at, entry in enumerate(entries):
        old = paired.get(at)
        match entry:
            case Clip():
                written.append(_quote(entry, old, layout))
            case Remark():
                is_same = isinstance(old, Raw) and read_remark(old.source) == entry.text
                written.append(old if old and is_same else Raw(clean_remark(entry.text)))
            case Fold(is_open=True):
                written.append(old or FoldClose("{{</details>}}"))
            case Fold():
                folds += 1
                written.append(_fold(entry.summary or _SUMMARY.format(folds), old, layout))
    return [block for block in written if block.source]


def _quote(clip: Clip, old: Block | None, layout: Layout) -> Quote:
    if not isinstance(old, Quote):
        return _new_quote(clip, layout)
    changes = {}
    if old.text != clip.text:
        changes["body"] = encode_body(clip.text, layout.style)
    if old.color != clip.color:
        changes["color"] = _color(clip)
    return old.replace(changes) if changes else old


def _fold(summary: str, old: Block | None, layout: Layout) -> FoldOpen:
    encoded = encode_body(summary, layout.style).replace("<br>", " ")
    if not isinstance(old, FoldOpen):
        return FoldOpen(f'{{{{< details summary="{encoded}">}}}}')
    return old if old.summary == summary else old.replace(encoded)


def _read(blocks: Sequence[Block]) -> list[Entry]:
    """Return the entries that blocks hold, without keys."""
    entries: list[Entry] = []
    folds = 0
    for block in blocks:
        match block:
            case Quote():
                time, text = block.time, block.text
                entries.append(Clip(0, 0, block.user_name, time, "", text, block.color))
            case FoldOpen():
                folds += 1
                is_usual = block.summary == _SUMMARY.format(folds)
                entries.append(Fold(0, "" if is_usual else block.summary))
            case FoldClose():
                entries.append(Fold(0, is_open=True))
            case _:
                entries.append(Remark(0, read_remark(block.source)))
    return entries


def _numbered(draft: Draft, entries: Sequence[Entry]) -> Draft:
    keyed = tuple(replace(entry, key=key) for key, entry in enumerate(entries, start=1))
    return replace(draft, entries=keyed, next_key=len(keyed) + 1)


def _shape(entries: Sequence[Entry]) -> list[tuple[str, bool] | None]:
    """Return where entries have folds, and what those say."""
    return [(e.summary, e.is_open) if isinstance(e, Fold) else None for e in entries]


def _pair(blocks: Sequence[Block], entries: Sequence[Entry]) -> dict[int, Block]:
    """Return the blocks that entries came from, by the entries' places.

    A quote has the author and second of its clip; a remark its text, or else its order; a fold its
    order.
    """
    waiting: defaultdict[object, deque[Block]] = defaultdict(deque)
    for block in blocks:
        waiting[_identity(block)].append(block)
    paired = {
        at: queue.popleft() for at, e in enumerate(entries) if (queue := waiting[_identity(e)])
    }
    known = {id(block) for block in paired.values()}
    spare = (block for block in blocks if isinstance(block, Raw) and id(block) not in known)
    rest = (at for at, e in enumerate(entries) if isinstance(e, Remark) and at not in paired)
    paired.update(zip(rest, spare, strict=False))
    return dict(sorted(paired.items()))


def _identity(item: Block | Entry) -> object:
    match item:
        case Quote():
            return (item.user_name, item.time)
        case Clip():
            return (item.author, item.time)
        case Raw():
            return read_remark(item.source)
        case Remark():
            return item.text
        case Fold():
            return FoldClose if item.is_open else FoldOpen
    return type(item)
