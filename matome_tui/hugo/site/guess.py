"""How posts are written on a site, guessed from its newest posts and its archetype.

A guess is the value of a setting of posts (see `PostOptions`) with its reason. What the posts have
in common precedes the archetype, except for the draft state: new posts begin as `hugo new` makes
them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, TypeVar

from matome_tui.core.date_format import has_offset_of
from matome_tui.core.draft.post_options import IMAGE_KEYS, Format
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.post.front_matter.document import find
from matome_tui.hugo.site.time_zones import Zones, changing_zone
from matome_tui.i18n import _

T = TypeVar("T")

_INDEX = re.compile(r"index(?:\.[\w-]+)?\.md")
_SUFFIX = re.compile(r"(?:\.[a-z]{2,3}(?:-\w+)?)?\.md$", re.IGNORECASE)
"""The end of a file's name, with its language."""

_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_IN_NAME = re.compile(
    rf"(?<![0-9]){_YEAR}(?P<first>[-_.]?){_MONTH}(?:(?P<second>(?P=first)){_DAY})?(?![0-9])"
)
"""A day or a month in the name of a file or folder."""

_FOLDERS = ((_YEAR, "{year}"), (_MONTH, "{month}"), (_DAY, "{day}"))
"""Folders of years, of months in these, and of days in these."""

_WORDS = re.compile(r"[^\W_]+")
_LEAST_WORDS, _MOST_WORDS = 5, 12
"""Limits of the number of words in a slug, that titles of stories can be told apart."""


_TEMPLATE = re.compile(r"\{\{.*?\}\}")
_LAYOUT = re.compile(r'"(2006-01-02[^"]*)"')  # https://pkg.go.dev/time#pkg-constants
_ANY_ZONE = "-07:00"
_OFFSET = "%:z"
_ZONED = f"%Y-%m-%dT%H:%M:%S{_OFFSET}"
_NOW = f"2006-01-02T15:04:05{_ANY_ZONE}"
_FILLED = "made-by-a-template"

_TIME = re.compile(
    r"(?P<quote>['\"]?)[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:(?P<before>[Tt ])[0-9]{2}:[0-9]{2}[0-9:.]*[ ]?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"(?P=quote)"
)

_KEY = re.compile(r"[A-Za-z_][\w-]*")
_MOST = 2**63
"""What a number in the configuration must be below."""

_PICTURE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)

_KANA = re.compile("[\u3041-\u30ff]")

_LINES: Mapping[tuple[str, Format], Mapping[str, str]] = {
    ("ja", "blockquote"): {
        "source_line": "引用元：[Hacker News]({url})",
        "attribution": "— [{author}]({url})、{date:%Y年%-m月%-d日}",
    },
    ("en", "blockquote"): {"section_summary": "More comments ({n})"},
    ("en", "matome"): {
        "source_line": "Source: [{url}]({url})",
        "section_summary": "More comments ({n})",
        "tail": '[All posts]({{% ref "/posts/" %}})',
    },
}
"""Fixed lines of posts by language and format, where they differ from the format's defaults."""

_NEEDED = ("title", "date", "tags", "draft")
"""Keys that the form of a post edits, with that of the image, which not every post has."""

_OUR_KEYS = (*_NEEDED, "months")
_KEYS_OF_ONE = frozenset(
    ("slug", "url", "aliases", "lastmod", "publishdate", "expirydate", "weight", "id", "uuid")
)
"""Further keys whose values belong to one post alone, even if two posts share them."""


@dataclass(frozen=True, slots=True)
class Example:
    """A post of the site, or its archetype.

    Attributes:
        path: Its path in the content tree, such as `posts/a/index.md`; of an archetype, its file in
            the site.
        text: Its text, or the part with the front matter.
    """

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """The value of a setting, and why it is guessed, in a few words."""

    value: Any
    reason: str


Guesses = Mapping[str, Guess]
"""Guesses by the names of settings of posts.

Further, `draft` is whether new posts begin as drafts, and `language` what posts are written in:
`ja` for Japanese, `en` for any other.
"""


