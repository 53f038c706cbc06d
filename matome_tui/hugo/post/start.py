"""What a new post starts with: values that the configuration or the site's archetype gives."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from matome_tui.core.draft.draft import Metadata
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import PostError, parse
from matome_tui.hugo.post.front_matter import page


def starting_metadata(metadata: Metadata, options: PostOptions) -> Metadata:
    """Return the metadata of a new post with the given tags, image and draft state.

    `extra` of the configuration precedes the archetype. Title and date are the story's; those of an
    archetype are templates for new files.
    """
    try:
        archetype = parse(options.archetype).front_matter or {}
    except PostError:  # composing the post reports it
        archetype = {}
    given = _lower(archetype) | _lower(options.extra)
    changes = {
        field: read(given[key])
        for key, (field, read) in _FIELDS.items()
        if given.get(key) is not None
    }
    if image := page.image(given):
        changes["image"] = image
    return replace(metadata, **changes)


def _lower(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by their keys in lower case: Hugo ignores the case."""
    return {str(key).lower(): value for key, value in values.items()}


def _tags(value: object) -> tuple[str, ...]:
    tags = value if isinstance(value, list | tuple) else [value]
    return tuple(str(tag) for tag in tags if tag)


_FIELDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "tags": ("tags", _tags),
    "draft": ("is_draft", lambda value: value is True),
}
"""The field of metadata for each key, and its value."""
