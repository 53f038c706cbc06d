"""Findings in quoted text: what readers of the page see differently from what was written."""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress
from typing import NamedTuple

from matome_tui.core.draft.cut_links import MIN_CUT
from matome_tui.core.draft.post_options import Style
from matome_tui.hugo.check.context import PostContext
from matome_tui.hugo.check.finding import Edit, Finding, excerpt
from matome_tui.hugo.check.goldmark import WEB_LINK, Construct, constructs
from matome_tui.hugo.check.harmless import CUT_LINK, is_harmless
from matome_tui.hugo.post.encode import (
    ENTITY_LIKE,
    TOKEN_JOINT,
    decode_body,
    decode_line,
    encode_body,
    encode_line,
)
from matome_tui.i18n import N_, _

_MAX_LENGTH = 100_000
"""Characters of a text that is checked; a comment on Hacker News has far fewer."""

_SHORTCODE = re.compile(r"\{\{[<%]")
# A brace pair alone is Go's and harmless; a word may contain another token.
_WORD = re.compile(r"\{\{__hugo_ctx|[\w/]+")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_CURLY_ADDRESS = re.compile(r"<a\s[^<>]*href=[“”‘’]([^\s“”‘’<>]*)[“”‘’]?[^<>]*>", re.IGNORECASE)

# Elements that writers of posts use on purpose; anything else that looks like a tag is text.
_USUAL_ELEMENT = re.compile(
    r"<!--|</?(?:a|abbr|b|blockquote|br|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr"
    r"|i|iframe|img|ins|kbd|li|mark|ol|p|picture|pre|q|rb|rp|rt|ruby|s|samp|small|span|strong|sub"
    r"|summary|sup|table|tbody|td|th|thead|tr|u|ul|var|video|wbr)\b",
    re.IGNORECASE,
)
_MOST_PLACEHOLDERS = 0x1000
_PLACEHOLDER = re.compile("[\ue000-\uf8ff]")
_STRONG_WORDS = re.compile(r"(?<![A-Za-z0-9*])\*\*(?!\*)\w(?:[^*]*\w)?\*\*(?![A-Za-z0-9*])")

_ELEMENT = N_("Readers see an HTML element instead of {source}")
_NOTHING = N_("Readers see nothing instead of {source}")
_CHARACTERS = N_("Readers see {shown} instead of {source}")

_MESSAGES = {
    "code": ("code", N_("Readers see code instead of {source}")),
    "break_in_code": ("code", N_("Readers see <br> as text in the code {source}")),
    "heading": ("block", N_("Readers see a heading instead of {source}")),
    "blockquote": ("block", N_("Readers see a blockquote instead of {source}")),
    "rule": ("block", N_("Readers see a horizontal line instead of {source}")),
    "list": ("block", N_("Readers see a list item instead of {source}")),
    "footnote": ("hidden", _NOTHING),
    "definition": ("hidden", _NOTHING),
    "html": ("html", _NOTHING),
    "emphasis": ("emphasis", N_("Readers see emphasis instead of {source}")),
    "strikethrough": ("emphasis", N_("Readers see struck-through text instead of {source}")),
    "link": ("link", N_("Readers see a link instead of {source}")),
    "image": ("link", N_("Readers see an image instead of {source}")),
    "autolink": ("link", N_("Readers see a link without brackets instead of {source}")),
    "mail": ("mail-link", N_("The mail address {source} becomes a link")),
    "swallowed": ("swallowed", N_("Readers see a link with other characters than {source}")),
    "link_entity": ("link-entity", N_("In some themes the link {source} leads elsewhere")),
    "footnote_in_link": ("not-a-link", N_("The footnote mark is part of the link {source}")),
    "bare_url": ("not-a-link", N_("The address {source} is not a link")),
    "emoji": ("emoji", N_("Readers see an emoji instead of {source}")),
    "typography": ("typography", _CHARACTERS),
    "entity": ("entity", _CHARACTERS),
    "escape": ("escape", _CHARACTERS),
}
"""The kind of finding and the message for each construct of Markdown."""


