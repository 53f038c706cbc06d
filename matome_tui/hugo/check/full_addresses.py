"""Links of a post that were cut short, completed from the comments of its thread."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from matome_tui.core.comment.markup import parse_html
from matome_tui.core.draft.cut_links import complete, completions
from matome_tui.core.draft.entries import Clip
from matome_tui.core.draft.post_options import PostOptions, Style
from matome_tui.core.items import Comment
from matome_tui.hugo.check.harmless import CUT_LINK
from matome_tui.hugo.post.blocks import AnyQuote, Post, Quote, parse, render
from matome_tui.hugo.post.compose import read_draft
from matome_tui.hugo.post.encode import decode_body, encode_body
from matome_tui.hugo.post.quotes import write_quote

_ENDS = re.compile(r'[\s<"]|\Z')
"""What follows an address that Markdown ends there."""


def complete_post(text: str, comments: Iterable[Comment], options: PostOptions) -> str:
    """Return the text of a post with its cut links completed; all other bytes stay.

    Args:
        text: The post.
        comments: The comments of its thread.
        options: How the site's posts are written.

    Raises:
        PostError: The post names no thread, or its front matter does not parse.
    """
    with_lf = text.replace("\r\n", "\n")
    if with_lf != text and with_lf.replace("\n", "\r\n") == text:  # parts are read with LF only
        return complete_post(with_lf, comments, options).replace("\n", "\r\n")
    post = parse(text)
    clips = read_draft(post, options).link_comments(comments).clips
    if len(clips) != len(post.quotes):
        return text
    fresh = {
        id(quote): _completed(quote, clip, options)
        for quote, clip in zip(post.quotes, clips, strict=True)
    }
    return render(Post(tuple(fresh.get(id(block), block) for block in post.blocks)))


def _completed(quote: AnyQuote, clip: Clip, options: PostOptions) -> AnyQuote:
    links = parse_html(clip.source).links if clip.source else ()
    wanted = complete(clip.text, links)
    if wanted == clip.text:
        return quote
    for style in get_args(Style):
        styled = replace(options, style=style)
        if _is_as_written(quote, clip, styled):
            return write_quote(replace(clip, text=wanted), quote, styled)
    changed = _replaced(quote, links)
    return changed if changed.text == wanted else quote


def _is_as_written(quote: AnyQuote, clip: Clip, options: PostOptions) -> bool:
    """Return whether a quote has the text that this program writes: it can be written again."""
    if isinstance(quote, Quote):
        return quote.parameters.get("body") == encode_body(clip.text, options.style)
    return write_quote(clip, None, replace(options, format="blockquote")) == quote


def _replaced(quote: AnyQuote, links: tuple[str, ...]) -> AnyQuote:
    """Return a quote written by hand with its links replaced where nothing else need change."""

    def whole(cut: re.Match[str]) -> str:
        found = completions(f"{decode_body(cut[1])}…", links)
        is_safe = _ENDS.match(cut.string, cut.end())
        return encode_body(found[0].url, "exact") if found and is_safe else cut[0]

    return type(quote)(CUT_LINK.sub(whole, quote.source))
