"""What stands at the head of a post, as front matter."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from matome_tui.core.draft.draft import Head
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.blocks import Block, FrontMatter, Post, PostError, TitleLine, parse
from matome_tui.hugo.post.encode import clean_title, encode_body, tag_problem
from matome_tui.hugo.post.front_matter import toml_value
from matome_tui.hugo.post.layout import Layout, day_of


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


def front_matter(head: Head, layout: Layout) -> str:
    """Return the front matter of a new post, with its fences.

    PostError where a tag or the date can not stand in it, or the archetype does not parse.
    """
    clean = _clean(head)
    values = {**layout.extra}
    for values_of in _VALUES.values():
        values |= values_of(clean)
    if layout.archetype:
        return _of_archetype(layout, values)
    order = [key for key in layout.front_matter if key in values]
    order += [key for key in layout.extra if key not in order]
    lines = [
        f"{key} = {toml_value(values[key]).as_string()}" for key in order if values[key] is not None
    ]
    return "\n".join(["+++", *lines, "+++"])


def update_head(post: Post, head: Head, layout: Layout) -> Post:
    """Return the post with what differs in a head, all else kept.

    PostError where the front matter does not parse, or is not there to be changed.
    """
    old, clean = read_head(post), _clean(head)
    changed = [
        field
        for field in _VALUES
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
        for key, value in _VALUES[field](clean).items()
        if key != "months" or key in present
    }

    def edit(block: Block) -> Block:
        if isinstance(block, FrontMatter):
            return block.replace(wanted)
        if isinstance(block, TitleLine) and "title" in changed:
            return TitleLine(title_line(head, layout))
        return block

    return Post(tuple(edit(block) for block in post.blocks))


def title_line(head: Head, layout: Layout) -> str:
    """Return the blockquote that shows the title in the post."""
    return f"> {encode_body(clean_title(head.title), layout.style)}"


def _of_archetype(layout: Layout, values: Mapping[str, Any]) -> str:
    """Return the archetype's front matter with values in it: a key stands where it stands there."""
    block = parse(layout.archetype).blocks[0]
    if not isinstance(block, FrontMatter):
        raise PostError("The archetype has no front matter")
    known = {*block.values, *layout.front_matter, *layout.extra}
    return block.replace({key: value for key, value in values.items() if key in known}).source


def _tags(head: Head) -> tuple[str, ...]:
    for tag in head.tags:
        if problem := tag_problem(tag):
            raise PostError(f"Tag {clean_title(tag)}: {problem}")
    return head.tags


def _clean(head: Head) -> Head:
    """Return a head as front matter can hold it."""
    return replace(head, title=clean_title(head.title), image=sanitize(head.image))


_VALUES: dict[str, Callable[[Head], dict[str, Any]]] = {
    "date": lambda head: {
        "date": f"{day_of(head.date)}T00:00:00",
        "months": day_of(head.date)[:7].replace("-", "/"),
    },
    "is_draft": lambda head: {"draft": head.is_draft},
    "title": lambda head: {"title": head.title},
    "tags": lambda head: {"tags": _tags(head)},
    "image": lambda head: {"featureimage": head.image or None},
}
"""What the front matter says for each field of a head; None leaves the key out."""
