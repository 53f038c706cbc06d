"""Posts and clips as Markdown for any place, without front matter and Hugo's shortcodes."""

import re
from dataclasses import replace

from matome_tui.core.draft.draft import Draft
from matome_tui.core.draft.entries import Clip
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.hugo.post.blocks import AnyQuote, Block, FrontMatter
from matome_tui.hugo.post.compose import compose
from matome_tui.hugo.post.encode import clean_title, encode_line
from matome_tui.hugo.post.quotes import write_quote

_TYPOGRAPHIC = re.compile(r"\\(?=[\"']|(?<=\.\\)\.)")
"""Before a quotation mark, or a full stop of several."""


def post_markdown(draft: Draft, options: PostOptions) -> str:
    """Return a draft's post, with its title as a heading.

    Raises PostError if a value of the draft is not valid in a post.
    """
    post = compose(draft, _plain(options))
    title = _readable(encode_line(clean_title(draft.metadata.title), "exact"))
    blocks = (block for block in post.blocks if not isinstance(block, FrontMatter))
    return f"# {title}\n\n{''.join(map(_written, blocks)).strip()}\n"


def clip_markdown(clip: Clip, options: PostOptions) -> str:
    """Return a clip as a blockquote. Raises PostError if its author is no user name."""
    return f"{_written(write_quote(clip, None, _plain(options)))}\n"


def _plain(options: PostOptions) -> PostOptions:
    form = options if options.format == "blockquote" else options.in_format("blockquote")
    return replace(form, archetype="", tail="", title_line=False, style="exact")


def _written(block: Block) -> str:
    return _readable(block.source) if isinstance(block, AnyQuote) else block.source


def _readable(markdown: str) -> str:
    """Return encoded text with plain quotation marks and dots, which only Hugo would replace."""
    return _TYPOGRAPHIC.sub("", markdown)
