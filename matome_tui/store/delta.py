"""What one edit changed in a draft, small enough to keep every one of them."""

from dataclasses import asdict, fields, replace
from typing import Any

from matome_tui.core.draft import Clip, Draft, Head

Delta = dict[str, Any]

_CLIP_FIELDS = tuple(field.name for field in fields(Clip))
_HEAD_FIELDS = tuple(field.name for field in fields(Head))


def difference(old: Draft, new: Draft) -> Delta:
    """Return what makes `new` of `old`, as JSON can hold it; both are of the same thread."""
    delta: Delta = {}
    if old.head != new.head:
        delta["head"] = _changed(old.head, new.head, _HEAD_FIELDS)
    before = {clip.key: clip for clip in old.clips}
    clips: dict[str, Any] = {}
    for clip in new.clips:
        known = before.pop(clip.key, None)
        if known is None:
            clips[str(clip.key)] = asdict(clip)
        elif known is not clip and known != clip:
            clips[str(clip.key)] = _changed(known, clip, _CLIP_FIELDS)
    if clips:
        delta["clips"] = clips
    if before:
        delta["gone"] = list(before)
    order = [clip.key for clip in new.clips]
    if order != _default_order(old, delta):
        delta["order"] = order
    for name in ("next_key", "story_title"):
        if getattr(old, name) != getattr(new, name):
            delta[name] = getattr(new, name)
    return delta


def apply(old: Draft, delta: Delta) -> Draft:
    """Return the draft that `difference` told of."""
    clips = {clip.key: clip for clip in old.clips}
    for text, values in delta.get("clips", {}).items():
        key = int(text)
        clips[key] = replace(clips[key], **values) if key in clips else Clip(**values)
    order = delta.get("order") or _default_order(old, delta)
    head = dict(delta.get("head", {}))
    if "tags" in head:
        head["tags"] = tuple(head["tags"])
    return replace(
        old,
        head=replace(old.head, **head),
        clips=tuple(clips[key] for key in order),
        next_key=delta.get("next_key", old.next_key),
        story_title=delta.get("story_title", old.story_title),
    )


def _changed(old: Any, new: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(new, name) for name in names if getattr(old, name) != getattr(new, name)}


def _default_order(old: Draft, delta: Delta) -> list[int]:
    """Return the keys as they stand when nothing moved and what is new came last."""
    gone = set(delta.get("gone", ()))
    kept = [clip.key for clip in old.clips if clip.key not in gone]
    known = set(kept)
    return kept + [key for key in map(int, delta.get("clips", {})) if key not in known]
