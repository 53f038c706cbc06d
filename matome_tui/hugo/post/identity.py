"""Stable keys for clips, remarks and sections across versions of a post."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, Remark, Section
from matome_tui.core.draft.post_options import Style
from matome_tui.core.text import sanitize
from matome_tui.hugo.post.encode import (
    clean_remark,
    clean_title,
    decode_body,
    encode_body,
    read_remark,
)

Key = tuple[object, ...]
"""The key of an entry, or of an attribute of one; its first item is the kind."""

COMPARED: Mapping[type[Entry], tuple[str, ...]] = {
    Clip: ("text", "color"),
    Remark: ("text",),
    Section: ("summary",),
}
"""The attributes of each kind of entry that a post has."""

# The slug is part of the path, not of the text.
_METADATA = tuple(field.name for field in fields(Metadata) if field.name != "slug")


@dataclass(frozen=True, slots=True)
class KeyedPost:
    """A post by stable keys.

    Attributes:
        metadata: The values of its metadata, by field name.
        entries: Its entries, in order.
        has_manual_sections: As in the draft.
    """

    metadata: Mapping[str, Any]
    entries: Mapping[Key, Entry]
    has_manual_sections: bool

    def order(self, among: Collection[Key]) -> list[Key]:
        """Return the keys of its entries that are in `among`, in order."""
        return [key for key in self.entries if key in among]


def keyed_post(draft: Draft, base: KeyedPost | None = None) -> KeyedPost:
    """Return a draft's post by stable keys.

    The key of a clip is its author and time, or without a time its comment; that of a section the
    clip above it. The key of a remark is its text, or if `base` has no such remark, the key of the
    remark at its place there.
    """
    entries = dict(_keyed(draft.entries))
    if base:
        entries = _with_base_keys(entries, base.entries)
    metadata = {name: getattr(draft.metadata, name) for name in _METADATA}
    return KeyedPost(metadata, entries, draft.has_manual_sections)


def normalized(post: KeyedPost, base: KeyedPost, style: Style) -> KeyedPost:
    """Return a post as it reads after it is rendered over `base`.

    Values that equal those of `base` stay; all others are cleaned and encoded.
    """
    metadata = {
        name: value if value == base.metadata[name] else _CLEAN.get(name, _same)(value)
        for name, value in post.metadata.items()
    }

    def written(key: Key, entry: Entry) -> Entry:
        old = base.entries.get(key)
        if old and values_of(old) == values_of(entry):
            return entry
        match entry:
            case Clip():
                is_old = isinstance(old, Clip) and old.text == entry.text
                text = entry.text if is_old else decode_body(encode_body(entry.text, style))
                return replace(entry, text=text)
            case Remark():
                return replace(entry, text=read_remark(clean_remark(entry.text)))
            case Section():
                line = encode_body(entry.summary, style).replace("<br>", " ")
                return replace(entry, summary=decode_body(line))

    entries = {key: written(key, entry) for key, entry in post.entries.items()}
    return replace(post, metadata=metadata, entries=entries)


def values_of(entry: Entry) -> list[object]:
    """Return the compared attributes of an entry."""
    return [getattr(entry, name) for name in COMPARED[type(entry)]]


def _keyed(entries: Iterable[Entry]) -> Iterator[tuple[Key, Entry]]:
    seen: Counter[Key] = Counter()
    above: Key = ()
    for entry in entries:
        match entry:
            case Clip():
                name: Key = ("clip", entry.author, entry.time or entry.comment)
            case Remark():
                name = ("remark", read_remark(clean_remark(entry.text)))
            case Section():
                name = ("section", entry.is_open, above)
        key = (*name, seen[name])
        seen[name] += 1
        above = key if isinstance(entry, Clip) else above
        yield key, entry


def _with_base_keys(entries: Mapping[Key, Entry], base: Mapping[Key, Entry]) -> dict[Key, Entry]:
    gone = {place: key for key, place in _places(base).items() if key not in entries}
    come = {key: gone.get(place, key) for key, place in _places(entries).items() if key not in base}
    return {come.get(key, key): entry for key, entry in entries.items()}


def _places(entries: Mapping[Key, Entry]) -> dict[Key, Key]:
    """Return the places of remarks: the clip above, and the number among its remarks."""
    above: Key = ()
    count = 0
    places: dict[Key, Key] = {}
    for key, entry in entries.items():
        if isinstance(entry, Clip):
            above, count = key, 0
        elif isinstance(entry, Remark):
            places[key] = (above, count)
            count += 1
    return places


def _same(value: Any) -> Any:
    return value


_CLEAN = {"title": clean_title, "image": sanitize}
