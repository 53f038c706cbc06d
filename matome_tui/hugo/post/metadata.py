"""A draft's metadata as the front matter and title line of a post, and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from matome_tui.core.date_format import format_date, has_offset_of
from matome_tui.core.draft.draft import Metadata
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.blocks import Block, FrontMatter, Post, PostError, TitleLine, parse
from matome_tui.hugo.post.encode import clean_title, encode_body, tag_problem
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.post.front_matter.document import new_text
from matome_tui.hugo.post.front_matter.language import BareDate
from matome_tui.hugo.post.location import DAY, day_of
from matome_tui.i18n import _


def read_metadata(post: Post) -> Metadata:
    """Return the metadata of a post. Raises PostError if its front matter does not parse."""
    values: Mapping[str, Any] = post.front_matter or {}
    return Metadata(
        title=page.title(values),
        date=page.day(values),
        tags=tuple(page.tags(values)),
        image=page.image(values),
        is_draft=page.is_draft(values),
    )


def front_matter(metadata: Metadata, options: PostOptions) -> str:
    """Return the front matter of a new post, with its fences.

    Raises PostError if a tag or the date is not valid, or the archetype does not parse.
    """
    clean = _clean(metadata)
    archetype = _archetype(options)
    values = {**options.extra}
    for values_of in _VALUES.values():
        values |= values_of(clean, options, archetype.values if archetype else {})
    # A table and a value cannot have one name.
    tables = {key.lower().partition(".")[0] for key in values if "." in key}
    values = {key: value for key, value in values.items() if key.lower() not in tables}
    if archetype:
        return _of_archetype(archetype, options, clean.date, values)
    order = [key for key in (*options.front_matter, *options.extra) if key in values]
    return new_text(
        options.front_matter_format,
        {key: values[key] for key in order if values[key] is not None},
    )


def update_metadata(post: Post, metadata: Metadata, options: PostOptions) -> Post:
    """Return the post with the changed values of its metadata; all other bytes stay.

    Raises PostError if the front matter does not parse, is missing, or cannot be changed in place.
    """
    old, clean = read_metadata(post), _clean(metadata)
    changed = [
        field
        for field in _VALUES
        if getattr(old, field) not in (getattr(metadata, field), getattr(clean, field))
    ]
    if not changed:
        return post
    present = post.front_matter
    if present is None:
        message = _("The post has no front matter, so {key} cannot be set")
        key = next(iter(_VALUES[changed[0]](clean, options, {})))
        raise PostError(message.format(key=key))
    wanted = {
        key: value
        for field in changed
        for key, value in _VALUES[field](clean, options, present).items()
        if key != "months" or key in present
    }
    for key in wanted:
        if page.is_in_params(present, key):
            message = _("{key} is set in the table params of the front matter: change it there")
            raise PostError(message.format(key=key))
    if "date" in wanted and "date" in present:
        zone = ZoneInfo(options.time_zone)
        wanted["date"] = _on_day(present["date"], clean.date, zone) or wanted["date"]

    def edit(block: Block) -> Block:
        if isinstance(block, FrontMatter):
            return block.replace(wanted)
        is_title = options.title_line or block.source == title_line(old, options)
        if isinstance(block, TitleLine) and "title" in changed and is_title:
            return TitleLine(title_line(metadata, options))
        return block

    return Post(tuple(edit(block) for block in post.blocks))


def _on_day(old: object, day: str, zone: ZoneInfo) -> Any:
    """Return a date of front matter moved to another day, with its type and time.

    A date with the offset of the zone gets the zone's offset on that day. None if it is no date.
    """
    if isinstance(old, datetime):
        moved = datetime.combine(date.fromisoformat(day), old.timetz())
        offset = moved.replace(tzinfo=zone).utcoffset() if has_offset_of(zone, old) else None
        if offset is None or offset == old.utcoffset():
            return moved
        return moved.replace(tzinfo=timezone(offset))
    if isinstance(old, date):
        return date.fromisoformat(day)
    if isinstance(old, str) and DAY.match(old):
        form = _DATE_FORM.fullmatch(old)
        if not (form and form["zone"]):
            return day + old[len(day) :]
        time_of_day = old[len(day) : form.start("zone")]
        return day + time_of_day + _offset_like(form, day, form["time"], zone)
    if page.is_date(old):
        message = _("The date “{date}” cannot be changed in place: only YYYY-MM-DD can")
        raise PostError(message.format(date=old))
    return None


def title_line(metadata: Metadata, options: PostOptions) -> str:
    """Return the blockquote with the title."""
    return f"> {encode_body(clean_title(metadata.title), options.style)}"


def _new_date(day: str, options: PostOptions) -> str:
    """Return the date of a new post, at midnight in the time zone of the options."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(options.time_zone))
    written = format_date(midnight, options.date_format or "%Y-%m-%d")
    return written if options.quoted_date else BareDate(written)


