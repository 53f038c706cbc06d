"""Conversion of drafts to posts and back.

An existing post is edited in place: the bytes of all that the draft does not change stay.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import NO_KEY, Clip, Entry, EntryKey, Remark, Section
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.draft.sections import entries_with_sections
from matome_tui.core.items import ITEM_URL
from matome_tui.hugo.post.blocks import (
    Block,
    MarkdownQuote,
    Post,
    PostError,
    Quote,
    Raw,
    SectionClose,
    SectionOpen,
    parse,
    render,
)
from matome_tui.hugo.post.encode import clean_remark, encode_body, read_remark
from matome_tui.hugo.post.metadata import front_matter, read_metadata, title_line, update_metadata
from matome_tui.hugo.post.quotes import local_time, read_clip, write_quote
from matome_tui.hugo.post.sections import PostParts, lay_out, significant, split_post
from matome_tui.i18n import _


def compose(draft: Draft, options: PostOptions | None = None) -> Post:
    """Return a new post for a draft.

    Raises PostError if a user name, time, colour, tag or date is not valid in a post.
    """
    options = options or PostOptions()
    source = options.source_line.replace("{url}", ITEM_URL.format(draft.thread))
    title = [title_line(draft.metadata, options)] if options.title_line else []
    head = (front_matter(draft.metadata, options), *title, source)
    tail = options.tail and options.tail + "\n"
    entries = _write(_entries(draft, options), {}, options)
    empty = PostParts((Raw("\n\n".join(head)),), (), (Raw(tail),))
    return parse(lay_out(empty, [(entry, None) for entry in entries], options.blank_lines))


def update(post: Post, draft: Draft, options: PostOptions | None = None) -> Post:
    """Return the post with the changes of the draft; all other bytes stay.

    If entries were added, removed or moved, their spacing is that of the post; see `lay_out`. New
    lines end in CRLF if all lines of the post do.

    Raises:
        PostError: A value is not valid in a post, or the front matter does not parse or is missing.
    """
    options = options or PostOptions()
    text = render(post)
    with_lf = text.replace("\r\n", "\n")
    if with_lf == text or with_lf.replace("\n", "\r\n") != text:
        return _update(post, draft, options)
    return parse(render(_update(parse(with_lf), draft, options)).replace("\n", "\r\n"))


def _update(post: Post, draft: Draft, options: PostOptions) -> Post:
    post = update_metadata(post, draft.metadata, options)
    parts = split_post(post, options.tail)
    entries = _entries(draft, options)
    paired = _pair(parts.entries, entries, options)
    written = _write(entries, paired | _copied(parts.entries, entries, paired, options), options)
    if list(parts.entries) == list(paired.values()) and len(paired) == len(written):
        fresh = {id(old): new for old, new in zip(parts.entries, written, strict=True)}
        body = tuple(fresh.get(id(block), block) for block in parts.body)
        return Post((*parts.preamble, *body, *parts.tail))
    new = [(entry, paired.get(at)) for at, entry in enumerate(written)]
    return parse(lay_out(parts, new, options.blank_lines))


def read_draft(post: Post, options: PostOptions | None = None) -> Draft:
    """Return the draft of a post, without the story's title and the clips' comments.

    `Draft.link` adds those from the thread.

    Args:
        post: The post.
        options: Its options; sections that follow from their group size are not manual ones.

    Raises:
        PostError: The post names no thread, or its front matter does not parse.
    """
    options = options or PostOptions()
    if (thread := post.thread) is None:
        raise PostError(_("The post has no line that names a Hacker News thread"))
    parts = split_post(post, options.tail)
    metadata, entries = read_metadata(post), _read(parts.entries, options)
    counted = [entry for entry in entries if not isinstance(entry, Section)]
    draft = _numbered(Draft(thread, "", metadata), counted)
    if _shape(_entries(draft, options)) == _shape(entries):
        return draft
    return replace(_numbered(draft, entries), has_manual_sections=True)


def _entries(draft: Draft, options: PostOptions) -> tuple[Entry, ...]:
    """Return the entries that are written into the post.

    Empty remarks and sections are not (see `significant`), and blockquote posts have no sections,
    which take a shortcode.
    """
    worded = (e for e in draft.entries if not isinstance(e, Remark) or clean_remark(e.text))
    entries = entries_with_sections(replace(draft, entries=tuple(worded)), options.group_size)
    if options.format == "blockquote":
        return tuple(entry for entry in entries if not isinstance(entry, Section))
    marks = [not entry.is_open if isinstance(entry, Section) else None for entry in entries]
    return tuple(compress(entries, significant(marks)))


def _write(
    entries: Sequence[Entry], paired: Mapping[int, Block], options: PostOptions
) -> list[Block]:
    """Return the blocks of entries; an unchanged entry keeps the block it came from."""
    written: list[Block] = []
    number = 0
    for at, entry in enumerate(entries):
        old = paired.get(at)
        match entry:
            case Clip():
                written.append(write_quote(entry, old, options))
            case Remark():
                is_same = isinstance(old, Raw) and read_remark(old.source) == entry.text
                written.append(old if old and is_same else Raw(clean_remark(entry.text)))
            case Section(is_open=True):
                written.append(old or SectionClose("{{</details>}}"))
            case Section():
                number += 1
                written.append(_write_section(entry, options.summary(number), old, options))
    return written


def _write_section(
    section: Section, default: str, old: Block | None, options: PostOptions
) -> SectionOpen:
    written = encode_body(section.summary, options.style) or encode_body(default, options.style)
    encoded = written.replace("<br>", " ")
    if not isinstance(old, SectionOpen):
        return SectionOpen(f'{{{{< details summary="{encoded}">}}}}')
    return old if section.summary == _summary(old, default) else old.replace(encoded)


def _summary(block: SectionOpen, default: str) -> str:
    """Return the summary of a section; empty for the default one."""
    return "" if block.summary == default else block.summary


def _read(blocks: Sequence[Block], options: PostOptions) -> list[Entry]:
    """Return the entries of blocks, without keys."""
    entries: list[Entry] = []
    number = 0
    for block in blocks:
        match block:
            case Quote() | MarkdownQuote():
                entries.append(read_clip(block, options))
            case SectionOpen():
                number += 1
                entries.append(Section(NO_KEY, _summary(block, options.summary(number))))
            case SectionClose():
                entries.append(Section(NO_KEY, is_open=True))
            case _:
                entries.append(Remark(NO_KEY, read_remark(block.source)))
    return entries


def _numbered(draft: Draft, entries: Sequence[Entry]) -> Draft:
    keyed = tuple(replace(entry, key=EntryKey(key)) for key, entry in enumerate(entries, 1))
    return replace(draft, entries=keyed, next_key=EntryKey(len(keyed) + 1))


def _shape(entries: Sequence[Entry]) -> list[tuple[str, bool] | None]:
    """Return the sections among entries: their places and their contents."""
    return [(e.summary, e.is_open) if isinstance(e, Section) else None for e in entries]


def _pair(
    blocks: Sequence[Block], entries: Sequence[Entry], options: PostOptions
) -> dict[int, Block]:
    """Return the blocks that entries came from, by the entries' indices.

    Clips match by comment in Markdown, else by author and time; remarks by text and then by order,
    sections by order.
    """
    waiting: defaultdict[object, deque[Block]] = defaultdict(deque)
    for block in blocks:
        waiting[_block_key(block)].append(block)
    paired = {
        at: queue.popleft()
        for at, e in enumerate(entries)
        if (queue := _queue(waiting, e, options))
    }
    known = {id(block) for block in paired.values()}
    spare = (block for block in blocks if isinstance(block, Raw) and id(block) not in known)
    rest = (at for at, e in enumerate(entries) if isinstance(e, Remark) and at not in paired)
    paired.update(zip(rest, spare, strict=False))
    return dict(sorted(paired.items()))


def _queue(
    waiting: Mapping[object, deque[Block]], entry: Entry, options: PostOptions
) -> deque[Block] | None:
    of_comment = waiting.get(entry.comment) if isinstance(entry, Clip) else None
    return of_comment or waiting.get(_entry_key(entry, options))


def _copied(
    blocks: Sequence[Block],
    entries: Sequence[Entry],
    paired: Mapping[int, Block],
    options: PostOptions,
) -> dict[int, Block]:
    """Return the quotes that further clips of their comments copy, by the clips' indices.

    A copy keeps what a new quote could not have, such as a name that Hacker News does not allow.
    """
    quotes = {_block_key(block): block for block in blocks if isinstance(block, Quote)}
    return {
        at: quotes[key]
        for at, entry in enumerate(entries)
        if isinstance(entry, Clip) and at not in paired
        if (key := _entry_key(entry, options)) in quotes
        if entry.comment in (0, quotes[key].comment) or not quotes[key].comment
    }


def _block_key(block: Block) -> object:
    match block:
        case MarkdownQuote() | Quote(written=None) if block.comment:
            return block.comment
        case MarkdownQuote() | Quote():
            return (block.user_name, block.written)
        case Raw():
            return read_remark(block.source)
    return type(block)


def _entry_key(entry: Entry, options: PostOptions) -> object:
    match entry:
        case Clip():
            return (entry.author, local_time(entry, options))
        case Remark():
            return entry.text
        case Section():
            return SectionClose if entry.is_open else SectionOpen
    return None