def section_of(posts: Sequence[Example], default: str) -> str:
    """Return the section of most posts; of two the newest, without posts the default."""
    return _counted([post.path.parts[0] for post in posts])[1] if posts else default


def guess(
    posts: Sequence[Example],
    archetype: Example | None,
    section: str,
    language: Guess | None = None,
    zones: Zones | None = None,
) -> Guesses:
    """Return what the posts of a section suggest.

    Args:
        posts: The newest posts of the section, newest first.
        archetype: What new posts of the section begin from, if there is anything.
        section: The section.
        language: The language of the site by its configuration.
        zones: The zones that dates may be in.
    """
    read = [_read(post.text) for post in posts]
    heads = [head for head in read if head]
    own = _read(_filled(archetype.text)) if archetype else None
    place = archetype.path.as_posix() if archetype else ""
    titles = [_title(head) if head else "" for head in read]
    found = _of_path(posts, titles, section)
    if spoken := _language(posts, heads, language):
        found["language"] = spoken
    models = heads or [head for head in [own] if head]
    found |= _of_front_matter(models, "" if heads else place, zones or Zones())
    if own and isinstance(own.values.get("draft"), bool):
        found["draft"] = Guess(own.values["draft"], place)
    return found


def settings_of(guesses: Guesses, form: Format) -> dict[str, Any]:
    """Return the settings of posts that guesses give, with quotes in a format."""
    values: dict[str, Any] = {}
    for name, found in guesses.items():
        if name == "language":
            values |= _LINES.get((found.value, form), {})
        elif name != "draft":
            values[name] = found.value
    if "draft" in guesses and guesses["draft"].value:
        values["extra"] = {**values.get("extra", {}), "draft": True}
    return values


# Paths


def _of_path(posts: Sequence[Example], titles: Sequence[str], section: str) -> dict[str, Guess]:
    patterns = [_pattern(post.path) for post in posts]
    usual = f"{section}/{{slug}}.md"
    path = _counted([pattern for pattern, _slug in patterns])[1] if patterns else usual
    named = [
        (slug, title)
        for (pattern, slug), title in zip(patterns, titles, strict=True)
        if pattern == path
    ]
    found = {"path": Guess(f"content/{path}", _share(len(named), len(posts)))}
    hyphens, lines = (sum(mark in slug for slug, _title in named) for mark in "-_")
    separator = "_" if lines > hyphens else "-"
    found["slug_separator"] = Guess(separator, _share(max(hyphens, lines), len(posts)))
    words = [(_words(slug), _words(title)) for slug, title in named if slug.isascii()]
    longer = [in_slug for in_slug, in_title in words if max(in_slug, in_title) >= _LEAST_WORDS]
    if len(longer) > 1:  # short titles say nothing about how long ones are cut
        most = min(max(*longer, _LEAST_WORDS), _MOST_WORDS)
        found["slug_words"] = Guess(most, _share(len(longer), len(posts)))
    return found


def _words(name: str) -> int:
    return len(_WORDS.findall(name))


def _pattern(path: PurePosixPath) -> tuple[str, str]:
    """Return the pattern of a post's path, as the setting `path` has it, and the post's slug."""
    *folders, last = path.parts
    named = folders.pop() if _INDEX.fullmatch(last) and len(folders) > 1 else ""
    stem = named or _SUFFIX.sub("", last)
    name, slug = _name_pattern(stem)
    written = [*_folder_patterns(folders), name + ("" if named else last[len(stem) :])]
    return "/".join([*written, last] if named else written), slug


def _name_pattern(name: str) -> tuple[str, str]:
    """Return the pattern of a post's name, and its slug."""
    date = _IN_NAME.search(name)
    if date is None:
        return "{slug}", name
    before, after = name[: date.start()], name[date.end() :]
    slug = (before + after).strip("-_.")
    form = _date_pattern(date)
    if before.strip("-_."):
        return "{slug}" + before[len(before.rstrip("-_.")) :] + form, slug
    between = after[: len(after) - len(after.lstrip("-_."))]
    return before + form + (between or "-") + "{slug}", slug


