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
from matome_tui.i18n import N_, _

DAY = datetime(2026, 3, 4, tzinfo=UTC)
"""The date of the sample post."""

_TEXT = N_('A "quiet" garden in 80 columns.')
_TITLE = N_("A moss garden in the terminal")


def sample_quote(options: PostOptions) -> str:
    """Return a quote of the sample post."""
    return write_quote(_clip(), None, options).source


def sample_post(options: PostOptions) -> tuple[str, str]:
    """Return the path and the text of the sample post.

    Raises:
        PostError: The archetype does not parse, or its front matter cannot be edited.
    """
    metadata = starting_metadata(Metadata(_(_TITLE), f"{DAY:%Y-%m-%d}"), options)
    draft = Draft(44900001, f"Show HN: {_TITLE}", metadata, (_clip(),))
    return post_path(draft, options), render(compose(draft, options))


def _clip() -> Clip:
    return Clip(EntryKey(1), 44900102, "rin", int(DAY.timestamp()), "", _(_TEXT))
