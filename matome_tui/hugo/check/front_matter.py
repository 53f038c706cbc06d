"""Findings in front matter: whether Hugo accepts it, and has what posts need."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.finding import Finding, excerpt
from matome_tui.hugo.check.parsed import ParsedPost
from matome_tui.hugo.check.quoted_text import hugo_tokens, token_message
from matome_tui.hugo.post.blocks import FrontMatter, PostError
from matome_tui.hugo.post.front_matter import page
from matome_tui.hugo.post.front_matter.document import FENCE
from matome_tui.i18n import N_, _

_LINE = re.compile(r"\bline ([0-9]+)")
_EARLY_ENDS = {
    fence: re.compile(rf"^{re.escape(fence)}[^\r\n]*\S[^\r\n]*$", re.MULTILINE)
    for fence in ("+++", "---")
}
# With aliases: https://gohugo.io/configuration/front-matter/#dates
_DATES = (
    *("date", "publishdate", "pubdate", "published", "expirydate", "unpublishdate"),
    *("lastmod", "modified"),
)
_MAY_BE_EMPTY = (str, int, type(None))
"""Types whose empty value is, for Hugo, no date; that of others is a wrong one."""


def lint_front_matter(
    post: ParsedPost, context: PostContext, *, is_post: bool
) -> Iterator[Finding]:
    """Yield findings in the front matter of a text, and that a post has none."""
    if post.front_matter is None:
        yield from _lint_missing(post.text, is_post=is_post)
        return
    values = post.metadata
    if isinstance(values, PostError):
        line = _LINE.search(str(values))
        offset = _line_start(post.front_matter.source, int(line[1])) if line else 0
        yield Finding("front-matter", offset, str(values))
        return
    if refused := _refusal(post.front_matter):
        yield Finding("front-matter", *refused)
        return
    yield from _lint_values(post, values, context, is_post=is_post)


def tags_of(post: ParsedPost) -> list[str]:
    """Return the tags of a post; none if its front matter cannot be read."""
    values = post.metadata
    return [] if isinstance(values, PostError) else page.tags(values)


def key_offset(post: ParsedPost, key: str) -> int:
    """Return the offset of a key in the front matter; 0 if it is not at the start of a line."""
    source = post.front_matter.source if post.front_matter else ""
    found = re.search(rf"^[ \t]*[\"']?{key}[\"']?\s*[=:]", source, re.MULTILINE | re.IGNORECASE)
    return found.start() if found else 0


def _lint_missing(text: str, *, is_post: bool) -> Iterator[Finding]:
    """Yield findings in a text without front matter."""
    if fence := FENCE.match(text):
        end = re.compile(rf"^{re.escape(fence['fence'])}", re.MULTILINE).search(text, fence.end())
        if end:
            message = _("Text follows {fence} on the last line of the front matter")
        else:
            message = _("The front matter does not end: {fence} is missing")
        offset = end.start() if end else 0
        yield Finding("front-matter", offset, message.format(fence=fence["fence"]))
    elif text.lstrip("\ufeff").startswith("{"):
        yield from _lint_json(text)
    elif is_post:
        yield Finding("front-matter", 0, _("The post has no front matter"))


def _lint_json(text: str) -> Iterator[Finding]:
    start = text.index("{")
    try:
        json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        message = _("The front matter is not valid JSON: {reason}").format(reason=error.msg)
        yield Finding("front-matter", error.pos, message)
    except RecursionError:
        yield Finding("front-matter", start, _("The front matter is nested too deeply"))


def _refusal(block: FrontMatter) -> tuple[int, str] | None:
    """Return where and why Hugo refuses front matter that we can parse; None if it accepts it."""
    if (opening := FENCE.match(block.source)) is None:
        return None
    fence, start = opening["fence"], opening.end()
    if found := _EARLY_ENDS[fence].search(block.source, start, block.source.rindex(fence)):
        message = _("Hugo ends the front matter at this line because it begins with {fence}")
        return found.start(), message.format(fence=fence)
    return None


def _lint_values(
    post: ParsedPost, values: Mapping[str, Any], context: PostContext, *, is_post: bool
) -> Iterator[Finding]:
    for key, message in _MISSING.items() if is_post else ():
        if not values.get(key):
            yield Finding("front-matter", 0, _(message))
    for key in _DATES:
        value = values.get(key)
        if (value or type(value) not in _MAY_BE_EMPTY) and not page.is_date(value):
            written = excerpt(page.text(value) or str(value))
            message = _("Hugo does not read {value} as a date").format(value=written)
            yield Finding("front-matter", key_offset(post, key), message)
    if is_post and context.waits and (waits := context.waits(values)):
        yield Finding("future", key_offset(post, "date"), waits)
    for key in ("title", "tags"):
        if found := next(hugo_tokens(str(values.get(key, ""))), None):
            yield Finding("token", key_offset(post, key), token_message(found[1]))
    image = page.image(values)
    if context.has_image and image and not context.has_image(image):
        message = _("The image {name} does not exist").format(name=excerpt(image))
        key = page.image_key(values).rpartition(".")[2]
        yield Finding("missing-image", key_offset(post, key), message)


_MISSING = {"title": N_("The post has no title"), "date": N_("The post has no date")}


def _line_start(source: str, line: int) -> int:
    """Return where a line of the front matter begins; line 1 is the one after the fence."""
    offset = 0
    for _line in range(line):
        offset = source.find("\n", offset) + 1 or len(source)
    return offset