class Codec(NamedTuple):
    """How a kind of text is written as Markdown.

    Attributes:
        encode: Writes text as Markdown that shows it, in a style.
        decode: Reads it.
        plain: Constructs that are part of this way of writing.
    """

    encode: Callable[[str, Style], str]
    decode: Callable[[str], str]
    plain: frozenset[str] = frozenset()


BODY = Codec(encode_body, decode_body)
"""Text of one line, as in the parameter of a shortcode."""

# Without HTML there is no help for a link whose entities some themes decode.
LINE = Codec(encode_line, decode_line, frozenset(("escape", "link_entity")))
"""A line of a blockquote."""


class _Problem(NamedTuple):
    """A problem in a text.

    Attributes:
        kind: The kind of finding.
        offset: Its position in the text.
        message: One line.
        construct: What Markdown makes of the text, if that is the problem.
        may_be_meant: Whether a writer may have meant it although readers do not see it as written.
        edit: A replacement of its own, relative to the text.
    """

    kind: str
    offset: int
    message: str
    construct: Construct | None = None
    may_be_meant: bool = False
    edit: Edit | None = None


def lint_text(
    text: str, start: int, end: int, context: PostContext, codec: Codec = BODY
) -> Iterator[Finding]:
    """Yield findings in text that a post contains as Markdown.

    What the codec writes has none, except for links that were cut before.

    Args:
        text: The text.
        start: Its offset in the post.
        end: The offset behind it.
        context: What is known of the site.
        codec: How the text is written.
    """
    if is_harmless(text):
        return
    if len(text) > _MAX_LENGTH:
        message = _("A text of {number} characters is too long to check")
        yield Finding("quote", start, message.format(number=f"{len(text):,}"))
        return
    problems = [*_executed(text)]
    found = constructs(text, context.dialect)
    problems += [_problem(text, item) for item in found if item.kind not in codec.plain]
    fixes = context.selection.fixes
    wanted = [fixes(problem.kind, may_be_meant=problem.may_be_meant) for problem in problems]
    fixed = _fixed(text, problems, wanted, codec, context.style)
    for problem, is_wanted in zip(problems, wanted, strict=True):
        edit = None
        if is_wanted and problem.edit:
            first, last, new = problem.edit
            edit = Edit(start + first, start + last, new)
        elif is_wanted and fixed:
            edit = Edit(start, end, fixed)
        yield Finding(problem.kind, start + problem.offset, problem.message, edit)
    if "http" in text:
        yield from _cut_links(text, start)