def _date_pattern(date: re.Match[str]) -> str:
    mark = date["first"]
    if date["second"] is None:
        return f"{{year}}{mark}{{month}}"
    return "{date}" if mark == "_" else f"{{year}}{mark}{{month}}{mark}{{day}}"


def _folder_patterns(folders: Sequence[str]) -> list[str]:
    written = []
    depth = 0
    for folder in folders:
        form, field = _FOLDERS[min(depth, 2)]
        if depth < len(_FOLDERS) and re.fullmatch(form, folder):
            written.append(field)
            depth += 1
        elif date := _IN_NAME.fullmatch(folder):
            written.append(_date_pattern(date))
        else:
            written.append(folder.replace("{", "").replace("}", ""))
    return written


# Front matter


@dataclass(frozen=True, slots=True)
class _Head:
    """The front matter of a text.

    Attributes:
        format: Its language.
        keys: The keys of the top level as they are spelled.
        values: The values by key, in lower case.
        date: The date as it is written; empty for none.
    """

    format: str
    keys: tuple[str, ...]
    values: Mapping[str, Any]
    date: str


def _read(text: str) -> _Head | None:
    found = find(text)
    if found is None:
        return None
    try:
        values = found.values()
    except ValueError:
        return None
    entries = found.language.outline(found.inner).entries
    dates = [entry.value for entry in entries if entry.key.lower() == "date"]
    date = found.inner[dates[0].start : dates[0].end].strip() if dates else ""
    keys = tuple(entry.key for entry in entries if entry.key)
    return _Head(found.language.name, keys, values, date)


def _title(head: _Head) -> str:
    return str(head.values.get("title", ""))


def _filled(archetype: str) -> str:
    """Return the text of an archetype with values for its templates."""

    def value(template: re.Match[str]) -> str:
        if layout := _LAYOUT.search(template[0]):
            return layout[1]
        return _NOW if ".Date" in template[0] or "now" in template[0] else _FILLED

    return _TEMPLATE.sub(value, archetype)


def _of_front_matter(heads: Sequence[_Head], place: str, zones: Zones) -> dict[str, Guess]:
    """Return guesses from the front matter of posts, or of the archetype at a place."""
    if not heads:
        return {}
    total = len(heads)
    found: dict[str, Guess] = {}

    def add(setting: str, values: Sequence[Any]) -> None:
        number, value = _counted(values)
        found[setting] = Guess(value, place or _share(number, total))

    add("front_matter_format", [head.format for head in heads])
    dates = [date for head in heads if (date := _TIME.fullmatch(head.date))]
    if dates:
        forms = [_date_format(date) for date in dates]
        # In an archetype, the zone of Go's reference time stands for that of any moment.
        if place:
            forms = [form.replace(_ANY_ZONE, _OFFSET) for form in forms]
        zoned, zone = _in_zone(dates, forms, zones)
        add("date_format", zoned)
        if zone:
            found["time_zone"] = Guess(zone, found["date_format"].reason)
        add("quoted_date", [bool(date["quote"]) for date in dates])
    image = _image_key(heads)
    extra = _shared_values(heads, image) if total > 1 or place else {}
    keys = _keys(heads[0], extra, image)
    reason = place or _share(total, total)
    found["front_matter"] = Guess(keys, reason)
    if extra:
        found["extra"] = Guess(extra, reason)
    add("draft", [head.values.get("draft") is True for head in heads])
    return found


def _date_format(date: re.Match[str]) -> str:
    if not date["before"]:
        return "%Y-%m-%d"
    zone = (date["zone"] or "").upper()
    if zone:  # in the form that each language of front matter has
        zone = zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
        return f"%Y-%m-%dT%H:%M:%S{zone}"
    return f"%Y-%m-%d{date['before'].upper()}%H:%M:%S"