def _like(old: object, day: str, zone: ZoneInfo) -> str | None:
    """Return a day in the form of an archetype's date, at midnight; None if that is no date.

    A date with the offset of the zone gets the zone's offset on that day.
    """
    midnight = datetime.fromisoformat(day)
    if isinstance(old, datetime):
        own = zone if has_offset_of(zone, old) else old.tzinfo
        return BareDate(midnight.replace(tzinfo=own).isoformat())
    if isinstance(old, date):
        return BareDate(day)
    if isinstance(old, str) and (form := _DATE_FORM.fullmatch(old)):
        if not form["separator"]:
            return day
        offset = _offset_like(form, day, "00:00:00", zone)
        return f"{day}{form['separator']}00:00:00{form['space']}{offset}"
    return None


def _offset_like(form: re.Match[str], day: str, time: str, zone: ZoneInfo) -> str:
    """Return the offset of a date; if that is the zone's, the zone's at another day and time."""
    written: str = form["zone"] or ""
    try:
        old = datetime.fromisoformat(f"{form['day']}T{form['time']}{written.upper()}")
        new = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone)
    except ValueError:
        return written
    if not has_offset_of(zone, old) or old.utcoffset() == new.utcoffset():
        return written
    return format_date(new, "%z" if written[1:].isdigit() else "%:z")


def _archetype(options: PostOptions) -> FrontMatter | None:
    """Return the archetype's front matter; None without an archetype."""
    if not options.archetype:
        return None
    block = parse(options.archetype).blocks[0]
    if not isinstance(block, FrontMatter):
        raise PostError(_("The archetype has no front matter"))
    return block


def _of_archetype(
    block: FrontMatter, options: PostOptions, day: str, values: dict[str, Any]
) -> str:
    """Return the archetype's front matter with these values; its keys keep their places."""
    if not options.date_format:
        like = _like(block.values.get("date"), day, ZoneInfo(options.time_zone))
        values["date"] = like or values["date"]
    known = {*block.values, page.image_key(block.values), *page.image_keys(block.values)}
    known |= {key.lower() for key in (*options.front_matter, *options.extra)}
    wanted = {key: value for key, value in values.items() if key.lower() in known}
    return block.replace(wanted).source


def _tags(metadata: Metadata) -> tuple[str, ...]:
    for tag in metadata.tags:
        if problem := tag_problem(tag):
            message = _("Tag {tag}: {problem}")
            raise PostError(message.format(tag=clean_title(tag), problem=problem))
    return metadata.tags


def _clean(metadata: Metadata) -> Metadata:
    """Return metadata with the values that front matter can hold."""
    return replace(metadata, title=clean_title(metadata.title), image=sanitize(metadata.image))


def _image(image: str, options: PostOptions, present: Mapping[str, Any]) -> dict[str, Any]:
    """Return the image by its key: that of the front matter that is there, or of a new post.

    Without an image, no key keeps one: the next would be the image of the post.
    """
    key = page.image_key(present) or options.image_key
    if not image:
        return dict.fromkeys(page.image_keys(present) or [key])
    old = page.find(present, key)
    if isinstance(old, list) or (old is None and key.lower() == _SEVERAL):
        return {key: [image, *page.texts(old)[1:]]}
    return {key: image}


_SEVERAL = "images"
"""The key whose value is a list of images: https://gohugo.io/templates/embedded/#open-graph."""

_VALUES: dict[str, Callable[[Metadata, PostOptions, Mapping[str, Any]], dict[str, Any]]] = {
    "date": lambda metadata, options, _: {
        "date": _new_date(day_of(metadata.date), options),
        "months": day_of(metadata.date)[:7].replace("-", "/"),
    },
    "is_draft": lambda metadata, *_: {"draft": metadata.is_draft},
    "title": lambda metadata, *_: {"title": metadata.title},
    "tags": lambda metadata, *_: {"tags": _tags(metadata)},
    "image": lambda metadata, options, present: _image(metadata.image, options, present),
}
"""The keys and values of front matter for each field of metadata; None leaves a key out.

The last argument is the front matter that is there. The first key is the main one.
"""

_DATE_FORM = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:(?P<separator>[Tt ])(?P<time>[0-9:.]+)"
    r"(?P<space> ?)(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