def hugo_tokens(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offsets of Hugo's internal tokens in a text, and the words that contain them."""
    if not _has_token(text):
        return
    joints = [joint.start() for joint in TOKEN_JOINT.finditer(text)]
    for word in _WORD.finditer(text) if joints else ():
        if bisect_right(joints, word.start()) < bisect_left(joints, word.end()):
            yield word.start(), word[0]


def _has_token(text: str) -> bool:
    """Return whether a text may have a shortcode or one of Hugo's internal tokens."""
    return "{{" in text or "HUGO" in text or "__h" in text


def token_message(token: str) -> str:
    """Return the message for one of Hugo's internal tokens in a text."""
    return _("Hugo uses {token} internally and replaces it").format(token=excerpt(token))


def _executed(text: str) -> Iterator[_Problem]:
    """Yield what Hugo executes or replaces, and white space that it trims."""
    written = (html.unescape(text) if ENTITY_LIKE.search(text) else text).strip(" \t\r\f\v")
    if _has_token(written):  # it has all tokens of the text
        if opener := _SHORTCODE.search(text) or _SHORTCODE.search(written):
            shortcode = excerpt(opener.string, opener.start())
            message = _("Hugo executes {shortcode}").format(shortcode=shortcode)
            yield _Problem("executed", 0, message)
        if found := next(hugo_tokens(text), None) or next(hugo_tokens(written), None):
            yield _Problem("token", 0, token_message(found[1]))
    if written != written.strip() and any(
        edge.isspace() and not edge.isascii() for edge in (written[0], written[-1])
    ):
        yield _Problem("space", 0, _("Readers do not see the wide space at the edge of the text"))


def _problem(text: str, construct: Construct) -> _Problem:
    source = text[construct.start : construct.end]
    kind, message = _MESSAGES[construct.kind]
    edit = None
    if construct.kind == "html" and (address := _CURLY_ADDRESS.fullmatch(source)):
        kind, message = "not-a-link", N_("Curly quotation marks break the link {source}")
        link = f"<a href='{html.escape(html.unescape(address[1]))}'>"
        edit = None if _SCRIPT.search(source) else Edit(construct.start, construct.end, link)
    elif kind in ("html", "link") and _SCRIPT.search(source):
        kind, message = "unsafe-link", N_("The link {source} runs a script")
    elif kind == "html" and _USUAL_ELEMENT.match(source):
        message = _ELEMENT
    shown = excerpt(construct.shown) if construct.shown else ""
    written = _(message).format(source=excerpt(source), shown=shown)
    may_be_meant = construct.kind == "emphasis" and _is_strong_word(text, construct)
    return _Problem(kind, construct.start, written, construct, may_be_meant, edit)


def _is_strong_word(text: str, construct: Construct) -> bool:
    """Return whether a construct is whole words between `**`, as writers emphasize them."""
    found = _STRONG_WORDS.match(text, construct.start)
    return found is not None and found.end() == construct.end


def _fixed(
    text: str,
    problems: Sequence[_Problem],
    wanted: Sequence[bool],
    codec: Codec,
    style: Style,
) -> Callable[[], str] | None:
    """Return what makes a text of which Markdown makes nothing that is to be fixed, else the same.

    None if nothing is to be fixed, or the text has markup that may be meant.
    """
    if not any(wanted):
        return None
    others = [problem for problem, is_wanted in zip(problems, wanted, strict=True) if not is_wanted]
    if any(problem.construct is None for problem in others) or not all(
        _is_safe(text, item.construct) for item in problems if item.construct
    ):
        return None
    kept = [span for item in others if item.construct for span in _marks(item.construct)]
    # Without its brackets a link would take in what follows.
    changed = {item.construct.start for item in compress(problems, wanted) if item.construct}
    kept += [link.span() for link in WEB_LINK.finditer(text) if link.start() not in changed]
    # A character that neither Markdown nor encoding knows holds the place of a span.
    if kept and (_PLACEHOLDER.search(text) or len(kept) > _MOST_PLACEHOLDERS):
        return None
    return partial(_encode_around, text, sorted(kept), codec, style)


def _is_safe(text: str, construct: Construct) -> bool:
    """Return whether a construct can be written as text because nobody can have meant it."""
    source = text[construct.start : construct.end]
    if construct.kind == "html":
        return not _USUAL_ELEMENT.match(source) or bool(_SCRIPT.search(source))
    if construct.kind in ("link", "image"):
        return bool(_SCRIPT.search(source))
    return construct.kind != "entity"


def _marks(construct: Construct) -> list[tuple[int, int]]:
    """Return the spans of a construct that make it one."""
    start, end = construct.start, construct.end
    if construct.kind not in ("emphasis", "strikethrough"):
        return [(start, end)]
    return [(start, start + construct.width), (end - construct.width, end)]


def _encode_around(text: str, kept: Sequence[tuple[int, int]], codec: Codec, style: Style) -> str:
    """Return a text encoded, except for spans."""
    parts, at = [], 0
    sources: dict[str, str] = {}
    for start, end in kept:
        if start < at:
            continue
        placeholder = chr(0xE000 + len(sources))
        sources[placeholder] = text[start:end]
        parts += [text[at:start], placeholder]
        at = end
    encoded = codec.encode(codec.decode("".join([*parts, text[at:]])), style)
    return _PLACEHOLDER.sub(lambda place: sources.get(place[0], place[0]), encoded)


def _cut_links(text: str, start: int) -> Iterator[Finding]:
    for link in CUT_LINK.finditer(text):
        address = decode_body(link[1])
        if len(address) >= MIN_CUT:
            message = _("The link {link} was cut short and leads nowhere")
            yield Finding("cut-link", start + link.start(), message.format(link=excerpt(address)))