def _in_zone(
    dates: Sequence[re.Match[str]], forms: Sequence[str], zones: Zones
) -> tuple[Sequence[str], str]:
    """Return the forms of dates, and the zone of most; empty if a fixed form suits as many.

    For the site's zone, one half of the year is enough.
    """
    most, _form = _counted(forms)
    for name, least in ((zones.site, most), (zones.own, most + 1)):
        zone = changing_zone(name)
        if zone is None:
            continue
        zoned = [
            _ZONED if (moment := _moment(date)) and has_offset_of(zone, moment) else form
            for date, form in zip(dates, forms, strict=True)
        ]
        number, form = _counted(zoned)
        if number >= least and form == _ZONED:
            return zoned, name
    return forms, ""


def _moment(date: re.Match[str]) -> datetime | None:
    """Return a date as a moment; None if it is not one of the calendar."""
    written = date[0].strip("'\"").upper()
    try:
        return datetime.fromisoformat(f"{written[:10]}T{written[11:].replace(' ', '')}")
    except ValueError:
        return None


def _image_key(heads: Sequence[_Head]) -> str:
    """Return the key of most images, as it is spelled; the usual one if there are none."""
    found = [(page.image_key(head.values), head) for head in heads]
    keys = [key for key, _head in found if key]
    if not keys:
        return IMAGE_KEYS[0]
    usual = _counted(keys)[1]
    spelled = next(head for key, head in found if key == usual).keys
    return next((key for key in spelled if key.lower() == usual), usual)


def _keys(newest: _Head, extra: Mapping[str, object], image: str) -> tuple[str, ...]:
    """Return the keys of a new post in the order of the newest one; the form fills in its own."""
    known = {key.lower(): key for key in newest.keys}
    table = image.lower().partition(".")[0]
    own = {table, *(key.lower() for key in extra)}
    order = [key for key in known if key in _OUR_KEYS or key in own]
    order += [key for key in (*_NEEDED, table) if key not in known]
    names = {**known, **{key: key for key in _OUR_KEYS}, table: image}
    return tuple(names[key] for key in order)


def _shared_values(heads: Sequence[_Head], image: str) -> dict[str, object]:
    """Return the plain values that all front matter has, by key as the newest one spells it.

    The value of the image's key is none of them.
    """
    newest = heads[0]
    skipped = {*_OUR_KEYS, *_KEYS_OF_ONE, image.lower().partition(".")[0]}
    return {
        key: value
        for key in newest.keys
        if key.lower() not in skipped and _KEY.fullmatch(key)
        if _is_plain(value := newest.values[key.lower()])
        if all(head.values.get(key.lower()) == value for head in heads)
    }


def _is_plain(value: object) -> bool:
    """Return whether a value can be that of other posts: no picture, table or template."""
    return all(map(_is_plain_item, value if isinstance(value, list) else [value]))


def _is_plain_item(item: object) -> bool:
    if isinstance(item, str):
        return item != _FILLED and not _PICTURE.search(item)
    return isinstance(item, int | float) and abs(item) < _MOST


# Language


def _language(
    posts: Sequence[Example], heads: Sequence[_Head], declared: Guess | None
) -> Guess | None:
    """Return the language of posts, if it is clear."""
    titles = [_title(head) for head in heads]
    number = sum(bool(_KANA.search(title)) for title in titles)
    if number * 2 > len(titles):
        reason = _("{number} of {total} newest titles are Japanese")
        return Guess("ja", reason.format(number=number, total=len(titles)))
    if not posts or (declared and declared.value == "ja"):
        return declared
    foreign = sum(not _KANA.search(post.text) for post in posts)
    return Guess("en", _share(foreign, len(posts))) if foreign * 2 > len(posts) else None


# Reasons


def _counted(values: Sequence[T]) -> tuple[int, T]:
    """Return the number of the most common of values, and that; of several the newest."""
    value, number = Counter(values).most_common(1)[0]
    return number, value


def _share(number: int, total: int) -> str:
    if not number:
        return _("usual")
    return _("{number} of {total} newest posts").format(number=number, total=total)
