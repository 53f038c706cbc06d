"""Clips as quotes of a post, and back."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from matome_tui.core.draft.attributions import attribution, author_of
from matome_tui.core.draft.entries import NO_KEY, Clip
from matome_tui.core.draft.post_options import PostOptions
from matome_tui.core.items import ITEM_URL
from matome_tui.hugo.post.blocks import AnyQuote, Block, MarkdownQuote, PostError, Quote
from matome_tui.hugo.post.encode import (
    decode_line,
    encode_body,
    encode_line,
    encode_quoted,
    is_user_name,
)
from matome_tui.i18n import _

_TIME_FORMAT = "%Y/%m/%d %H:%M:%S"
_COLOR = re.compile(r"(?:#[0-9A-Fa-f]{6})?")


def write_quote(clip: Clip, old: Block | None, options: PostOptions) -> AnyQuote:
    """Return the quote of a clip: `old` with its changes, or a new one.

    Raises PostError if the user name, time or colour is not valid in a post.
    """
    match old:
        case Quote():
            return _update(old, clip, options)
        case MarkdownQuote():
            is_same = old.text == clip.text
            return old if is_same else old.replace(encode_quoted(clip.text, options.style))
    return (
        _in_markdown(clip, options) if options.format == "blockquote" else _shortcode(clip, options)
    )


def read_clip(quote: AnyQuote, options: PostOptions) -> Clip:
    """Return the clip of a quote, without a key."""
    written = quote.written
    seconds = int(written.replace(tzinfo=ZoneInfo(options.time_zone)).timestamp()) if written else 0
    author = _author_of(quote, options)
    return Clip(NO_KEY, quote.comment, author, seconds, "", quote.text, quote.color)


def local_time(clip: Clip, options: PostOptions) -> datetime | None:
    """Return the time of a clip's comment in the post's time zone, naive; None if unknown.

    Raises PostError if it is out of range.
    """
    moment = _moment(clip, options)
    return moment and moment.replace(tzinfo=None, fold=0)


def _moment(clip: Clip, options: PostOptions) -> datetime | None:
    if not clip.time:
        return None
    try:
        return datetime.fromtimestamp(clip.time, ZoneInfo(options.time_zone))
    except (ValueError, OverflowError, OSError) as error:
        message = _("{time} is not the time of a comment")
        raise PostError(message.format(time=clip.time)) from error


def _shortcode(clip: Clip, options: PostOptions) -> Quote:
    comment = f' id="{clip.comment}"' if options.ids and clip.comment else ""
    return Quote(
        f'{{{{<matomeQuote body="{encode_body(clip.text, options.style)}"'
        f' userName="{_author(clip)}" createdAt="{_written(clip, options)}"'
        f' color="{_color(clip)}"{comment}>}}}}'
    )


def _update(old: Quote, clip: Clip, options: PostOptions) -> Quote:
    changes = {}
    if old.text != clip.text:
        changes["body"] = encode_body(clip.text, options.style)
    if old.color != clip.color:
        changes["color"] = _color(clip)
    return old.replace(changes) if changes else old


def _in_markdown(clip: Clip, options: PostOptions) -> MarkdownQuote:
    url, author = ITEM_URL.format(clip.comment), encode_line(_author(clip), "exact")
    line = attribution(options.attribution, author, url, _moment(clip, options))
    return MarkdownQuote(f"{encode_quoted(clip.text, options.style)}\n>\n> {line}")


def _author_of(quote: AnyQuote, options: PostOptions) -> str:
    """Return the author of a quote; empty if unknown."""
    if isinstance(quote, MarkdownQuote):
        name = decode_line(author_of(quote.attribution, options.attribution))
        if is_user_name(name):
            return name
    return quote.user_name


def _author(clip: Clip) -> str:
    if not is_user_name(clip.author):
        message = _("{author!r} is not a Hacker News user name")
        raise PostError(message.format(author=clip.author))
    return clip.author


def _written(clip: Clip, options: PostOptions) -> str:
    moment = local_time(clip, options)
    return moment.strftime(_TIME_FORMAT) if moment else ""


def _color(clip: Clip) -> str:
    if not _COLOR.fullmatch(clip.color):
        message = _("The colour {color!r} is not of the form #rrggbb")
        raise PostError(message.format(color=clip.color))
    return clip.color
