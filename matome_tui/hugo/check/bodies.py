"""Text of strangers as a post holds it: what its reader sees otherwise than it was written."""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from matome_tui.hugo.check.finding import Edit, Finding, Surroundings, excerpt
from matome_tui.hugo.check.goldmark import Construct, constructs
from matome_tui.hugo.check.plain import CUT_LINK, is_plain
from matome_tui.hugo.post.encode import TOKEN_JOINT, decode_body, encode_body

_LONGEST = 100_000
"""Characters of a text that is looked into; a comment of Hacker News has far fewer."""

_SHORTCODE = re.compile(r"\{\{[<%]")
# A brace pair alone is Go's, and of no harm; what can hold another mark.
_WORD = re.compile(r"\{\{__hugo_ctx|[\w/]+")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)

# Elements that writers of posts use on purpose; what else looks like a tag is text.
_MEANT = re.compile(
    r"<!--|</?(?:a|abbr|b|blockquote|br|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr"
    r"|i|iframe|img|ins|kbd|li|mark|ol|p|picture|pre|q|rb|rp|rt|ruby|s|samp|small|span|strong|sub"
    r"|summary|sup|table|tbody|td|th|thead|tr|u|ul|var|video|wbr)\b",
    re.IGNORECASE,
)

_IN_PLACE_OF = {
    "code": ("code", "code"),
    "heading": ("block", "a heading"),
    "blockquote": ("block", "a quotation"),
    "rule": ("block", "a line across the page"),
    "list": ("block", "an item of a list"),
    "footnote": ("hidden", "nothing"),
    "definition": ("hidden", "nothing"),
    "html": ("html", "nothing"),
    "emphasis": ("emphasis", "emphasis"),
    "strikethrough": ("emphasis", "crossed-out text"),
    "link": ("link", "a link"),
    "image": ("link", "an image"),
    "autolink": ("link", "a link without its brackets"),
    "swallowed": ("swallowed", "a link with other characters"),
    "emoji": ("emoji", "an emoji"),
    "typography": ("typography", ""),
    "entity": ("entity", ""),
    "escape": ("escape", ""),
}
"""For each construct of Markdown the kind of finding, and what the reader sees."""


def check_text(text: str, at: int, end: int, around: Surroundings) -> Iterator[Finding]:
    """Yield what is wrong with text that stands in a post as Markdown, from `at` to `end`.

    `encode_body` writes text with which nothing is wrong, but for links that were cut before.
    """
    if is_plain(text):
        return
    if len(text) > _LONGEST:
        yield Finding("quote", at, f"a text of {len(text):,} characters is not checked")
        return
    taken = constructs(text, around.dialect)
    found = [*_executed(text), *(_describe(text, construct) for construct in taken)]
    if found:
        is_safe = all(_is_safe(text, construct) for construct in taken)
        mended = encode_body(decode_body(text), around.style) if is_safe else None
        edit = None if mended is None else Edit(at, end, mended)
        for kind, start, message in found:
            yield Finding(kind, at + start, message, edit)
    if "http" in text:
        yield from _cut_links(text, at)


def tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield where marks that Hugo itself uses stand in a text, and what they are part of."""
    if not ("{{" in text or "HUGO" in text or "__h" in text):
        return
    joints = [joint.start() for joint in TOKEN_JOINT.finditer(text)]
    for word in _WORD.finditer(text) if joints else ():
        if bisect_right(joints, word.start()) < bisect_left(joints, word.end()):
            yield word.start(), word[0]


def _executed(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield kind, place and message of what Hugo takes for its own, and of what it trims."""
    written = html.unescape(text).strip(" \t\r\f\v")
    if opener := _SHORTCODE.search(text) or _SHORTCODE.search(written):
        source = opener.string
        yield "executed", 0, f"Hugo executes {excerpt(source, opener.start())}"
    if found := next(tokens(text), None) or next(tokens(written), None):
        yield "token", 0, f"Hugo takes {excerpt(found[1])} for a mark of its own"
    if any(end.isspace() and not end.isascii() for end in (written[:1], written[-1:])):
        yield "space", 0, "the reader does not see the wide space at an end of the text"


def _describe(text: str, construct: Construct) -> tuple[str, int, str]:
    source = text[construct.start : construct.end]
    if construct.kind == "link_entity":
        message = f"themes that print links as they are lead elsewhere from {excerpt(source)}"
        return "link-entity", construct.start, message
    kind, seen = _IN_PLACE_OF[construct.kind]
    if kind in ("html", "link") and _SCRIPT.search(source):
        kind, seen = "unsafe-link", "a link that runs a script"
    elif kind == "html" and _MEANT.match(source):
        seen = "an element of HTML"
    shown = seen or excerpt(construct.shown)
    return kind, construct.start, f"the reader sees {shown} in place of {excerpt(source)}"


def _is_safe(text: str, construct: Construct) -> bool:
    """Tell whether a construct can be written as text: nobody can have meant it."""
    source = text[construct.start : construct.end]
    if construct.kind == "html":
        return not _MEANT.match(source) or bool(_SCRIPT.search(source))
    if construct.kind in ("link", "image"):
        return bool(_SCRIPT.search(source))
    return construct.kind != "entity"


def _cut_links(text: str, at: int) -> Iterator[Finding]:
    for link in CUT_LINK.finditer(text):
        message = f"the link {excerpt(decode_body(link[1]))} was cut, and ends nowhere"
        yield Finding("cut-link", at + link.start(), message)
