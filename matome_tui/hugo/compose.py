"""Drafts into posts and posts into drafts.

An existing post is edited in place: what the draft does not change keeps its bytes.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from matome_tui.core.draft import Clip, Draft, Head
from matome_tui.core.text import sanitize
from matome_tui.hugo.encode import Style, clean_title, encode_body, is_user_name, tag_problem
from matome_tui.hugo.front_matter import toml_value
from matome_tui.hugo.grouping import arrange, rearrange
from matome_tui.hugo.post import (
    Block,
    FrontMatter,
    Post,
    PostError,
    Quote,
    TitleLine,
    parse,
)

ITEM_URL = "https://news.ycombinator.com/item?id={}"

_TAIL = '[記事一覧へ]({{% ref "/posts/" %}})\n'
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
    quotes = [_new_quote(clip, layout).source for clip in draft.clips]
    return parse(arrange(head, quotes, _TAIL, layout.group_size))


def update(post: Post, draft: Draft, layout: Layout | None = None) -> Post:
    """Return the post with what the draft changes, every other byte kept.

    Where clips came, went or moved, the quotes are grouped anew; what else stands between them
    stays behind the quote it followed, or the one before where that is gone. PostError where a
    value can not stand in a post, or the front matter does not parse or is not there to be changed.
    """
    layout = layout or Layout()
    post = _update_head(post, draft.head, layout)
    paired = _pair(post.quotes, draft.clips)
    written = [
        _requote(quote, clip, layout) for quote, clip in zip(paired, draft.clips, strict=True)
    ]
    if len(paired) == len(post.quotes) and all(
        a is b for a, b in zip(paired, post.quotes, strict=True)
    ):
        fresh = iter(written)
        return Post(tuple(next(fresh) if isinstance(b, Quote) else b for b in post.blocks))
    return rearrange(post, list(zip(paired, written, strict=True)), layout.group_size)


def read_draft(post: Post) -> Draft:
    """Return the draft that a post was made from, as far as the post tells.

    It knows neither the story's title nor the clips' comments yet (see `Draft.link`).
    PostError where the post names no thread or its front matter does not parse.
    """
    if (thread := post.thread) is None:
        raise PostError("The post has no line that links to a Hacker News thread")
    clips = tuple(
        Clip(key, 0, quote.user_name, quote.time, "", quote.text, quote.color)
        for key, quote in enumerate(post.quotes, start=1)
    )
    head = read_head(post)
    return Draft(thread, "", head, clips, len(clips) + 1)


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


def _requote(quote: Quote | None, clip: Clip, layout: Layout) -> Quote:
    if quote is None:
        return _new_quote(clip, layout)
    changes = {}
    if quote.text != clip.text:
        changes["body"] = encode_body(clip.text, layout.style)
    if quote.color != clip.color:
        changes["color"] = _color(clip)
    return quote.replace(changes) if changes else quote


def _written_time(clip: Clip) -> str:
    try:
        return datetime.fromtimestamp(clip.time, UTC).strftime(_TIME_FORMAT)
    except (ValueError, OverflowError, OSError) as error:
        raise PostError(f"{clip.time} is not the time of a comment") from error


def _color(clip: Clip) -> str:
    if not _COLOR.fullmatch(clip.color):
        raise PostError(f"The colour {clip.color!r} is not of the form #rrggbb")
    return clip.color


def _pair(quotes: Sequence[Quote], clips: Sequence[Clip]) -> list[Quote | None]:
    """Return for each clip the quote it came from: the same author and second, in order."""
    waiting: defaultdict[tuple[str, int], deque[Quote]] = defaultdict(deque)
    for quote in quotes:
        waiting[quote.user_name, quote.time].append(quote)
    paired = [waiting[clip.author, clip.time] for clip in clips]
    return [queue.popleft() if queue else None for queue in paired]
