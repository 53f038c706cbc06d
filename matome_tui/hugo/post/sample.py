"""A sample post, to show how posts are written with some options."""

from datetime import UTC, datetime

from matome_tui.core.draft.draft import Draft, Metadata
from matome_tui.core.draft.entries import Clip, EntryKey
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import render
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.location import post_path
from matome_tui.hugo.post.quotes import write_quote
from matome_tui.hugo.post.start import starting_metadata

_TIME = int(datetime(2026, 3, 4, 5, 6, tzinfo=UTC).timestamp())
_CLIP = Clip(EntryKey(1), 44900102, "rin", _TIME, "", 'A "quiet" garden in 80 columns.')
_TITLE = "Show HN: A moss garden in the terminal"
_DRAFT = Draft(44900001, _TITLE, Metadata(_TITLE, "2026-03-04"), (_CLIP,))


def sample_quote(options: PostOptions) -> str:
    """Return a quote of the sample post."""
    return write_quote(_CLIP, None, options).source


def sample_post(options: PostOptions) -> tuple[str, str]:
    """Return the path and the text of the sample post.

    Raises:
        PostError: The archetype does not parse, or its front matter cannot be edited.
    """
    metadata = starting_metadata(_DRAFT.metadata, options)
    draft = Draft(_DRAFT.thread, _TITLE, metadata, _DRAFT.entries)
    return post_path(draft, options), render(compose(draft, options))
