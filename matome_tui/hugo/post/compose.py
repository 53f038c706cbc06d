"""Drafts into posts and posts into drafts.

An existing post is edited in place: what the draft does not change keeps its bytes.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip, Entry, Fold, Remark
from matome_tui.core.draft.sections import with_folds
from matome_tui.core.items import ITEM_URL
from matome_tui.hugo.post.blocks import (
    Block,
    FoldClose,
    FoldOpen,
    MarkdownQuote,
    Post,
    PostError,
    Quote,
    Raw,
    parse,
)
from matome_tui.hugo.post.encode import clean_remark, encode_body, read_remark
from matome_tui.hugo.post.layout import Layout
from matome_tui.hugo.post.metadata import front_matter, read_head, title_line, update_head
from matome_tui.hugo.post.quotes import moment_of, read_clip, write_quote
from matome_tui.hugo.post.sections import arrange, sections, telling


def compose(draft: Draft, layout: Layout | None = None) -> Post:
    """Return a new post for a draft.

    PostError where a user name, a time, a colour, a tag or the date can not stand in a post.
    """
    layout = layout or Layout()
    source = layout.source_line.replace("{url}", ITEM_URL.format(draft.thread))
    head = (front_matter(draft.head, layout), title_line(draft.head, layout), source)
    entries = _write(_entries(draft, layout), {}, layout)
    return parse(arrange("\n\n".join(head), entries, layout.tail and layout.tail + "\n"))


def update(post: Post, draft: Draft, layout: Layout | None = None) -> Post:
    """Return the post with what the draft changes, every other byte kept.

    Where entries came, went or moved, the body is laid out anew. PostError where a value can not
    stand in a post, or the front matter does not parse or is not there to be changed.
    """
    layout = layout or Layout()
    post = update_head(post, draft.head, layout)
    parts = sections(post)
    entries = _entries(draft, layout)
    paired = _pair(parts.entries, entries, layout)
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
    head, entries = read_head(post), _read(sections(post).entries, layout)
    counted = [entry for entry in entries if not isinstance(entry, Fold)]
    draft = _numbered(Draft(thread, "", head), counted)
    if _shape(_entries(draft, layout)) == _shape(entries):
        return draft
    return replace(_numbered(draft, entries), has_own_folds=True)


def _entries(draft: Draft, layout: Layout) -> tuple[Entry, ...]:
    """Return the entries that the post tells; folds take a shortcode, so Markdown's form has none.

    See `telling`; a remark without words tells nothing either.
    """
    worded = (e for e in draft.entries if not isinstance(e, Remark) or clean_remark(e.text))
    entries = with_folds(replace(draft, entries=tuple(worded)), layout.group_size)
    if layout.form == "blockquote":
        return tuple(entry for entry in entries if not isinstance(entry, Fold))
    marks = [not entry.is_open if isinstance(entry, Fold) else None for entry in entries]
    return tuple(compress(entries, telling(marks)))


def _write(entries: Sequence[Entry], paired: Mapping[int, Block], layout: Layout) -> list[Block]:
    """Return entries as blocks: those that they came from where they say what these say."""
    written: list[Block] = []
    folds = 0
    for at, entry in enumerate(entries):
        old = paired.get(at)
        match entry:
            case Clip():
                written.append(write_quote(entry, old, layout))
            case Remark():
                is_same = isinstance(old, Raw) and read_remark(old.source) == entry.text
                written.append(old if old and is_same else Raw(clean_remark(entry.text)))
            case Fold(is_open=True):
                written.append(old or FoldClose("{{</details>}}"))
            case Fold():
                folds += 1
                written.append(_fold(entry, layout.summary(folds), old, layout))
    return written


def _fold(fold: Fold, usual: str, old: Block | None, layout: Layout) -> FoldOpen:
    written = encode_body(fold.summary, layout.style) or encode_body(usual, layout.style)
    encoded = written.replace("<br>", " ")
    if not isinstance(old, FoldOpen):
        return FoldOpen(f'{{{{< details summary="{encoded}">}}}}')
    return old if fold.summary == _summary(old, usual) else old.replace(encoded)


def _summary(fold: FoldOpen, usual: str) -> str:
    """Return what a fold shows, empty for the usual text."""
    return "" if fold.summary == usual else fold.summary


def _read(blocks: Sequence[Block], layout: Layout) -> list[Entry]:
    """Return the entries that blocks hold, without keys."""
    entries: list[Entry] = []
    folds = 0
    for block in blocks:
        match block:
            case Quote() | MarkdownQuote():
                entries.append(read_clip(block, layout))
            case FoldOpen():
                folds += 1
                entries.append(Fold(0, _summary(block, layout.summary(folds))))
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


def _pair(blocks: Sequence[Block], entries: Sequence[Entry], layout: Layout) -> dict[int, Block]:
    """Return the blocks that entries came from, by the entries' places.

    A quote has the author and second of its clip; a remark its text, or else its order; a fold its
    order.
    """
    waiting: defaultdict[object, deque[Block]] = defaultdict(deque)
    for block in blocks:
        waiting[_identity(block, layout)].append(block)
    paired = {
        at: queue.popleft()
        for at, e in enumerate(entries)
        if (queue := waiting[_identity(e, layout)])
    }
    known = {id(block) for block in paired.values()}
    spare = (block for block in blocks if isinstance(block, Raw) and id(block) not in known)
    rest = (at for at, e in enumerate(entries) if isinstance(e, Remark) and at not in paired)
    paired.update(zip(rest, spare, strict=False))
    return dict(sorted(paired.items()))


def _identity(item: Block | Entry, layout: Layout) -> object:
    match item:
        case Quote() | MarkdownQuote():
            return (item.user_name, item.written)
        case Clip():
            return (item.author, moment_of(item, layout))
        case Raw():
            return read_remark(item.source)
        case Remark():
            return item.text
        case Fold():
            return FoldClose if item.is_open else FoldOpen
    return type(item)
