"""Differences between versions of a draft, the stored form of its history."""

from dataclasses import asdict, fields, replace
from typing import Any

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, Entry, EntryKey, Remark, Section
from matome_tui.i18n import _

Delta = dict[str, Any]

_KINDS: dict[str, type[Entry]] = {"Clip": Clip, "Remark": Remark, "Fold": Section}
_KIND_NAMES = {kind: name for name, kind in _KINDS.items()}
_PLAIN = {
    "next_key": "next_key",
    "story_title": "story_title",
    "order": "order",
    "has_own_folds": "has_manual_sections",
}
"""Fields of a draft by their stored names."""


def blank(thread: int) -> Draft:
    """Return an empty draft: a `difference` from it is a whole draft."""
    return Draft(thread, "", Metadata())


def difference(old: Draft, new: Draft) -> Delta:
    """Return the changes from `old` to `new`, drafts of one thread, as a JSON object."""
    delta: Delta = {}
    if old.metadata != new.metadata:
        delta["head"] = _changed(old.metadata, new.metadata)
    before = {entry.key: entry for entry in old.entries}
    entries: dict[str, Any] = {}
    for entry in new.entries:
        known = before.pop(entry.key, None)
        if known is None or type(known) is not type(entry):
            entries[str(entry.key)] = {"kind": _KIND_NAMES[type(entry)], **_values(entry)}
        elif known is not entry and known != entry:
            entries[str(entry.key)] = _changed(known, entry)
    if entries:
        delta["entries"] = entries
    if before:
        delta["gone"] = list(before)
    keys = [entry.key for entry in new.entries]
    if keys != _default_keys(old, delta):
        delta["keys"] = keys
    for stored, name in _PLAIN.items():
        if getattr(old, name) != getattr(new, name):
            delta[stored] = getattr(new, name)
    return delta


def apply(old: Draft, delta: Delta) -> Draft:
    """Return the draft that results from a `difference`."""
    entries = {entry.key: entry for entry in old.entries}
    for text, values in delta.get("entries", {}).items():
        key = EntryKey(int(text))
        entries[key] = _entry(entries.get(key), values)
    keys = delta.get("keys") or _default_keys(old, delta)
    metadata = dict(delta.get("head", {}))
    if "tags" in metadata:
        metadata["tags"] = tuple(metadata["tags"])
    return replace(
        old,
        metadata=replace(old.metadata, **metadata),
        entries=tuple(entries[key] for key in keys),
        **{name: delta[stored] for stored, name in _PLAIN.items() if stored in delta},
    )


def _entry(old: Entry | None, values: dict[str, Any]) -> Entry:
    values = dict(values)
    if "parts" in values:
        values["parts"] = tuple((start, end) for start, end in values["parts"])
    if kind := values.pop("kind", None):
        return _KINDS[kind](**values)
    if old is None:
        raise ValueError(_("a changed entry does not exist"))
    return replace(old, **values)


def _values(entry: Entry) -> dict[str, Any]:
    """Return the values of a new entry; those added in later versions only where they are set."""
    values = asdict(entry)
    if not values.get("machine"):
        values.pop("machine", None)
    return values


def _changed(old: Metadata | Entry, new: Metadata | Entry) -> dict[str, Any]:
    names = (field.name for field in fields(new))
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}


def _default_keys(old: Draft, delta: Delta) -> list[EntryKey]:
    """Return the order of keys if nothing moved and new entries are last."""
    gone = set(delta.get("gone", ()))
    kept = [entry.key for entry in old.entries if entry.key not in gone]
    known = set(kept)
    added = (EntryKey(int(text)) for text in delta.get("entries", {}))
    return kept + [key for key in added if key not in known]
